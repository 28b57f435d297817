import FlagModel

/// An environment with some flags and audiences that somebody changes at random.
struct RandomEdits {
    var place: EvaluationPlace
    /// Edits that the model took.
    private(set) var made = 0
    private var random: SplitMix64

    static let customers = (0..<12).map { "customer-\($0)" }

    init(seed: UInt64) throws {
        place = try EvaluationPlace()
        random = SplitMix64(seed: seed)
        for number in 0..<4 { try place.make([newAudience(number)]) }
        for number in 0..<8 { try place.make([newFlag(number)]) }
    }

    /// One edit; the model may refuse it, and then nothing happens.
    mutating func edit() {
        do {
            try place.make([change()])
            made += 1
        } catch {
            // Such as an archived audience that is in use: not every edit can be made.
        }
    }

    private mutating func change() throws -> Change {
        let id = place.environmentID
        let flags = place.state.flags.sorted { $0.key < $1.key }
        let audiences = place.state.audiences.sorted { $0.key < $1.key }
        guard let flag = flags.randomElement(using: &random),
            let audience = audiences.randomElement(using: &random)
        else { return try newFlag(Int.random(in: 100...999, using: &random)) }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return try newFlag(Int.random(in: 10...99, using: &random))
        case 1: return try newAudience(Int.random(in: 10...99, using: &random))
        case 2: return .deleteFlag(environment: id, flag: flag.id)
        case 3: return .deleteAudience(environment: id, audience: audience.id)
        case 4:
            return .editFlag(environment: id, flag: flag.id, .setArchived(!flag.isArchived))
        case 5:
            return .editAudience(
                environment: id,
                audience: audience.id,
                .setArchived(!audience.isArchived)
            )
        case 6, 7:
            let members = try someCustomers().map { Insertion($0) }
            return .editAudience(
                environment: id,
                audience: audience.id,
                Bool.random(using: &random) ? .addMembers(members) : .addExcluded(members)
            )
        case 8: return .editFlag(environment: id, flag: flag.id, .setRules(rules()))
        case 9:
            let targets = FlagEdit.addTargets(variationID: "b", try someCustomers())
            return .editFlag(environment: id, flag: flag.id, targets)
        default:
            return .editFlag(environment: id, flag: flag.id, .setEnabled(!flag.isEnabled))
        }
    }

    private mutating func someCustomers() throws -> [CustomerKey] {
        try Self.customers.shuffled(using: &random).prefix(3).map { try CustomerKey($0) }
    }

    private mutating func rules() -> [Rule] {
        let ids = place.state.audiences.filter { !$0.isArchived }.map(\.id).sorted()
        return (0..<Int.random(in: 0...2, using: &random)).map { number in
            let some = Array(ids.shuffled(using: &random).prefix(2))
            let tests: [Condition.Test] = [
                .isInAudience(some), .isNotInAudience(some),
                .attribute("plan", .endsWith, "\(Int.random(in: 0...9, using: &random))"),
                .attribute("plan", .matchRegex, "[0-\(Int.random(in: 0...9, using: &random))]$"),
            ]
            let test = tests[Int.random(in: 0..<tests.count, using: &random)]
            return Rule(
                id: "r\(number)",
                name: "",
                conditions: [Condition(id: "1", test: test)],
                serving: Serving(parts: [("a", 40_000), ("b", 60_000)])
            )
        }
    }

    private mutating func newAudience(_ number: Int) throws -> Change {
        var audience = Audience(
            id: GUID(using: &random),
            key: try Key("audience-\(number)"),
            name: "Audience \(number)",
            createdAt: Moment(milliseconds: 0)
        )
        audience.members = try someCustomers()
        return .createAudience(environment: place.environmentID, audience)
    }

    private mutating func newFlag(_ number: Int) throws -> Change {
        var flag = Flag(
            id: GUID(using: &random),
            key: try Key("flag-\(number)"),
            name: "Flag \(number)",
            kind: .string,
            variations: ["a", "b"].map { Variation(id: $0, name: $0, value: $0) },
            defaultVariationID: "a",
            offVariationID: "b",
            revision: GUID(using: &random),
            createdAt: Moment(milliseconds: 0)
        )
        flag.isEnabled = true
        flag.rules = rules()
        return .createFlag(environment: place.environmentID, flag)
    }
}
