public import Experiments
public import FlagModel

extension Agenda {
    /// What an agenda is worked out from.
    public struct Sources: Sendable {
        /// Everything, as it is now.
        public var model: Model
        /// Where.
        public var place: GUID
        /// When.
        public var now: Moment
        /// What the experiments that run found so far, by their ids.
        public var results: [GUID: ExperimentWords]
        /// Why the result of an experiment could not be had, by its id.
        public var problems: [GUID: String] = [:]
        /// When flags were last asked for.
        public var use: FlagUse
        /// Months after which a flag counts as forgotten.
        public var months: Int
        /// The reader's clock.
        public var zone: Zone

        /// Puts the parts together.
        public init(
            model: Model,
            place: GUID,
            now: Moment,
            results: [GUID: ExperimentWords],
            use: FlagUse,
            months: Int,
            zone: Zone
        ) {
            (self.model, self.place, self.now) = (model, place, now)
            (self.results, self.use, self.months, self.zone) = (results, use, months, zone)
        }

        /// The moment before which a flag must have been left alone to count as forgotten.
        public static func start(months: Int, before now: Moment) -> Moment {
            now.adding(days: -30 * months)
        }

        var start: Moment { Self.start(months: months, before: now) }
        var monthWords: String { Words.count(months, "month") }
    }

    /// Works out what needs a decision.
    ///
    /// - Complexity: O(*n*) in the flags; each is read once.
    public init(_ sources: Sources) {
        guard let state = sources.model.environment(sources.place) else {
            self.init([], gaps: [])
            return
        }
        self.init(
            sources.experimentItems(state) + sources.draftItems + sources.planItems
                + sources.flagItems(state),
            gaps: sources.gaps(state)
        )
    }
}

extension Agenda.Sources {
    func experimentItems(_ state: EnvironmentState) -> [Agenda.Item] {
        state.experiments.filter { $0.state == .running && !$0.isArchived }.compactMap { plan in
            guard let words = results[plan.id], let urgency = Self.urgency(words) else {
                return nil
            }
            return Agenda.Item(
                kind: .experiment,
                urgency: urgency,
                subject: .experiment(environment: place, plan.id),
                key: plan.key.text,
                name: plan.name,
                why: words.why,
                at: words.result.progress.startedAt
            )
        }
    }

    /// Nothing while the answer is to come in the time that was planned.
    private static func urgency(_ words: ExperimentWords) -> Agenda.Urgency? {
        switch words.line.advice {
        case .hold, .keep, .fix: return .wrong
        case .ship, .either: return .answer
        case .wait:
            let progress = words.result.progress
            return progress.fullDays >= progress.plannedDays ? .answer : nil
        }
    }

    var draftItems: [Agenda.Item] {
        let last = now.adding(days: -Agenda.days)
        let old = model.drafts.filter { $0.createdAt <= last && $0.reaches(place, in: model) }
        return old.map { draft in
            Agenda.Item(
                kind: .draft,
                urgency: .answer,
                subject: .draft(draft.id),
                key: "",
                name: model.name(of: .draft(draft.id)),
                why: "\(draft.authorWords) drafted it on "
                    + "\(Words.shortDay(draft.createdAt, in: zone)). "
                    + model.reviewState(of: draft).waitingWords,
                at: draft.createdAt
            )
        }
    }

    var planItems: [Agenda.Item] {
        model.schedules.filter { $0.reaches(place) }.compactMap { schedule in
            let obstacle = model.obstacle(to: schedule)
            guard obstacle != nil || schedule.at <= now.adding(days: Agenda.days) else {
                return nil
            }
            let isEnding = !schedule.expects.isEmpty
            let when = Words.weekdayTime(schedule.at, in: zone)
            return Agenda.Item(
                kind: isEnding ? .ending : .plan,
                urgency: obstacle == nil ? .soon : .wrong,
                subject: .schedule(schedule.id),
                key: "",
                name: schedule.title,
                why: obstacle.map { "Planned for \(when), and it will not happen: \($0)" }
                    ?? "\(isEnding ? "Ends by itself" : "Happens by itself") on \(when); planned"
                    + " by \(schedule.author).",
                at: schedule.at
            )
        }
    }

    func gaps(_ state: EnvironmentState) -> [String] {
        var gaps: [String] = []
        for plan in state.experiments.sorted(by: { $0.name < $1.name }) {
            guard let problem = problems[plan.id] else { continue }
            gaps.append("The result of \(plan.name) could not be read: \(problem)")
        }
        if !use.reachesBack {
            gaps.append(
                "Nobody can say yet which flags no application asks for: reports do not reach back "
                    + "\(monthWords)."
            )
        } else if !use.isCurrent {
            gaps.append(
                "Nobody can say which flags no application asks for: none has reported anything "
                    + "for a week. See who is connected with: flagdeck application"
            )
        }
        if !use.skipped.isEmpty {
            gaps.append(
                "\(Words.count(use.skipped.count, "more flag")) may be forgotten; only the "
                    + "\(Words.grouped(FlagUse.mostLookups)) oldest were looked up."
            )
        }
        return gaps
    }
}

extension ExperimentWords {
    /// The answer and what it rests on, in one short sentence; the page has the others.
    fileprivate var why: String {
        let line = line
        let answer = headline.hasSuffix(".") ? String(headline.dropLast()) : headline
        switch result.verdict {
        case .unevenSplit: return "\(answer): the groups do not have the sizes you asked for."
        case .mixedCustomers: return "\(answer): too many customers saw two versions."
        default: break
        }
        if line.advice == .wait {
            let days = Words.count(result.progress.plannedDays, "planned day")
            return "No answer yet, and the \(days) are over."
        }
        return line.bar == nil ? "\(answer)." : "\(answer): \(line.effect)."
    }
}

extension Draft {
    /// Whether it would change something in an environment, at once or later.
    func reaches(_ place: GUID, in model: Model) -> Bool {
        model.environmentIDs(of: self).contains(place)
    }
}

extension Schedule {
    /// Whether it will change something in an environment.
    func reaches(_ place: GUID) -> Bool { environmentIDs.contains(place) }
}

extension Change {
    /// Whether it changes something in an environment, at once or later.
    func reaches(_ place: GUID) -> Bool {
        subject.environmentID == place || reached.contains { $0.environmentID == place }
    }
}

extension ReviewState {
    /// What a draft waits for, in a sentence.
    var waitingWords: String {
        switch self {
        case .notNeeded: "Nobody has to read it; somebody must publish it."
        case .waiting(let missing):
            "It waits for the approval of "
                + "\(Words.count(missing, "other person", "other people"))."
        case .approved(let people): "\(Words.list(people)) approved it; somebody must publish it."
        case .sentBack(let person, let reason): "\(person) sent it back: \(reason)"
        }
    }
}
