internal import FlagModel
internal import TerminalUI

/// One condition while it is being made: parts may still be missing.
struct ConditionLine: Equatable, Sendable {
    /// What a line asks about.
    enum What: Hashable, Sendable {
        case attribute(String)
        case audience
    }

    /// How it asks.
    enum How: Hashable, Sendable {
        case compares(Operator)
        case isIn
        case isNotIn
    }

    /// Identity, unique in its rule.
    let id: String
    var what: What?
    var how: How?
    /// What is compared with: one text, or several where the comparison takes a list.
    var texts: [String] = []
    /// The audiences of a line about audiences.
    var audiences: [GUID] = []

    /// A line of which nothing is chosen.
    init(id: String) {
        self.id = id
    }

    /// The line of a condition.
    init(_ condition: Condition) {
        id = condition.id
        switch condition.test {
        case .isInAudience(let ids): (what, how, audiences) = (.audience, .isIn, ids)
        case .isNotInAudience(let ids): (what, how, audiences) = (.audience, .isNotIn, ids)
        case .attribute(let name, let comparison, let value):
            (what, how) = (.attribute(name), .compares(comparison))
            texts =
                switch comparison.operand {
                case .list: Condition.listedValues(value) ?? [value]
                case .nothing: []
                default: [value]
                }
        }
    }

    /// Whether nothing was chosen yet.
    var isBlank: Bool { what == nil }

    /// Whether several values can be chosen.
    var takesList: Bool {
        switch how {
        case .compares(let comparison): comparison.operand == .list
        case .isIn, .isNotIn: true
        case nil: false
        }
    }

    /// Whether there is nothing to compare with.
    var needsNoValue: Bool {
        if case .compares(let comparison) = how { comparison.operand == .nothing } else { false }
    }

    /// The part that is still missing; `nil` for a whole line.
    var missing: ConditionsBox.Part? {
        if what == nil { return .what }
        if how == nil { return .how }
        return condition == nil ? .value : nil
    }

    /// Takes another attribute, or audiences: what was compared makes no sense any more.
    mutating func take(_ new: What) {
        guard what != new else { return }
        (what, how, texts, audiences) = (new, nil, [], [])
    }

    /// Takes another comparison, and keeps of the values what fits it.
    mutating func take(_ new: How) {
        how = new
        if needsNoValue { texts = [] } else if !takesList { texts = Array(texts.prefix(1)) }
    }

    /// The condition; `nil` while a part is missing.
    var condition: Condition? { test.map { Condition(id: id, test: $0) } }

    private var test: Condition.Test? {
        switch (what, how) {
        case (.audience, .isIn): audiences.isEmpty ? nil : .isInAudience(audiences)
        case (.audience, .isNotIn): audiences.isEmpty ? nil : .isNotInAudience(audiences)
        case (.attribute(let name), .compares(let comparison)):
            switch comparison.operand {
            case .nothing: .attribute(name, comparison, "")
            case .list:
                texts.isEmpty ? nil : .attribute(name, comparison, Condition.listValue(texts))
            default: texts.first.map { .attribute(name, comparison, $0) }
            }
        default: nil
        }
    }
}

extension ConditionLine {
    /// The parts in words, cut to what a line can show.
    func words(_ part: ConditionsBox.Part, in state: EnvironmentState?) -> String {
        switch part {
        case .what: what.map(\.words) ?? "…"
        case .how: how.map { $0.words(of: audiences.count) } ?? (what == nil ? "" : "…")
        case .value: valueWords(in: state)
        }
    }

    private func valueWords(in state: EnvironmentState?) -> String {
        if needsNoValue { return "" }
        if what == .audience, !audiences.isEmpty {
            let names = audiences.prefix(3).map { state?.audience($0)?.name ?? "a deleted one" }
            return Words.list(names, most: 3, of: audiences.count)
        }
        guard let first = texts.first else { return how == nil ? "" : "…" }
        if takesList {
            let shown = texts.prefix(3).map { Words.short($0) }
            return Words.list(shown, most: 3, of: texts.count)
        }
        return first.isEmpty ? "empty" : Words.short(first, 60)
    }
}

extension ConditionLine.What {
    /// What people call it.
    var words: String {
        switch self {
        case .audience: "Audience"
        case .attribute("keyId"): "customer key"
        case .attribute("name"): "customer name"
        case .attribute(let name): Words.short(name, 60)
        }
    }
}

extension ConditionLine.How {
    /// The comparison in the middle of a sentence.
    func words(of count: Int) -> String {
        switch self {
        case .compares(let comparison): comparison.words
        case .isIn: count > 1 ? "is one of" : "is"
        case .isNotIn: count > 1 ? "is none of" : "is not"
        }
    }
}
