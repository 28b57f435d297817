/// What somebody wants for just one customer: a version of a flag, and until when.
public struct CustomerSetting: Hashable, Sendable {
    /// The environment of the flag.
    public let environmentID: GUID
    /// The flag.
    public let flagID: GUID
    /// The customer.
    public let customer: CustomerKey
    /// What people call the customer; the key where it is empty.
    public let customerName: String
    /// The version; `nil` for nothing of their own, so that they get what the rules say.
    public let variationID: String?
    /// When it ends; `nil` is until somebody changes it.
    public let end: Moment?

    /// Puts the parts together.
    public init(
        environmentID: GUID,
        flagID: GUID,
        customer: CustomerKey,
        customerName: String = "",
        variationID: String?,
        end: Moment?
    ) {
        self.environmentID = environmentID
        self.flagID = flagID
        self.customer = customer
        self.customerName = customerName
        self.variationID = variationID
        self.end = end
    }

    /// Who plans it, when and why.
    public struct Planner: Sendable {
        let author: String
        let note: String
        let now: Moment
        let id: GUID

        /// Puts the parts together; `id` becomes that of the schedule.
        public init(author: String, note: String, now: Moment, id: GUID) {
            self.author = author
            self.note = note
            self.now = now
            self.id = id
        }
    }

    /// The changes that make it so: the setting, and the schedule that ends it.
    ///
    /// What ended the setting before is called off, and what it would have put back is put back by
    /// the new end.
    ///
    /// - Returns: the changes in order; none when it is so already.
    public func changes(in model: Model, by planner: Planner) -> [Change] {
        guard let flag = model.environment(environmentID)?.flag(flagID) else { return [] }
        let present = flag.versionByHand(for: customer)
        let endings = model.endings(ofCustomer: customer, flag: flagID, in: environmentID)
        let wantedEnd = variationID == nil ? nil : end
        if present == variationID, endings.map(\.at) == (wantedEnd.map { [$0] } ?? []) {
            return []
        }
        var changes: [Change] = []
        if present != variationID { changes.append(edit(to: variationID)) }
        changes += endings.map { .discardSchedule($0.id) }
        guard let wantedEnd else { return changes }
        var back = endings.first.map { versionBack(in: $0) } ?? present
        if back == variationID { back = nil }
        changes.append(
            .saveSchedule(
                Schedule(
                    id: planner.id,
                    author: planner.author,
                    createdAt: planner.now,
                    note: planner.note,
                    at: wantedEnd,
                    title: "\(flag.name) goes back for \(who)",
                    changes: [edit(to: back)],
                    expects: [
                        .target(
                            environment: environmentID,
                            flag: flagID,
                            customer,
                            variationID: variationID
                        )
                    ]
                )
            )
        )
        return changes
    }

    /// The customer as the title of a plan can hold them.
    private var who: String {
        customerName.isEmpty
            ? Words.short(Words.spelledOut(customer.text), 100)
            : Words.short(Words.spelledOut(customerName), 200)
    }

    private func edit(to variationID: String?) -> Change {
        .editFlag(
            environment: environmentID,
            flag: flagID,
            variationID.map { .addTargets(variationID: $0, [customer]) }
                ?? .removeTargets([customer])
        )
    }

    /// What an end puts back.
    private func versionBack(in schedule: Schedule) -> String? {
        for case .editFlag(environmentID, flagID, .addTargets(let id, let customers))
            in schedule.changes where customers.contains(customer)
        {
            return id
        }
        return nil
    }
}
