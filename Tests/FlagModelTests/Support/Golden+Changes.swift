import FlagModel
import JSON

extension Golden {
    /// A change set with every change and every edit; it need not fit any model.
    static func everyChange() throws -> ChangeSet {
        let changes = try things() + environmentEdits() + flagEdits() + audienceEdits() + drafts()
        let steps = try changes.enumerated().map { index, change in
            ChangeSet.Step(change: change, stamp: try stamp(index))
        }
        return ChangeSet(
            id: try guid(1),
            actor: "Ana",
            note: "Everything at once",
            time: Moment(microseconds: 1_780_000_000_000_004),
            origin: .undo(4212),
            steps: steps,
            sentence: "undid 4,212: made many changes",
            lines: ["made the project Shop", "and more"]
        )
    }

    /// By turns none, one without a revision, and a whole one.
    private static func stamp(_ index: Int) throws -> ChangeSet.Stamp? {
        let time = Moment(milliseconds: 1_780_000_000_000 + Int64(index))
        switch index % 3 {
        case 0: return nil
        case 1: return ChangeSet.Stamp(time: time, revision: nil)
        default: return ChangeSet.Stamp(time: time, revision: try guid(0x1000 + index))
        }
    }

    private static func things() throws -> [Change] {
        let place = try place()
        return [
            .createProject(Project(id: try guid(0x10), key: try Key("shop"), name: "Shop")),
            .removeProject(try guid(0x10)),
            .createEnvironment(try environment(0x11, isLive: true)),
            .createEnvironment(try environment(0x12, isLive: false)),
            .removeEnvironment(place), .createFlag(environment: place, try flag(0x21)),
            .replaceFlag(environment: place, try flag(0x22)),
            .deleteFlag(environment: place, flag: try guid(0x21)),
            .createAudience(environment: place, try audience(0x31)),
            .replaceAudience(environment: place, try audience(0x32)),
            .deleteAudience(environment: place, audience: try guid(0x31)),
            .createExperiment(environment: place, try experiment(0x51, .planned)),
            .replaceExperiment(environment: place, try experiment(0x51, .running)),
            .replaceExperiment(environment: place, try experiment(0x51, .stopped)),
            .deleteExperiment(environment: place, experiment: try guid(0x51)),
        ]
    }

    private static func environmentEdits() throws -> [Change] {
        let edits: [EnvironmentEdit] = [
            .rename("Shop"), .describe(""), .setRequiresReason(true), .setAsksForDrafts(false),
            .addSecret(
                Secret(id: try guid(0x71), name: "Web shop", kind: .client, value: "abc"),
                at: 2
            ),
            .revokeSecret(try guid(0x71)),
        ]
        return try edits.map { .editEnvironment(try place(), $0) }
    }

    private static func flagEdits() throws -> [Change] {
        let operators = Operator.allCases.enumerated().map { index, op in
            Condition(id: "c\(index)", test: .attribute("a", op, "[\"x\"]"))
        }
        let everyOperator = Rule(id: "r3", name: "", conditions: operators, serving: serving)
        let edits: [FlagEdit] = [
            .setEnabled(true), .rename("Sale"), .describe("Words"), .setOwner(""),
            .setPurpose("Why"), .setTags([]), .setTags(["a", "b"]), .setArchived(false),
            .addVariation(Variation(id: "c", name: "C", value: "{}"), at: 2),
            .editVariation(Variation(id: "c", name: "C", value: "[]")), .removeVariation("c"),
            .setOffVariation("a"), .setKind(.boolean), .setKind(.string), .setKind(.number),
            .setKind(.json), .addTargets(variationID: "a", try customers("C-1")),
            .removeTargets(try customers("C-1", "C-2")),
            .setTargets([Target(variationID: "a", customers: try customers("C-3"))]),
            .addRule(try rule("r1"), at: 0), .replaceRule(try rule("r1")), .removeRule("r1"),
            .moveRule("r1", to: 3), .setRules([]), .setRules([everyOperator]),
            .setDefaultRule(serving), .setCountsEveryone(false), .setReportsInsights(nil),
            .setReportsInsights(true),
        ]
        return try edits.map { .editFlag(environment: try place(), flag: try guid(0x21), $0) }
    }

    private static func audienceEdits() throws -> [Change] {
        let insertions = [
            Insertion(try CustomerKey("C-1")), Insertion(try CustomerKey("C-2"), at: 0),
        ]
        let edits: [AudienceEdit] = [
            .rename("Best"), .describe("Words"), .setTags(["a"]), .setArchived(true),
            .addMembers(insertions), .removeMembers(try customers("C-1")),
            .addExcluded(insertions), .removeExcluded(try customers("C-2")),
            .setRules([AudienceRule(id: "r1", name: "Paid", conditions: [.country("DE")])]),
        ]
        return try edits.map {
            .editAudience(environment: try place(), audience: try guid(0x31), $0)
        }
    }

    private static func drafts() throws -> [Change] {
        let draft = Draft(
            id: try guid(0x61),
            author: "Li",
            createdAt: Moment(microseconds: 1_780_000_000_000_005),
            note: "For July",
            changes: try environmentEdits()
        )
        return [.saveDraft(draft), .discardDraft(draft.id)]
    }

    /// A model with everything that a snapshot holds.
    static func model() throws -> Model {
        var random = SplitMix64(seed: 42)
        var model = Model()
        func make(_ changes: [Change], keepsTimes: Bool = false) throws {
            let proposal = Proposal(
                id: try guid(1),
                actor: "Ana",
                note: "Golden",
                changes: changes,
                keepsTimes: keepsTimes
            )
            let time = Moment(milliseconds: 1_780_000_060_000)
            model = try model.making(proposal, at: time, using: &random).model
        }
        let place = try place()
        try make([
            .createProject(Project(id: try guid(0x10), key: try Key("shop"), name: "Shop")),
            .createEnvironment(try environment(0x11, isLive: true)),
            .createEnvironment(try environment(0x12, isLive: false)),
        ])
        try make(
            try [0x31, 0x32, 0x33, 0x34].map {
                .createAudience(environment: place, try audience($0))
            }
                + [0x21, 0x22].map { .createFlag(environment: place, try flag($0)) }
                + [.createExperiment(environment: place, try experiment(0x51, .running))],
            keepsTimes: true
        )
        let rename = Change.editFlag(environment: place, flag: try guid(0x21), .rename("Sale"))
        try make([
            .deleteFlag(environment: place, flag: try guid(0x22)),
            .deleteAudience(environment: place, audience: try guid(0x34)), rename,
            .saveDraft(
                Draft(
                    id: try guid(0x61),
                    author: "Li",
                    createdAt: Moment(microseconds: 1_780_000_000_000_005),
                    note: "",
                    changes: [rename]
                )
            ),
        ])
        return model
    }
}
