import FlagModel
import Foundation
import JSON

/// Reads settings of the process.
enum ProcessEnvironment {
    static func value(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
}

/// Makes flags and audiences of every shape that the model allows.
struct RandomFlags {
    var random: SplitMix64
    private var clock = 1_700_000_000_000

    init(random: SplitMix64) {
        self.random = random
    }

    mutating func changes(environment: GUID) throws -> [Change] {
        var audiences: [Audience] = []
        for index in 0..<number(0...4) { audiences.append(try audience(index)) }
        var changes = audiences.map { Change.createAudience(environment: environment, $0) }
        for index in 0..<number(1...6) {
            let flag = try flag(index, audiences.filter { !$0.isArchived }.map(\.id))
            changes.append(.createFlag(environment: environment, flag))
        }
        return changes
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    private mutating func chance() -> Bool { Bool.random(using: &random) }

    private mutating func word() -> String {
        let words = ["é", "旗", "a b", "x\"\\", "👩‍💻", "Sale", "0", "<&>", "ß", "-"]
        return (0..<number(1...3)).map { _ in words[number(0...words.count - 1)] }.joined()
    }

    private mutating func tick() -> Moment {
        clock += number(1...1_000_000)
        return Moment(milliseconds: Int64(clock))
    }

    private mutating func customers() throws -> [CustomerKey] {
        try (0..<number(0...4)).map { index throws in try CustomerKey("\(word())\(index)") }
    }

    private mutating func extras() -> JSONObject {
        guard chance() else { return JSONObject() }
        let value: JSONValue = [.null, .integer(number(-5...5)), .number(0.1), .string(word())]
        return JSONObject([JSONMember(key: "x-extra", value: value)])
    }

    private mutating func audience(_ index: Int) throws -> Audience {
        let created = tick()
        var audience = Audience(
            id: GUID(using: &random),
            key: try Key("audience-\(index)"),
            name: word() + "!",
            createdAt: created
        )
        audience.updatedAt = tick()
        audience.description = chance() ? "line\n\tline" : ""
        audience.reach = chance() ? .shared : .environment
        audience.scopes = chance() ? ["organization/a"] : []
        audience.members = try customers()
        audience.excluded = try customers()
        audience.rules = (0..<number(0...2)).map { index in
            AudienceRule(
                id: "r\(index)",
                name: chance() ? word() + "." : "",
                conditions: conditions([])
            )
        }
        audience.tags = chance() ? ["tag"] : []
        audience.isArchived = number(0...4) == 0
        audience.extras = extras()
        return audience
    }

    private mutating func conditions(_ audiences: [GUID]) -> [Condition] {
        (0..<number(0...3)).map { index in
            if !audiences.isEmpty, chance() {
                let test: Condition.Test =
                    chance() ? .isInAudience(audiences) : .isNotInAudience([audiences[0]])
                return Condition(id: "c\(index)", test: test)
            }
            let comparison = Operator.allCases[number(0...Operator.allCases.count - 1)]
            return Condition(id: "c\(index)", test: .attribute(word(), comparison, word()))
        }
    }

    private mutating func serving(_ ids: [String]) -> Serving {
        let inner = (0..<number(0...3)).map { _ in number(0...Share.whole) }
        let edges = [0] + inner.sorted() + [Share.whole]
        let shares = zip(edges, edges.dropFirst()).map { lower, upper in
            Share(
                variationID: ids[number(0...ids.count - 1)],
                lower: lower,
                upper: upper,
                experimentParts: chance() ? number(0...Share.whole) : nil
            )
        }
        return Serving(
            dispatchKey: chance() ? nil : "keyId",
            isInExperiment: chance(),
            shares: shares
        )
    }

    private mutating func flag(_ index: Int, _ audiences: [GUID]) throws -> Flag {
        let variations = (0..<number(1...4)).map { index in
            Variation(id: "v\(index)", name: word() + "!", value: word() + "\u{7}\n")
        }
        let ids = variations.map(\.id)
        let created = tick()
        var flag = Flag(
            id: GUID(using: &random),
            key: try Key("flag-\(index)"),
            name: word() + "!",
            kind: ValueKind.allCases[number(0...3)],
            variations: variations,
            defaultVariationID: ids[0],
            offVariationID: ids[ids.count - 1],
            revision: GUID(using: &random),
            createdAt: created
        )
        flag.updatedAt = tick()
        flag.description = chance() ? word() : ""
        flag.owner = chance() ? "Marketing" : ""
        flag.purpose = chance() ? "until summer" : ""
        flag.targets = try ids.filter { _ in chance() }
            .map { Target(variationID: $0, customers: try customers()) }
        flag.rules = (0..<number(0...3)).map { index in
            Rule(
                id: "r\(index)",
                name: chance() ? word() + "." : "",
                conditions: conditions(audiences),
                serving: serving(ids)
            )
        }
        flag.defaultRule = serving(ids)
        flag.isEnabled = chance()
        flag.countsEveryoneInExperiments = chance()
        flag.reportsInsights = chance() ? chance() : nil
        flag.tags = chance() ? ["a", "é"] : []
        flag.isArchived = number(0...5) == 0
        flag.creatorID = chance() ? "someone" : nil
        flag.updaterID = chance() ? "someone else" : nil
        flag.extras = extras()
        return flag
    }
}
