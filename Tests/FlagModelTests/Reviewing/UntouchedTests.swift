import FlagModel
import Testing

/// Whether somebody has decided anew about what decides who gets what.
struct UntouchedTests {
    /// A rule that gives an audience something.
    private func rule(_ audience: GUID) -> Rule {
        let condition = Condition(id: "c", test: .isInAudience([audience]))
        return Rule(id: "r", name: "", conditions: [condition], serving: .on(Share.whole))
    }

    @Test func `what was changed elsewhere does not matter`() throws {
        var fixture = try Fixture()
        let left = fixture.model
        let other = FlagEdit.setEnabled(true)
        try fixture.make([
            .editFlag(environment: fixture.live, flag: fixture.other.id, other),
            fixture.change(.addMembers([Insertion(try CustomerKey("C-1"))])),
        ])

        #expect(fixture.model.decidesAlike(about: [fixture.change(.setEnabled(true))], as: left))
    }

    @Test func `a flag, and an audience that it looks at, matter`() throws {
        var fixture = try Fixture()
        try fixture.edit(.addRule(rule(fixture.audience.id), at: 0))
        let left = fixture.model
        let change = fixture.change(.setOwner("Li"))
        var switched = fixture
        try switched.edit(.setEnabled(true))
        try fixture.edit(.addMembers([Insertion(try CustomerKey("C-1"))]))

        #expect(left.decidesAlike(about: [change], as: left))
        #expect(!switched.model.decidesAlike(about: [change], as: left))
        #expect(!fixture.model.decidesAlike(about: [change], as: left))
    }

    @Test func `a flag that begins to look at an audience matters, and one that stops`() throws {
        var fixture = try Fixture()
        let left = fixture.model
        let change = fixture.change(.setTags(["vip"]) as AudienceEdit)
        try fixture.edit(.addRule(rule(fixture.audience.id), at: 0))

        #expect(!fixture.model.decidesAlike(about: [change], as: left))
        #expect(!left.decidesAlike(about: [change], as: fixture.model))
    }

    @Test func `the flag of an experiment matters, and what a plan is about`() throws {
        var fixture = try Fixture()
        try fixture.planExperiment()
        let left = fixture.model
        let plan = Schedule(
            id: .zero,
            author: "Jo",
            createdAt: fixture.now,
            at: fixture.now,
            title: "Later",
            changes: [fixture.change(.setOwner("Li"))]
        )
        let start = try fixture.startExperiment
        try fixture.edit(.setEnabled(true))

        #expect(!fixture.model.decidesAlike(about: [start], as: left))
        #expect(!fixture.model.decidesAlike(about: [.saveSchedule(plan)], as: left))
        let renamed = Change.editFlag(
            environment: fixture.live,
            flag: fixture.other.id,
            .rename("Gift")
        )
        #expect(fixture.model.decidesAlike(about: [renamed], as: left))
    }
}
