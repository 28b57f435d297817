internal import HashTreeCollections

/// A customer who has what an audience has until a date: a trial of a plan of features.
public struct TrialSetting: Hashable, Sendable {
    /// The environment of the audience.
    public let environmentID: GUID
    /// The audience, which stands for the features of a plan.
    public let audienceID: GUID
    /// The customer.
    public let customer: CustomerKey
    /// What people call the customer; the key where it is empty.
    public let customerName: String
    /// When it ends.
    public let end: Moment
    /// The name of the zone in which the end was written.
    public let zone: String

    /// Puts the parts together.
    public init(
        environmentID: GUID,
        audienceID: GUID,
        customer: CustomerKey,
        customerName: String = "",
        end: Moment,
        zone: String = ""
    ) {
        self.environmentID = environmentID
        self.audienceID = audienceID
        self.customer = customer
        self.customerName = customerName
        self.end = end
        self.zone = zone
    }

    /// Why a trial cannot begin.
    public enum Obstacle: Error, Hashable, Sendable {
        /// There is no such audience, or it is archived.
        case noAudience
        /// The customer is kept out of the audience, whatever else is said.
        case keptOut
        /// The customer belongs for good.
        case belongsAlready
        /// The customer has a trial that ends then.
        case onTrial(until: Moment)
    }

    /// The changes that begin it: the customer joins, and the plan that takes them off again.
    ///
    /// - Throws: ``Obstacle``.
    public func beginning(
        in model: Model,
        by planner: CustomerSetting.Planner
    ) throws(Obstacle) -> [Change] {
        guard let audience = model.environment(environmentID)?.audience(audienceID),
            !audience.isArchived
        else { throw .noAudience }
        guard !audience.excluded.contains(customer) else { throw .keptOut }
        if let trial = model.trial(of: customer, audience: audienceID, in: environmentID) {
            throw .onTrial(until: trial.schedule.at)
        }
        guard !audience.members.contains(customer) else { throw .belongsAlready }
        let name = Words.short(Words.spelledOut(audience.name), 200)
        return [
            edit(.addMembers([Insertion(customer)])),
            .saveSchedule(
                Schedule(
                    id: planner.id,
                    author: planner.author,
                    createdAt: planner.now,
                    note: planner.note,
                    at: end,
                    title: "The trial of \(name) ends for \(who)",
                    changes: [edit(.removeMembers([customer]))],
                    expects: [
                        .member(environment: environmentID, audience: audienceID, customer)
                    ],
                    zone: zone
                )
            ),
        ]
    }

    private var who: String {
        customerName.isEmpty
            ? Words.short(Words.spelledOut(customer.text), 100)
            : Words.short(Words.spelledOut(customerName), 200)
    }

    private func edit(_ edit: AudienceEdit) -> Change {
        .editAudience(environment: environmentID, audience: audienceID, edit)
    }
}

/// A customer who has what an audience has, and the plan that takes it back.
public struct Trial: Hashable, Sendable {
    /// Where.
    public let environmentID: GUID
    /// The audience.
    public let audienceID: GUID
    /// Who.
    public let customer: CustomerKey
    /// What ends it.
    public let schedule: Schedule

    /// The changes that end it at once.
    public var ending: [Change] { schedule.changes + [.discardSchedule(schedule.id)] }

    /// The change that gives it another end.
    public func extended(to end: Moment) -> Change { .saveSchedule(schedule.moved(to: end)) }
}

extension Model {
    /// Every trial, the first to end first.
    public var trials: [Trial] { schedules.compactMap(\.trial) }

    /// The trials that a customer has in an environment, the first to end first.
    public func trials(of customer: CustomerKey, in environment: GUID) -> [Trial] {
        let waiting = schedulesByID.values.filter { schedule in
            schedule.expects.contains { expectation in
                if case .member(environment, _, customer) = expectation { true } else { false }
            }
        }
        return waiting.sorted().compactMap(\.trial)
    }

    /// The trial that a customer has of an audience.
    public func trial(of customer: CustomerKey, audience: GUID, in environment: GUID) -> Trial? {
        trials(of: customer, in: environment).first { $0.audienceID == audience }
    }
}

extension Schedule {
    /// The trial that it ends, if it ends one.
    public var trial: Trial? {
        for case .member(let place, let audience, let customer) in expects
        where changes
            == [
                .editAudience(
                    environment: place,
                    audience: audience,
                    .removeMembers([customer])
                )
            ]
        {
            return Trial(
                environmentID: place,
                audienceID: audience,
                customer: customer,
                schedule: self
            )
        }
        return nil
    }
}
