import GRDB

/// The tables of the observations file, and the steps that bring an older file up to date.
///
/// | table | holds |
/// |---|---|
/// | `customer` | one row a customer; `attributes` is JSON, `folded` and `facts` are searched |
/// | `customerByText` | index: customers in the order of `folded`, for the beginnings of names |
/// | `customerText` | full-text index of every three letters of a ``CustomerText``, not the text |
/// | `total` | one row: how many customers are known; to count them would take long |
/// | `environment` | a small number for each environment that reported anything |
/// | `sighting` | a customer in an environment: the last description there, the last time |
/// | `attribute` | an attribute's name in an environment; `samples` is a JSON list of values |
/// | `variation` | a small number for each version of a flag that was reported |
/// | `evaluationCount` | how often a version was handed out in one hour |
/// | `periodStart` | when a flag's exposures begin to be kept anew, beside every midnight |
/// | `exposure` | the first time in a period that a customer was given a version |
/// | `event` | a small number for each kind and name of metric event |
/// | `metricEvent` | what a customer did, when, with which number |
/// | `description` | how a customer was described before, from `since` to `until` |
/// | `flag` | a small number for each flag that was reported |
/// | `given` | a customer was given a version of a flag again and again, `since` to `last` |
/// | `experimentDay` | the counts of a run of an experiment as they were at the end of a day |
/// | `experimentNow` | the counts of a run as they were when they were last kept |
///
/// `description` holds what `customer` (as environment 0) and `sighting` held earlier; there,
/// `since` says from when on they hold what they hold now.
///
/// `attribute` has what was imported as environment 0, too.
///
/// Keys and names are UTF-8 bytes, so that equal means equal bytes and U+0000 survives; no name
/// is NULL. Times are milliseconds since 1970 in UTC, hours are hours since then, `after` is
/// milliseconds after the beginning of the period. `imported` is 0 for customers whom only
/// applications named; their row has no attributes (`{}`), the sightings have them.
///
/// An experiment is its GUID, `counts` is JSON, and `plan` is a number that stands for what was
/// counted: rows with another one are about an earlier plan.
enum ObservationSchema {
    /// What `PRAGMA application_id` says in our files: "FlgO".
    static let applicationID = 0x466C_674F

    /// The newest format that this program reads and writes.
    static let version = 5

    /// Each step's SQL brings a file from format `index` to format `index + 1`.
    ///
    /// Released steps are never edited. `now` is milliseconds since 1970, for what an older file
    /// holds without a time.
    private static func steps(now: Int64) -> [String] {
        [first, second, third(now: now), fourth, fifth]
    }

    private static let first = """
        CREATE TABLE customer (
            id INTEGER PRIMARY KEY,
            key BLOB NOT NULL UNIQUE,
            name BLOB,
            attributes TEXT NOT NULL,
            folded TEXT NOT NULL
        );
        CREATE INDEX customerByText ON customer (folded);
        CREATE VIRTUAL TABLE customerText USING fts5(
            folded, content='customer', content_rowid='id',
            tokenize='trigram case_sensitive 1', detail=none, columnsize=0
        );
        CREATE TABLE total (id INTEGER PRIMARY KEY CHECK (id = 1), known INTEGER NOT NULL);
        INSERT INTO total VALUES (1, 0);
        """

    private static let second = """
        ALTER TABLE customer ADD COLUMN imported INTEGER NOT NULL DEFAULT 1;
        CREATE TABLE environment (id INTEGER PRIMARY KEY, guid BLOB NOT NULL UNIQUE);
        CREATE TABLE sighting (
            customer INTEGER NOT NULL,
            environment INTEGER NOT NULL,
            lastSeen INTEGER NOT NULL,
            attributes TEXT NOT NULL,
            PRIMARY KEY (customer, environment)
        ) WITHOUT ROWID;
        CREATE TABLE attribute (
            environment INTEGER NOT NULL,
            name BLOB NOT NULL,
            lastSeen INTEGER NOT NULL,
            samples TEXT NOT NULL,
            PRIMARY KEY (environment, name)
        ) WITHOUT ROWID;
        CREATE TABLE variation (
            id INTEGER PRIMARY KEY,
            environment INTEGER NOT NULL,
            flagKey BLOB NOT NULL,
            variationID BLOB NOT NULL,
            UNIQUE (environment, flagKey, variationID)
        );
        CREATE TABLE evaluationCount (
            variation INTEGER NOT NULL,
            hour INTEGER NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (variation, hour)
        ) WITHOUT ROWID;
        CREATE TABLE periodStart (
            environment INTEGER NOT NULL,
            flagKey BLOB NOT NULL,
            time INTEGER NOT NULL,
            PRIMARY KEY (environment, flagKey, time)
        ) WITHOUT ROWID;
        CREATE TABLE exposure (
            variation INTEGER NOT NULL,
            period INTEGER NOT NULL,
            customer INTEGER NOT NULL,
            after INTEGER NOT NULL,
            PRIMARY KEY (variation, period, customer)
        ) WITHOUT ROWID;
        CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            environment INTEGER NOT NULL,
            kind BLOB NOT NULL,
            name BLOB NOT NULL,
            UNIQUE (environment, kind, name)
        );
        CREATE TABLE metricEvent (
            event INTEGER NOT NULL,
            time INTEGER NOT NULL,
            customer INTEGER NOT NULL,
            value REAL NOT NULL,
            PRIMARY KEY (event, time, customer, value)
        ) WITHOUT ROWID;
        """

