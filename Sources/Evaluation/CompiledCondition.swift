import FlagModel

/// One condition, ready to be asked; its texts, lists and patterns stand beside it.
///
/// Plain numbers only, so that looking at it counts no references.
struct CompiledCondition: Sendable {
    /// What is compared, where something is.
    let attribute: AttributeName
    let test: Test

    enum Test: Sendable {
        /// The attribute is a number that compares with this one.
        case number(Operator, Double)
        /// The attribute's text compares with this one.
        case text(Operator, TextTable.Place)
        /// The attribute is one of these texts, or none of them.
        case list(TextTable.SetPlace, isNegated: Bool)
        /// The pattern is found in the attribute, or is not.
        case pattern(Int, isNegated: Bool)
        /// The customer is in one of these audiences, or in none.
        case audiences(Range<Int>, isNegated: Bool)
        /// Its value makes no sense: it holds for nobody.
        case broken
    }
}

/// Why a condition makes no sense.
struct ConditionFault: Error {
    /// In words, without a full stop.
    let text: String
}

/// What a condition compares with, read from its text.
///
/// What makes no sense is found here: an application must not suffer from a rule that somebody
/// wrote wrongly, so such a condition holds for nobody.
enum Operand {
    case number(Double)
    case list([String])
    case pattern(Pattern)
    case text

    init(_ op: Operator, _ value: String) throws(ConditionFault) {
        switch op.operand {
        case .number:
            let bytes = Array(value.utf8)
            guard let number = bytes.span.number else {
                throw ConditionFault(text: "\"\(Words.short(value))\" is not a number")
            }
            self = .number(number)
        case .list:
            guard let values = Condition.listedValues(value) else {
                throw ConditionFault(text: "\"\(Words.short(value))\" is not a list of texts")
            }
            self = .list(values)
        case .pattern:
            do throws(Pattern.Fault) {
                self = .pattern(try Pattern(value))
            } catch {
                throw ConditionFault(
                    text: "the pattern \"\(Words.short(value))\" cannot be used: \(error.text)"
                )
            }
        case .text, .nothing: self = .text
        }
    }
}

extension Operator {
    /// Whether a customer's number compares with a number; what is none does not.
    func holds(_ own: Double?, _ number: Double) -> Bool {
        guard let own else { return false }
        return switch self {
        case .lessThan: own < number
        case .lessEqualThan: own <= number
        case .biggerThan: own > number
        case .biggerEqualThan: own >= number
        default: false
        }
    }

    /// Whether a customer's text compares with a text.
    func holds(_ own: Span<UInt8>, _ text: Span<UInt8>) -> Bool {
        switch self {
        case .equal: own.isSame(as: text)
        case .notEqual: !own.isSame(as: text)
        case .contains: own.contains(text)
        case .notContain: !own.contains(text)
        case .startsWith: own.starts(with: text)
        case .endsWith: own.ends(with: text)
        case .isTrue: own.isWord("true")
        case .isFalse: own.isWord("false")
        default: false
        }
    }
}
