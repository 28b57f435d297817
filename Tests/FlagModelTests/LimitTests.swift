import FlagModel
import JSON
import Testing

struct LimitTests {
    /// Something whose size is limited: a way to make one of `count`, and the refusal of too much.
    struct Limited: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let range: ClosedRange<Int>
        let refusal: Refusal
        let changes: @Sendable (inout Fixture, Int) throws -> [Change]

        init(
            _ name: String,
            _ range: ClosedRange<Int>,
            _ refusal: Refusal,
            _ changes: @escaping @Sendable (inout Fixture, Int) throws -> [Change]
        ) {
            testDescription = name
            self.range = range
            self.refusal = refusal
            self.changes = changes
        }

        /// One below the upper bound, at it, and where there is one, at the lower bound.
        var allowed: Set<Int> {
            [max(range.lowerBound, 1), range.upperBound - 1, range.upperBound]
        }
    }

    private func expect(_ limited: Limited) throws {
        var fixture = try Fixture()
        for count in limited.allowed.sorted() {
            var fixture = fixture
            let changes = try limited.changes(&fixture, count)
            #expect(throws: Never.self, "\(count)") { try fixture.make(changes) }
        }
        let changes = try limited.changes(&fixture, limited.range.upperBound + 1)
        let before = fixture.model

        #expect(throws: limited.refusal) { try fixture.make(changes) }

        #expect(fixture.model == before)
    }

    private static func text(_ count: Int) -> String { String(repeating: "x", count: count) }

    // MARK: - Texts

    static let texts = [
        Limited("name of a flag", Limits.nameLength, .badName(.flag, .tooLong(limit: 128))) {
            [$0.change(.rename(text($1)) as FlagEdit)]
        },
        Limited("name in other scripts", Limits.nameLength, .badName(.flag, .tooLong(limit: 128))) {
            [$0.change(.rename(String(repeating: "旗", count: $1)) as FlagEdit)]
        },
        Limited("name of a version", Limits.nameLength, .badName(.variation, .tooLong(limit: 128)))
        { [$0.change(.addVariation(Variation(id: "v", name: text($1), value: ""), at: 0))] },
        Limited("name of a rule", 0...128, .badName(.rule, .tooLong(limit: 128))) {
            let rule = Rule(id: "r", name: text($1), conditions: [], serving: .on(0))
            return [$0.change(.addRule(rule, at: 0))]
        },
        Limited("name of an audience", Limits.nameLength, .badName(.audience, .tooLong(limit: 128)))
        { [$0.change(.rename(text($1)) as AudienceEdit)] },
        Limited("environment", Limits.nameLength, .badName(.environment, .tooLong(limit: 128))) {
            [.editEnvironment($0.practice, .rename(text($1)))]
        },
        Limited(
            "event name",
            Limits.eventNameBytes,
            .badText(field: "event name of \"Blue banner or none\"", .tooLong(limit: 256))
        ) {
            var experiment = try $0.experiment()
            experiment.metric.eventName = text($1)
            return [.createExperiment(environment: $0.live, experiment)]
        },
        Limited("experiment", Limits.nameLength, .badName(.experiment, .tooLong(limit: 128))) {
            var experiment = try $0.experiment()
            experiment.name = text($1)
            return [.createExperiment(environment: $0.live, experiment)]
        },
        Limited(
            "description in bytes",
            0...4096,
            .badText(field: "description of \"Summer sale banner\"", .tooLong(limit: 8192))
        ) { [$0.change(.describe(String(repeating: "é", count: $1)) as FlagEdit)] },
        Limited(
            "purpose",
            Limits.textBytes,
            .badText(field: "purpose of \"Summer sale banner\"", .tooLong(limit: 8192))
        ) { [$0.change(.setPurpose(text($1)))] },
        Limited(
            "note of a draft",
            Limits.textBytes,
            .badText(field: "note of the draft", .tooLong(limit: 8192))
        ) { [.saveDraft(try $0.draft([$0.change(.setEnabled(true))], note: text($1)))] },
        Limited(
            "owner",
            Limits.personLength,
            .badText(field: "owner of \"Summer sale banner\"", .tooLong(limit: 64))
        ) { [$0.change(.setOwner(text($1)))] },
        Limited("author", Limits.personLength, .badName(.person, .tooLong(limit: 64))) {
            let changes = [$0.change(.setEnabled(true))]
            return [
                .saveDraft(
                    Draft(
                        id: .zero,
                        author: text($1),
                        createdAt: $0.now,
                        note: "",
                        changes: changes
                    )
                )
            ]
        },
        Limited(
            "tag",
            Limits.tagLength,
            .badText(field: "tag of \"Summer sale banner\"", .tooLong(limit: 64))
        ) { [$0.change(.setTags([text($1)]) as FlagEdit)] },
        Limited(
            "id of a version",
            Limits.foreignIDBytes,
            .badText(field: "id of a version of \"Summer sale banner\"", .tooLong(limit: 128))
        ) { [$0.change(.addVariation(Variation(id: text($1), name: "X", value: ""), at: 0))] },
        Limited(
            "id of a rule",
            Limits.foreignIDBytes,
            .badText(field: "id of a rule of \"Summer sale banner\"", .tooLong(limit: 128))
        ) { [$0.change(.addRule(.germany(id: text($1)), at: 0))] },
        Limited(
            "id of a condition",
            Limits.foreignIDBytes,
            .badText(field: "id of a condition", .tooLong(limit: 128))
        ) {
            var rule = Rule.germany()
            rule.conditions = [.country("DE", id: text($1))]
            return [$0.change(.addRule(rule, at: 0))]
        },
        Limited(
            "value of a version",
            Limits.valueBytes,
            .badText(field: "value of the version \"Blue banner\"", .tooLong(limit: 65_536))
        ) {
            [$0.change(.editVariation(Variation(id: "on", name: "Blue banner", value: text($1))))]
        },
        Limited(
            "value of a condition",
            Limits.conditionValueBytes,
            .badText(field: "value of a condition", .tooLong(limit: 4_194_304))
        ) {
            var rule = Rule.germany()
            rule.conditions = [Condition(id: "c", test: .attribute("mail", .equal, text($1)))]
            return [$0.change(.addRule(rule, at: 0))]
        },
        Limited(
            "name of an attribute",
            Limits.attributeNameBytes,
            .badText(field: "name of an attribute", .tooLong(limit: 256))
        ) {
            var rule = Rule.germany()
            rule.conditions = [Condition(id: "c", test: .attribute(text($1), .isTrue, ""))]
            return [$0.change(.addRule(rule, at: 0))]
        },
        Limited(
            "rest of an import",
            Limits.extrasBytes,
            .badText(
                field: "rest of what was imported with \"VIP\"",
                .tooLong(limit: 16_384)
            )
        ) {
            var audience = $0.audience
            // {"x":"…"} is eight bytes longer than the text.
            if $1 >= 8 { audience.extras["x"] = .string(text($1 - 8)) }
            return [.replaceAudience(environment: $0.live, audience)]
        },
        Limited(
            "levels of the rest of an import",
            Limits.extrasDepth,
            .tooMany(
                "lists and objects inside each other in the rest of what was imported with "
                    + "\"VIP\"",
                limit: 32
            )
        ) {
            var audience = $0.audience
            // The extras themselves are the outermost level.
            audience.extras["x"] = (1..<$1).reduce("x") { inner, _ in [inner] }
            return [.replaceAudience(environment: $0.live, audience)]
        },
    ]

    @Test(arguments: texts)
    func `a text is as long as its limit and no longer`(limited: Limited) throws {
        try expect(limited)
    }

    @Test(arguments: [
        (1, true), (127, true), (128, true), (129, false), (0, false),
    ])
    func `a key is of 1 to 128 bytes`(length: Int, isFine: Bool) {
        #expect(((try? Key(Self.text(length))) != nil) == isFine)
        #expect(Limits.keyLength == 1...128)
    }

    @Test(arguments: [
        (1, true), (511, true), (512, true), (513, false), (0, false),
    ])
    func `a customer's key is of 1 to 512 bytes`(length: Int, isFine: Bool) {
        #expect(((try? CustomerKey(Self.text(length))) != nil) == isFine)
        #expect(Limits.customerKeyBytes == 1...512)
    }

    @Test(arguments: [(1, true), (63, true), (64, true), (65, false), (0, false)])
    func `whoever asks has a name of 1 to 64 characters`(length: Int, isFine: Bool) throws {
        var fixture = try Fixture()
        let proposal = Proposal(
            id: .zero,
            actor: Self.text(length),
            changes: [fixture.change(.setEnabled(true))]
        )
        let outcome = try? fixture.model.making(proposal, at: fixture.now, using: &fixture.random)

        #expect((outcome != nil) == isFine)
    }

    // MARK: - Counts

    static let counts = [
        Limited(
            "secrets",
            Limits.secretCount,
            .tooMany("secrets in one environment", limit: 100)
        ) {
            let known = try $0.state.environment.secrets.count
            var changes: [Change] = []
            for place in known..<max(known, $1) {
                let secret = Secret(
                    kind: .server,
                    environmentID: $0.live,
                    name: "Secret \(place)",
                    using: &$0.random
                )
                changes.append(.editEnvironment($0.live, .addSecret(secret, at: place)))
            }
            return changes.isEmpty ? [$0.change(.setEnabled(true))] : changes
        },
        Limited("tags", Limits.tagCount, .tooMany("tags of \"VIP\"", limit: 64)) {
            [$0.change(.setTags((0..<$1).map { "t\($0)" }) as AudienceEdit)]
        },
        Limited("versions", Limits.variationCount, .tooMany("versions of one flag", limit: 256)) {
            var flag = $0.flag
            flag.variations = (0..<$1).map { Variation(id: "\($0)", name: "V", value: "") }
            (flag.offVariationID, flag.defaultRule) = ("0", Serving(everyone: "0"))
            return [.replaceFlag(environment: $0.live, flag)]
        },
        Limited("rules of a flag", Limits.ruleCount, .tooMany("rules of one flag", limit: 500)) {
            [$0.change(.setRules((0..<$1).map { Rule.germany(id: "r\($0)") }) as FlagEdit)]
        },
        Limited(
            "rules of an audience",
            Limits.ruleCount,
            .tooMany("rules of one audience", limit: 500)
        ) {
            let rules = (0..<$1).map { AudienceRule(id: "r\($0)", name: "", conditions: []) }
            return [$0.change(.setRules(rules) as AudienceEdit)]
        },
        Limited(
            "conditions of a flag",
            Limits.conditionCount,
            .tooMany("conditions of one flag", limit: 2000)
        ) {
            var (first, second) = (Rule.germany(), Rule.germany(id: "r2"))
            first.conditions = Array(repeating: .country("DE"), count: $1 / 2)
            second.conditions = Array(repeating: .country("DE"), count: $1 - $1 / 2)
            return [$0.change(.setRules([first, second]) as FlagEdit)]
        },
        Limited(
            "conditions of an audience",
            Limits.conditionCount,
            .tooMany("conditions of one audience", limit: 2000)
        ) {
            let conditions = Array(repeating: Condition.country("DE"), count: $1)
            let rule = AudienceRule(id: "r1", name: "", conditions: conditions)
            return [$0.change(.setRules([rule]) as AudienceEdit)]
        },
        Limited(
            "named customers",
            Limits.targetCount,
            .tooMany("customers named on one flag", limit: 100_000)
        ) {
            let list = Array(repeating: try CustomerKey("C-1"), count: $1 - 1)
            let lists = [
                Target(variationID: "on", customers: list),
                Target(variationID: "off", customers: try customers("C-2")),
            ]
            return [$0.change(.setTargets(lists))]
        },
        Limited(
            "members",
            Limits.memberCount,
            .tooMany("customers in one audience", limit: 1_000_000)
        ) {
            var audience = $0.audience
            audience.members = Array(repeating: try CustomerKey("C-1"), count: $1)
            return [.replaceAudience(environment: $0.live, audience)]
        },
        Limited(
            "exceptions",
            Limits.memberCount,
            .tooMany("customers in one audience", limit: 1_000_000)
        ) {
            var audience = $0.audience
            audience.excluded = Array(repeating: try CustomerKey("C-1"), count: $1)
            return [.replaceAudience(environment: $0.live, audience)]
        },
        Limited(
            "days of an experiment",
            Limits.experimentDays,
            .tooMany("days of an experiment, or none", limit: 365)
        ) {
            var experiment = try $0.experiment()
            experiment.plannedDays = $1
            return [.createExperiment(environment: $0.live, experiment)]
        },
        Limited(
            "guardrails",
            Limits.guardrailCount,
            .tooMany("guardrails of one experiment", limit: 10)
        ) {
            var experiment = try $0.experiment()
            experiment.guardrails = Array(repeating: .paying, count: $1)
            return [.createExperiment(environment: $0.live, experiment)]
        },
        Limited(
            "other metrics",
            Limits.otherMetricCount,
            .tooMany("other metrics of one experiment", limit: 20)
        ) {
            var experiment = try $0.experiment()
            experiment.otherMetrics = Array(repeating: .paying, count: $1)
            return [.createExperiment(environment: $0.live, experiment)]
        },
        Limited(
            "people of an experiment",
            Limits.plannedPeople,
            .outOfRange(
                "number of people of the experiment \"Blue banner or none\"",
                1...1_000_000_000,
                unit: "people"
            )
        ) {
            var experiment = try $0.experiment()
            experiment.plannedPeople = $1
            return [.createExperiment(environment: $0.live, experiment)]
        },
        Limited(
            "smallest change",
            Limits.smallestChange,
            .outOfRange(
                "smallest change of the experiment \"Blue banner or none\"",
                1...10_000,
                unit: "hundredths of a percent"
            )
        ) {
            var experiment = try $0.experiment()
            experiment.smallestChange = $1
            return [.createExperiment(environment: $0.live, experiment)]
        },
        Limited(
            "margin of a guardrail",
            Limits.metricMargin,
            .outOfRange(
                "margin of \"People who pay\"",
                0...10_000,
                unit: "hundredths of a percent"
            )
        ) {
            var experiment = try $0.experiment()
            experiment.metric.margin = $1
            return [.createExperiment(environment: $0.live, experiment)]
        },
        Limited(
            "window of a metric",
            Limits.windowDays,
            .outOfRange("window of \"People who pay\"", 1...365, unit: "days")
        ) {
            var experiment = try $0.experiment()
            experiment.metric.windowDays = $1
            return [.createExperiment(environment: $0.live, experiment)]
        },
        Limited(
            "day of coming back",
            Limits.retentionDays,
            .outOfRange("day of \"People who pay\" that ends it", 1...365, unit: "days")
        ) {
            var experiment = try $0.experiment()
            experiment.metric.measure = .retention(from: 0, to: $1)
            return [.createExperiment(environment: $0.live, experiment)]
        },
        Limited(
            "first day of coming back",
            0...364,
            .outOfRange("first day of \"People who pay\"", 0...364, unit: "days")
        ) {
            var experiment = try $0.experiment()
            experiment.metric.measure = .retention(from: $1, to: $1 + 1)
            return [.createExperiment(environment: $0.live, experiment)]
        },
        Limited(
            "runs of an experiment",
            Limits.runCount,
            .tooMany("runs of one experiment", limit: 100)
        ) {
            try $0.planExperiment()
            let run = [try $0.startExperiment, try $0.stopExperiment]
            return (0..<$1).flatMap { _ in run }
        },
        Limited("environments", 0...98, .tooMany("environments", limit: 100)) { fixture, count in
            try (0..<count).map { try .createEnvironment(fixture.numbered($0)) }
        },
        Limited(
            "others of a draft",
            Limits.draftOtherCount,
            .tooMany("people who join one draft", limit: 20)
        ) { fixture, count in
            var draft = try fixture.draft([fixture.change(.setEnabled(true))], id: 1)
            draft.others = (0..<count).map { "Person \($0)" }
            return [.saveDraft(draft)]
        },
        Limited("drafts", Limits.draftCount, .tooMany("drafts", limit: 1000)) {
            try $0.drafts($1)
        },
        Limited(
            "drafts of one person",
            Limits.ownDraftCount,
            .tooMany("drafts of \"Li\"", limit: 200)
        ) { fixture, count in
            // What others began does not count.
            let change = fixture.change(.setEnabled(true))
            let mine = try (1000..<1000 + count).map {
                Change.saveDraft(try fixture.draft([change], id: $0))
            }
            return try fixture.drafts(300) + mine
        },
        Limited(
            "comments of one person on a draft",
            Limits.ownCommentCount,
            .tooMany("comments of \"Ana\" on one draft", limit: 100)
        ) { fixture, count in
            let draft = try fixture.draft([fixture.change(.setEnabled(true))])
            let comment = Comment(person: "Ana", text: "Hm.")
            return [.saveDraft(draft)]
                + Array(repeating: .comment(draft: draft.id, comment), count: count)
        },
    ]

    @Test(arguments: counts)
    func `there are as many as the limit and no more`(limited: Limited) throws {
        try expect(limited)
    }

    @Test func `a full list of drafts still takes a new text for one of them`() throws {
        var fixture = try Fixture()
        let change = fixture.change(.setEnabled(true))
        try fixture.make(fixture.drafts(1000))

        try fixture.make([.saveDraft(fixture.draft([change], id: 0, note: "new"))])

        #expect(fixture.model.drafts.count == 1000)
        #expect(fixture.model.draft(try guid(0))?.note == "new")
    }

    @Test func `who has as many drafts as one may still changes them, and others begin new ones`()
        throws
    {
        var fixture = try Fixture()
        let change = fixture.change(.setEnabled(true))
        try fixture.make((0..<200).map { .saveDraft(try fixture.draft([change], id: $0)) })

        try fixture.make([.saveDraft(fixture.draft([change], id: 0, note: "new"))])
        try fixture.make([.saveDraft(fixture.draft([change], id: 200, by: "Zoe"))])

        #expect(fixture.model.drafts.count == 201)
    }

    @Test func `others still comment where one person wrote as much as one may`() throws {
        var fixture = try Fixture()
        let draft = try fixture.draft([fixture.change(.setEnabled(true))])
        let comment = Change.comment(draft: draft.id, Comment(person: "Ana", text: "Hm."))
        try fixture.make([.saveDraft(draft)] + Array(repeating: comment, count: 100))

        try fixture.make([comment], by: "Zoe")

        #expect(fixture.model.draft(draft.id)?.comments.last?.person == "Zoe")
    }

    @Test func `a change set holds 250,000 changes and no more`() throws {
        var fixture = try Fixture()
        // The first change is refused, so that the others need not be made.
        let changes = Array(repeating: Change.discardDraft(.zero), count: 250_000)

        for count in [249_999, 250_000] {
            #expect(throws: Refusal.unknown(.draft, GUID.zero.text)) {
                try fixture.make(Array(changes.prefix(count)))
            }
        }
        #expect(throws: Refusal.tooMany("changes at once", limit: 250_000)) {
            try fixture.make(changes + [.discardDraft(.zero)])
        }
        #expect(Limits.changeCount == 1...250_000)
    }
}

extension Fixture {
    fileprivate func numbered(_ number: Int) throws -> Environment {
        Environment(
            id: try guid(1000 + number),
            projectID: try state.environment.projectID,
            key: try Key("e\(number)"),
            name: "Number \(number)",
            isLive: false,
            secrets: []
        )
    }
}
