/// What somebody wants of a flag for a while: on or off, and until when.
public struct FlagSetting: Hashable, Sendable {
    /// The environment of the flag.
    public let environmentID: GUID
    /// The flag.
    public let flagID: GUID
    /// On or off.
    public let isEnabled: Bool
    /// When it goes back; `nil` is until somebody changes it.
    public let end: Moment?
    /// The name of the zone in which the end was written.
    public let zone: String

    /// Puts the parts together.
    public init(
        environmentID: GUID,
        flagID: GUID,
        isEnabled: Bool,
        end: Moment?,
        zone: String = ""
    ) {
        self.environmentID = environmentID
        self.flagID = flagID
        self.isEnabled = isEnabled
        self.end = end
        self.zone = zone
    }

    /// The changes that make it so: the switch, and the plan that turns it back.
    ///
    /// An earlier end of the same switch is called off.
    ///
    /// - Returns: the changes in order; none when it is so already.
    public func changes(in model: Model, by planner: CustomerSetting.Planner) -> [Change] {
        guard let flag = model.environment(environmentID)?.flag(flagID) else { return [] }
        let endings = model.switchings(ofFlag: flagID, in: environmentID)
        if flag.isEnabled == isEnabled, endings.map(\.at) == (end.map { [$0] } ?? []) { return [] }
        var changes: [Change] = []
        if flag.isEnabled != isEnabled { changes.append(edit(isEnabled)) }
        changes += endings.map { .discardSchedule($0.id) }
        guard let end else { return changes }
        let place = model.environment(environmentID)?.environment.title ?? ""
        let title = "\(flag.name) goes \(isEnabled ? "off" : "on") again in \(place)"
        changes.append(
            .saveSchedule(
                Schedule(
                    id: planner.id,
                    author: planner.author,
                    createdAt: planner.now,
                    note: planner.note,
                    at: end,
                    title: Words.spelledOut(title),
                    changes: [edit(!isEnabled)],
                    expects: [
                        .enabled(environment: environmentID, flag: flagID, isEnabled)
                    ],
                    zone: zone
                )
            )
        )
        return changes
    }

    private func edit(_ isOn: Bool) -> Change {
        .editFlag(environment: environmentID, flag: flagID, .setEnabled(isOn))
    }
}

extension Model {
    /// The plans that end that a flag is on or off, the first to come first.
    public func switchings(ofFlag flag: GUID, in environment: GUID) -> [Schedule] {
        schedules.filter { schedule in
            guard schedule.later.isEmpty, schedule.recurrence == nil else { return false }
            return schedule.expects.contains { expectation in
                if case .enabled(environment, flag, _) = expectation { true } else { false }
            }
        }
    }
}
