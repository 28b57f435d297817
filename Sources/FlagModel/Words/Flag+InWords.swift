import JSON

/// What a flag does now, as a list shows it.
public struct FlagSummary: Hashable, Sendable {
    /// The state in one word.
    public let state: State
    /// "everyone", "Germany and Austria", "nobody".
    public let who: String

    /// Off, on, or on for a share.
    public enum State: Hashable, Sendable {
        /// Nobody gets anything but the off version.
        case off
        /// Those named get it, all of them.
        case on
        /// Those named get it in this proportion, in parts of 100,000.
        case some(parts: Int)
        /// An experiment is running on it.
        case experiment
    }
}

extension FlagSummary.State {
    /// The state as text: "on", "25%", "off", "experiment".
    public var text: String {
        switch self {
        case .off: "off"
        case .on: "on"
        case .some(let parts): Words.percent(parts: parts)
        case .experiment: "experiment"
        }
    }
}

extension Flag {
    /// What the flag does now, in one state and a few words.
    ///
    /// "Getting it" means getting another version than the one that is handed out while it is off.
    public func summary(in state: EnvironmentState) -> FlagSummary {
        guard isEnabled, !isArchived else { return FlagSummary(state: .off, who: "nobody") }
        let reach = Reach(of: self)
        let now = isInExperiment(in: state) ? .experiment : reach.state
        return FlagSummary(state: now, who: who(reach, in: state))
    }

    /// The state of ``summary(in:)`` alone, for lists that count: nothing is put into words.
    public func summaryState(in state: EnvironmentState) -> FlagSummary.State {
        guard isEnabled, !isArchived else { return .off }
        return isInExperiment(in: state) ? .experiment : Reach(of: self).state
    }

    private func isInExperiment(in state: EnvironmentState) -> Bool {
        state.experiments.contains { $0.flagID == id && $0.state == .running }
    }

    private func who(_ reach: Reach, in state: EnvironmentState) -> String {
        let rules = reach.rules
        if reach.everyoneElse == Share.whole {
            var lacking = rules.filter { onParts(of: $0.serving) < Share.whole }
                .map { $0.title(in: state) }
            let named = customerCount { $0 == offVariationID }
            if named > 0 { lacking.append(Words.count(named, "customer")) }
            return lacking.isEmpty ? "everyone" : "everyone but \(Words.list(lacking, most: 2))"
        }
        if reach.everyoneElse > 0 {
            let isSame = rules.allSatisfy { onParts(of: $0.serving) == reach.everyoneElse }
            return isSame ? "everyone" : "everyone else"
        }
        guard let parts = reach.ruled else {
            return reach.named > 0 ? Words.count(reach.named, "customer") : "nobody"
        }
        let getting = rules.filter { onParts(of: $0.serving) > 0 }
        let same = getting.filter { onParts(of: $0.serving) == parts }
        let who = Words.list(same.map { $0.title(in: state) }, most: 2)
        let others = getting.filter { onParts(of: $0.serving) != parts }
        return ([who] + otherShares(others, in: state)).joined(separator: " and ")
    }

    /// "100% of VIP" for the first of some rules, "2 rules with other shares" for more.
    private func otherShares(_ rules: [Rule], in state: EnvironmentState) -> [String] {
        guard let first = rules.first else { return [] }
        if rules.count > 1 { return [Words.count(rules.count, "rule") + " with other shares"] }
        let share = Words.percent(parts: onParts(of: first.serving))
        return ["\(share) of \(first.title(in: state))"]
    }

    fileprivate func customerCount(_ isCounted: (String) -> Bool) -> Int {
        targets.reduce(0) { $0 + (isCounted($1.variationID) ? $1.customers.count : 0) }
    }

    /// The parts of 100,000 that get another version than the off version.
    public func onParts(of serving: Serving) -> Int {
        serving.parts { $0 != offVariationID }
    }

    /// "25% Blue banner, 75% No banner"; "Blue banner" when it is everybody.
    public func served(_ serving: Serving) -> String {
        let shares = serving.shares.filter { $0.parts > 0 }
        func name(_ share: Share) -> String {
            variation(share.variationID)?.name ?? share.variationID
        }
        guard shares.count != 1 else { return name(shares[0]) }
        return shares.map { "\(Words.percent(parts: $0.parts)) \(name($0))" }.joined(
            separator: ", "
        )
    }
}

