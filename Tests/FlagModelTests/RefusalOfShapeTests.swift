import FlagModel
import JSON
import Testing

/// Refusals of things that cannot be as they are wished.
struct RefusalOfShapeTests {
    typealias Refused = RefusalTests.Refused

    private func expect(_ refused: Refused) throws {
        var fixture = try Fixture()
        let changes = try refused.changes(&fixture)
        let before = fixture.model
        let refusal = try refused.refusal(fixture)

        #expect(throws: refusal) { try fixture.make(changes, note: "why") }

        #expect(fixture.model == before)
    }

    // MARK: - Texts

    static let badTexts: [Refused] = [
        Refused("flag", .badName(.flag, .empty)) { [$0.change(.rename("   ") as FlagEdit)] },
        Refused("no-break space", .badName(.flag, .empty)) {
            [$0.change(.rename("\u{A0}\u{3000}") as FlagEdit)]
        },
        Refused("joiners only", .badName(.flag, .empty)) {
            [$0.change(.rename("\u{200D}\u{200C}") as FlagEdit)]
        },
        Refused("new flag", .badName(.flag, .empty)) {
            [.createFlag(environment: $0.live, try Fixture.flag("x", "", $0.now, &$0.random))]
        },
        Refused("line feed", .badName(.flag, .unreadable(0x0A))) {
            [$0.change(.rename("a\nb") as FlagEdit)]
        },
        Refused("terminal escape", .badName(.flag, .unreadable(0x1B))) {
            [$0.change(.rename("\u{1B}[31mred") as FlagEdit)]
        },
        Refused("delete", .badName(.flag, .unreadable(0x7F))) {
            [$0.change(.rename("a\u{7F}") as FlagEdit)]
        },
        Refused("right-to-left override", .badName(.flag, .unreadable(0x202E))) {
            [$0.change(.rename("a\u{202E}b") as FlagEdit)]
        },
        Refused("zero-width space", .badName(.audience, .unreadable(0x200B))) {
            [$0.change(.rename("V\u{200B}IP") as AudienceEdit)]
        },
        Refused("line separator", .badName(.environment, .unreadable(0x2028))) {
            [.editEnvironment($0.practice, .rename("a\u{2028}b"))]
        },
        Refused("private use", .badName(.variation, .unreadable(0xE000))) {
            [$0.change(.editVariation(Variation(id: "on", name: "\u{E000}", value: "true")))]
        },
        Refused("rule", .badName(.rule, .unreadable(0x09))) {
            var rule = Rule.germany()
            rule.name = "a\tb"
            return [$0.change(.addRule(rule, at: 0))]
        },
        Refused("rule of an audience", .badName(.rule, .unreadable(0x07))) {
            let rule = AudienceRule(id: "r1", name: "\u{07}", conditions: [])
            return [$0.change(.setRules([rule]) as AudienceEdit)]
        },
        Refused("experiment", .badName(.experiment, .empty)) {
            var experiment = try $0.experiment()
            experiment.name = ""
            return [.createExperiment(environment: $0.live, experiment)]
        },
        Refused("metric", .badName(.metric, .empty)) {
            var experiment = try $0.experiment()
            experiment.guardrails = [experiment.metric]
            experiment.guardrails[0].title = ""
            return [.createExperiment(environment: $0.live, experiment)]
        },
        Refused("project", .badName(.project, .empty)) { _ in
            [.createProject(Project(id: try guid(1), key: try Key("x"), name: ""))]
        },
        Refused("author of a draft", .badName(.person, .empty)) {
            let changes = [$0.change(.setEnabled(true))]
            return [
                .saveDraft(
                    Draft(id: .zero, author: "", createdAt: $0.now, note: "", changes: changes)
                )
            ]
        },
        Refused(
            "description",
            .badText(field: "description of \"Summer sale banner\"", .unreadable(0x1B))
        ) { [$0.change(.describe("line one\nline two\t\u{1B}") as FlagEdit)] },
        Refused("owner", .badText(field: "owner of \"Summer sale banner\"", .unreadable(0x0A))) {
            [$0.change(.setOwner("Marketing\nTeam"))]
        },
        Refused("purpose", .badText(field: "purpose of \"Summer sale banner\"", .unreadable(0))) {
            [$0.change(.setPurpose("\u{0}"))]
        },
        Refused("tag", .badText(field: "tag of \"Summer sale banner\"", .empty)) {
            [$0.change(.setTags(["sale", ""]) as FlagEdit)]
        },
        Refused("id of a condition", .badText(field: "id of a condition", .empty)) {
            var rule = Rule.germany()
            rule.conditions = [.country("DE", id: "")]
            return [$0.change(.addRule(rule, at: 0))]
        },
        Refused(
            "attribute that divides",
            .badText(field: "attribute that places customers", .empty)
        ) {
            var serving = Serving.on(50_000)
            serving.dispatchKey = ""
            return [$0.change(.setDefaultRule(serving))]
        },
        Refused("event", .badText(field: "event name of \"Blue banner or none\"", .empty)) {
            var experiment = try $0.experiment()
            experiment.metric.eventName = ""
            return [.createExperiment(environment: $0.live, experiment)]
        },
    ]

