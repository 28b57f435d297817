import FlagModel
import Testing

struct RefusalWordsTests {
    /// Each case once, with its code and its sentence; `docs` and scripts rely on the codes.
    static let table: [(Refusal, code: String, sentence: String)] = [
        (
            .malformedKey("a b"), "key.malformed",
            "\"a b\" cannot be a key: use 1 to 128 letters, digits, \".\", \"_\" or \"-\"."
        ),
        (
            .customerKeyLength(0), "customer.key",
            "A customer key of 0 bytes cannot be used: it must have 1 to 512."
        ),
        (.unknown(.flag, "gift-wrap"), "flag.unknown", "There is no flag \"gift-wrap\"."),
        (
            .taken(.audience, "vip"), "audience.taken",
            "The audience \"vip\" exists already. Choose another key."
        ),
        (
            .nothingToChange("Gift wrap is already on"), "change.nothing",
            "Nothing to change: Gift wrap is already on."
        ),
        (
            .badName(.variation, .tooLong(limit: 128)), "version.name",
            "The name of the version is longer than 128. Use 1 to 128 readable characters."
        ),
        (
            .badText(field: "reason", .unreadable(0x202E)), "text.bad",
            "The reason holds a character that is not for reading (U+202E)."
        ),
        (
            .tooMany("flags in one environment", limit: 100_000), "limit.exceeded",
            "Too many flags in one environment: the limit is 100,000."
        ),
        (
            .sharesDoNotTile(flag: "Gift wrap", place: "The default rule"), "shares.gap",
            "The shares of the default rule of \"Gift wrap\" do not add up to 100% without gaps "
                + "and overlaps."
        ),
        (
            .unknownVariation(flag: "Gift wrap", place: "Rule 1", id: "red"), "version.not-in-flag",
            "Rule 1 of \"Gift wrap\" names the version \"red\", which the flag does not have."
        ),
        (
            .unknownAudience(place: "Rule 1 of \"Gift wrap\"", id: "vip"), "audience.not-usable",
            "Rule 1 of \"Gift wrap\" names the audience vip, which does not exist here or is "
                + "archived."
        ),
        (
            .nestedAudience("VIP"), "audience.nested",
            "The audience \"VIP\" cannot look at other audiences. Use several conditions in the "
                + "flag's rule instead."
        ),
        (
            .inUse(.audience, name: "VIP", by: ["the flag \"Gift wrap\"", "the flag \"Sale\""]),
            "audience.in-use",
            "The audience \"VIP\" is in use: the flag \"Gift wrap\" and the flag \"Sale\". Change "
                + "that first."
        ),
        (
            .notArchived(.flag, "Gift wrap"), "flag.not-archived",
            "The flag \"Gift wrap\" must be archived before it can be deleted."
        ),
        (
            .badValue(flag: "Gift wrap", variation: "Ten", kind: .number), "version.value",
            "The version \"Ten\" of \"Gift wrap\" cannot be read as a number."
        ),
        (
            .duplicate("a tag", in: "\"Gift wrap\""), "id.duplicate",
            "\"Gift wrap\" has a tag twice."
        ),
        (
            .immutable(.flag, "Gift wrap"), "flag.immutable",
            "The key and the id of the flag \"Gift wrap\" cannot change."
        ),
        (
            .reasonRequired(environment: "LIVE"), "reason.required",
            "LIVE wants a reason with every change. Give one with --note."
        ),
        (
            .changedSince(name: "Gift wrap", entry: 4212), "undo.changed-since",
            "\"Gift wrap\" was changed again by entry 4212. Undo that first, or change it by hand."
        ),
        (
            .draftDoesNotFit("Gift wrap", because: .unknown(.rule, "r1")), "draft.does-not-fit",
            "The draft about \"Gift wrap\" does not fit any more. There is no rule \"r1\"."
        ),
        (
            .malformedDraft, "draft.malformed",
            "A draft must hold at least one change, and no drafts."
        ),
        (
            .malformedSecret("Web shop"), "secret.malformed",
            "The secret \"Web shop\" does not belong to this environment. Make a new one instead."
        ),
        (
            .badCondition(place: "Rule 1 of \"Gift wrap\"", reason: "\"x\" is not a number"),
            "condition.value",
            "Rule 1 of \"Gift wrap\" would hold for nobody: \"x\" is not a number. Correct that "
                + "and try again."
        ),
        (
            .malformedSchedule("Sale ends"), "plan.malformed",
            "What is planned as \"Sale ends\" must hold at least one change, and no drafts or "
                + "plans."
        ),
        (
            .scheduleTime("Sale ends", .over), "plan.time",
            "The time of \"Sale ends\" is over already. Choose a later one."
        ),
        (
            .timeOfPlanNotYours, "plan.by-itself",
            "Only Flagdeck itself can say that the time of a plan has come. Make the change in "
                + "your own name instead."
        ),
        (
            .outOfRange("window of \"Orders\"", 1...365, unit: "days"), "limit.range",
            "The window of \"Orders\" must be 1 to 365 days."
        ),
        (
            .badLayer(experiment: "Red button", layer: "shop"), "layer.places",
            "The part of the layer \"shop\" that \"Red button\" takes is empty: give two "
                + "percentages from 0 to 100, the smaller one first."
        ),
        (
            .layerTaken(layer: "shop", by: "Red button", key: "red"), "layer.taken",
            "\"Red button\" is running on a part of the layer \"shop\" that this takes too. "
                + "Choose another part, or stop it first: flagdeck experiment stop red."
        ),
        (
            .experimentRuns("Red button", key: "red", so: "it cannot be archived"),
            "experiment.running",
            "The experiment \"Red button\" is running, so it cannot be archived. Stop it first: "
                + "flagdeck experiment stop red."
        ),
        (
            .cannotStart("Red button", reason: "it is archived."), "experiment.start",
            "\"Red button\" cannot start: it is archived."
        ),
        (
            .timeOfRun(experiment: "Red button"), "experiment.time",
            "A run of \"Red button\" cannot begin or end later than now, or before the run before "
                + "it is over. Leave the time out."
        ),
        (
            .unknownZone("Mars/Base"), "plan.zone",
            "There is no zone \"Mars/Base\" here. Write it as in Europe/Berlin or "
                + "America/New_York, or UTC."
        ),
        (
            .malformedWebhook("Chat", reason: "its address names no computer"),
            "webhook.malformed", "\"Chat\" cannot be used: its address names no computer."
        ),
        (
            .undoNotYours, "undo.not-yours",
            "Only Flagdeck itself can say what takes an entry back. Ask it to undo the entry."
        ),
        (
            .review(.ownDraft("Gift wrap", "Ana")), "review.own",
            "Ana works on the draft about \"Gift wrap\", so somebody else must decide about it."
        ),
        (
            .permission(.lastAdministrator("Zoe")), "person.last-administrator",
            "Zoe is the last administrator everywhere. Make somebody else one first: "
                + "flagdeck person grant NAME administrator"
        ),
        (
            .triggerNotYours, "trigger.not-yours",
            "Only Flagdeck itself can say that the address of a trigger was asked. Make the change "
                + "in your own name instead."
        ),
    ]

