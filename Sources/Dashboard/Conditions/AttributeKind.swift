internal import FlagModel
internal import TerminalUI

/// What the values of an attribute look like; it decides which comparisons are offered first.
enum AttributeKind: Equatable, Sendable {
    case text, number, date, yesNo, version
    /// No value was ever seen.
    case unknown

    /// Looks at some values.
    init(samples: [String]) {
        let values = samples.map(\.trimmed).filter { !$0.isEmpty }
        guard !values.isEmpty else {
            self = .unknown
            return
        }
        if values.allSatisfy({ ["true", "false"].contains($0.lowercased()) }) {
            self = .yesNo
        } else if values.allSatisfy(Self.isNumber) {
            self = .number
        } else if values.allSatisfy(Self.isDate) {
            self = .date
        } else if values.allSatisfy(Self.isVersion) {
            self = .version
        } else {
            self = .text
        }
    }

    /// "number", for the list of attributes.
    var words: SafeText {
        switch self {
        case .text: "text"
        case .number: "number"
        case .date: "date"
        case .yesNo: "yes or no"
        case .version: "version number"
        case .unknown: ""
        }
    }

    /// The comparisons that make sense for such values, the most usual first.
    var fitting: [Operator] {
        switch self {
        case .number:
            [
                .biggerEqualThan, .biggerThan, .lessEqualThan, .lessThan, .equal, .notEqual,
                .isOneOf, .notOneOf,
            ]
        case .yesNo: [.isTrue, .isFalse]
        case .date: [.startsWith, .equal, .notEqual, .isOneOf, .notOneOf]
        case .version: [.isOneOf, .notOneOf, .equal, .notEqual, .startsWith]
        case .text, .unknown:
            [
                .isOneOf, .notOneOf, .equal, .notEqual, .startsWith, .endsWith, .contains,
                .notContain, .matchRegex, .notMatchRegex,
            ]
        }
    }

    /// All 16 comparisons, the fitting ones first.
    var all: [Operator] { fitting + Operator.allCases.filter { !fitting.contains($0) } }

    /// What a comparison is for, beside its name.
    func note(on comparison: Operator) -> SafeText {
        switch (self, comparison) {
        case (.date, .startsWith): return "2026-07 means all of July 2026"
        case (.version, .startsWith): return "2. means every version 2"
        default: break
        }
        return switch comparison.operand {
        case .number: "compares numbers"
        case .list: "choose several"
        case .pattern: "a regular expression"
        case .nothing: "for yes or no"
        case .text: ""
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        text.utf8.allSatisfy { (48...57).contains($0) || [0x2B, 0x2D, 0x2E].contains($0) }
            && Double(text) != nil
    }

    private static func isDate(_ text: String) -> Bool {
        let bytes = Array(text.utf8.prefix(10))
        guard bytes.count == 10 else { return false }
        return bytes.enumerated().allSatisfy { place, byte in
            place == 4 || place == 7 ? byte == 0x2D : (48...57).contains(byte)
        }
    }

    private static func isVersion(_ text: String) -> Bool {
        let bare = text.hasPrefix("v") ? text.dropFirst() : text[...]
        let parts = bare.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count >= 2
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
    }
}
