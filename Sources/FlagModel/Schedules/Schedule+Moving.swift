extension Schedule {
    /// The same plan from another time on, and no longer stopped; the time between its steps stays.
    ///
    /// - Parameter moment: when its next step happens instead.
    /// - Returns: the plan; `nil` for one that comes back, whose times follow from its rhythm.
    public func shifted(to moment: Moment) -> Schedule? {
        guard recurrence == nil else { return nil }
        let shift = moment.microseconds - at.microseconds
        let steps = later.map {
            Step(at: $0.at.adding(microseconds: shift), changes: $0.changes, expects: $0.expects)
        }
        return moved(to: moment, changes, expects: expects, later: steps, isHeld: false)
    }

    /// What makes its next step happen at once instead of at its time.
    ///
    /// - Parameter model: the present one.
    /// - Returns: the changes, and what is left of the plan; or why they do not fit.
    public func hurrying(in model: Model) -> Result<[Change], Model.Misfit> {
        guard recurrence == nil else {
            return .failure(Model.Misfit(reason: "It comes back by itself at its own times."))
        }
        let rest = happening(at: at, in: nil).rest
        return model.fitting(changes, of: self).map { needed in
            needed + [rest.map(Change.saveSchedule) ?? .discardSchedule(id)]
        }
    }
}

/// Why changes that wait as a draft cannot be given a time.
public enum PostponingProblem: Error, Hashable, Sendable {
    /// They call a plan off or stop one, which is done at once.
    case endsPlan
    /// They hold more than one plan, or one that comes back.
    case manyPlans
    /// What ends by itself would end before it begins; its end.
    case endsBefore(Moment)
}

extension Schedule {
    /// A plan that does what a draft says, at a time.
    ///
    /// A share that the draft changes is expected to be what it is now: whoever sets it by hand
    /// meanwhile has decided anew. What the draft lets end by itself becomes a later step, so that
    /// nothing waits within something that waits.
    ///
    /// - Parameters:
    ///   - moment: when it happens.
    ///   - changes: what the draft says.
    ///   - model: the present one.
    ///   - planner: who plans it, when and why.
    ///   - zone: the name of the zone in which the time is told.
    /// - Throws: ``PostponingProblem``.
    public init(
        at moment: Moment,
        doing changes: [Change],
        in model: Model,
        by planner: CustomerSetting.Planner,
        zone: String
    ) throws(PostponingProblem) {
        var now: [Change] = []
        var plans: [Schedule] = []
        for change in changes {
            switch change {
            case .saveSchedule(let plan): plans.append(plan)
            case .discardSchedule, .holdSchedule: throw .endsPlan
            default: now.append(change)
            }
        }
        if now.isEmpty, plans.count == 1, let moved = plans[0].shifted(to: moment) {
            self = moved
            return
        }
        guard plans.count <= 1, plans.first?.recurrence == nil else { throw .manyPlans }
        let end = plans.first.map { plan in
            [Step(at: plan.at, changes: plan.changes, expects: plan.expects)] + plan.later
        }
        if let first = end?.first, first.at <= moment { throw .endsBefore(first.at) }
        self.init(
            id: planner.id,
            author: planner.author,
            createdAt: planner.now,
            note: planner.note,
            at: moment,
            title: Self.title(of: now, in: model),
            changes: now,
            expects: now.compactMap { Expectation(beforeSharing: $0, in: model) },
            zone: zone,
            later: end ?? []
        )
    }

    /// "Gift wrap and New checkout change in LIVE".
    private static func title(of changes: [Change], in model: Model) -> String {
        var names: [String] = []
        for change in changes {
            let name = Words.short(change.nameOfNewThing ?? model.name(of: change.subject), 100)
            if !names.contains(name) { names.append(name) }
        }
        let place = changes.lazy.compactMap(\.subject.environmentID).first
            .flatMap { model.environment($0)?.environment.title }
        let verb = names.count == 1 ? "changes" : "change"
        let text = "\(Words.list(names)) \(verb)\(place.map { " in \($0)" } ?? "")"
        return Words.short(Words.spelledOut(text), Limits.scheduleTitleLength.upperBound)
    }
}

extension Schedule.Expectation {
    /// What everybody else gets before a change of just that; `nil` for any other change.
    fileprivate init?(beforeSharing change: Change, in model: Model) {
        guard case .editFlag(let place, let id, .setDefaultRule) = change,
            let flag = model.environment(place)?.flag(id)
        else { return nil }
        self = .everyone(environment: place, flag: id, flag.defaultRule)
    }
}