/// Who gets another version than the one that is handed out while a flag is off, in numbers.
private struct Reach {
    /// The rules that somebody can meet: nothing behind one about everyone is ever looked at.
    let rules: ArraySlice<Rule>
    /// The share of those whom no rule takes, in parts of 100,000.
    let everyoneElse: Int
    /// The share of the last rule that gives it to anybody, `nil` where none does; the broadest
    /// rule usually comes last, and what it gives says most.
    let ruled: Int?
    /// How many customers get it by name.
    let named: Int

    init(of flag: Flag) {
        rules = flag.rules.prefix { !$0.conditions.isEmpty }
        let isCut = rules.count < flag.rules.count
        let rest = isCut ? flag.rules[rules.count].serving : flag.defaultRule
        everyoneElse = flag.onParts(of: rest)
        ruled = rules.lazy.map { flag.onParts(of: $0.serving) }.last { $0 > 0 }
        named = flag.customerCount { $0 != flag.offVariationID }
    }

    var state: FlagSummary.State {
        if everyoneElse == Share.whole { return .on }
        if everyoneElse > 0 { return .some(parts: everyoneElse) }
        if let ruled { return ruled == Share.whole ? .on : .some(parts: ruled) }
        return named > 0 ? .on : .some(parts: 0)
    }
}

extension Rule {
    /// What people call the rule: its name, or its conditions in words.
    public func title(in state: EnvironmentState?) -> String {
        guard name.isEmpty || hasNumberForName else { return name }
        guard !conditions.isEmpty else { return "everyone" }
        return Words.list(
            conditions.prefix(3).map { $0.words(in: state) },
            of: conditions.count
        )
    }
}

extension Rule {
    /// Whether it is called "Rule 3", as FeatBit calls what nobody gave a name.
    private var hasNumberForName: Bool {
        let words = name.lowercased().split(separator: " ", omittingEmptySubsequences: false)
        return words.count == 2 && words[0] == "rule" && Int(words[1]) != nil
    }
}

extension Condition {
    /// What must hold: "country is one of Germany and Austria", "VIP", "not in VIP".
    ///
    /// Long values and lists are cut.
    public func words(in state: EnvironmentState?) -> String {
        switch test {
        case .isInAudience(let ids): return names(ids, in: state)
        case .isNotInAudience(let ids): return "not in " + names(ids, in: state)
        case .attribute(let name, let op, let value):
            switch op.operand {
            case .nothing: return "\(name) \(op.words)"
            case .list:
                let values = Self.listedValues(value) ?? [value]
                let shown = values.prefix(4).map { Words.short($0) }
                let list = values.isEmpty ? "nothing" : Words.list(shown, most: 4, of: values.count)
                return "\(name) \(op.words) \(list)"
            default:
                return "\(name) \(op.words) \(value.isEmpty ? "empty" : Words.short(value))"
            }
        }
    }

    private func names(_ ids: [GUID], in state: EnvironmentState?) -> String {
        guard !ids.isEmpty else { return "no audience" }
        let names = ids.prefix(3).map { state?.audience($0)?.name ?? $0.text }
        let rest = ids.count > 3 ? " or \(Words.grouped(ids.count - 3)) more" : ""
        return names.joined(separator: " or ") + rest
    }
}

extension ValueKind {
    /// Whether applications can read a value as this kind.
    public func accepts(_ value: String) -> Bool {
        switch self {
        case .boolean: value == "true" || value == "false"
        case .string: true
        case .number: Self.isNumber(json(value))
        case .json: json(value) != nil
        }
    }

    private func json(_ value: String) -> JSONValue? {
        try? JSONValue(parsing: Array(value.utf8), limits: .importedFile)
    }

    /// A number as JSON writes it: what every SDK reads in the same way, unlike "0x10" and "+1".
    private static func isNumber(_ value: JSONValue?) -> Bool {
        switch value {
        case .integer, .number: true
        default: false
        }
    }
}
