import FlagAPI
import FlagModel
import FlagService
import Testing

/// Rules that would hold for nobody are refused when a person saves them, and only then.
struct ConditionCheckTests {
    /// A service with one flag, and how it got there.
    private struct Place {
        let fixture: ServiceFixture
        let service: LocalService
        let flag: Flag

        init(rules: [Rule], origin: ChangeSet.Origin = .direct) async throws {
            fixture = try ServiceFixture()
            service = try await fixture.begin()
            var flag = try fixture.flag("gift-wrap")
            flag.rules = rules
            self.flag = flag
            _ = try await service.propose(
                fixture.proposal(
                    [.createFlag(environment: fixture.live.id, flag)],
                    origin: origin
                )
            )
        }

        func propose(_ edit: FlagEdit) async throws(ServiceProblem) -> Receipt {
            try await service.propose(fixture.edit(flag, edit))
        }

        func rules() async throws -> [Rule]? {
            try await service.picture().model.environment(fixture.live.id)?.flag(flag.id)?.rules
        }
    }

    private static func rule(_ id: String, _ op: Operator, _ value: String) -> Rule {
        Rule(
            id: id,
            name: "",
            conditions: [Condition(id: "1", test: .attribute("plan", op, value))],
            serving: Serving(everyone: "on")
        )
    }

    private static let broken = rule("r1", .matchRegex, "(")
    private static let sound = rule("r2", .matchRegex, "(a+)+b")

    @Test(arguments: [
        (
            Operator.matchRegex, "(",
            "the pattern \"(\" cannot be used: missing closing parenthesis at byte 1"
        ),
        (.isOneOf, "a,b", "\"a,b\" is not a list of texts"),
        (.biggerThan, "ten", "\"ten\" is not a number"),
    ])
    func `a rule that would hold for nobody is refused`(
        op: Operator,
        value: String,
        reason: String
    ) async throws {
        let place = try await Place(rules: [Self.sound])
        let refusal = Refusal.badCondition(place: "Rule 2 of \"gift-wrap\"", reason: reason)

        await #expect(throws: ServiceProblem.refused(refusal)) {
            try await place.propose(.addRule(Self.rule("r1", op, value), at: 1))
        }

        #expect(try await place.rules() == [Self.sound])
        await place.service.close()
    }

    @Test func `a new flag with such a rule is refused`() async throws {
        await #expect(throws: ServiceProblem.self) { try await Place(rules: [Self.broken]) }
    }

    @Test func `an audience with such a rule is refused`() async throws {
        let place = try await Place(rules: [])
        var audience = Audience(
            id: .new,
            key: try Key("vip"),
            name: "VIP",
            createdAt: Moment(milliseconds: 0)
        )
        audience.rules = [AudienceRule(id: "1", name: "", conditions: Self.broken.conditions)]
        let proposal = place.fixture.proposal([
            .createAudience(environment: place.fixture.live.id, audience)
        ])

        await #expect(throws: ServiceProblem.self) { try await place.service.propose(proposal) }
        await place.service.close()
    }

    @Test func `an import brings such a rule and the journal keeps it`() async throws {
        let place = try await Place(rules: [Self.broken], origin: .importing)
        await place.service.close()

        let again = try place.fixture.reopen()
        let rules = try await again.picture().model.environment(place.fixture.live.id)?
            .flag(place.flag.id)?.rules

        #expect(rules == [Self.broken])
        await again.close()
    }

    @Test func `a flag with such a rule can be changed otherwise`() async throws {
        let place = try await Place(rules: [Self.broken], origin: .importing)

        _ = try await place.propose(.setEnabled(true))
        _ = try await place.propose(.addRule(Self.sound, at: 0))
        _ = try await place.propose(.setRules([Self.broken, Self.sound]))

        #expect(try await place.rules() == [Self.broken, Self.sound])
        await place.service.close()
    }

    @Test func `a removed rule of an import comes back by undo`() async throws {
        let place = try await Place(rules: [Self.broken], origin: .importing)
        let receipt = try await place.propose(.removeRule("r1"))

        _ = try await place.service.undo(
            UndoRequest(id: .new, entry: receipt.entry, actor: "Jo")
        )

        #expect(try await place.rules() == [Self.broken])
        await place.service.close()
    }

    @Test func `a draft with such a rule is refused when it is saved`() async throws {
        let place = try await Place(rules: [])
        let live = place.fixture.live.id
        let draft = Draft(
            id: .new,
            author: "Ana",
            createdAt: Moment(milliseconds: 0),
            note: "",
            changes: [
                .editFlag(environment: live, flag: place.flag.id, .addRule(Self.broken, at: 0))
            ]
        )
        let proposal = place.fixture.proposal([.saveDraft(draft)], origin: .drafting)

        await #expect(throws: ServiceProblem.self) { try await place.service.propose(proposal) }
        #expect(try await place.service.picture().model.drafts.isEmpty)
        await place.service.close()
    }
}
