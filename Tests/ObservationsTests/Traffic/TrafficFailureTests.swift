import FlagAPI
import FlagModel
import Foundation
import GRDB
import Testing

@testable import Observations

struct TrafficFailureTests {
    @Test func `a full disk loses reports, and the loss is counted and shown`() async throws {
        let fixture = try TrafficFixture()
        await fixture.report([try .sample("C-1", flags: [.sample("a")])])
        let pages = try Int(fixture.rows("PRAGMA page_count").joined()) ?? 0
        try await limit(fixture, toPages: pages)

        for customer in 0..<50 {
            let text = String(repeating: "x", count: 1000)
            await fixture.report([
                try .sample("D-\(customer)", "", ["a": text], flags: [.sample("a")])
            ])
        }

        let report = fixture.store.ingest.report
        #expect(report.dropped > 0)
        #expect(report.written + report.dropped == 51)
        #expect(report.waiting == 0)
        #expect(
            report.problem == ObservationsError.diskFull(path: fixture.folder.file).description
        )
        #expect(try evaluations(fixture) == Int(report.written))
    }

    @Test func `when there is room again reports are written again`() async throws {
        let fixture = try TrafficFixture()
        await fixture.report([try .sample("C-1")])
        let pages = try Int(fixture.rows("PRAGMA page_count").joined()) ?? 0
        try await limit(fixture, toPages: pages)
        let many = try (0..<200).map { number in
            try ObservedItem.sample("D-\(number)", "Name \(number)", flags: [.sample("a")])
        }
        await fixture.report(many)
        #expect(fixture.store.ingest.report.dropped == 200)

        try await limit(fixture, toPages: 1_000_000)
        await fixture.report(many)

        #expect(fixture.store.ingest.report == IngestReport(written: 201, dropped: 200))
        #expect(try await fixture.store.find(CustomerRequest(text: "name")).count == 200)
        #expect(try evaluations(fixture) == 200)
    }

    @Test func `while another process holds the file, reports wait, then are dropped`() async throws
    {
        let fixture = try TrafficFixture()
        await fixture.report([try .sample("C-1")])
        let other = try OtherProcess(path: fixture.folder.file)

        try other.lock()
        await fixture.report([try .sample("C-2")])

        let busy = ObservationsError.busy(path: fixture.folder.file).description
        #expect(
            fixture.store.ingest.report == IngestReport(written: 1, dropped: 1, problem: busy)
        )

        try other.unlock()
        await fixture.report([try .sample("C-3")])
        #expect(fixture.store.ingest.report == IngestReport(written: 2, dropped: 1))
    }

    @Test func `a batch is tried again before it is dropped`() async throws {
        // Longer than all tests beside this one take; the close below does not wait for it.
        let fixture = try TrafficFixture(pauses: [.seconds(3600)])
        await fixture.report([try .sample("C-1")])
        let other = try OtherProcess(path: fixture.folder.file)
        try other.lock()
        fixture.store.ingest.offer([try .sample("C-2")], in: fixture.live)
        while fixture.store.ingest.report.problem == nil { await Task.yield() }

        #expect(fixture.store.ingest.report.waiting == 1)
        try other.unlock()
        // The close ends the pause.
        await fixture.store.close()

        #expect(fixture.store.ingest.report == IngestReport(written: 2))
    }

    @Test func `the close writes what waits and takes nothing more`() async throws {
        let fixture = try TrafficFixture()
        fixture.store.ingest.offer([try .sample("C-1"), try .sample("C-2")], in: fixture.live)

        await fixture.store.close()
        await fixture.report([try .sample("C-3")])

        #expect(fixture.store.ingest.report == IngestReport(written: 2, dropped: 1))
        #expect(try await fixture.store.find(CustomerRequest(text: "")).known == 2)
    }

    @Test func `the close does not wait for a file that stays locked`() async throws {
        let fixture = try TrafficFixture(pauses: [.seconds(3600), .seconds(3600)])
        await fixture.report([try .sample("C-1")])
        let other = try OtherProcess(path: fixture.folder.file)
        try other.lock()
        fixture.store.ingest.offer([try .sample("C-2")], in: fixture.live)

        await fixture.store.close()

        let report = fixture.store.ingest.report
        #expect(report.written == 1)
        #expect(report.dropped == 1)
        try other.unlock()
    }

    @Test func `more than fits is dropped and counted, and nobody waits`() async throws {
        let fixture = try TrafficFixture(bounds: .init(events: 10, bytes: .max))
        await fixture.report([try .sample("C-1")])
        let other = try OtherProcess(path: fixture.folder.file)
        try other.lock()

        let eleven = try (0..<11).map { try ObservedItem.sample("D-\($0)") }
        fixture.store.ingest.offer(eleven, in: fixture.live)

        #expect(fixture.store.ingest.report.dropped >= 1)
        try other.unlock()
        await fixture.store.flush()
        let report = fixture.store.ingest.report
        #expect(report.written + report.dropped == 12)
    }

    @Test func `a batch that fails at its last row leaves nothing behind`() async throws {
        let fixture = try TrafficFixture()
        await fixture.report([try .sample("C-1", did: [.sample("bad", 1)])])
        try fixture.execute(
            """
            CREATE TRIGGER refuse BEFORE INSERT ON metricEvent WHEN NEW.value = 666
            BEGIN SELECT RAISE(ABORT, 'no'); END
            """
        )

        let items = try [
            ObservedItem.sample("C-2", "Ada", ["plan": "pro"], flags: [.sample("a")]),
            .sample("C-3", did: [.sample("good", 2), .sample("bad", 666)]),
        ]
        await fixture.report(items)
        #expect(fixture.store.ingest.report.dropped == 3)
        #expect(try rowCounts(fixture) == ["1 1 0 0 0 1 1"])

        // What was remembered of the failed batch must not be taken for written.
        try fixture.execute("DROP TRIGGER refuse")
        await fixture.report(items)
        #expect(fixture.store.ingest.report == IngestReport(written: 4, dropped: 3))
        #expect(try rowCounts(fixture) == ["3 3 1 1 1 2 3"])
    }

    @Test func `after a crash every batch is there whole or not at all`() async throws {
        var random = SeededRandom(for: "after a crash every batch is there whole or not at all")
        let fixture = try TrafficFixture()
        try await fixture.store.pool.opened().writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        }
        for batch in 0..<30 {
            let items = try (0..<4).map { number in
                try ObservedItem.sample(
                    "C-\(batch)-\(number)",
                    flags: [.sample("a")],
                    did: [.sample("x", Double(batch))]
                )
            }
            await fixture.report(items)
        }
        let file = try Data(contentsOf: URL(fileURLWithPath: fixture.folder.file))
        let log = try Data(contentsOf: URL(fileURLWithPath: fixture.folder.file + "-wal"))
        let whole = (0...30).map { "\($0 * 4) \($0 * 4) \($0 * 4) \($0 * 4)" }
        var found: Set<String> = []

        for _ in 0..<40 {
            let crashed = try TrafficFixture()
            let kept = log.prefix(Int.random(in: 0...log.count, using: &random))
            try file.write(to: URL(fileURLWithPath: crashed.folder.file))
            try kept.write(to: URL(fileURLWithPath: crashed.folder.file + "-wal"))
            _ = try await crashed.store.find(CustomerRequest(text: ""))

            let counts = try crashed.rows(
                """
                SELECT (SELECT known FROM total), (SELECT count(*) FROM sighting),
                    (SELECT ifnull(sum(count), 0) FROM evaluationCount),
                    (SELECT count(*) FROM metricEvent)
                """
            ).joined()
            #expect(whole.contains(counts))
            found.insert(counts)
        }

        #expect(found.count > 10)
    }

    private func limit(_ fixture: TrafficFixture, toPages pages: Int) async throws {
        try await fixture.store.pool.opened().writeWithoutTransaction { database in
            _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(pages)")
        }
    }

    private func evaluations(_ fixture: TrafficFixture) throws -> Int {
        try Int(fixture.rows("SELECT ifnull(sum(count), 0) FROM evaluationCount").joined()) ?? -1
    }

    /// Customers, sightings, variations, counts, exposures, kinds of events, events.
    private func rowCounts(_ fixture: TrafficFixture) throws -> [String] {
        let tables = [
            "customer", "sighting", "variation", "evaluationCount", "exposure", "event",
            "metricEvent",
        ]
        return try fixture.rows(
            "SELECT " + tables.map { "(SELECT count(*) FROM \($0))" }.joined(separator: ", ")
        )
    }
}

/// A connection that holds the file as another process would.
private struct OtherProcess {
    private let queue: DatabaseQueue

    init(path: String) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        queue = try DatabaseQueue(path: path, configuration: configuration)
    }

    func lock() throws {
        try queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    }

    func unlock() throws {
        try queue.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    }
}
