import FlagModel
import Testing

struct FlagSentenceTests {
    typealias Said = SentenceTests.Said

    private func expect(_ said: Said) throws {
        var fixture = try Fixture()
        let change = try said.change(&fixture)
        let outcome = try fixture.make([change], note: "why")

        #expect(outcome.changeSet.lines == [said.sentence])
        #expect(outcome.changeSet.sentence == said.sentence)
    }

    private static let red = Variation(id: "red", name: "Red banner", value: "true")

    static let words = [
        Said(flag: .setEnabled(true), "turned Summer sale banner on in LIVE"),
        Said("turned Summer sale banner off in LIVE") {
            try $0.edit(.setEnabled(true))
            return $0.change(.setEnabled(false))
        },
        Said(flag: .rename("Sale"), "renamed Summer sale banner to Sale in LIVE"),
        Said(flag: .describe("x"), "changed the description of Summer sale banner in LIVE"),
        Said(
            flag: .setOwner("Marketing"),
            "made Marketing the owner of Summer sale banner in LIVE"
        ),
        Said("took the owner off Summer sale banner in LIVE") {
            try $0.edit(.setOwner("Marketing"))
            return $0.change(.setOwner(""))
        },
        Said(flag: .setPurpose("x"), "changed the purpose of Summer sale banner in LIVE"),
        Said(flag: .setTags(["sale"]), "tagged Summer sale banner with sale in LIVE"),
        Said("took the tag sale off Summer sale banner in LIVE") {
            try $0.edit(.setTags(["sale", "shop"]) as FlagEdit)
            return $0.change(.setTags(["shop"]) as FlagEdit)
        },
        Said("changed the tags of Summer sale banner to shop and web in LIVE") {
            try $0.edit(.setTags(["sale", "shop"]) as FlagEdit)
            return $0.change(.setTags(["shop", "web"]) as FlagEdit)
        },
        Said("changed the tags of Summer sale banner to shop and sale in LIVE") {
            try $0.edit(.setTags(["sale", "shop"]) as FlagEdit)
            return $0.change(.setTags(["shop", "sale"]) as FlagEdit)
        },
        Said(flag: .setArchived(true), "archived Summer sale banner in LIVE"),
        Said("restored Summer sale banner in LIVE") {
            try $0.edit(.setArchived(true) as FlagEdit)
            return $0.change(.setArchived(false) as FlagEdit)
        },
        Said(flag: .setKind(.string), "made Summer sale banner hand out text in LIVE"),
        Said(flag: .setKind(.number), "made Summer sale banner hand out a number in LIVE"),
        Said(flag: .setKind(.json), "made Summer sale banner hand out JSON in LIVE"),
        Said(
            flag: .setCountsEveryone(false),
            "made experiments count only the shares set for them on Summer sale banner in LIVE"
        ),
        Said("made experiments count everyone who gets Summer sale banner in LIVE") {
            try $0.edit(.setCountsEveryone(false))
            return $0.change(.setCountsEveryone(true))
        },
        Said(
            flag: .setReportsInsights(false),
            "made applications stop reporting Summer sale banner in LIVE"
        ),
        Said(
            flag: .setReportsInsights(true),
            "made applications report Summer sale banner in LIVE"
        ),
    ]

    @Test(arguments: words)
    func `edits of words and switches are said`(said: Said) throws {
        try expect(said)
    }

    static let versions = [
        Said(
            flag: .addVariation(red, at: 2),
            "added the version Red banner to Summer sale banner in LIVE"
        ),
        Said(
            flag: .editVariation(Variation(id: "on", name: "Green banner", value: "true")),
            "renamed the version Blue banner of Summer sale banner to Green banner in LIVE"
        ),
        Said(
            flag: .editVariation(Variation(id: "on", name: "Blue banner", value: "yes")),
            "changed the value of the version Blue banner of Summer sale banner in LIVE"
        ),
        Said(
            flag: .editVariation(Variation(id: "on", name: "Green banner", value: "yes")),
            "renamed the version Blue banner of Summer sale banner to Green banner and changed its "
                + "value in LIVE"
        ),
        Said("removed the version Red banner from Summer sale banner in LIVE") {
            try $0.edit(.addVariation(red, at: 2))
            return $0.change(.removeVariation("red"))
        },
        Said(
            flag: .setOffVariation("on"),
            "made Summer sale banner give Blue banner while it is off in LIVE"
        ),
        Said("gave Blue banner of Summer sale banner to C-10428 in LIVE") {
            $0.change(.addTargets(variationID: "on", try customers("C-10428")))
        },
        Said("gave Blue banner of Summer sale banner to 3 customers in LIVE") {
            $0.change(.addTargets(variationID: "on", try customers("C-1", "C-2", "C-3")))
        },
        Said("took C-1 off the named customers of Summer sale banner in LIVE") {
            try $0.edit(.addTargets(variationID: "on", customers("C-1", "C-2")))
            return $0.change(.removeTargets(try customers("C-1")))
        },
        Said("set the named customers of Summer sale banner: 2 customers in LIVE") {
            $0.change(.setTargets([Target(variationID: "on", customers: try customers("A", "B"))]))
        },
        Said("removed all named customers from Summer sale banner in LIVE") {
            try $0.edit(.addTargets(variationID: "on", customers("C-1", "C-2")))
            return $0.change(.setTargets([]))
        },
    ]

