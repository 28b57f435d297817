/// What somebody wants to happen later, and when: at once, in steps, or again and again.
public struct PlanSetting: Hashable, Sendable {
    /// One thing that shall be so.
    public enum Wish: Hashable, Sendable {
        /// A flag is on, or off.
        case enabled(GUID, Bool)
        /// Everybody whom no rule is about gets a version by this share, in parts of 100,000.
        case share(GUID, variationID: String, parts: Int)

        /// The flag that it is about.
        public var flagID: GUID {
            switch self {
            case .enabled(let id, _), .share(let id, _, _): id
            }
        }
    }

    /// Several wishes for one moment.
    public struct Step: Hashable, Sendable {
        /// When.
        public let at: Moment
        /// What shall be so then.
        public let wishes: [Wish]

        /// Puts the parts together.
        public init(at moment: Moment, _ wishes: [Wish]) {
            at = moment
            self.wishes = wishes
        }
    }

    /// When it happens.
    public enum Time: Hashable, Sendable {
        /// Step by step; what was before comes back at the end, if there is one.
        case steps([Step], back: Moment?)
        /// Again and again; what is now comes back each time, if that is said.
        case again([Wish], RhythmReader.Time, back: RhythmReader.Time?, lastDay: Int?)
    }

    /// Where.
    public let environmentID: GUID
    /// What people call it; made from what it does where it is empty.
    public let title: String
    /// What happens, and when.
    public let time: Time
    /// The name of the zone in which it is told.
    public let zone: String
    /// An experiment of the environment that stops it when a guardrail is harmed.
    public let experimentID: GUID?

    /// Puts the parts together.
    public init(
        environmentID: GUID,
        title: String = "",
        time: Time,
        zone: String,
        experimentID: GUID? = nil
    ) {
        self.environmentID = environmentID
        self.title = title
        self.time = time
        self.zone = zone
        self.experimentID = experimentID
    }

    /// Why it cannot be planned.
    public enum Obstacle: Error, Hashable, Sendable {
        /// A flag is not there.
        case noFlag
        /// The flag with this name has no other version to share with.
        case noShare(String)
        /// Nothing is asked for.
        case nothing
        /// It never comes.
        case never
        /// It ends at the moment at which it begins.
        case endsAtOnce
    }

    /// The plan.
    ///
    /// - Parameters:
    ///   - model: the present one, from which shares grow.
    ///   - planner: who plans it, when and why.
    ///   - table: when clocks of the zone are set.
    /// - Returns: the plan, ready to be saved.
    /// - Throws: ``Obstacle``.
    public func schedule(
        in model: Model,
        by planner: CustomerSetting.Planner,
        _ table: Zone
    ) throws(Obstacle) -> Schedule {
        guard let state = model.environment(environmentID) else { throw .noFlag }
        var writer = PlanWriter(state)
        var steps: [Schedule.Step] = []
        var recurrence: Recurrence?
        switch time {
        case .steps(let wanted, let back):
            for step in wanted {
                steps.append(try writer.step(at: step.at, step.wishes))
            }
            if let back { steps.append(writer.wayBack(at: back)) }
        case .again(let wishes, let first, let back, let lastDay):
            let turn = try writer.step(at: planner.now, wishes)
            var turns = [
                Recurrence.Turn(first.rhythm, minute: first.minute, changes: turn.changes)
            ]
            if let back {
                let changes = writer.wayBack(at: planner.now).changes
                turns.append(.init(back.rhythm, minute: back.minute, changes: changes))
            }
            guard back != first else { throw .endsAtOnce }
            let leading = Recurrence(turns: [turns[0]], lastDay: lastDay)
            guard let at = leading.next(after: planner.now, in: table)?.at else { throw .never }
            steps = [Schedule.Step(at: at, changes: turn.changes)]
            recurrence = Recurrence(turns: turns, lastDay: lastDay)
        }
        guard let first = steps.first, !first.changes.isEmpty else { throw .nothing }
        return Schedule(
            id: planner.id,
            author: planner.author,
            createdAt: planner.now,
            note: planner.note,
            at: first.at,
            title: title.isEmpty ? writer.title(isBack: isBack) : title,
            changes: first.changes,
            expects: first.expects,
            zone: zone,
            later: Array(steps.dropFirst()),
            recurrence: recurrence,
            stopsWhen: experimentID.map {
                Schedule.StopRule(environmentID: environmentID, experimentID: $0)
            }
        )
    }

