import FlagAPI
import FlagModel
import FlagService
import TestSupport
import Testing
import UnixSocket

@testable import FlagClient
@testable import FlagServer

/// Roles and tokens that are taken count at once; and nobody speaks in another one's name.
struct GuardedServiceTests {
    private let everywhere = [Grant(role: .reviewer)]

    private func withoutRoles(_ fixture: PermissionFixture) -> Change {
        .savePerson(Person(id: fixture.stage.ana, name: "Ana", systemUser: "ana"))
    }

    @Test func `a connection that follows ends when the role is taken`() async throws {
        let fixture = try await PermissionFixture(everywhere)
        let talk = try await fixture.connected(follows: true)
        #expect(try await talk.welcomed() != nil)
        guard case .snapshot = try await talk.next() else {
            Issue.record("The model comes first.")
            return
        }

        let taken = PermissionFixture.proposal([withoutRoles(fixture)])
        _ = try await fixture.owned.service.propose(taken)

        #expect(try await talk.next() == nil)
        await fixture.close()
    }

    @Test func `a revoked token is refused on an open connection`() async throws {
        let fixture = try await PermissionFixture(everywhere)
        let talk = try await fixture.connected()
        #expect(try await talk.welcomed() != nil)
        #expect(try await talk.ask(.applications) == nil)

        let change = Change.revokeToken(
            person: fixture.stage.ana,
            fixture.kept.id
        )
        _ = try await fixture.owned.service.propose(PermissionFixture.proposal([change]))

        #expect(try await talk.ask(.applications) == .refused(.permission(.badToken)))
        let again = try await fixture.connected()
        #expect(try await again.refusal() == PermissionProblem.badToken.description)
        talk.connection.close()
        await fixture.close()
    }

    @Test func `a token whose time is over is refused`() async throws {
        let now = PermissionFixture.world.now()
        let fixture = try await PermissionFixture(everywhere, expiresAt: now)

        let talk = try await fixture.connected()

        #expect(try await talk.refusal() == PermissionProblem.badToken.description)
        await fixture.close()
    }

    @Test func `who may not look is told so before anything is shown`() async throws {
        let fixture = try await PermissionFixture([])

        let talk = try await fixture.connected(follows: true)

        #expect(
            try await talk.refusal()
                == "Ana may not look at this data: that needs a viewer everywhere. Ask Zoe."
        )
        await fixture.close()
    }

    @Test func `over HTTP nobody follows who may not look, and it ends with the role`() async throws
    {
        let fixture = try await PermissionFixture(everywhere)
        let server = try await fixture.served()
        let place = try RemotePlace(server.address)
        let client = try await FlagClient.connect(
            to: place,
            with: fixture.token,
            executor: Threads.shared
        )
        let way = Caller.Way.token(person: fixture.stage.ana, id: fixture.kept.id)
        #expect(await client.identity()?.caller == Caller(name: "Ana", way: way))

        let taken = PermissionFixture.proposal([withoutRoles(fixture)])
        _ = try await fixture.owned.service.propose(taken)

        await client.ended()
        let problem = await #expect(throws: ConnectProblem.self) {
            try await FlagClient.connect(
                to: place,
                with: fixture.token,
                executor: Threads.shared
            )
        }
        #expect(
            problem?.text
                == "Ana may not look at this data: that needs a viewer everywhere. Ask Zoe."
        )
        await server.stop()
        await fixture.close()
    }

    @Test func `updates end when the caller may not look any more`() async throws {
        let fixture = try await PermissionFixture(everywhere)
        let guarded = fixture.guarded(.systemUser("ana"))
        var updates = try await guarded.updates().makeAsyncIterator()
        #expect(await updates.next() != nil)

        let taken = PermissionFixture.proposal([withoutRoles(fixture)])
        _ = try await fixture.owned.service.propose(taken)

        #expect(await updates.next() == nil)
        await fixture.close()
    }

    @Test func `nobody decides, drafts or plans in another name`() async throws {
        let fixture = try await PermissionFixture(everywhere)
        let guarded = fixture.guarded(.systemUser("ana"))
        let rows = try PermissionTable.rows(on: fixture.stage)
        let decide = try #require(rows.first { $0.name.hasPrefix("approve") })
        guard case .propose(let proposal) = decide.request,
            case .decide(let draft, let revision, _) = proposal.changes.first
        else { return }
        let forged = Change.decide(
            draft: draft,
            revision: revision,
            Decision(person: "Zoe", verdict: .approve)
        )

        _ = try await guarded.propose(PermissionFixture.proposal([forged], by: "Zoe"))

        let model = try await fixture.owned.service.picture().model
        #expect(model.draft(draft)?.decisions.map(\.person) == ["Ana"])
        await fixture.close()
    }

    @Test func `whoever changes a draft is one of its authors, and cannot approve it`() async throws
    {
        let fixture = try await PermissionFixture(everywhere)
        let guarded = fixture.guarded(.systemUser("ana"))
        var draft = try #require(
            try await fixture.owned.service.picture().model.drafts.first
        )
        draft.note = "Another reason"

        _ = try await guarded.propose(PermissionFixture.proposal([.saveDraft(draft)], by: "Zoe"))

        let saved = try await fixture.owned.service.picture().model.draft(draft.id)
        #expect(saved?.authors == ["Owner", "Ana"])
        let approval = Change.decide(
            draft: draft.id,
            revision: saved?.revision ?? 0,
            Decision(person: "Zoe", verdict: .approve)
        )
        await #expect(throws: ServiceProblem.self) {
            try await guarded.propose(PermissionFixture.proposal([approval], by: "Zoe"))
        }
        await fixture.close()
    }

    @Test func `the owner practises as somebody who is written down`() async throws {
        let fixture = try await PermissionFixture([Grant(role: .viewer)])
        let owner = fixture.guarded(.owner, "Ana")
        let change = fixture.stage.changeToUndo
        func problem(_ name: String) async -> ServiceProblem? {
            do throws(ServiceProblem) {
                _ = try await owner.propose(PermissionFixture.proposal([change], by: name))
                return nil
            } catch {
                return error
            }
        }

        guard case .refused(.permission(.denied(let denial))) = await problem("Ana") else {
            Issue.record("A viewer changes nothing.")
            return
        }
        #expect(denial.person == "Ana" && denial.others == ["Zoe"])
        guard case .refused(.nothingToChange) = await problem("Marketing") else {
            Issue.record("Any other name may do everything.")
            return
        }
        await fixture.close()
    }
}

/// What is kept of a token.
struct PersonTokenTests {
    @Test func `a token matches itself alone, and what is kept does not hold it`() {
        var random = SplitMix64(seed: 1)
        let now = Moment(microseconds: 0)
        let end = now.adding(microseconds: 1)
        let made = PersonToken.make(named: "a", at: now, expiresAt: end, using: &random)
        let other = PersonToken.make(named: "b", at: now, expiresAt: nil, using: &random)

        #expect(made.kept.matches(made.given, at: now))
        #expect(!made.kept.matches(made.given, at: end))
        #expect(!made.kept.matches(other.given, at: now))
        #expect(!other.kept.matches(made.given, at: now))
        #expect(made.given.revealed.hasPrefix("fdk_\(made.kept.selector)_"))
        #expect(!made.given.revealed.contains(made.kept.digest))
        #expect(made.kept.digest.utf8.count == 64 && made.kept.selector.utf8.count == 11)
    }
}

extension SocketTalk {
    /// Hears why there is no welcome.
    func refusal() async throws -> String? {
        guard case .refused(let text) = try await next() else { return nil }
        return text
    }
}
