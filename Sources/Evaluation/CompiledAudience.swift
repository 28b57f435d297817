import FlagModel

/// One audience, ready to be asked.
final class CompiledAudience: Sendable {
    let audience: Audience
    let rules: CompiledRules
    private let excluded: TextTable.SetPlace
    private let members: TextTable.SetPlace

    init(_ audience: Audience) {
        var rules = CompiledRules()
        for rule in audience.rules { rules.add(rule.conditions, audiences: [:]) }
        excluded = rules.addSet(audience.excluded)
        members = rules.addSet(audience.members)
        self.audience = audience
        self.rules = rules
    }

    /// Whether a customer belongs to it: exceptions first, then members, then rules.
    func holds(_ customer: EvaluationCustomer) -> Bool {
        if excludes(customer) { return false }
        return lists(customer) || rules.first(for: customer) != nil
    }

    /// Why a customer belongs to it; `nil` when they do not.
    func belonging(_ customer: EvaluationCustomer) -> Belonging? {
        if excludes(customer) { return nil }
        if lists(customer) { return .listed }
        return rules.first(for: customer).map(Belonging.rule)
    }

    /// Whether a customer is listed as a member.
    func lists(_ customer: EvaluationCustomer) -> Bool { isIn(members, customer) }

    /// Whether a customer is listed as never belonging.
    func excludes(_ customer: EvaluationCustomer) -> Bool { isIn(excluded, customer) }

    private func isIn(_ set: TextTable.SetPlace, _ customer: EvaluationCustomer) -> Bool {
        let key = customer.keyField
        let text = customer.bytes.span.extracting(key.value.range)
        return rules.texts.holds(text, hash: key.hash, in: set)
    }
}
