internal import HashTreeCollections

extension Model {
    /// The schedules in the order in which they happen.
    public var schedules: [Schedule] { schedulesByID.values.sorted() }

    /// The schedule with an id.
    public func schedule(_ id: GUID) -> Schedule? { schedulesByID[id] }

    /// Whether anything waits.
    public var hasSchedules: Bool { !schedulesByID.isEmpty }

    /// Whether nothing waits that has steps, a rhythm or a zone.
    public var hasPlainSchedulesOnly: Bool { schedulesByID.values.allSatisfy(\.isPlain) }

    /// What happens next by itself; what is held does not.
    public var nextSchedule: Schedule? { nextSchedule(besides: []) }

    /// What happens next by itself, were it not for some.
    public func nextSchedule(besides some: Set<GUID>) -> Schedule? {
        schedulesByID.values.lazy.filter { !$0.isHeld && !some.contains($0.id) }.min()
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
        switch fitting(schedule.changes, of: schedule) {
        case .success: nil
        case .failure(let misfit): misfit.reason
        }
    }

    /// What is not so any more that a schedule builds on, in a sentence.
    func unmet(_ expectation: Schedule.Expectation) -> String? {
        switch expectation {
        case .member(let place, let id, let customer):
            guard let audience = environment(place)?.audience(id) else {
                return "The audience does not exist any more."
            }
            guard !audience.members.contains(customer) else { return nil }
            let who = Words.spelledOut(customer.text)
            return "Somebody took \(who) out of \(audience.name) since."
        case .enabled(let place, let id, let isOn):
            guard let flag = environment(place)?.flag(id) else {
                return "The flag does not exist any more."
            }
            guard flag.isEnabled != isOn else { return nil }
            return "Somebody turned \(flag.name) \(isOn ? "off" : "on") since."
        case .everyone(let place, let id, let serving):
            guard let flag = environment(place)?.flag(id) else {
                return "The flag does not exist any more."
            }
            guard flag.defaultRule != serving else { return nil }
            return "Somebody changed what everybody else gets of \(flag.name) since."
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
        guard !schedule.changes.isEmpty, schedule.allChanges.allSatisfy(\.canWait),
            schedule.later.allSatisfy({ !$0.changes.isEmpty }),
            schedule.later.isEmpty || schedule.recurrence == nil,
            schedule.recurrence?.isSound ?? true
        else { throw .malformedSchedule(schedule.title) }
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

    mutating func holdSchedule(_ id: GUID, _ isHeld: Bool) throws(Refusal) -> [Change] {
        guard let schedule = schedulesByID[id] else { throw .unknown(.schedule, id.text) }
        guard schedule.isHeld != isHeld else {
            throw .nothingToChange("\(schedule.title) is \(isHeld ? "held" : "not held") already")
        }
        schedulesByID[id] = schedule.held(isHeld)
        return [.holdSchedule(id, !isHeld)]
    }

    func checkSchedule(_ id: GUID) throws(Refusal) {
        guard let schedule = schedule(id) else { return }
        try TextRule.person.check(schedule.author, of: .person)
        try TextRule.scheduleTitle.check(schedule.title, of: .schedule)
        try TextRule.text.check(schedule.note, field: "note of the plan")
        try TextRule.zoneName.check(schedule.zone, field: "zone of the plan")
        let most = Limits.scheduledChangeCount.upperBound
        let expectations = schedule.later.reduce(schedule.expects.count) { $0 + $1.expects.count }
        guard schedule.allChanges.count <= most, expectations <= most else {
            throw .tooMany("changes in one plan", limit: most)
        }
        let steps = Limits.scheduleStepCount.upperBound
        guard schedule.later.count < steps else {
            throw .tooMany("steps of one plan", limit: steps)
        }
        let turns = Limits.scheduleTurnCount.upperBound
        guard schedule.recurrence?.turns.count ?? 0 <= turns else {
            throw .tooMany("times in one rhythm", limit: turns)
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
    ///
    /// What the service puts back because the rest of it waits was planned already.
    func checkTime(
        of change: Change,
        at now: Moment,
        _ origin: ChangeSet.Origin
    ) throws(Refusal) {
        if case .holdSchedule(let id, false) = change, let held = schedulesByID[id], held.isHeld {
            guard held.at > now else { throw .scheduleTime(held.title, .over) }
        }
        guard case .saveSchedule(let schedule) = change, origin != .scheduled else { return }
        try checkStop(of: schedule)
        let times = [schedule.at] + schedule.later.map(\.at)
        guard schedule.at > now else { throw .scheduleTime(schedule.title, .over) }
        guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw .scheduleTime(schedule.title, .outOfOrder)
        }
        let days = Limits.scheduleDays.upperBound
        let last = now.adding(microseconds: Int64(days) * 86_400_000_000)
        guard times.allSatisfy({ $0 <= last }) else {
            throw .scheduleTime(schedule.title, .tooFar(days: days))
        }
    }

    /// What shall stop a plan must be there when it is planned: nothing would ever stop it.
    private func checkStop(of schedule: Schedule) throws(Refusal) {
        guard let rule = schedule.stopsWhen,
            rule != schedulesByID[schedule.id]?.stopsWhen,
            environment(rule.environmentID)?.experiment(rule.experimentID) == nil
        else { return }
        throw .unknown(.experiment, rule.experimentID.text)
    }
}

extension TextRule {
    /// Holds the names of a flag and of a customer, and a few words.
    fileprivate static let scheduleTitle = TextRule(
        length: Limits.scheduleTitleLength,
        countsBytes: false,
        allowsLines: false
    )
    /// As the tables of zones name them; none for UTC.
    fileprivate static let zoneName = TextRule(
        length: Limits.zoneNameLength,
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