    @Test(arguments: table)
    func `a refusal has a code and a sentence`(refusal: Refusal, code: String, sentence: String) {
        #expect(refusal.code == code)
        #expect(refusal.description == sentence)
    }

    @Test func `the table holds every case once`() {
        #expect(Self.table.map { Self.place(of: $0.0) } == Array(0..<Self.table.count))
    }

    @Test func `no code belongs to two cases`() {
        var places: [String: Set<Int>] = [:]
        for refusal in Self.everyKind {
            places[refusal.code, default: []].insert(Self.place(of: refusal))
        }

        #expect(places.filter { $0.value.count > 1 } == [:])
        #expect(places.count == Self.everyKind.count)
    }

    @Test(arguments: [
        (Refusal.TextProblem.empty, "The tag is empty."),
        (.tooLong(limit: 64), "The tag is longer than 64."),
        (.unreadable(9), "The tag holds a character that is not for reading (U+0009)."),
        (.unreadable(0xE0001), "The tag holds a character that is not for reading (U+E0001)."),
    ])
    func `what is wrong with a text is said`(problem: Refusal.TextProblem, sentence: String) {
        #expect(Refusal.badText(field: "tag", problem).description == sentence)
    }

    @Test func `a long list of places is cut`() {
        let places = (1...9).map { "rule \($0)" }

        #expect(
            Refusal.inUse(.variation, name: "Red", by: places).description
                == "The version \"Red\" is in use: rule 1, rule 2, rule 3, rule 4, rule 5 and 4 "
                + "more. Change that first."
        )
    }

    @Test func `an entry that is not known is not named`() {
        #expect(
            Refusal.changedSince(name: "Gift wrap", entry: nil).description
                == "\"Gift wrap\" was changed again since. Undo that first, or change it by hand."
        )
    }

    /// The place of each case in the table; a new case does not compile until it has one.
    private static func place(of refusal: Refusal) -> Int {
        switch refusal {
        case .malformedKey: 0
        case .customerKeyLength: 1
        case .unknown: 2
        case .taken: 3
        case .nothingToChange: 4
        case .badName: 5
        case .badText: 6
        case .tooMany: 7
        case .sharesDoNotTile: 8
        case .unknownVariation: 9
        case .unknownAudience: 10
        case .nestedAudience: 11
        case .inUse: 12
        case .notArchived: 13
        case .badValue: 14
        case .duplicate: 15
        case .immutable: 16
        case .reasonRequired: 17
        case .changedSince: 18
        case .draftDoesNotFit: 19
        case .malformedDraft: 20
        case .malformedSecret: 21
        case .badCondition: 22
        case .malformedSchedule: 23
        case .scheduleTime: 24
        case .timeOfPlanNotYours: 25
        case .outOfRange: 26
        case .badLayer: 27
        case .layerTaken: 28
        case .experimentRuns: 29
        case .cannotStart: 30
        case .timeOfRun: 31
        case .unknownZone: 32
        case .malformedWebhook: 33
        case .undoNotYours: 34
        case .review: 35
        case .permission: 36
        case .triggerNotYours: 37
        }
    }

    /// The table, and the cases that carry a kind with every kind.
    private static var everyKind: Set<Refusal> {
        let kinds = Refusal.Kind.allCases
        let kinded = kinds.flatMap { kind -> [Refusal] in
            [
                .unknown(kind, ""), .taken(kind, ""), .badName(kind, .empty),
                .inUse(kind, name: "", by: []), .notArchived(kind, ""), .immutable(kind, ""),
            ]
        }
        let plain = table.map(\.0).filter { ![2, 3, 5, 12, 13, 16].contains(place(of: $0)) }
        return Set(kinded + plain)
    }
}
