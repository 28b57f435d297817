internal import HashTreeCollections

extension Model {
    /// The schedules in the order in which they happen.
    public var schedules: [Schedule] { schedulesByID.values.sorted() }

    /// The schedule with an id.
    public func schedule(_ id: GUID) -> Schedule? { schedulesByID[id] }

    /// Whether anything waits.
    public var hasSchedules: Bool { !schedulesByID.isEmpty }

    /// What happens next by itself.
    public var nextSchedule: Schedule? { schedulesByID.values.min() }

    /// What happens next by itself, were it not for some.
    public func nextSchedule(besides some: Set<GUID>) -> Schedule? {
        some.isEmpty
            ? nextSchedule : schedulesByID.values.lazy.filter { !some.contains($0.id) }.min()
    }

    /// Those that end what one customer has of a flag by hand, the first to come first.
    public func endings(
        ofCustomer customer: CustomerKey,
        flag: GUID,
        in environment: GUID
    ) -> [Schedule] {
        schedulesByID.values.filter { $0.ends(customer, flag: flag, in: environment) }.sorted()
    }

    /// When what one customer has of a flag by hand ends; `nil` when it has no end.
    public func ending(
        ofCustomer customer: CustomerKey,
        flag: GUID,
        in environment: GUID
    ) -> Moment? {
        schedulesByID.values.lazy
            .filter { $0.ends(customer, flag: flag, in: environment) }.map(\.at).min()
    }

    /// Why a schedule does not fit this model any more, in a sentence; `nil` when it does.
    ///
    /// All of it fits or none: half of what was planned is nothing that anybody decided.
    public func obstacle(to schedule: Schedule) -> String? {
        for expectation in schedule.expects {
            if let problem = unmet(expectation) { return problem }
        }
        do throws(Refusal) {
            _ = try previewing(schedule.changes)
            return nil
        } catch {
            return error.description
        }
    }

    private func unmet(_ expectation: Schedule.Expectation) -> String? {
        switch expectation {
        case .target(let place, let id, let customer, let variationID):
            guard let flag = environment(place)?.flag(id) else {
                return "The flag does not exist any more."
            }
            let present = flag.versionByHand(for: customer)
            guard present != variationID else { return nil }
            let name = present.map { flag.variation($0)?.name ?? $0 }
            let who = Words.spelledOut(customer.text)
            return name.map { "Somebody gave \(who) \($0) of \(flag.name) since." }
                ?? "\(who) has no version of \(flag.name) by hand any more."
        }
    }
}

extension Flag {
    /// The version that a customer was given by hand, if any.
    public func versionByHand(for customer: CustomerKey) -> String? {
        targets.first { $0.customers.contains(customer) }?.variationID
    }
}

extension Model {
    mutating func save(_ schedule: Schedule) throws(Refusal) -> [Change] {
        guard !schedule.changes.isEmpty, schedule.changes.allSatisfy(\.canWait) else {
            throw .malformedSchedule(schedule.title)
        }
        let earlier = schedulesByID[schedule.id]
        guard earlier != schedule else { throw .nothingToChange("the plan is the same") }
        schedulesByID[schedule.id] = schedule
        return [earlier.map(Change.saveSchedule) ?? .discardSchedule(schedule.id)]
    }

    mutating func discardSchedule(_ id: GUID) throws(Refusal) -> [Change] {
        guard let schedule = schedulesByID[id] else { throw .unknown(.schedule, id.text) }
        schedulesByID[id] = nil
        return [.saveSchedule(schedule)]
    }

    func checkSchedule(_ id: GUID) throws(Refusal) {
        guard let schedule = schedule(id) else { return }
        try TextRule.person.check(schedule.author, of: .person)
        try TextRule.scheduleTitle.check(schedule.title, of: .schedule)
        try TextRule.text.check(schedule.note, field: "note of the plan")
        let most = Limits.scheduledChangeCount.upperBound
        guard schedule.changes.count <= most, schedule.expects.count <= most else {
            throw .tooMany("changes in one plan", limit: most)
        }
        for place in schedule.environmentIDs where environment(place) == nil {
            throw .unknown(.environment, place.text)
        }
        let limit = Limits.scheduleCount.upperBound
        guard schedulesByID.count <= limit else {
            throw .tooMany("plans that wait", limit: limit)
        }
    }

    /// Only what is still to come can be planned; what has happened is not planned again.
    func checkTime(of change: Change, at now: Moment) throws(Refusal) {
        guard case .saveSchedule(let schedule) = change else { return }
        guard schedule.at > now else { throw .scheduleTime(schedule.title, .over) }
        let days = Limits.scheduleDays.upperBound
        let last = now.adding(microseconds: Int64(days) * 86_400_000_000)
        guard schedule.at <= last else { throw .scheduleTime(schedule.title, .tooFar(days: days)) }
    }
}

extension TextRule {
    /// Holds the names of a flag and of a customer, and a few words.
    fileprivate static let scheduleTitle = TextRule(
        length: Limits.scheduleTitleLength,
        countsBytes: false,
        allowsLines: false
    )
}

extension Change {
    /// Whether it may be planned for later: what waits does not wait once more.
    var canWait: Bool {
        switch subject {
        case .draft, .schedule: false
        default: true
        }
    }

    /// Whether it plans something or calls it off.
    public var isAboutSchedules: Bool {
        if case .schedule = subject { true } else { false }
    }
}
