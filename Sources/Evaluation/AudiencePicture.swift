public import FlagModel

/// One audience by itself, ready to be asked about many customers.
///
/// It is asked as it is written; whether it is archived does not matter.
public struct AudiencePicture: Sendable {
    private let compiled: CompiledAudience

    /// Compiles an audience.
    ///
    /// - Complexity: O(*n*) in what it lists.
    public init(_ audience: Audience) { compiled = CompiledAudience(audience) }

    /// Whether a customer belongs to it.
    public func holds(_ customer: EvaluationCustomer) -> Bool { compiled.holds(customer) }

    /// Whether a customer is listed as a member.
    public func lists(_ customer: EvaluationCustomer) -> Bool { compiled.lists(customer) }

    /// Whether a customer is listed as never belonging.
    public func excludes(_ customer: EvaluationCustomer) -> Bool { compiled.excludes(customer) }

    /// How many conditions of a rule a customer fulfils before the first one that they do not.
    public func fulfilled(rule: Int, by customer: EvaluationCustomer) -> Int {
        let conditions = compiled.rules.ranges[rule]
        return conditions.prefix { compiled.rules.holds(condition: $0, for: customer) }.count
    }
}
