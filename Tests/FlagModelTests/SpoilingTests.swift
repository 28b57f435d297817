import FlagModel
import Testing

/// What is said before changes that make a running experiment's result worth less.
struct SpoilingTests {
    /// A running experiment with half of the people, and changes to be looked at.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let effects: [Spoiling.Effect]
        let changes: @Sendable (inout Fixture) throws -> [Change]

        init(
            _ name: String,
            _ effects: [Spoiling.Effect],
            _ changes: @escaping @Sendable (inout Fixture) throws -> [Change]
        ) {
            testDescription = name
            self.effects = effects
            self.changes = changes
        }
    }

    private static func running() throws -> Fixture {
        var fixture = try Fixture()
        try fixture.edit(.setEnabled(true))
        try fixture.edit(.setDefaultRule(.on(50_000)))
        try fixture.runExperiment()
        return fixture
    }

    static let cases = [
        Case("off", [.switchedOff]) { [$0.change(.setEnabled(false))] },
        Case("another value", [.version("Blue banner")]) {
            // Applications read true or false; only text can have another value.
            try $0.edit(.setKind(.string))
            return [$0.change(.editVariation(Variation(id: "on", name: "Blue", value: "blue")))]
        },
        Case("another name of a version", []) {
            [$0.change(.editVariation(Variation(id: "on", name: "Blue", value: "true")))]
        },
        Case("shares", [.shares]) { [$0.change(.setDefaultRule(.on(60_000)))] },
        Case("dispatch key", [.placing]) {
            var serving = Serving.on(50_000)
            serving.dispatchKey = "company"
            return [$0.change(.setDefaultRule(serving))]
        },
        Case("a rule", [.rules]) { [$0.change(.addRule(.germany(), at: 0))] },
        Case("the name of a rule", []) {
            try $0.edit(.addRule(.germany(), at: 0))
            var rule = Rule.germany()
            rule.name = "Deutschland"
            return [$0.change(.replaceRule(rule))]
        },
        Case("shares of a rule", [.shares]) {
            try $0.edit(.addRule(.germany(50_000), at: 0))
            return [$0.change(.replaceRule(.germany(40_000)))]
        },
        Case("who counts", [.counting]) { [$0.change(.setCountsEveryone(false))] },
        Case("how many of a share count", [.counting]) {
            try $0.edit(.setCountsEveryone(false))
            var serving = Serving.on(50_000)
            serving.shares[0].experimentParts = 10_000
            return [$0.change(.setDefaultRule(serving))]
        },
        Case("a version by hand", []) {
            [$0.change(.addTargets(variationID: "on", try customers("C-1")))]
        },
        Case("words", []) {
            [$0.change(.rename("Sale") as FlagEdit), $0.change(.setOwner("Marketing"))]
        },
        Case("one more version", []) {
            [$0.change(.addVariation(Variation(id: "red", name: "Red", value: "true"), at: 2))]
        },
        Case("members of an audience in a rule", [.audience("VIP")]) {
            var rule = Rule.germany()
            rule.conditions = [Condition(id: "c", test: .isInAudience([$0.audience.id]))]
            try $0.edit(.addRule(rule, at: 0))
            return [$0.change(.addMembers([Insertion(try CustomerKey("C-1"))]))]
        },
        Case("another audience", []) {
            [$0.change(.addMembers([Insertion(try CustomerKey("C-1"))]))]
        },
        Case("the metric", [.plan]) {
            var plan = try $0.currentExperiment
            plan.metric.higherIsBetter = false
            return [.replaceExperiment(environment: $0.live, plan)]
        },
        Case("the name of the experiment and what is looked at besides", []) {
            var plan = try $0.currentExperiment
            (plan.name, plan.otherMetrics) = ("Blue", [.paying])
            return [.replaceExperiment(environment: $0.live, plan)]
        },
        Case("two things at once", [.switchedOff, .shares]) {
            [$0.change(.setDefaultRule(.on(60_000))), $0.change(.setEnabled(false))]
        },
        Case("stopped in the same entry", []) {
            [try $0.stopExperiment, $0.change(.setEnabled(false))]
        },
        Case("what cannot be made", []) {
            [$0.change(.setEnabled(false)), $0.change(.removeRule("x"))]
        },
        Case("another flag", []) {
            [.editFlag(environment: $0.live, flag: $0.other.id, .setEnabled(true))]
        },
    ]

    @Test(arguments: cases)
    func `what spoils a result is named, and nothing else`(one: Case) throws {
        var fixture = try Self.running()
        let changes = try one.changes(&fixture)

        let found = fixture.model.spoils(changes, at: fixture.now)

        #expect(found.map(\.effects) == (one.effects.isEmpty ? [] : [one.effects]))
        #expect(found.allSatisfy { $0.experimentID == (try? fixture.experiment().id) })
    }

    @Test func `members of the audience that alone counts are named`() throws {
        var fixture = try Fixture()
        var plan = try fixture.experiment()
        plan.audienceID = fixture.audience.id
        try fixture.make([
            .createExperiment(environment: fixture.live, plan), fixture.startExperiment,
        ])
        let change = fixture.change(.addMembers([Insertion(try CustomerKey("C-1"))]))

        #expect(
            fixture.model.spoils([change], at: fixture.now).map(\.effects) == [[.members("VIP")]]
        )
    }

    @Test func `a plan that is only planned is spoiled by nothing`() throws {
        var fixture = try Fixture()
        try fixture.planExperiment()

        #expect(fixture.model.spoils([fixture.change(.setEnabled(true))], at: fixture.now) == [])
    }

    @Test func `a start with nothing to compare is named`() throws {
        var fixture = try Fixture()
        try fixture.planExperiment()
        let start = try fixture.startExperiment
        func effects(_ changes: [Change]) -> [[Spoiling.Effect]] {
            fixture.model.spoils(changes, at: fixture.now).map(\.effects)
        }

        #expect(effects([start]) == [[.startsWhileOff]])
        #expect(effects([fixture.change(.setEnabled(true)), start]) == [[.startsWithOneVersion]])
        #expect(
            effects([
                fixture.change(.setEnabled(true)), fixture.change(.setDefaultRule(.on(50_000))),
                start,
            ]) == []
        )
    }

    @Test func `it says what is running, how far it is, and what happens`() throws {
        let fixture = try Self.running()
        let later = fixture.now.adding(microseconds: 5 * 86_400_000_000)

        let found = fixture.model.spoils([fixture.change(.setDefaultRule(.on(60_000)))], at: later)

        #expect(
            found.map(\.sentence) == [
                "Blue banner or none is running on Summer sale banner (day 6 of 14). "
                    + "Other shares begin a new count period; whoever moves to another version is "
                    + "left out."
            ]
        )
    }

    @Test(arguments: [
        (-1, "day 1 of 14"), (0, "day 1 of 14"), (13, "day 14 of 14"), (14, "its 14 days are over"),
    ])
    func `the day of a run is counted from 1`(days: Int64, words: String) throws {
        let fixture = try Self.running()
        let now = fixture.now.adding(microseconds: days * 86_400_000_000)

        #expect(try fixture.currentExperiment.dayWords(at: now) == words)
    }

    @Test(arguments: Self.cases.flatMap(\.effects))
    func `a sentence has at most 20 words`(effect: Spoiling.Effect) {
        #expect(effect.sentence.split(separator: " ").count <= 20)
    }
}
