import FlagModel
import JSON
import Testing

struct RefusalTests {
    /// Changes that deserve a refusal.
    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let refusal: @Sendable (Fixture) throws -> Refusal
        let changes: @Sendable (inout Fixture) throws -> [Change]

        init(
            _ name: String,
            _ refusal: @escaping @Sendable (Fixture) throws -> Refusal,
            _ changes: @escaping @Sendable (inout Fixture) throws -> [Change]
        ) {
            testDescription = name
            self.refusal = refusal
            self.changes = changes
        }

        init(
            _ name: String,
            _ refusal: Refusal,
            _ changes: @escaping @Sendable (inout Fixture) throws -> [Change]
        ) {
            self.init(name, { _ in refusal }, changes)
        }
    }

    private func expect(_ refused: Refused) throws {
        var fixture = try Fixture()
        let changes = try refused.changes(&fixture)
        let before = fixture.model
        let refusal = try refused.refusal(fixture)

        // A change that could be made comes first: it must not stay either.
        let harmless = Change.editEnvironment(fixture.practice, .describe("Touched."))
        #expect(throws: refusal) { try fixture.make([harmless] + changes, note: "why") }

        #expect(fixture.model == before)
    }

    // MARK: - What is not there, and what is there already

    static let missing: [Refused] = [
        Refused("environment", .unknown(.environment, GUID.zero.text)) { _ in
            [.editEnvironment(.zero, .rename("x"))]
        },
        Refused("environment of a flag", .unknown(.environment, GUID.zero.text)) {
            [.createFlag(environment: .zero, $0.flag)]
        },
        Refused("removed environment", .unknown(.environment, GUID.zero.text)) { _ in
            [.removeEnvironment(.zero)]
        },
        Refused("project", .unknown(.project, GUID.zero.text)) { _ in [.removeProject(.zero)] },
        Refused("project of an environment", .unknown(.project, GUID.zero.text)) { _ in
            [
                .createEnvironment(
                    Environment(
                        id: try guid(1),
                        projectID: .zero,
                        key: try Key("x"),
                        name: "X",
                        isLive: false,
                        secrets: []
                    )
                )
            ]
        },
        Refused("flag", .unknown(.flag, GUID.zero.text)) {
            [.editFlag(environment: $0.live, flag: .zero, .setEnabled(true))]
        },
        Refused("flag to be replaced", { .unknown(.flag, $0.flag.id.text) }) {
            [.replaceFlag(environment: $0.practice, $0.flag)]
        },
        Refused("flag to be deleted", .unknown(.flag, GUID.zero.text)) {
            [.deleteFlag(environment: $0.live, flag: .zero)]
        },
        Refused("flag of an experiment", { .unknown(.flag, $0.flag.id.text) }) {
            [.createExperiment(environment: $0.practice, try $0.experiment())]
        },
        Refused("version", .unknown(.variation, "red")) { [$0.change(.removeVariation("red"))] },
        Refused("version for customers", .unknown(.variation, "red")) {
            [$0.change(.addTargets(variationID: "red", try customers("C-1")))]
        },
        Refused("rule", .unknown(.rule, "r9")) { [$0.change(.removeRule("r9"))] },
        Refused("rule to be moved", .unknown(.rule, "r9")) { [$0.change(.moveRule("r9", to: 0))] },
        Refused("rule to be replaced", .unknown(.rule, "r1")) {
            [$0.change(.replaceRule(.germany()))]
        },
        Refused("audience", .unknown(.audience, GUID.zero.text)) {
            [.editAudience(environment: $0.live, audience: .zero, .rename("x"))]
        },
        Refused("experiment", { .unknown(.experiment, try $0.experiment().id.text) }) {
            [.replaceExperiment(environment: $0.live, try $0.experiment())]
        },
        Refused("experiment to be deleted", .unknown(.experiment, GUID.zero.text)) {
            [.deleteExperiment(environment: $0.live, experiment: .zero)]
        },
        Refused("draft", .unknown(.draft, GUID.zero.text)) { _ in [.discardDraft(.zero)] },
    ]

    @Test(arguments: missing)
    func `what does not exist cannot be changed`(refused: Refused) throws {
        try expect(refused)
    }

    static let taken: [Refused] = [
        Refused("key of a project", .taken(.project, "shop")) { _ in
            [.createProject(Project(id: try guid(1), key: try Key("shop"), name: "X"))]
        },
        Refused("key of an environment", .taken(.environment, "prod")) { fixture in
            let live = try fixture.state.environment
            return [
                .createEnvironment(
                    Environment(
                        id: try guid(1),
                        projectID: live.projectID,
                        key: live.key,
                        name: "X",
                        isLive: false,
                        secrets: []
                    )
                )
            ]
        },
        Refused("key of a flag", .taken(.flag, "gift-wrap")) {
            [
                .createFlag(
                    environment: $0.live,
                    try Fixture.flag("gift-wrap", "X", $0.now, &$0.random)
                )
            ]
        },
        Refused("id of a flag", { .taken(.flag, $0.flag.id.text) }) { fixture in
            let flag = Flag(
                id: fixture.flag.id,
                key: try Key("new"),
                name: "New",
                kind: .boolean,
                variations: fixture.flag.variations,
                defaultVariationID: "on",
                offVariationID: "off",
                revision: .zero,
                createdAt: fixture.now
            )
            return [.createFlag(environment: fixture.live, flag)]
        },
        Refused("key of an audience", .taken(.audience, "vip")) {
            let copy = Audience(id: .zero, key: $0.audience.key, name: "X", createdAt: $0.now)
            return [.createAudience(environment: $0.live, copy)]
        },
        Refused("id of an audience", { .taken(.audience, $0.audience.id.text) }) {
            let copy = Audience(
                id: $0.audience.id,
                key: try Key("new"),
                name: "X",
                createdAt: $0.now
            )
            return [.createAudience(environment: $0.live, copy)]
        },
        Refused("key of an experiment", .taken(.experiment, "blue")) {
            try $0.make([.createExperiment(environment: $0.live, $0.experiment())])
            return [.createExperiment(environment: $0.live, try $0.experiment())]
        },
    ]

    @Test(arguments: taken)
    func `a key or id that is in use cannot be taken`(refused: Refused) throws {
        try expect(refused)
    }

    static let unchanged: [Refused] = [
        Refused("off", .nothingToChange("Summer sale banner is already off")) {
            [$0.change(.setEnabled(false))]
        },
        Refused("on", .nothingToChange("Summer sale banner is already on")) {
            try $0.edit(.setEnabled(true))
            return [$0.change(.setEnabled(true))]
        },
        Refused("not archived", .nothingToChange("Summer sale banner is not archived")) {
            [$0.change(.setArchived(false) as FlagEdit)]
        },
        Refused("name", .nothingToChange("Summer sale banner is like that already")) {
            [$0.change(.rename("Summer sale banner") as FlagEdit)]
        },
        Refused(
            "customers without a setting",
            .nothingToChange("none of those customers is named on Summer sale banner")
        ) { [$0.change(.removeTargets(try customers("C-1")))] },
        Refused(
            "customers with that setting",
            .nothingToChange("those customers get that version of Summer sale banner already")
        ) {
            try $0.edit(.addTargets(variationID: "on", try customers("C-1")))
            return [$0.change(.addTargets(variationID: "on", try customers("C-1")))]
        },
        Refused("audience that is not archived", .nothingToChange("VIP is not archived")) {
            [$0.change(.setArchived(false) as AudienceEdit)]
        },
        Refused("member", .nothingToChange("they are named in VIP already")) {
            try $0.edit(.addMembers([Insertion(CustomerKey("C-1"))]))
            return [$0.change(.addMembers([Insertion(try CustomerKey("C-1"))]))]
        },
        Refused("no member", .nothingToChange("none of them is named in VIP")) {
            [$0.change(.removeMembers(try customers("C-1")))]
        },
        Refused("nobody kept out", .nothingToChange("none of them is kept out of VIP")) {
            [$0.change(.removeExcluded(try customers("C-1")))]
        },
        Refused("kept out", .nothingToChange("they are kept out of VIP already")) {
            try $0.edit(.addExcluded([Insertion(CustomerKey("C-1"))]))
            return [$0.change(.addExcluded([Insertion(try CustomerKey("C-1"))]))]
        },
        Refused("environment", .nothingToChange("LIVE is like that already")) {
            [.editEnvironment($0.live, .setAsksForDrafts(true))]
        },
        Refused("draft", .nothingToChange("the draft is the same")) {
            let draft = try $0.draft([$0.change(.setEnabled(true))])
            try $0.make([.saveDraft(draft)])
            return [.saveDraft(draft)]
        },
        Refused(
            "experiment",
            .nothingToChange("the experiment \"Blue banner or none\" is like that already")
        ) {
            let experiment = try $0.experiment()
            try $0.make([.createExperiment(environment: $0.live, experiment)])
            return [.replaceExperiment(environment: $0.live, experiment)]
        },
    ]

    @Test(arguments: unchanged)
    func `a change that changes nothing says how things are`(refused: Refused) throws {
        try expect(refused)
    }

    @Test func `asking for nothing is refused`() throws {
        var fixture = try Fixture()

        #expect(throws: Refusal.nothingToChange("no change was asked for")) { try fixture.make([]) }
    }
}