    /// How customers were described, and what they were given, is kept from here on.
    ///
    /// What an older file says is known since somebody was last seen; what was imported, since now.
    private static func third(now: Int64) -> String {
        """
        CREATE TABLE description (
            customer INTEGER NOT NULL,
            environment INTEGER NOT NULL,
            until INTEGER NOT NULL,
            since INTEGER NOT NULL,
            name BLOB,
            attributes TEXT NOT NULL,
            PRIMARY KEY (customer, environment, until)
        ) WITHOUT ROWID;
        CREATE INDEX descriptionByUntil ON description (until);
        ALTER TABLE sighting ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
        UPDATE sighting SET since = lastSeen;
        ALTER TABLE customer ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
        UPDATE customer SET since = CASE imported WHEN 1 THEN \(now) ELSE coalesce(
            (SELECT max(lastSeen) FROM sighting WHERE sighting.customer = customer.id), \(now)
        ) END;
        CREATE TABLE flag (
            id INTEGER PRIMARY KEY,
            environment INTEGER NOT NULL,
            flagKey BLOB NOT NULL,
            UNIQUE (environment, flagKey)
        );
        CREATE TABLE given (
            customer INTEGER NOT NULL,
            flag INTEGER NOT NULL,
            since INTEGER NOT NULL,
            variation INTEGER NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (customer, flag, since)
        ) WITHOUT ROWID;
        ALTER TABLE total ADD COLUMN isClean INTEGER NOT NULL DEFAULT 0;
        """
    }

    /// Customers are found by what is known of them, too; ``FactsStep`` puts that in.
    private static let fourth = """
        ALTER TABLE customer ADD COLUMN facts TEXT NOT NULL DEFAULT '';
        DROP TABLE customerText;
        CREATE VIRTUAL TABLE customerText USING fts5(
            words, content='',
            tokenize='trigram case_sensitive 1', detail=none, columnsize=0
        );
        """

    /// What was counted of experiments outlives the events.
    private static let fifth = """
        CREATE TABLE experimentDay (
            experiment BLOB NOT NULL,
            run INTEGER NOT NULL,
            until INTEGER NOT NULL,
            plan INTEGER NOT NULL,
            counts TEXT NOT NULL,
            PRIMARY KEY (experiment, run, until)
        ) WITHOUT ROWID;
        CREATE TABLE experimentNow (
            experiment BLOB NOT NULL,
            run INTEGER NOT NULL,
            plan INTEGER NOT NULL,
            keptAt INTEGER NOT NULL,
            counts TEXT NOT NULL,
            PRIMARY KEY (experiment, run)
        ) WITHOUT ROWID;
        """

    /// Refuses a file of a newer Flagdeck or of another program, before anything is written to it.
    ///
    /// - Throws: ``ObservationsError/newerSchema(path:found:known:)`` or
    ///   ``ObservationsError/foreignFile(path:)``, and what SQLite throws.
    static func check(_ database: Database, path: String) throws {
        let found = try version(of: database)
        guard found <= version else {
            throw ObservationsError.newerSchema(path: path, found: found, known: version)
        }
        let owner = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        guard owner != applicationID else { return }
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        guard owner == 0, found == 0, tables == 0 else {
            throw ObservationsError.foreignFile(path: path)
        }
    }

    /// Brings a file up to date: all steps or none; `now` is milliseconds since 1970.
    static func migrate(_ database: Database, now: Int64) throws {
        guard try version(of: database) < version else { return }
        try database.inTransaction(.immediate) {
            // Another process may have done it while this one waited for the lock.
            let found = try version(of: database)
            for step in steps(now: now).dropFirst(found) { try database.execute(sql: step) }
            if (1..<4).contains(found) { try FactsStep(database, now: now).run() }
            // Nothing was ever deleted in a new file while deleting left bytes behind.
            if found == 0 { try database.execute(sql: "UPDATE total SET isClean = 1") }
            try database.execute(sql: "PRAGMA user_version = \(version)")
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            return .commit
        }
    }

    private static func version(of database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }
}
