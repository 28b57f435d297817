public import FlagModel

/// What one customer gets of one flag, before and after something.
public struct AnswerDifference: Hashable, Sendable {
    /// The flag.
    public let flagID: GUID
    /// What people call it.
    public let flag: String
    /// The name of the version before.
    public let before: String
    /// The name of the version after.
    public let after: String
}

extension Evaluator {
    /// What a customer gets differently by another picture of the same environment.
    ///
    /// - Parameters:
    ///   - later: the other picture.
    ///   - customer: whoever is asked for.
    /// - Returns: one for each flag that is in both and not archived here, by name.
    /// - Complexity: O(*n* log *n*) in the flags.
    public func differences(
        to later: Evaluator,
        for customer: EvaluationCustomer
    ) -> [AnswerDifference] {
        let after = Dictionary(
            later.flags.map { ($0.flag.id, later.versionName(of: $0, for: customer)) }
        ) { first, _ in first }
        return flags.filter { !$0.flag.isArchived }.compactMap { compiled in
            let flag = compiled.flag
            let old = versionName(of: compiled, for: customer)
            guard let new = after[flag.id], new != old else { return nil }
            return AnswerDifference(flagID: flag.id, flag: flag.name, before: old, after: new)
        }.sorted { ($0.flag, $0.flagID) < ($1.flag, $1.flagID) }
    }

    private func versionName(of flag: CompiledFlag, for customer: EvaluationCustomer) -> String {
        answer(flag, for: customer).variationIndex.map { flag.flag.variations[$0].name }
            ?? "no version"
    }
}
