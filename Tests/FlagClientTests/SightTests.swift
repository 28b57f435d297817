import FlagAPI
import FlagModel
import FlagServer
import FlagService
import JSON
import TestSupport
import Testing
import UnixSocket

@testable import FlagClient

/// The secrets of webhooks leave the service only to those who may set webhooks up.
struct SightTests {
    private static let secrets = ["s3cret-1", "s3cret-2", "tok3n", "t3mplate"]

    private static func webhook(_ secret: String) -> Webhook {
        Webhook(
            id: .numbered(70),
            name: "Chat",
            url: "https://example.org/hook",
            headers: [Webhook.Header(name: "Authorization", value: "Bearer tok3n")],
            secret: secret,
            template: "{\"t\":\"t3mplate\"}"
        )
    }

    /// A stage with a webhook, a draft and a plan of one, and then with another secret.
    private static func fixture(_ role: PersonRole) async throws -> PermissionFixture {
        let fixture = try await PermissionFixture([Grant(role: role)])
        let change = Change.saveWebhook(webhook("s3cret-1"))
        let now = PermissionFixture.world.now()
        let draft = Draft(
            id: .numbered(71),
            author: "Owner",
            createdAt: now,
            note: "",
            changes: [change]
        )
        let plan = Schedule(
            id: .numbered(72),
            author: "Owner",
            createdAt: now,
            at: now.adding(microseconds: 86_400_000_000),
            title: "Later",
            changes: [change]
        )
        for change in [change, .saveDraft(draft), .saveSchedule(plan)] {
            _ = try await fixture.owned.service.propose(PermissionFixture.proposal([change]))
        }
        return fixture
    }

    private static func changeSecret(_ fixture: PermissionFixture) async throws {
        let change = Change.saveWebhook(webhook("s3cret-2"))
        _ = try await fixture.owned.service.propose(PermissionFixture.proposal([change]))
    }

    private static func told(in bytes: [UInt8]) -> [String] {
        let text = String(decoding: bytes, as: UTF8.self)
        return secrets.filter(text.contains)
    }

    private static func told(in picture: Picture) -> [String] {
        told(in: picture.model.canonicalBytes().bytes)
    }

    private static func told(in entries: [HistoryEntry]) -> [String] {
        told(in: JSONValue.array(entries.map(\.json)).canonicalBytes())
    }

    @Test(arguments: [
        (PersonRole.viewer, false), (.editor, false), (.reviewer, false), (.administrator, true),
    ])
    func `whoever may not set webhooks up is told no secret of one, whatever they ask`(
        role: PersonRole,
        isTold: Bool
    ) async throws {
        let fixture = try await Self.fixture(role)
        let guarded = fixture.guarded(.systemUser("ana"))
        let entry = try await guarded.picture().entry
        try await Self.changeSecret(fixture)
        var updates = try await guarded.updates().makeAsyncIterator()
        let update = try #require(await updates.next())
        let plan = try await guarded.undoPlan(of: entry + 1)
        let undone = plan.changes.map(\.json) + plan.obstacles.compactMap { $0.later?.json }

        let found = [
            Self.told(in: try await guarded.picture()), Self.told(in: update),
            Self.told(in: try await guarded.picture(at: .entry(entry)).picture),
            Self.told(in: try await guarded.history(HistoryRequest(limit: 100)).entries),
            Self.told(in: JSONValue.array(undone).canonicalBytes()),
        ]

        #expect(found.allSatisfy { $0.isEmpty != isTold }, "\(found)")
        await fixture.close()
    }

    @Test func `whoever follows over the socket hears that a secret changed, but not the secret`()
        async throws
    {
        let fixture = try await Self.fixture(.viewer)
        let talk = try await fixture.connected(follows: true)
        #expect(try await talk.welcomed() != nil)
        guard case .snapshot(let picture)? = try await talk.next() else {
            Issue.record("The model comes first.")
            return
        }

        try await Self.changeSecret(fixture)
        guard case .entry(let entry)? = try await talk.next() else {
            Issue.record("The entry comes next.")
            return
        }

        #expect(Self.told(in: picture) == [])
        #expect(Self.told(in: [entry]) == [])
        let followed = try picture.model.applying(entry.changeSet)
        #expect(followed.webhook(.numbered(70)) != picture.model.webhook(.numbered(70)))
        talk.connection.close()
        await fixture.close()
    }

    @Test func `over HTTP it is the same`() async throws {
        let fixture = try await Self.fixture(.viewer)
        let server = try await fixture.served()
        let client = try await FlagClient.connect(
            to: try RemotePlace(server.address),
            with: fixture.token,
            executor: Threads.shared
        )
        let first = try await client.picture()
        var updates = try await client.updates().makeAsyncIterator()
        _ = await updates.next()

        try await Self.changeSecret(fixture)
        let second = try #require(await updates.next())

        #expect(Self.told(in: first) == [])
        #expect(Self.told(in: second) == [])
        #expect(second.entry == first.entry + 1)
        await server.stop()
        await fixture.close()
    }

    @Test func `what was hidden from somebody is not saved in place of the secret`() async throws {
        let fixture = try await Self.fixture(.editor)
        let guarded = fixture.guarded(.systemUser("ana"))
        var draft = try #require(try await guarded.picture().model.draft(.numbered(71)))
        draft.note = "New words"

        await #expect(
            throws: ServiceProblem.refused(
                .malformedWebhook(
                    "Chat",
                    reason: "its secrets were hidden; an administrator must save it"
                )
            )
        ) {
            try await guarded.propose(
                PermissionFixture.proposal([.saveDraft(draft)], by: "Ana")
            )
        }
        await fixture.close()
    }
}
