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
