import FlagModel
import Testing

struct SummaryTests {
    /// Edits of a flag that is on, and what a list says of it then.
    struct Summed: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let state: FlagSummary.State
        let text: String
        let who: String
        let edits: @Sendable (inout Fixture) throws -> Void

        init(
            _ name: String,
            _ state: FlagSummary.State,
            _ text: String,
            _ who: String,
            _ edits: @escaping @Sendable (inout Fixture) throws -> Void
        ) {
            testDescription = name
            (self.state, self.text, self.who) = (state, text, who)
            self.edits = edits
        }
    }

    private static func rule(_ name: String, _ parts: Int) -> Rule {
        Rule(id: name, name: name, conditions: [.country(name)], serving: .on(parts))
    }

    static let table = [
        Summed("off", .off, "off", "nobody") { try $0.edit(.setEnabled(false)) },
        Summed("archived", .off, "off", "nobody") {
            try $0.edit(.setArchived(true) as FlagEdit)
        },
        Summed("on for everyone", .on, "on", "everyone") { _ in },
        Summed("on for everyone, by a rule and without", .on, "on", "everyone") {
            try $0.edit(.addRule(.germany(), at: 0))
        },
        Summed("a share", .some(parts: 25_000), "25%", "everyone") {
            try $0.edit(.setDefaultRule(.on(25_000)))
        },
        Summed("a tiny share", .some(parts: 5), "0.005%", "everyone") {
            try $0.edit(.setDefaultRule(.on(5)))
        },
        Summed("nearly everyone", .some(parts: 99_999), "99.999%", "everyone") {
            try $0.edit(.setDefaultRule(.on(99_999)))
        },
        Summed("nobody though on", .some(parts: 0), "0%", "nobody") {
            try $0.edit(.setDefaultRule(.on(0)))
        },
        Summed("a rule only", .on, "on", "Germany") {
            try $0.edit(.setDefaultRule(.on(0)))
            try $0.edit(.addRule(.germany(), at: 0))
        },
        Summed("a share of a rule", .some(parts: 25_000), "25%", "Germany") {
            try $0.edit(.setDefaultRule(.on(0)))
            try $0.edit(.addRule(.germany(25_000), at: 0))
        },
        Summed("two rules", .on, "on", "Germany and Austria") {
            try $0.edit(.setDefaultRule(.on(0)))
            try $0.edit(.setRules([rule("Germany", 100_000), rule("Austria", 100_000)]))
        },
        Summed("four rules", .some(parts: 10_000), "10%", "A, B and 2 more") {
            try $0.edit(.setDefaultRule(.on(0)))
            try $0.edit(.setRules(["A", "B", "C", "D"].map { rule($0, 10_000) }))
        },
        Summed(
            "two rules with shares of their own",
            .some(parts: 50_000),
            "50%",
            "Germany and 100% of VIP"
        ) {
            try $0.edit(.setDefaultRule(.on(0)))
            try $0.edit(.setRules([rule("VIP", 100_000), rule("Germany", 50_000)]))
        },
        Summed("a share, and all of the last", .on, "on", "Germany and 10% of VIP") {
            try $0.edit(.setDefaultRule(.on(0)))
            try $0.edit(.setRules([rule("VIP", 10_000), rule("Germany", 100_000)]))
        },
        Summed(
            "three rules with shares of their own",
            .some(parts: 5000),
            "5%",
            "C and 2 rules with other shares"
        ) {
            try $0.edit(.setDefaultRule(.on(0)))
            try $0.edit(.setRules([rule("A", 50_000), rule("B", 10_000), rule("C", 5000)]))
        },
        Summed("a rule that gives nothing counts as none", .on, "on", "Austria") {
            try $0.edit(.setDefaultRule(.on(0)))
            try $0.edit(.setRules([rule("Germany", 0), rule("Austria", 100_000)]))
        },
        Summed("a rule and a share for the rest", .some(parts: 10_000), "10%", "everyone else") {
            try $0.edit(.setDefaultRule(.on(10_000)))
            try $0.edit(.addRule(.germany(), at: 0))
        },
        Summed(
            "nobody by a rule, a share of the rest",
            .some(parts: 10_000),
            "10%",
            "everyone else"
        ) {
            try $0.edit(.setDefaultRule(.on(10_000)))
            try $0.edit(.addRule(.germany(0), at: 0))
        },
        Summed("the same share by a rule and without", .some(parts: 10_000), "10%", "everyone") {
            try $0.edit(.setDefaultRule(.on(10_000)))
            try $0.edit(.addRule(.germany(10_000), at: 0))
        },
        Summed("everyone but a rule", .on, "on", "everyone but Germany") {
            try $0.edit(.addRule(.germany(0), at: 0))
        },
        Summed("everyone but two rules", .on, "on", "everyone but Germany and Austria") {
            try $0.edit(
                .setRules([rule("Germany", 0), rule("Austria", 0), rule("Italy", 100_000)])
            )
        },
        Summed("everyone but one who is named", .on, "on", "everyone but 1 customer") {
            try $0.edit(.addTargets(variationID: "off", customers("C-1")))
        },
        Summed(
            "everyone but a rule and named ones",
            .on,
            "on",
            "everyone but Germany and 2 customers"
        ) {
            try $0.edit(.addRule(.germany(0), at: 0))
            try $0.edit(.addTargets(variationID: "off", customers("C-1", "C-2")))
        },
        Summed("one who is named", .on, "on", "1 customer") {
            try $0.edit(.setDefaultRule(.on(0)))
            try $0.edit(.addTargets(variationID: "on", customers("C-1")))
        },
        Summed("named for the off version", .some(parts: 0), "0%", "nobody") {
            try $0.edit(.setDefaultRule(.on(0)))
            try $0.edit(.addTargets(variationID: "off", customers("C-1")))
        },
        Summed("a rule for everyone comes before the rest", .on, "on", "everyone") {
            try $0.edit(.setDefaultRule(.on(0)))
            let all = Rule(id: "all", name: "", conditions: [], serving: .on(Share.whole))
            try $0.edit(.setRules([all, rule("Germany", 0)]))
        },
        Summed("a zero-width share gives nobody anything", .some(parts: 0), "0%", "nobody") {
            try $0.edit(.setDefaultRule(Serving(parts: [("on", 0), ("off", 100_000), ("on", 0)])))
        },
        Summed("three versions", .some(parts: 30_000), "30%", "everyone") {
            let red = Variation(id: "red", name: "Red banner", value: "red")
            try $0.edit(.addVariation(red, at: 2))
            let parts = [("on", 10_000), ("red", 20_000), ("off", 70_000)]
            try $0.edit(.setDefaultRule(Serving(parts: parts)))
        },
        Summed("a running experiment", .experiment, "experiment", "everyone") {
            try $0.edit(.setDefaultRule(.on(50_000)))
            var experiment = try $0.experiment()
            experiment.state = .running
            try $0.make([.createExperiment(environment: $0.live, experiment)])
        },
        Summed("an experiment that is planned", .some(parts: 50_000), "50%", "everyone") {
            try $0.edit(.setDefaultRule(.on(50_000)))
            try $0.make([.createExperiment(environment: $0.live, $0.experiment())])
        },
        Summed("an experiment on a flag that is off", .off, "off", "nobody") {
            var experiment = try $0.experiment()
            experiment.state = .running
            try $0.make([.createExperiment(environment: $0.live, experiment)])
            try $0.edit(.setEnabled(false))
        },
    ]

    @Test(arguments: table)
    func `a flag is summed up in a state and a few words`(summed: Summed) throws {
        var fixture = try Fixture()
        try fixture.edit(.setEnabled(true))
        try summed.edits(&fixture)

        let summary = try #require(fixture.current).summary(in: fixture.state)

        #expect(summary.state == summed.state)
        #expect(summary.who == summed.who)
        #expect(summary.state.text == summed.text)
    }

    // MARK: - Servings

    @Test(arguments: [
        (Serving(everyone: "on"), "Blue banner"), (.on(25_000), "25% Blue banner, 75% No banner"),
        (.on(0), "No banner"), (Serving(everyone: "gone"), "gone"), (Serving(shares: []), ""),
        (Serving(parts: [("off", 5), ("on", 99_995)]), "0.005% No banner, 99.995% Blue banner"),
    ])
    func `what is handed out is said by the names of versions`(
        serving: Serving,
        text: String
    ) throws {
        #expect(try Fixture().flag.served(serving) == text)
    }

    @Test func `all places that use a version are named`() throws {
        var fixture = try Fixture()
        try fixture.edit(.addTargets(variationID: "off", customers("C-1")))
        let unnamed = Rule(id: "r2", name: "", conditions: [], serving: .on(0))
        try fixture.edit(.setRules([.germany(0), unnamed]))
        try fixture.edit(.setDefaultRule(.on(10_000)))

        let flag = try #require(fixture.current)
        let places = [
            "given while the flag is off", "given to 1 customer by name",
            "rule 1 (\"Germany\")", "rule 2", "the default rule",
        ]
        #expect(flag.places(using: "off") == places)
        #expect(flag.places(using: "red") == [])
    }
}
