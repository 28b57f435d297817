extension ExperimentFold {
    /// Whether customers wait for being folded anew.
    public var hasDirty: Bool { !dirty.isEmpty }

    /// Tells the totals of everybody who counts and was given a version, metric by metric.
    ///
    /// - Parameters:
    ///   - arm: the version, an index of ``FoldPlan/variationIDs``.
    ///   - metric: an index of ``FoldPlan/metrics``.
    ///   - tell: takes the customer's number, the total and the other total, in millionths.
    /// - Complexity: O(*n*) in the customers.
    public func customers(
        ofArm arm: Int,
        metric: Int,
        _ tell: (_ customer: Int64, _ total: Int64, _ other: Int64) -> Void
    ) {
        let shape = totals.metrics[metric]
        for place in table.places {
            let state = CustomerState(bits: table[place + 2])
            guard state.standing == .counted, state.arm == arm else { continue }
            let (total, other) = pair(shape, place)
            tell(table[place], total, other)
        }
    }
}
