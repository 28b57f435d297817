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
        let everyoneElse = onParts(of: defaultRule)
        let getting = rules.filter { onParts(of: $0.serving) > 0 }
        if everyoneElse == Share.whole {
            let lacking = rules.filter { onParts(of: $0.serving) < Share.whole }
            if lacking.isEmpty { return FlagSummary(state: .on, who: "everyone") }
            let names = Words.list(lacking.map { $0.title(in: state) }, most: 2)
            return FlagSummary(state: .on, who: "everyone but \(names)")
        }
        if everyoneElse > 0 {
            let others = getting.isEmpty ? "everyone" : "everyone else"
            return FlagSummary(state: .some(parts: everyoneElse), who: others)
        }
        guard !getting.isEmpty else { return namedOnly }
        let who = Words.list(getting.map { $0.title(in: state) }, most: 2)
        let shares = Set(getting.map { onParts(of: $0.serving) })
        if shares == [Share.whole] { return FlagSummary(state: .on, who: who) }
        return FlagSummary(state: .some(parts: shares.max() ?? 0), who: who)
    }

    private var namedOnly: FlagSummary {
        let named = targets.filter { $0.variationID != offVariationID }
            .reduce(0) { $0 + $1.customers.count }
        guard named > 0 else {
            return FlagSummary(state: .some(parts: 0), who: "nobody")
        }
        return FlagSummary(state: .on, who: Words.count(named, "customer"))
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
        let isNamed = !name.isEmpty && !name.lowercased().hasPrefix("rule ")
        guard !isNamed else { return name }
        guard !conditions.isEmpty else { return "everyone" }
        return conditions.map { $0.words(in: state) }.joined(separator: " and ")
    }
}

extension Condition {
    /// "country is one of Germany, Austria"; "in VIP".
    public func words(in state: EnvironmentState?) -> String {
        switch test {
        case .isInAudience(let ids): return names(ids, in: state, joined: " or ")
        case .isNotInAudience(let ids): return "not in " + names(ids, in: state, joined: " or ")
        case .attribute(let name, let op, let value):
            switch op.operand {
            case .nothing: return "\(name) \(op.words)"
            case .list:
                let values = Self.listedValues(value) ?? [value]
                return "\(name) \(op.words) \(Words.list(values, most: 4))"
            default: return "\(name) \(op.words) \(value)"
            }
        }
    }

    private func names(_ ids: [GUID], in state: EnvironmentState?, joined: String) -> String {
        ids.map { state?.audience($0)?.name ?? $0.text }.joined(separator: joined)
    }
}

extension ValueKind {
    /// Whether applications can read a value as this kind.
    public func accepts(_ value: String) -> Bool {
        switch self {
        case .boolean: value == "true" || value == "false"
        case .string: true
        case .number: Double(value)?.isFinite ?? false
        case .json: (try? JSONValue(parsing: Array(value.utf8), limits: .importedFile)) != nil
        }
    }
}