    @Test(arguments: versions)
    func `edits of versions and named customers are said`(said: Said) throws {
        try expect(said)
    }

    static let rules = [
        Said(
            flag: .addRule(.germany(), at: 0),
            "added a rule to Summer sale banner: Blue banner for Germany in LIVE"
        ),
        Said(
            flag: .addRule(
                Rule(id: "r1", name: "", conditions: [.country("DE", "AT")], serving: .on(25_000)),
                at: 0
            ),
            "added a rule to Summer sale banner: 25% Blue banner, 75% No banner for country is one "
                + "of DE and AT in LIVE"
        ),
        Said("changed Summer sale banner 10% → 25% for Germany in LIVE") {
            try $0.edit(.addRule(.germany(10_000), at: 0))
            return $0.change(.replaceRule(.germany(25_000)))
        },
        Said("changed the rule Germany of Summer sale banner: Blue banner for Austria in LIVE") {
            try $0.edit(.addRule(.germany(), at: 0))
            var rule = Rule.germany()
            (rule.name, rule.conditions) = ("Austria", [.country("AT")])
            return $0.change(.replaceRule(rule))
        },
        Said("renamed the rule Germany of Summer sale banner to The north in LIVE") {
            try $0.edit(.addRule(.germany(), at: 0))
            var rule = Rule.germany()
            rule.name = "The north"
            return $0.change(.replaceRule(rule))
        },
        Said("removed the rule Germany from Summer sale banner in LIVE") {
            try $0.edit(.addRule(.germany(), at: 0))
            return $0.change(.removeRule("r1"))
        },
        Said("moved the rule Germany of Summer sale banner to place 2 in LIVE") {
            try $0.edit(.setRules([.germany(), .germany(0, id: "r2")]) as FlagEdit)
            return $0.change(.moveRule("r1", to: 1))
        },
        Said("moved the rule Germany of Summer sale banner to place 2 in LIVE") {
            try $0.edit(.setRules([.germany(), .germany(0, id: "r2")]) as FlagEdit)
            return $0.change(.moveRule("r1", to: 99))
        },
        Said(
            flag: .setRules([.germany(), .germany(0, id: "r2")]),
            "set the rules of Summer sale banner: 2 rules in LIVE"
        ),
        Said("removed all rules from Summer sale banner in LIVE") {
            try $0.edit(.addRule(.germany(), at: 0))
            return $0.change(.setRules([]) as FlagEdit)
        },
    ]

    @Test(arguments: rules)
    func `edits of rules are said`(said: Said) throws {
        try expect(said)
    }

    static let shares = [
        Said("changed Summer sale banner 10% → 25% for everyone in LIVE") {
            try $0.edit(.setDefaultRule(.on(10_000)))
            return $0.change(.setDefaultRule(.on(25_000)))
        },
        Said("changed Summer sale banner 10% → 25% for everyone else in LIVE") {
            try $0.edit(.setDefaultRule(.on(10_000)))
            try $0.edit(.addRule(.germany(), at: 0))
            return $0.change(.setDefaultRule(.on(25_000)))
        },
        Said("changed Summer sale banner 100% → 0% for everyone in LIVE") {
            $0.change(.setDefaultRule(Serving(everyone: "off")))
        },
        Said("changed Summer sale banner 33.333% → 33.334% for everyone in LIVE") {
            try $0.edit(.setDefaultRule(.on(33_333)))
            return $0.change(.setDefaultRule(.on(33_334)))
        },
        Said(
            "made Summer sale banner give everyone 20% Blue banner, 30% Red banner, 50% No banner "
                + "in LIVE"
        ) {
            try $0.edit(.addVariation(red, at: 2))
            let parts = [("on", 20_000), ("red", 30_000), ("off", 50_000)]
            return $0.change(.setDefaultRule(Serving(parts: parts)))
        },
        Said("made Summer sale banner divide everyone by plan in LIVE") {
            var serving = $0.flag.defaultRule
            serving.dispatchKey = "plan"
            return $0.change(.setDefaultRule(serving))
        },
        Said("changed who counts for experiments on Summer sale banner in LIVE") {
            var serving = $0.flag.defaultRule
            serving.isInExperiment = false
            return $0.change(.setDefaultRule(serving))
        },
    ]

    @Test(arguments: shares)
    func `other shares are said in numbers`(said: Said) throws {
        try expect(said)
    }

    @Test func `a long value of a condition is cut`() throws {
        var fixture = try Fixture()
        let value = String(repeating: "x", count: 100_000)
        let condition = Condition(id: "c1", test: .attribute("mail", .contains, value))
        let rule = Rule(id: "r1", name: "", conditions: [condition], serving: .on(100))
        let outcome = try fixture.edit(.addRule(rule, at: 0))

        #expect(outcome.changeSet.sentence.count < 200)
    }
}
