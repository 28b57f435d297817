import FlagAPI
import FlagModel
import FlagService
import Testing

struct UndoPlanTests {
    private func undo(_ entry: UInt64, isPartial: Bool = false) -> UndoRequest {
        UndoRequest(id: .new, entry: entry, actor: "Jo", isPartial: isPartial)
    }

    private func flag(_ service: LocalService, _ fixture: ServiceFixture, _ id: GUID) async throws
        -> Flag?
    {
        try await service.picture().model.environment(fixture.live.id)?.flag(id)
    }

    /// A service whose entries are: 1 begin, 2 make two flags.
    private func begun(_ fixture: ServiceFixture) async throws -> (LocalService, Flag, Flag) {
        let service = try await fixture.begin()
        let (one, two) = (try fixture.flag("one"), try fixture.flag("two"))
        _ = try await service.propose(
            fixture.proposal([one, two].map { .createFlag(environment: fixture.live.id, $0) })
        )
        return (service, one, two)
    }

    @Test func `an aspect that nobody decided since goes back although another one was`()
        async throws
    {
        let fixture = try ServiceFixture()
        let (service, one, _) = try await begun(fixture)
        _ = try await service.propose(fixture.edit(one, .rename("First")))
        _ = try await service.propose(fixture.edit(one, .setEnabled(true)))

        let plan = try await service.undoPlan(of: 3)
        let receipt = try await service.undo(undo(3))

        #expect(plan.obstacles.isEmpty)
        #expect(plan.lines == ["renamed First to one in LIVE"])
        #expect(receipt.sentence == "renamed First to one in LIVE, to take back 3")
        #expect(try await flag(service, fixture, one.id)?.name == "one")
        #expect(try await flag(service, fixture, one.id)?.isEnabled == true)
        await service.close()
    }

