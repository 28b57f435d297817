import FlagModel

/// The rules of one flag or audience, ready to be asked.
struct CompiledRules: Sendable {
    /// Every text and every list that the conditions compare with.
    private(set) var texts = TextTable()
    private(set) var conditions: [CompiledCondition] = []
    /// For each rule, its conditions.
    private(set) var ranges: [Range<Int>] = []
    private(set) var patterns: [Pattern] = []
    private(set) var audiences: [CompiledAudience] = []

    /// Adds a rule behind the others: all of its conditions must hold.
    mutating func add(_ conditions: [Condition], audiences: [GUID: CompiledAudience]) {
        let start = self.conditions.count
        for condition in conditions { add(condition, audiences) }
        ranges.append(start..<self.conditions.count)
    }

    /// Adds a set of texts, for whoever keeps more than rules.
    mutating func addSet(_ customers: [CustomerKey]) -> TextTable.SetPlace {
        texts.addSet(customers.lazy.map(\.text))
    }

    /// Adds the name of an attribute, for whoever keeps more than rules.
    mutating func addAttribute(_ name: String) -> AttributeName {
        AttributeName(name, in: &texts)
    }

    private mutating func add(_ condition: Condition, _ known: [GUID: CompiledAudience]) {
        switch condition.test {
        case .isInAudience(let ids): add(ids, known, isNegated: false)
        case .isNotInAudience(let ids): add(ids, known, isNegated: true)
        case .attribute(let name, let op, let value):
            let attribute = addAttribute(name)
            let test = try? compiled(op, value)
            conditions.append(CompiledCondition(attribute: attribute, test: test ?? .broken))
        }
    }

    private mutating func add(
        _ ids: [GUID],
        _ known: [GUID: CompiledAudience],
        isNegated: Bool
    ) {
        let start = audiences.count
        audiences += ids.compactMap { known[$0] }
        let test = CompiledCondition.Test.audiences(start..<audiences.count, isNegated: isNegated)
        conditions.append(CompiledCondition(attribute: .key, test: test))
    }

    private mutating func compiled(
        _ op: Operator,
        _ value: String
    ) throws(ConditionFault) -> CompiledCondition.Test {
        switch try Operand(op, value) {
        case .number(let number): return .number(op, number)
        case .list(let values): return .list(texts.addSet(values), isNegated: op == .notOneOf)
        case .pattern(let pattern):
            patterns.append(pattern)
            return .pattern(patterns.count - 1, isNegated: op == .notMatchRegex)
        case .text: return .text(op, texts.add(value))
        }
    }

    /// The first rule that holds for a customer; `nil` when none does.
    func first(for customer: EvaluationCustomer) -> Int? {
        var index = 0
        while index < ranges.count {
            if holds(index, for: customer) { return index }
            index += 1
        }
        return nil
    }

    private func holds(_ rule: Int, for customer: EvaluationCustomer) -> Bool {
        let range = ranges[rule]
        var index = range.lowerBound
        while index < range.upperBound {
            guard holds(condition: index, for: customer) else { return false }
            index += 1
        }
        return true
    }

    /// Whether one condition holds for a customer.
    func holds(condition index: Int, for customer: EvaluationCustomer) -> Bool {
        let condition = conditions[index]
        switch condition.test {
        case .audiences(let range, let isNegated):
            return isIn(range, customer) != isNegated
        case .broken: return false
        default: break
        }
        let field = customer.field(condition.attribute, in: texts)
        let own = customer.bytes.span.extracting(field.value.range)
        switch condition.test {
        case .number(let op, let number): return op.holds(field.number, number)
        case .text(let op, let place):
            return op.holds(own, texts.bytes.span.extracting(place.range))
        case .list(let set, let isNegated):
            return texts.holds(own, hash: field.hash, in: set) != isNegated
        case .pattern(let pattern, let isNegated):
            // A search that gave up says nothing: the condition holds in neither direction.
            return patterns[pattern].search(own) == (isNegated ? .missing : .found)
        case .audiences, .broken: return false
        }
    }

    private func isIn(_ range: Range<Int>, _ customer: EvaluationCustomer) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound {
            if audiences[index].holds(customer) { return true }
            index += 1
        }
        return false
    }

    /// Why a search for a pattern gave no answer for a customer, in words without a full stop.
    func searchFault(condition index: Int, for customer: EvaluationCustomer) -> String? {
        let condition = conditions[index]
        guard case .pattern(let pattern, _) = condition.test else { return nil }
        let field = customer.field(condition.attribute, in: texts)
        return patterns[pattern].search(customer.bytes.span.extracting(field.value.range)).fault
    }
}
