internal import HashTreeCollections

extension Schedule {
    /// Whether anything that it does, in all of its time, is about a thing.
    public func touches(_ subject: Subject) -> Bool {
        changes.contains { $0.subject == subject }
            || later.contains { step in step.changes.contains { $0.subject == subject } }
            || recurrence?.turns.contains { turn in
                turn.changes.contains { $0.subject == subject }
            } ?? false
    }
}

extension Change {
    /// The environments that it reaches, at once or later, without repetition.
    ///
    /// - Parameter model: one that has the plans which it is about.
    /// - Returns: the environments, perhaps more than once.
    fileprivate func places(in model: Model) -> [GUID] {
        switch self {
        case .saveSchedule(let schedule): schedule.environmentIDs
        case .discardSchedule(let id), .holdSchedule(let id, _):
            model.schedule(id)?.environmentIDs ?? []
        default: subject.environmentID.map { [$0] } ?? []
        }
    }
}

extension Model {
    /// The plans that will do something with a thing, the next first.
    ///
    /// - Complexity: O(*n*) in the changes of everything that waits.
    public func schedules(about subject: Subject) -> [Schedule] {
        schedulesByID.values.filter { $0.touches(subject) }.sorted()
    }

    /// The environments that a draft will change, at once or later, without repetition.
    ///
    /// A draft that calls off what is over belongs to every environment: nobody can tell any more
    /// where the plan was, and somebody has to see it to throw it away.
    public func environmentIDs(of draft: Draft) -> [GUID] {
        let isLost = draft.changes.contains { change in
            switch change {
            case .discardSchedule(let id), .holdSchedule(let id, _): schedule(id) == nil
            default: false
            }
        }
        let places = draft.changes.flatMap { $0.places(in: self) }
        let all = isLost && places.isEmpty ? environments.map(\.environment.id) : places
        return all.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The model as plans leave it right after a moment, if nobody decides anything else until
    /// then.
    ///
    /// Only plans about the given things are looked at. One that is stopped does not happen, one
    /// that does not fit leaves everything as it is, and one that comes back comes once.
    ///
    /// - Parameters:
    ///   - moment: the last moment that counts.
    ///   - subjects: the things whose future is asked for.
    ///   - left: a plan that is left out; `nil` leaves out none.
    /// - Returns: the model as it will be then, as far as is known.
    public func foretold(
        through moment: Moment,
        about subjects: Set<Subject>,
        besides left: GUID? = nil
    ) -> Model {
        let waiting = schedulesByID.values.filter { schedule in
            !schedule.isHeld && schedule.id != left && subjects.contains(where: schedule.touches)
        }
        let steps = waiting.flatMap { $0.parts(through: moment) }.sorted()
        return steps.reduce(self) { model, step in
            guard case .success(let changes) = model.fitting(step.changes, of: step) else {
                return model
            }
            return (try? model.previewing(changes)) ?? model
        }
    }
}

extension Schedule {
    /// It as it will be at each of its times up to a moment.
    fileprivate func parts(through moment: Moment) -> [Schedule] {
        var parts: [Schedule] = []
        var next: Schedule? = self
        while let part = next, part.at <= moment {
            parts.append(part)
            next = part.recurrence == nil ? part.happening(at: part.at, in: nil).rest : nil
        }
        return parts
    }
}
