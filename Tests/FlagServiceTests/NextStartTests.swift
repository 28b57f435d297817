import FlagAPI
import FlagModel
import FlagService
import Foundation
import Journal
import Testing

/// What closing leaves for the next start to read.
struct NextStartTests {
    /// An audience whose entry has some megabytes.
    ///
    /// Its members come in pieces, as an import brings them: a piece has to fit into a record.
    private static func large(_ fixture: ServiceFixture) throws -> [Change] {
        let audience = Audience(
            id: .new,
            key: try Key("large"),
            name: "Large",
            createdAt: Moment(milliseconds: 0)
        )
        return [.createAudience(environment: fixture.live.id, audience)]
            + (try (0..<25).map { piece in
                .editAudience(
                    environment: fixture.live.id,
                    audience: audience.id,
                    .addMembers(
                        try (0..<10_000).map {
                            Insertion(
                                try CustomerKey("customer-\(1_000_000 + piece * 10_000 + $0)")
                            )
                        }
                    )
                )
            })
    }

    private static func files(_ fixture: ServiceFixture) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: fixture.directory.journal)
            .filter { $0.hasSuffix(".journal") }.sorted()
    }

    @Test func `after a large change the next start reads a snapshot and nothing else`()
        async throws
    {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        _ = try await service.propose(fixture.proposal(Self.large(fixture)))
        let model = try await service.picture().model
        await service.close()

        let (journal, report) = try Journal.open(at: fixture.directory.journal, access: .read)
        let again = try fixture.reopen()

        #expect(try Self.files(fixture).count == 2)
        #expect(report.recordsChecked == 0)
        #expect(report.snapshotThroughEntry == 2)
        #expect(journal.last.entry == 2)
        let found = try await again.picture()
        #expect(found.model == model)
        #expect(found.entry == 2)
        let next = try await again.propose(
            fixture.proposal([.editEnvironment(fixture.live.id, .rename("Store"))])
        )
        #expect(next.entry == 3)
        #expect(
            try await again.history(HistoryRequest(limit: 9)).entries.map(\.number) == [3, 2, 1]
        )
        await again.close()
        #expect(try Self.files(fixture).count == 2)
    }

    @Test func `a long file that a snapshot covers already is closed without another snapshot`()
        async throws
    {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        _ = try await service.propose(fixture.proposal(Self.large(fixture)))
        _ = try await service.snapshotNow()
        let before = try Self.snapshots(fixture)

        await service.close()

        #expect(try Self.snapshots(fixture) == before)
        #expect(before.count == 1)
        #expect(try Self.files(fixture).count == 2)
    }

    /// When each snapshot was written.
    private static func snapshots(_ fixture: ServiceFixture) throws -> [Date?] {
        let folder = fixture.directory.journal + "/snapshots"
        return try FileManager.default.contentsOfDirectory(atPath: folder).map { name in
            let facts = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            return facts[.modificationDate] as? Date
        }
    }
}
