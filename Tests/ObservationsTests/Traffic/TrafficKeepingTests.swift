import FlagAPI
import FlagModel
import GRDB
import Testing

@testable import Observations

/// What is kept for how long, and what becomes of files of an older Flagdeck.
struct TrafficKeepingTests {
    @Test(arguments: [(400, 1), (401, 0)])
    func `counts, exposures and events are kept for 400 days`(
        days: Int64,
        rows: Int
    ) async throws {
        let fixture = try TrafficFixture()
        await fixture.report([
            try .sample("C-1", "Ada", flags: [.sample("a")], did: [.sample("x")])
        ])

        fixture.clock.advance(seconds: days * 86_400)
        await fixture.report([try .sample("C-2")])

        for table in ["evaluationCount", "exposure", "metricEvent", "event"] {
            #expect(try fixture.rows("SELECT count(*) FROM \(table)") == ["\(rows)"])
        }
        #expect(try await fixture.store.find(CustomerRequest(text: "ada")).count == 1)
    }

    @Test func `what was removed for its age is counted again`() async throws {
        let fixture = try TrafficFixture()
        let item = try ObservedItem.sample("C-1", flags: [.sample("a")], did: [.sample("x")])
        await fixture.report([item])
        fixture.clock.advance(seconds: 500 * 86_400)
        await fixture.report([try .sample("C-1")])

        await fixture.report([item])

        #expect(try fixture.rows("SELECT count(*) FROM variation JOIN exposure") == ["1"])
        #expect(try fixture.rows("SELECT count(*) FROM event JOIN metricEvent") == ["1"])
    }

    @Test func `one batch removes a bounded number of old rows`() async throws {
        let fixture = try TrafficFixture()
        await fixture.report([
            try .sample("C-1", did: (0..<1500).map { .sample("x", Double($0)) })
        ])
        fixture.clock.advance(seconds: 500 * 86_400)

        await fixture.report([try .sample("C-1")])
        #expect(try fixture.rows("SELECT count(*) FROM metricEvent") == ["500"])

        await fixture.report([try .sample("C-1")])
        #expect(try fixture.rows("SELECT count(*) FROM metricEvent") == ["0"])
    }

    @Test func `customers of an older file stay, and traffic is added to them`() async throws {
        let fixture = try TrafficFixture()
        try makeOldFile(fixture)

        let before = try await fixture.store.find(CustomerRequest(text: "ada"))
        await fixture.report([try .sample("C-1", "user 1", ["plan": "pro"]), try .sample("C-2")])

        let old = try Customer.sample("C-1", "Ada", ["team": "red"])
        #expect(before == CustomerPage(customers: [old], count: 1, known: 1))
        let found = try await fixture.store.find(CustomerRequest(text: "ada"))
        #expect(found.customers.map(\.name) == ["Ada"])
        #expect(found.customers.map(\.attributes) == [["team": "red", "plan": "pro"]])
        #expect(found.known == 2)
        #expect(try fixture.rows("PRAGMA user_version") == ["5"])
    }

    @Test func `only so many customers are known from traffic`() async throws {
        let fixture = try TrafficFixture()
        _ = try await fixture.store.import([.sample("C-1")])
        try fixture.execute("UPDATE total SET known = \(TrafficLimits.customers - 1)")

        await fixture.report([
            try .sample("C-1", "Ada"), try .sample("C-2"),
            try .sample("C-3", flags: [.sample("a")], did: [.sample("x")]),
        ])

        #expect(try fixture.rows("SELECT key FROM customer") == ["C-1", "C-2"])
        // The evaluation still counts for its hour; the exposure and the event are left out.
        #expect(fixture.store.ingest.report == IngestReport(written: 3, malformed: 2))
        #expect(try fixture.rows("SELECT count FROM evaluationCount") == ["1"])
        #expect(try fixture.rows("SELECT count(*) FROM exposure") == ["0"])
    }

    @Test func `only so many versions and names of events are told apart`() async throws {
        let fixture = try TrafficFixture()
        await fixture.report([try .sample("C-1", flags: [.sample("a")], did: [.sample("x")])])
        try fixture.execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 49998)
            INSERT INTO variation (environment, flagKey, variationID)
            SELECT 1, CAST('f' || i AS BLOB), x'31' FROM n;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9998)
            INSERT INTO event (environment, kind, name) SELECT 1, x'31', CAST(i AS BLOB) FROM n;
            """
        )

        await fixture.report([
            try .sample("C-1", flags: [.sample("b"), .sample("c")], did: [.sample("y")]),
            try .sample("C-1", flags: [.sample("a", counts: false)], did: [.sample("z")]),
        ])
        await fixture.report([try .sample("C-1", flags: [.sample("c")])], in: fixture.dev)

        #expect(fixture.store.ingest.report == IngestReport(written: 6, malformed: 2))
        #expect(
            try fixture.rows("SELECT count FROM evaluationCount ORDER BY 1") == ["1", "1", "2"]
        )
    }

    /// A file as the first format was: one imported customer.
    private func makeOldFile(_ fixture: TrafficFixture) throws {
        try fixture.execute(
            """
            PRAGMA journal_mode = WAL;
            CREATE TABLE customer (
                id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, name BLOB,
                attributes TEXT NOT NULL, folded TEXT NOT NULL
            );
            CREATE INDEX customerByText ON customer (folded);
            CREATE VIRTUAL TABLE customerText USING fts5(
                folded, content='customer', content_rowid='id',
                tokenize='trigram case_sensitive 1', detail=none, columnsize=0
            );
            CREATE TABLE total (id INTEGER PRIMARY KEY CHECK (id = 1), known INTEGER NOT NULL);
            INSERT INTO total VALUES (1, 1);
            INSERT INTO customer VALUES (
                1, CAST('C-1' AS BLOB), CAST('Ada' AS BLOB), '{"team":"red"}',
                'ada' || char(10) || 'c-1'
            );
            INSERT INTO customerText (rowid, folded) SELECT id, folded FROM customer;
            PRAGMA user_version = 1;
            PRAGMA application_id = \(ObservationSchema.applicationID);
            """
        )
    }
}
