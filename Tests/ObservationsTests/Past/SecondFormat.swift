import FlagModel

@testable import Observations

/// A file as the second format was: three customers, of whom two were seen.
enum SecondFormat {
    /// The tables, and: `C-1` described and last seen a minute before the start, `C-2` imported,
    /// `C-3` only named by an application at the start.
    static func make(_ fixture: TrafficFixture) throws {
        try fixture.execute(tables)
        try fixture.execute(
            """
            INSERT INTO environment VALUES (1, x'\(hexadecimal(fixture.live.bytes))');
            UPDATE total SET known = 3;
            INSERT INTO customer VALUES
                (1, CAST('C-1' AS BLOB), CAST('Ada' AS BLOB), '{}', 'ada' || char(10) || 'c-1', 0),
                (2, CAST('C-2' AS BLOB), CAST('Bo' AS BLOB), '{"team":"red"}',
                    'bo' || char(10) || 'c-2', 1),
                (3, CAST('C-3' AS BLOB), NULL, '{}', 'c-3', 0);
            INSERT INTO customerText (rowid, folded) SELECT id, folded FROM customer;
            INSERT INTO sighting VALUES
                (1, 1, \(TrafficFixture.start - 60_000), '{"plan":"pro"}'),
                (3, 1, \(TrafficFixture.start), '{}');
            PRAGMA user_version = 2;
            PRAGMA application_id = \(ObservationSchema.applicationID);
            """
        )
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    private static let tables = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE customer (
            id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, name BLOB,
            attributes TEXT NOT NULL, folded TEXT NOT NULL, imported INTEGER NOT NULL DEFAULT 1
        );
        CREATE INDEX customerByText ON customer (folded);
        CREATE VIRTUAL TABLE customerText USING fts5(
            folded, content='customer', content_rowid='id',
            tokenize='trigram case_sensitive 1', detail=none, columnsize=0
        );
        CREATE TABLE total (id INTEGER PRIMARY KEY CHECK (id = 1), known INTEGER NOT NULL);
        INSERT INTO total VALUES (1, 0);
        CREATE TABLE environment (id INTEGER PRIMARY KEY, guid BLOB NOT NULL UNIQUE);
        CREATE TABLE sighting (
            customer INTEGER NOT NULL, environment INTEGER NOT NULL, lastSeen INTEGER NOT NULL,
            attributes TEXT NOT NULL, PRIMARY KEY (customer, environment)
        ) WITHOUT ROWID;
        CREATE TABLE attribute (
            environment INTEGER NOT NULL, name BLOB NOT NULL, lastSeen INTEGER NOT NULL,
            samples TEXT NOT NULL, PRIMARY KEY (environment, name)
        ) WITHOUT ROWID;
        CREATE TABLE variation (
            id INTEGER PRIMARY KEY, environment INTEGER NOT NULL, flagKey BLOB NOT NULL,
            variationID BLOB NOT NULL, UNIQUE (environment, flagKey, variationID)
        );
        CREATE TABLE evaluationCount (
            variation INTEGER NOT NULL, hour INTEGER NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (variation, hour)
        ) WITHOUT ROWID;
        CREATE TABLE periodStart (
            environment INTEGER NOT NULL, flagKey BLOB NOT NULL, time INTEGER NOT NULL,
            PRIMARY KEY (environment, flagKey, time)
        ) WITHOUT ROWID;
        CREATE TABLE exposure (
            variation INTEGER NOT NULL, period INTEGER NOT NULL, customer INTEGER NOT NULL,
            after INTEGER NOT NULL, PRIMARY KEY (variation, period, customer)
        ) WITHOUT ROWID;
        CREATE TABLE event (
            id INTEGER PRIMARY KEY, environment INTEGER NOT NULL, kind BLOB NOT NULL,
            name BLOB NOT NULL, UNIQUE (environment, kind, name)
        );
        CREATE TABLE metricEvent (
            event INTEGER NOT NULL, time INTEGER NOT NULL, customer INTEGER NOT NULL,
            value REAL NOT NULL, PRIMARY KEY (event, time, customer, value)
        ) WITHOUT ROWID;
        """
}
