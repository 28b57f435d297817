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

    /// The state as text: "on", "25%", "off", "experiment".
    public var stateText: String {
        switch state {
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
        let isRunning = state.experiments.contains { $0.flagID == id && $0.state == .running }
        let plain = plainSummary(in: state)
        return isRunning ? FlagSummary(state: .experiment, who: plain.who) : plain
    }

    private func plainSummary(in state: EnvironmentState) -> FlagSummary {
        // A rule without conditions is about everyone; nothing behind it is ever looked at.
        let rules = self.rules.prefix { !$0.conditions.isEmpty }
        let rest = rules.count < self.rules.count ? self.rules[rules.count].serving : defaultRule
        let everyoneElse = onParts(of: rest)
        let getting = rules.filter { onParts(of: $0.serving) > 0 }
        if everyoneElse == Share.whole {
            var lacking = rules.filter { onParts(of: $0.serving) < Share.whole }
                .map { $0.title(in: state) }
            let named = customerCount { $0 == offVariationID }
            if named > 0 { lacking.append(Words.count(named, "customer")) }
            if lacking.isEmpty { return FlagSummary(state: .on, who: "everyone") }
            return FlagSummary(state: .on, who: "everyone but \(Words.list(lacking, most: 2))")
        }
        if everyoneElse > 0 {
            let isSame = rules.allSatisfy { onParts(of: $0.serving) == everyoneElse }
            let others = isSame ? "everyone" : "everyone else"
            return FlagSummary(state: .some(parts: everyoneElse), who: others)
        }
        guard !getting.isEmpty else { return namedOnly }
        // The broadest rule usually comes last; what it gives says most.
        let parts = getting.last.map { onParts(of: $0.serving) } ?? 0
        let same = getting.filter { onParts(of: $0.serving) == parts }
        let who = Words.list(same.map { $0.title(in: state) }, most: 2)
        let others = getting.filter { onParts(of: $0.serving) != parts }
        return FlagSummary(
            state: parts == Share.whole ? .on : .some(parts: parts),
            who: ([who] + otherShares(others, in: state)).joined(separator: " and ")
        )
    }

    /// "100% of VIP" for the first of some rules, "2 rules with other shares" for more.
    private func otherShares(_ rules: [Rule], in state: EnvironmentState) -> [String] {
        guard let first = rules.first else { return [] }
        if rules.count > 1 { return [Words.count(rules.count, "rule") + " with other shares"] }
        let share = Words.percent(parts: onParts(of: first.serving))
        return ["\(share) of \(first.title(in: state))"]
    }

    private var namedOnly: FlagSummary {
        let named = customerCount { $0 != offVariationID }
        guard named > 0 else {
            return FlagSummary(state: .some(parts: 0), who: "nobody")
        }
        return FlagSummary(state: .on, who: Words.count(named, "customer"))
    }

    private func customerCount(_ isCounted: (String) -> Bool) -> Int {
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
