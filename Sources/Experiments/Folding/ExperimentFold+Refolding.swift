internal import FlagModel

extension ExperimentFold {
    /// Takes in a split that comes into force.
    ///
    /// To be called before exposures under it. Customers who came under it already are to be folded
    /// anew, and so are all who are mixed.
    ///
    /// - Throws: ``FoldPlanError`` when it is not younger than the others, names another number of
    ///   versions, or when there are too many.
    public mutating func append(_ period: FoldPlan.Period) throws(FoldPlanError) {
        try plan.append(period)
        totals.appendSplit(versions: plan.variationIDs.count)
        for place in Array(table.places) {
            let standing = CustomerState(bits: table[place + 2]).standing
            let isLater = table[place + 1] >= period.since.microseconds
            if standing == .mixed || (standing == .counted && isLater) { markDirty(place) }
        }
    }

    /// The customers who have to be folded anew, each once; asking takes them off the list.
    public mutating func takeDirty() -> [Int64] {
        defer { dirty = [] }
        for customer in dirty {
            guard let place = table.place(of: customer) else { continue }
            var state = CustomerState(bits: table[place + 2])
            state.isDirty = false
            table[place + 2] = state.bits
        }
        return dirty
    }

    /// Counts a customer anew.
    ///
    /// - Parameters:
    ///   - customer: the customer's number.
    ///   - exposures: all of the customer's exposures, in any order.
    ///   - events: all of the customer's events, in any order.
    public mutating func refold(
        _ customer: Int64,
        exposures: [FoldExposure],
        events: [FoldEvent]
    ) {
        if let place = table.place(of: customer) {
            guard CustomerState(bits: table[place + 2]).standing != .leftOut else { return }
            exclude(place, as: .unseen)
        }
        for exposure in exposures.sorted(by: { $0.at < $1.at }) {
            expose(customer, arm: exposure.arm, at: exposure.at)
        }
        guard let place = table.place(of: customer) else { return }
        for event in events {
            record(
                metric: event.metric,
                part: event.part,
                place: place,
                at: event.at.microseconds,
                amount: event.amount
            )
        }
    }

    mutating func markDirty(_ place: Int) {
        var state = CustomerState(bits: table[place + 2])
        guard !state.isDirty else { return }
        state.isDirty = true
        table[place + 2] = state.bits
        dirty.append(table[place])
    }
}
