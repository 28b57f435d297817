import FlagModel
import Testing

/// What needs a review, and every way around it: decision 0041.
struct ReviewNeedTests {
    private static let everyChange = ReviewFixture.required("every change there is reviewed")

    @Test func `where every change is reviewed nothing happens at once, whatever it is called`()
        throws
    {
        var team = try ReviewFixture()
        var whole = try #require(team.base.current)
        whole.isEnabled = true
        let new = try Fixture.flag("new", "New", team.base.now, &team.base.random)
        let live = team.base.live
        let ways: [[Change]] = [
            [team.base.change(.setEnabled(true))], [.replaceFlag(environment: live, whole)],
            [.createFlag(environment: live, new)],
            [team.base.change(.addMembers([Insertion(try CustomerKey("C-1"))]))],
            [.saveSchedule(try team.plan([team.base.change(.setEnabled(true))]))],
            // The rule goes in the same entry: it holds until then.
            [.editEnvironment(live, .setReview(nil)), team.base.change(.setEnabled(true))],
        ]
        for changes in ways {
            for origin in [ChangeSet.Origin.direct, .importing, .drafting, .reviewing] {
                #expect(throws: (any Error).self) {
                    try team.make(changes, by: "Jo", origin)
                }
            }
        }
        #expect(throws: Self.everyChange) {
            try team.make([team.base.change(.setEnabled(true))], by: "Jo")
        }
    }

    @Test func `an environment without a rule is as it was`() throws {
        var team = try ReviewFixture(nil)

        try team.make([team.base.change(.setEnabled(true))], by: "Jo")

        #expect(team.model.reviewNeeds(of: [team.base.change(.setEnabled(false))]) == [])
    }

    @Test func `a draft in several places needs what the strictest asks for`() throws {
        var team = try ReviewFixture(ReviewRule(approvals: 2))
        try team.make(
            [.editEnvironment(team.base.practice, .setReview(ReviewRule(approvals: 1)))],
            by: "Jo"
        )
        let new = try Fixture.flag("new", "New", team.base.now, &team.base.random)
        let draft = try team.draft([
            .createFlag(environment: team.base.practice, new), team.base.change(.setEnabled(true)),
        ])

        #expect(try team.state(draft) == .waiting(missing: 2))
    }

    @Test(arguments: [(500, false), (501, true), (0, false), (10_000, true)])
    func `more than 5 % begins behind 5 %`(people: Int, isNeeded: Bool) throws {
        var team = try ReviewFixture(ReviewRule(approvals: 1, people: 500))
        team.reach = PeopleReach(people: people, known: 10_000)
        let changes = [team.base.change(.setEnabled(true))]

        #expect(team.model.placesToCount(for: changes) == [team.base.live])
        #expect(
            team.model.reviewNeeds(of: changes, reach: [team.base.live: try #require(team.reach)])
                .isEmpty != isNeeded
        )
        if isNeeded {
            #expect(throws: Refusal.self) { try team.make(changes, by: "Jo") }
        } else {
            try team.make(changes, by: "Jo")
        }
    }

    @Test func `where nobody was counted, or nobody is known, a review is needed`() throws {
        var team = try ReviewFixture(ReviewRule(approvals: 1, people: 500))
        let changes = [team.base.change(.setEnabled(true))]

        let uncounted = "it may give more than 5% of known customers something else"
        #expect(throws: ReviewFixture.required(uncounted)) { try team.make(changes, by: "Jo") }
        team.reach = PeopleReach(people: 0, known: 0)
        let unknown = "no customer is known there yet, so nobody can tell how many it reaches"
        #expect(throws: ReviewFixture.required(unknown)) { try team.make(changes, by: "Jo") }
    }

    @Test func `a plan is not counted today for what it does tomorrow`() throws {
        var team = try ReviewFixture(ReviewRule(approvals: 1, people: 500))
        team.reach = PeopleReach(people: 0, known: 10_000)
        let plan = try team.plan([team.base.change(.setDefaultRule(.on(Share.whole)))])
        let reason = "nobody can tell yet how many customers it will reach"

        #expect(throws: ReviewFixture.required(reason)) {
            try team.make([.saveSchedule(plan)], by: "Jo")
        }
        #expect(team.model.placesToCount(for: [.saveSchedule(plan)]) == [])
    }

    @Test func `a plan for customers by hand reaches just those, each once`() throws {
        let team = try ReviewFixture(ReviewRule(approvals: 1, people: 500))
        let keys = try customers("C-1", "C-2")
        let plan = try team.plan([
            team.base.change(.removeTargets(keys)), team.base.change(.removeTargets([keys[0]])),
        ])

        #expect(team.model.plannedCustomers(in: [.saveSchedule(plan)], team.base.live)?.count == 2)
        #expect(team.model.placesToCount(for: [.saveSchedule(plan)]) == [team.base.live])
    }

    @Test func `calling off an end needs a review, calling off anything else does not`() throws {
        var team = try ReviewFixture()
        let key = try customers("C-1")
        let end = try team.plan(
            [team.base.change(.removeTargets(key))],
            expects: [
                .target(
                    environment: team.base.live,
                    flag: team.base.flag.id,
                    key[0],
                    variationID: "on"
                )
            ],
            id: 51
        )
        let start = try team.plan([team.base.change(.setEnabled(true))], id: 52)
        try team.make([.saveSchedule(end), .saveSchedule(start)], by: "Jo", leave: .all)

        try team.make([.discardSchedule(start.id)], by: "Jo")
        #expect(throws: Self.everyChange) {
            try team.make([.discardSchedule(end.id)], by: "Jo")
        }
        // Another plan in its place is the same in other words.
        let practice = Change.editEnvironment(team.base.practice, .describe("x"))
        #expect(throws: Self.everyChange) {
            try team.make([.saveSchedule(try team.plan([practice], id: 51))], by: "Jo")
        }
    }

    @Test func `an audience that a protected flag looks at is protected with it`() throws {
        var team = try ReviewFixture(ReviewRule(approvals: 1, tags: ["paid"]))
        let asks = Condition(id: "c", test: .isInAudience([team.base.audience.id]))
        let rule = Rule(id: "r", name: "", conditions: [asks], serving: .on(Share.whole))
        let member = team.base.change(.addMembers([Insertion(try CustomerKey("C-1"))]))
        try team.make([team.base.change(.addRule(rule, at: 0))], by: "Jo")
        try team.make([member], by: "Jo")
        try team.make([team.base.change(.setTags(["paid"]) as FlagEdit)], by: "Jo", leave: .all)

        let reason = ReviewFixture.required("it is about something tagged paid")
        for change in [
            team.base.change(.removeMembers(try customers("C-1"))),
            team.base.change(.setTags([]) as FlagEdit), team.base.change(.setEnabled(true)),
        ] {
            #expect(throws: reason) { try team.make([change], by: "Jo") }
        }
        let other = Change.editFlag(
            environment: team.base.live,
            flag: team.base.other.id,
            .setTags(["paid"])
        )
        #expect(throws: reason) { try team.make([other], by: "Jo") }
    }

    @Test func `what touches an experiment that runs needs a review, a plan of one does not`()
        throws
    {
        var team = try ReviewFixture(ReviewRule(approvals: 1, touchesExperiments: true))
        try team.base.planExperiment()
        var plan = try team.base.currentExperiment
        plan.plannedDays = 21
        try team.make([.replaceExperiment(environment: team.base.live, plan)], by: "Jo")
        try team.make([try team.base.startExperiment], by: "Jo")
        plan.plannedDays = 28

        let reason = ReviewFixture.required(
            "it touches the running experiment \"Blue banner or none\""
        )
        for change in [
            team.base.change(.setEnabled(true)), try team.base.stopExperiment,
            .replaceExperiment(environment: team.base.live, plan),
        ] {
            #expect(throws: reason) { try team.make([change], by: "Jo") }
        }
        let other = Change.editFlag(
            environment: team.base.live,
            flag: team.base.other.id,
            .setEnabled(true)
        )
        try team.make([other], by: "Jo")
    }

    static let weaker: [(ReviewRule, ReviewRule?)] = [
        (ReviewRule(approvals: 1), nil), (ReviewRule(approvals: 2), ReviewRule(approvals: 1)),
        (ReviewRule(approvals: 1), ReviewRule(approvals: 1, people: 500)),
        (ReviewRule(approvals: 1, people: 500), ReviewRule(approvals: 1, people: 501)),
        (ReviewRule(approvals: 1, people: 500), ReviewRule(approvals: 1, tags: ["paid"])),
        (
            ReviewRule(approvals: 1, touchesExperiments: true),
            ReviewRule(approvals: 1, tags: ["paid"])
        ),
        (
            ReviewRule(approvals: 1, tags: ["a", "b"]), ReviewRule(approvals: 3, tags: ["a"])
        ),
    ]

    @Test(arguments: weaker)
    func `a rule is made weaker only as it asks itself`(
        before: ReviewRule,
        after: ReviewRule?
    ) throws {
        var team = try ReviewFixture(before)
        let weaker = Change.editEnvironment(team.base.live, .setReview(after))
        let reason = "it makes the rule for reviews there weaker"

        #expect(throws: ReviewFixture.required(reason, approvals: before.approvals)) {
            try team.make([weaker], by: "Jo")
        }
        let draft = try team.draft([weaker])
        for person in ["Ana", "Li"].prefix(before.approvals) {
            try team.decide(.approve, draft, by: person)
        }
        try team.publish([draft])
        #expect(try team.base.state.environment.settings.review == after)
        // The other way is nothing that anybody has to read.
        if let after, !before.isWeaker(than: after) {
            try team.make([.editEnvironment(team.base.live, .setReview(before))], by: "Jo")
        }
    }

    @Test func `an emergency asks why, is made at once, and is told for ever`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        #expect(throws: Refusal.review(.emergencyReason)) {
            try team.publish([draft], .emergency, note: " \n")
        }

        let outcome = try team.publish([draft], .emergency, note: "The shop is down.")

        #expect(outcome.changeSet.origin == .emergency)
        #expect(outcome.changeSet.sentence == "without a review: published 1 change in LIVE")
        #expect(team.base.current?.isEnabled == true)
    }

    @Test func `an emergency that is put back brings its drafts back`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        let before = team.model
        let entry = try team.publish([draft], .emergency, note: "Now.").changeSet

        #expect(throws: Self.everyChange) {
            var team = team
            try team.undo(entry, from: before, by: "Li")
        }
        try team.undo(entry, from: before, by: "Jo", leave: .all)

        #expect(team.model.drafts.map(\.id) == [draft.id])
        #expect(team.base.current?.isEnabled == false)
    }
}