    @Test func `an obstacle names what was decided anew, and by which entry`() async throws {
        let fixture = try ServiceFixture()
        let (service, one, two) = try await begun(fixture)
        let both = [one, two].map {
            Change.editFlag(environment: fixture.live.id, flag: $0.id, .setEnabled(true))
        }
        _ = try await service.propose(fixture.proposal(both))
        _ = try await service.propose(fixture.edit(one, .setEnabled(false)))
        _ = try await service.propose(fixture.edit(one, .rename("First")))

        let plan = try await service.undoPlan(of: 3)

        #expect(plan.lines == ["turned two off in LIVE"])
        #expect(plan.obstacles.map(\.name) == ["First"])
        #expect(plan.obstacles.map(\.entry) == [4])
        #expect(plan.obstacles.map(\.aspects) == [["on or off"]])
        #expect(
            plan.obstacles.first?.later?.changeSet.sentence == "turned one off in LIVE"
        )
        await #expect(throws: ServiceProblem.refused(.changedSince(name: "First", entry: 4))) {
            try await service.undo(undo(3))
        }
        await service.close()
    }

    @Test func `what fits goes back alone when that is asked for, and says so`() async throws {
        let fixture = try ServiceFixture()
        let (service, one, two) = try await begun(fixture)
        let both = [one, two].map {
            Change.editFlag(environment: fixture.live.id, flag: $0.id, .setEnabled(true))
        }
        _ = try await service.propose(fixture.proposal(both))
        _ = try await service.propose(fixture.edit(one, .setEnabled(false)))
        _ = try await service.propose(fixture.edit(one, .setEnabled(true)))
        _ = try await service.propose(fixture.edit(one, .setEnabled(false)))

        let receipt = try await service.undo(undo(3, isPartial: true))
        let again = try await service.undo(undo(receipt.entry))

        #expect(receipt.sentence == "turned two off in LIVE, to take back a part of 3")
        #expect(again.sentence == "turned two on in LIVE, to take back 7")
        #expect(try await flag(service, fixture, one.id)?.isEnabled == false)
        #expect(try await flag(service, fixture, two.id)?.isEnabled == true)
        await service.close()
    }

    @Test func `nothing that fits is a refusal, also when a part would do`() async throws {
        let fixture = try ServiceFixture()
        let (service, one, _) = try await begun(fixture)
        _ = try await service.propose(fixture.edit(one, .setEnabled(true)))
        _ = try await service.propose(fixture.edit(one, .setEnabled(false)))

        await #expect(throws: ServiceProblem.refused(.changedSince(name: "one", entry: 4))) {
            try await service.undo(undo(3, isPartial: true))
        }
        #expect(try await service.picture().entry == 4)
        await service.close()
    }

    @Test func `one secret is no obstacle for another`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        var random = SystemRandomNumberGenerator()
        let secrets = ["Web", "App", "Shop"].map {
            Secret(kind: .client, environmentID: fixture.live.id, name: $0, using: &random)
        }
        for (index, secret) in secrets.enumerated() {
            let change = Change.editEnvironment(fixture.live.id, .addSecret(secret, at: index))
            _ = try await service.propose(fixture.proposal([change]))
        }
        _ = try await service.propose(
            fixture.proposal([.editEnvironment(fixture.live.id, .revokeSecret(secrets[1].id))])
        )

        let back = try await service.undo(undo(2))
        let returned = try await service.undo(undo(5))

        #expect(back.sentence == "revoked the secret Web of LIVE, to take back 2")
        #expect(returned.sentence == "gave LIVE the client secret App, to take back 5")
        let names = try await service.picture().model.environment(fixture.live.id)?
            .environment.secrets.map(\.name)
        #expect(names == ["App", "Shop"])
        await service.close()
    }

    @Test func `a deleted flag comes back with its id and key`() async throws {
        let fixture = try ServiceFixture()
        let (service, one, _) = try await begun(fixture)
        let place = fixture.live.id
        _ = try await service.propose(fixture.edit(one, .setEnabled(true)))
        _ = try await service.propose(fixture.edit(one, .setArchived(true)))
        _ = try await service.propose(
            fixture.proposal([.deleteFlag(environment: place, flag: one.id)])
        )

        _ = try await service.undo(undo(5))
        _ = try await service.undo(undo(4))

        let flag = try await flag(service, fixture, one.id)
        #expect(flag?.key == one.key)
        #expect(flag?.isEnabled == true)
        #expect(flag?.isArchived == false)
        await service.close()
    }

    @Test func `what was made does not go once somebody has decided about it`() async throws {
        let fixture = try ServiceFixture()
        let (service, one, two) = try await begun(fixture)
        _ = try await service.propose(fixture.edit(one, .describe("What it does")))

        let plan = try await service.undoPlan(of: 2)
        _ = try await service.undo(undo(2, isPartial: true))

        #expect(plan.obstacles.map(\.entry) == [3])
        #expect(plan.lines == ["archived two in LIVE", "deleted the flag two in LIVE"])
        #expect(try await flag(service, fixture, one.id) != nil)
        #expect(try await flag(service, fixture, two.id) == nil)
        await service.close()
    }

    @Test func `what the present does not allow is an obstacle with its reason`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        let place = fixture.live.id
        let time = Moment(milliseconds: 1_780_000_000_000)
        let audience = Audience(id: .new, key: try Key("vip"), name: "VIP", createdAt: time)
        let one = try fixture.flag("one")
        _ = try await service.propose(
            fixture.proposal([.createAudience(environment: place, audience)])
        )
        _ = try await service.propose(fixture.proposal([.createFlag(environment: place, one)]))
        let rule = Rule(
            id: "r",
            name: "",
            conditions: [Condition(id: "c", test: .isInAudience([audience.id]))],
            serving: Serving(everyone: "on")
        )
        _ = try await service.propose(fixture.edit(one, .addRule(rule, at: 0)))

        let plan = try await service.undoPlan(of: 2)

        #expect(plan.changes.isEmpty)
        #expect(plan.obstacles.map(\.name) == ["VIP"])
        #expect(
            plan.obstacles.map(\.reason) == [
                .inUse(.audience, name: "VIP", by: ["the flag \"one\""])
            ]
        )
        await service.close()
    }

    @Test func `a draft comes back only with all that it had done`() async throws {
        let fixture = try ServiceFixture()
        let (service, one, two) = try await begun(fixture)
        let place = fixture.live.id
        let changes = [one, two].map {
            Change.editFlag(environment: place, flag: $0.id, .setEnabled(true))
        }
        let drafts = changes.map { change in
            Draft(
                id: .new,
                author: "Li",
                createdAt: Moment(milliseconds: 1_780_000_000_000),
                note: "",
                changes: [change]
            )
        }
        _ = try await service.propose(
            fixture.proposal(drafts.map(Change.saveDraft), origin: .drafting)
        )
        _ = try await service.propose(
            fixture.proposal(changes + drafts.map { .discardDraft($0.id) }, origin: .publish)
        )
        _ = try await service.propose(fixture.edit(one, .setEnabled(false)))

        let receipt = try await service.undo(undo(4, isPartial: true))

        #expect(receipt.sentence == "turned two off in LIVE, to take back a part of 4")
        #expect(try await service.picture().model.drafts.map(\.id) == [drafts[1].id])
        await service.close()
    }

    @Test func `an undo that is asked twice is made once`() async throws {
        let fixture = try ServiceFixture()
        let (service, one, _) = try await begun(fixture)
        _ = try await service.propose(fixture.edit(one, .setEnabled(true)))
        let request = undo(3)

        async let first = service.undo(request)
        async let second = service.undo(request)
        let receipts = try await [first, second]

        #expect(receipts[0] == receipts[1])
        #expect(try await service.picture().entry == 4)
        await service.close()
    }

    @Test func `of two who take the same entry back at once, one is refused`() async throws {
        let fixture = try ServiceFixture()
        let (service, one, _) = try await begun(fixture)
        _ = try await service.propose(fixture.edit(one, .setEnabled(true)))

        let made = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (try? await service.undo(self.undo(3))) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }

        #expect(made == 1)
        #expect(try await service.picture().entry == 4)
        await service.close()
    }

    @Test(arguments: [20, 21])
    func `of so many obstacles the later entry is named`(count: Int) async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        let place = fixture.live.id
        let flags = try (0..<count).map { try fixture.flag("f\($0)") }
        _ = try await service.propose(
            fixture.proposal(flags.map { .createFlag(environment: place, $0) })
        )
        func all(_ edit: FlagEdit) -> Proposal {
            fixture.proposal(flags.map { .editFlag(environment: place, flag: $0.id, edit) })
        }
        _ = try await service.propose(all(.setEnabled(true)))
        _ = try await service.propose(all(.setEnabled(false)))

        let plan = try await service.undoPlan(of: 3)

        #expect(plan.obstacles.count == count)
        #expect(plan.obstacles.count { $0.entry == 4 } == 20)
        await service.close()
    }
}
