import JSON

/// One condition of a rule.
public struct Condition: Hashable, Sendable {
    /// Identity; unique in its rule.
    public let id: String
    /// What must hold.
    public var test: Test

    /// What a condition can ask of a customer.
    public enum Test: Hashable, Sendable {
        /// The customer's attribute compares with a value. Lists are JSON inside the text.
        case attribute(String, Operator, String)
        /// The customer is in one of these audiences.
        case isInAudience([GUID])
        /// The customer is in none of these audiences.
        case isNotInAudience([GUID])
    }

    /// Puts the parts together.
    public init(id: String, test: Test) {
        self.id = id
        self.test = test
    }

    /// The audiences that this condition looks at.
    public var audienceIDs: [GUID] {
        switch test {
        case .attribute: []
        case .isInAudience(let ids), .isNotInAudience(let ids): ids
        }
    }

    /// The texts of a list operator's value; `nil` when the value is not a JSON list of texts.
    public static func listedValues(_ value: String) -> [String]? {
        guard case .array(let elements)? = try? JSONValue(parsing: Array(value.utf8)) else {
            return nil
        }
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element else { return nil }
            texts.append(text)
        }
        return texts
    }

    /// The value of a list operator for some texts.
    public static func listValue(_ texts: [String]) -> String {
        let list = JSONValue.array(texts.map(JSONValue.string))
        return String(decoding: list.canonicalBytes(), as: UTF8.self)
    }
}

/// The 16 comparisons that FeatBit's SDKs know, by their wire names.
public enum Operator: String, Hashable, Sendable, CaseIterable {
    /// The attribute is a smaller number.
    case lessThan = "LessThan"
    /// The attribute is a smaller or the same number.
    case lessEqualThan = "LessEqualThan"
    /// The attribute is a larger number.
    case biggerThan = "BiggerThan"
    /// The attribute is a larger or the same number.
    case biggerEqualThan = "BiggerEqualThan"
    /// The same text, byte by byte.
    case equal = "Equal"
    /// Another text.
    case notEqual = "NotEqual"
    /// The text is somewhere in the attribute.
    case contains = "Contains"
    /// The text is nowhere in the attribute.
    case notContain = "NotContain"
    /// The attribute begins with the text.
    case startsWith = "StartsWith"
    /// The attribute ends with the text.
    case endsWith = "EndsWith"
    /// A regular expression is found in the attribute.
    case matchRegex = "MatchRegex"
    /// A regular expression is not found in the attribute.
    case notMatchRegex = "NotMatchRegex"
    /// One of a list of texts.
    case isOneOf = "IsOneOf"
    /// None of a list of texts.
    case notOneOf = "NotOneOf"
    /// The word "true" in any case; the value is ignored.
    case isTrue = "IsTrue"
    /// The word "false" in any case; the value is ignored.
    case isFalse = "IsFalse"

    /// What kind of value this operator compares with.
    public var operand: Operand {
        switch self {
        case .lessThan, .lessEqualThan, .biggerThan, .biggerEqualThan: .number
        case .isOneOf, .notOneOf: .list
        case .isTrue, .isFalse: .nothing
        case .matchRegex, .notMatchRegex: .pattern
        default: .text
        }
    }

    /// The kinds of value that a condition can compare with.
    public enum Operand: Hashable, Sendable {
        /// A number.
        case number
        /// A text.
        case text
        /// A list of texts.
        case list
        /// A regular expression.
        case pattern
        /// The value is ignored.
        case nothing
    }

    /// The operator in the middle of a sentence: "country *is one of* Germany, Austria".
    public var words: String {
        switch self {
        case .lessThan: "is less than"
        case .lessEqualThan: "is at most"
        case .biggerThan: "is more than"
        case .biggerEqualThan: "is at least"
        case .equal: "is"
        case .notEqual: "is not"
        case .contains: "contains"
        case .notContain: "does not contain"
        case .startsWith: "starts with"
        case .endsWith: "ends with"
        case .matchRegex: "matches the pattern"
        case .notMatchRegex: "does not match the pattern"
        case .isOneOf: "is one of"
        case .notOneOf: "is none of"
        case .isTrue: "is yes"
        case .isFalse: "is no"
        }
    }
}
