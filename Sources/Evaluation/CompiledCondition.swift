import FlagModel

/// One condition, ready to be asked.
enum CompiledCondition: Sendable {
    /// The attribute is a number that compares with this one.
    case number(AttributeName, Operator, Double)
    /// The attribute's text compares with this one.
    case text(AttributeName, Operator, UTF8Text)
    /// The attribute is one of these texts, or none of them.
    case list(AttributeName, isNegated: Bool, Set<UTF8Text>)
    /// The pattern is found in the attribute, or is not.
    case pattern(AttributeName, isNegated: Bool, Pattern)
    /// The customer is in one of these audiences, or in none.
    case audiences([CompiledAudience], isNegated: Bool)
    /// Its value makes no sense: it holds for nobody. The reason is in words.
    case broken(String)

    /// Compiles a condition.
    ///
    /// What makes no sense is found here, and holds for nobody: an application must not suffer
    /// from a rule that somebody wrote wrongly.
    init(_ condition: Condition, audiences: [GUID: CompiledAudience]) {
        switch condition.test {
        case .isInAudience(let ids):
            self = .audiences(ids.compactMap { audiences[$0] }, isNegated: false)
        case .isNotInAudience(let ids):
            self = .audiences(ids.compactMap { audiences[$0] }, isNegated: true)
        case .attribute(let name, let op, let value):
            self.init(AttributeName(name), op, value)
        }
    }

    private init(_ attribute: AttributeName, _ op: Operator, _ value: String) {
        switch op.operand {
        case .number:
            guard let number = UTF8Text(value).number else {
                self = .broken("\"\(Words.short(value))\" is not a number")
                return
            }
            self = .number(attribute, op, number)
        case .list:
            guard let values = Condition.listedValues(value) else {
                self = .broken("\"\(Words.short(value))\" is not a list of texts")
                return
            }
            self = .list(attribute, isNegated: op == .notOneOf, Set(values.map(UTF8Text.init)))
        case .pattern:
            do throws(Pattern.Fault) {
                self = .pattern(attribute, isNegated: op == .notMatchRegex, try Pattern(value))
            } catch {
                self = .broken(
                    "the pattern \"\(Words.short(value))\" cannot be used: \(error.text)"
                )
            }
        case .text, .nothing: self = .text(attribute, op, UTF8Text(value))
        }
    }

    /// Why it holds for nobody, in words without a full stop; `nil` when it makes sense.
    var fault: String? {
        if case .broken(let reason) = self { reason } else { nil }
    }

    /// Whether it holds for a customer.
    func holds(for customer: EvaluationCustomer) -> Bool {
        switch self {
        case .number(let attribute, let op, let number):
            guard let own = customer.value(of: attribute).number else { return false }
            return Self.compares(own, op, number)
        case .text(let attribute, let op, let text):
            return Self.compares(customer.value(of: attribute).text, op, text)
        case .list(let attribute, let isNegated, let texts):
            return texts.contains(customer.value(of: attribute).text) != isNegated
        case .pattern(let attribute, let isNegated, let pattern):
            // A search that gave up says nothing: the condition holds in neither direction.
            guard let isFound = pattern.isFound(in: customer.value(of: attribute).text) else {
                return false
            }
            return isFound != isNegated
        case .audiences(let audiences, let isNegated):
            return audiences.contains { $0.holds(customer) } != isNegated
        case .broken: return false
        }
    }

    private static func compares(_ own: Double, _ op: Operator, _ number: Double) -> Bool {
        switch op {
        case .lessThan: own < number
        case .lessEqualThan: own <= number
        case .biggerThan: own > number
        case .biggerEqualThan: own >= number
        default: false
        }
    }

    private static func compares(_ own: UTF8Text, _ op: Operator, _ text: UTF8Text) -> Bool {
        switch op {
        case .equal: own == text
        case .notEqual: own != text
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

/// One audience, ready to be asked.
final class CompiledAudience: Sendable {
    let audience: Audience
    private let excluded: Set<UTF8Text>
    private let members: Set<UTF8Text>
    private let rules: [[CompiledCondition]]

    init(_ audience: Audience) {
        self.audience = audience
        excluded = Set(audience.excluded.map { UTF8Text($0.text) })
        members = Set(audience.members.map { UTF8Text($0.text) })
        rules = audience.rules.map { rule in
            rule.conditions.map { CompiledCondition($0, audiences: [:]) }
        }
    }

    /// Whether a customer belongs to it: exceptions first, then members, then rules.
    func holds(_ customer: EvaluationCustomer) -> Bool {
        let key = customer.keyValue.text
        if excluded.contains(key) { return false }
        if members.contains(key) { return true }
        return rules.contains { $0.allSatisfy { $0.holds(for: customer) } }
    }

    /// What makes no sense in its rules and therefore holds for nobody, in sentences.
    var faults: [String] {
        zip(audience.rules, rules).flatMap { rule, conditions in
            conditions.compactMap(\.fault).map { fault in
                "The rule \"\(Words.short(rule.name))\" of \(audience.name) "
                    + "holds for nobody: \(fault)."
            }
        }
    }
}