    private var isBack: Bool {
        switch time {
        case .steps(_, let back): back != nil
        case .again(_, _, let back, _): back != nil
        }
    }
}

/// Turns wishes into changes, each step from what the step before leaves.
private struct PlanWriter {
    private let state: EnvironmentState
    private var servings: [GUID: Serving] = [:]
    private var switches: [GUID: Bool] = [:]
    /// What is said of each flag, in order.
    private var words: [(id: GUID, values: [String])] = []

    init(_ state: EnvironmentState) { self.state = state }

    private var place: GUID { state.environment.id }

    mutating func step(
        at moment: Moment,
        _ wishes: [PlanSetting.Wish]
    ) throws(PlanSetting.Obstacle) -> Schedule.Step {
        var changes: [Change] = []
        var expects: [Schedule.Expectation] = []
        for wish in wishes {
            guard let flag = state.flag(wish.flagID) else { throw .noFlag }
            switch wish {
            case .enabled(let id, let isOn):
                changes.append(.editFlag(environment: place, flag: id, .setEnabled(isOn)))
                switches[id] = isOn
                say(isOn ? "on" : "off", of: id)
            case .share(let id, let variationID, let parts):
                let before = servings[id] ?? flag.defaultRule
                guard let after = flag.raising(variationID, to: parts, in: before) else {
                    throw .noShare(flag.name)
                }
                expects.append(.everyone(environment: place, flag: id, before))
                changes.append(.editFlag(environment: place, flag: id, .setDefaultRule(after)))
                servings[id] = after
                say(Words.percent(parts: parts), of: id)
            }
        }
        return Schedule.Step(at: moment, changes: changes, expects: expects)
    }

    /// Puts back what was there before the first step, the last thing first.
    ///
    /// What somebody has decided anew since is theirs: then all of it stays.
    func wayBack(at moment: Moment) -> Schedule.Step {
        var changes: [Change] = []
        var expects: [Schedule.Expectation] = []
        for word in words.reversed() {
            guard let flag = state.flag(word.id) else { continue }
            if let serving = servings[word.id] {
                expects.append(.everyone(environment: place, flag: word.id, serving))
                changes.append(
                    .editFlag(environment: place, flag: word.id, .setDefaultRule(flag.defaultRule))
                )
            }
            if let isOn = switches[word.id] {
                expects.append(.enabled(environment: place, flag: word.id, isOn))
                changes.append(
                    .editFlag(environment: place, flag: word.id, .setEnabled(!isOn))
                )
            }
        }
        return Schedule.Step(at: moment, changes: changes, expects: expects)
    }

    private mutating func say(_ value: String, of id: GUID) {
        if let index = words.firstIndex(where: { $0.id == id }) {
            words[index].values.append(value)
        } else {
            words.append((id, [value]))
        }
    }

    /// "Advent banner on and New checkout 10% → 50%, in LIVE".
    func title(isBack: Bool) -> String {
        let things = words.map { word in
            let name = state.flag(word.id)?.name ?? word.id.text
            return "\(Words.short(name, 100)) \(word.values.joined(separator: " → "))"
        }
        let back = isBack ? ", then back" : ""
        let text = "\(Words.list(things))\(back) in \(state.environment.title)"
        return Words.short(Words.spelledOut(text), Limits.scheduleTitleLength.upperBound)
    }
}