    @Test(arguments: badTexts)
    func `texts that people cannot read are refused`(refused: Refused) throws {
        try expect(refused)
    }

    @Test(arguments: ["für", "旗", "🎉👨‍👩‍👧", "می‌خواهم", "a\u{301}", "№ 5 — “x”", "👍🏽"])
    func `names in any script are fine`(name: String) throws {
        var fixture = try Fixture()
        try fixture.edit(.rename(name) as FlagEdit)

        #expect(fixture.current?.name == name)
    }

    @Test func `a person without a name changes nothing`() throws {
        var fixture = try Fixture()
        let proposal = Proposal(id: .zero, actor: " ", changes: [fixture.change(.setEnabled(true))])

        #expect(throws: Refusal.badName(.person, .empty)) {
            try fixture.model.making(proposal, at: fixture.now, using: &fixture.random)
        }
    }

    @Test func `a reason must be readable`() throws {
        var fixture = try Fixture()

        #expect(throws: Refusal.badText(field: "reason", .unreadable(0x1B))) {
            try fixture.make([fixture.change(.setEnabled(true))], note: "\u{1B}")
        }
    }

    // MARK: - Shares, versions and rules that do not fit together

    static let misfits: [Refused] = [
        Refused(
            "gap in the default rule",
            .sharesDoNotTile(flag: "Summer sale banner", place: "The default rule")
        ) { [$0.change(.setDefaultRule(Serving(parts: [("on", 99_999)])))] },
        Refused(
            "too much in a rule",
            .sharesDoNotTile(flag: "Summer sale banner", place: "Rule 2")
        ) {
            try $0.edit(.addRule(.germany(), at: 0))
            var rule = Rule.germany(id: "r2")
            rule.serving = Serving(parts: [("on", 60_000), ("off", 60_000)])
            return [$0.change(.addRule(rule, at: 1))]
        },
        Refused(
            "version of the default rule",
            .unknownVariation(flag: "Summer sale banner", place: "The default rule", id: "red")
        ) { [$0.change(.setDefaultRule(Serving(everyone: "red")))] },
        Refused(
            "version of a rule",
            .unknownVariation(flag: "Summer sale banner", place: "Rule 1", id: "red")
        ) {
            var rule = Rule.germany()
            rule.serving = Serving(everyone: "red")
            return [$0.change(.setRules([rule]) as FlagEdit)]
        },
        Refused(
            "version of the off state",
            .unknownVariation(flag: "Summer sale banner", place: "The off state", id: "red")
        ) { [$0.change(.setOffVariation("red"))] },
        Refused(
            "version of named customers",
            .unknownVariation(flag: "Summer sale banner", place: "The list of customers", id: "red")
        ) { [$0.change(.setTargets([Target(variationID: "red", customers: [])]))] },
        Refused(
            "no versions at all",
            .unknownVariation(flag: "Summer sale banner", place: "The off state", id: "off")
        ) {
            var flag = $0.flag
            flag.variations = []
            return [.replaceFlag(environment: $0.live, flag)]
        },
        Refused(
            "baseline of an experiment",
            .unknownVariation(
                flag: "Summer sale banner",
                place: "The experiment \"Blue banner or none\"",
                id: "red"
            )
        ) { [.createExperiment(environment: $0.live, try $0.experiment(baseline: "red"))] },
        Refused(
            "audience that is not here",
            .unknownAudience(place: "Rule 1 of \"Summer sale banner\"", id: GUID.zero.text)
        ) {
            var rule = Rule.germany()
            rule.conditions = [Condition(id: "c1", test: .isNotInAudience([.zero]))]
            return [$0.change(.addRule(rule, at: 0))]
        },
        Refused(
            "archived audience",
            {
                .unknownAudience(
                    place: "Rule 1 of \"Summer sale banner\"",
                    id: $0.audience.id.text
                )
            }
        ) {
            try $0.edit(.setArchived(true) as AudienceEdit)
            var rule = Rule.germany()
            rule.conditions = [Condition(id: "c1", test: .isInAudience([$0.audience.id]))]
            return [$0.change(.addRule(rule, at: 0))]
        },
        Refused("audience within an audience", .nestedAudience("VIP")) {
            let condition = Condition(id: "c1", test: .isInAudience([$0.audience.id]))
            let rule = AudienceRule(id: "r1", name: "", conditions: [condition])
            return [$0.change(.setRules([rule]) as AudienceEdit)]
        },
        Refused("no audiences within an audience", .nestedAudience("VIP")) {
            let condition = Condition(id: "c1", test: .isInAudience([]))
            let rule = AudienceRule(id: "r1", name: "", conditions: [condition])
            return [$0.change(.setRules([rule]) as AudienceEdit)]
        },
        Refused(
            "version twice",
            .duplicate("the version \"on\"", in: "The flag \"Summer sale banner\"")
        ) { [$0.change(.addVariation(Variation(id: "on", name: "X", value: "x"), at: 2))] },
        Refused("rule twice", .duplicate("the rule \"r1\"", in: "The flag \"Summer sale banner\""))
        {
            [$0.change(.setRules([.germany(), .germany()]) as FlagEdit)]
        },
        Refused(
            "rule of an audience twice",
            .duplicate("the rule \"r1\"", in: "The audience \"VIP\"")
        ) {
            let rule = AudienceRule(id: "r1", name: "", conditions: [.country("DE")])
            return [$0.change(.setRules([rule, rule]) as AudienceEdit)]
        },
        Refused(
            "list twice",
            .duplicate(
                "a list of customers for one version",
                in: "The flag \"Summer sale banner\""
            )
        ) {
            let list = Target(variationID: "on", customers: [])
            return [$0.change(.setTargets([list, list]))]
        },
        Refused("tag twice", .duplicate("a tag", in: "\"VIP\"")) {
            [$0.change(.setTags(["a", "b", "a"]) as AudienceEdit)]
        },
        Refused("days", .tooMany("days of an experiment, or none", limit: 365)) {
            var experiment = try $0.experiment()
            experiment.plannedDays = 0
            return [.createExperiment(environment: $0.live, experiment)]
        },
        Refused("empty draft", .malformedDraft) { [.saveDraft(try $0.draft([]))] },
        Refused("draft of a draft", .malformedDraft) {
            let inner = try $0.draft([$0.change(.setEnabled(true))])
            return [.saveDraft(try $0.draft([.saveDraft(inner)], id: 2))]
        },
        Refused("draft that drops a draft", .malformedDraft) {
            [.saveDraft(try $0.draft([.discardDraft(.zero)]))]
        },
    ]

    @Test(arguments: misfits)
    func `parts that do not fit together are refused`(refused: Refused) throws {
        try expect(refused)
    }

    // MARK: - What others hold on to

    static let held: [Refused] = [
        Refused(
            "version",
            .inUse(
                .variation,
                name: "Blue banner",
                by: ["given to 2 customers by name", "rule 1 (\"Germany\")", "the default rule"]
            )
        ) {
            try $0.edit(.addTargets(variationID: "on", try customers("C-1", "C-2")))
            try $0.edit(.addRule(.germany(), at: 0))
            return [$0.change(.removeVariation("on"))]
        },
        Refused(
            "off version",
            .inUse(.variation, name: "No banner", by: ["given while the flag is off"])
        ) { [$0.change(.removeVariation("off"))] },
        Refused(
            "version of an experiment",
            .inUse(.variation, name: "Red banner", by: ["the experiment \"Blue banner or none\""])
        ) {
            let red = Variation(id: "red", name: "Red banner", value: "true")
            try $0.edit(.addVariation(red, at: 2))
            try $0.make([.createExperiment(environment: $0.live, $0.experiment(baseline: "red"))])
            return [$0.change(.removeVariation("red"))]
        },
        Refused(
            "audience",
            .inUse(.audience, name: "VIP", by: ["the flag \"Summer sale banner\""])
        ) {
            let condition = Condition(id: "c1", test: .isNotInAudience([$0.audience.id]))
            let rule = Rule(id: "r", name: "", conditions: [condition], serving: .on(0))
            try $0.edit(.addRule(rule, at: 0))
            return [$0.change(.setArchived(true) as AudienceEdit)]
        },
        Refused(
            "project",
            .inUse(
                .project,
                name: "Shop",
                by: ["the environment \"LIVE\"", "the environment \"Practice\""]
            )
        ) { [.removeProject(try $0.state.environment.projectID)] },
        Refused(
            "environment",
            .inUse(.environment, name: "LIVE", by: ["2 flags", "1 audience"])
        ) { [.removeEnvironment($0.live)] },
        Refused(
            "environment of deleted things",
            .inUse(.environment, name: "Practice", by: ["things that applications remember"])
        ) {
            try $0.make([.createFlag(environment: $0.practice, $0.flag)])
            try $0.make([
                .editFlag(environment: $0.practice, flag: $0.flag.id, .setArchived(true)),
                .deleteFlag(environment: $0.practice, flag: $0.flag.id),
            ])
            return [.removeEnvironment($0.practice)]
        },
        Refused(
            "flag of an experiment",
            .inUse(
                .flag,
                name: "Summer sale banner",
                by: ["the experiment \"Blue banner or none\""]
            )
        ) {
            try $0.make([.createExperiment(environment: $0.live, $0.experiment())])
            try $0.edit(.setArchived(true) as FlagEdit)
            return [.deleteFlag(environment: $0.live, flag: $0.flag.id)]
        },
        Refused("flag", .notArchived(.flag, "Summer sale banner")) {
            [.deleteFlag(environment: $0.live, flag: $0.flag.id)]
        },
        Refused("audience that is not archived", .notArchived(.audience, "VIP")) {
            [.deleteAudience(environment: $0.live, audience: $0.audience.id)]
        },
        Refused("key of a flag", .immutable(.flag, "Summer sale banner")) { fixture in
            let flag = Flag(
                id: fixture.flag.id,
                key: try Key("other"),
                name: "X",
                kind: .boolean,
                variations: fixture.flag.variations,
                defaultVariationID: "on",
                offVariationID: "off",
                revision: .zero,
                createdAt: fixture.now
            )
            return [.replaceFlag(environment: fixture.live, flag)]
        },
        Refused("key of an audience", .immutable(.audience, "VIP")) {
            let copy = Audience(
                id: $0.audience.id,
                key: try Key("other"),
                name: "X",
                createdAt: $0.now
            )
            return [.replaceAudience(environment: $0.live, copy)]
        },
        Refused("flag of an experiment that runs", .immutable(.experiment, "Blue banner or none")) {
            let experiment = try $0.experiment()
            try $0.make([.createExperiment(environment: $0.live, experiment)])
            let moved = Experiment(
                id: experiment.id,
                key: experiment.key,
                name: experiment.name,
                flagID: $0.other.id,
                baselineVariationID: "off",
                metric: experiment.metric,
                plannedDays: 14,
                createdAt: experiment.createdAt
            )
            return [.replaceExperiment(environment: $0.live, moved)]
        },
    ]

    @Test(arguments: held)
    func `what others hold on to stays`(refused: Refused) throws {
        try expect(refused)
    }
}
