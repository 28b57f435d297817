extension Schedule {
    /// What a plan does at its time, and what it is afterwards.
    public struct Happening: Hashable, Sendable {
        /// What it does now, in order.
        public let changes: [Change]
        /// The plan that waits from now on; `nil` when nothing of it is left.
        public let rest: Schedule?
    }

    /// What happens when its time has come.
    ///
    /// The next time of a plan that comes back is found here, once, and the entry carries it: so
    /// replay needs neither a clock nor the rules of a zone. It is always later than now and than
    /// the time that was due, so that clocks that are set back never make it happen twice; all
    /// times that were missed happen as one.
    ///
    /// - Parameters:
    ///   - now: the time of the service, not before ``at``.
    ///   - zone: that of ``zone``; `nil` where the machine does not know it.
    /// - Returns: what to do; a plan that comes back in a zone that nobody knows is held.
    public func happening(at now: Moment, in zone: Zone?) -> Happening {
        if let step = later.first {
            return Happening(
                changes: changes,
                rest: moved(
                    to: step.at,
                    step.changes,
                    expects: step.expects,
                    later: Array(later.dropFirst()),
                    stopsWhen: watching
                )
            )
        }
        guard let recurrence else { return Happening(changes: changes, rest: nil) }
        guard let zone else { return Happening(changes: changes, rest: held(true)) }
        let missed = recurrence.missed(from: at, through: max(at, now), in: zone)
        let due =
            missed.isEmpty ? changes : missed.flatMap { recurrence.turns[$0.turn].changes }
        let rest = recurrence.next(after: max(at, now), in: zone).map { next in
            moved(
                to: next.at,
                recurrence.turns[next.turn].changes,
                expects: [],
                later: [],
                stopsWhen: watching
            )
        }
        return Happening(changes: due, rest: rest)
    }

    /// The same plan, held or released.
    public func held(_ isHeld: Bool) -> Schedule {
        moved(to: at, changes, expects: expects, later: later, isHeld: isHeld)
    }

    /// What lets a plan that is held go on.
    ///
    /// What should have happened meanwhile does not come all at once: a plan with steps goes on
    /// with the next one and keeps the time between them, one that comes back waits for its next
    /// time, one that happens once happens within a minute.
    ///
    /// - Parameters:
    ///   - now: the time of whoever releases it.
    ///   - zone: that of ``zone``.
    ///   - isGuarded: whether the experiment that watches over it may stop it again.
    /// - Returns: the change; `nil` when a plan that comes back has no time any more.
    public func releasing(at now: Moment, in zone: Zone, isGuarded: Bool = true) -> Change? {
        guard isGuarded || stopsWhen == nil else {
            return unguarded.releasing(at: now, in: zone, changed: true)
        }
        return releasing(at: now, in: zone, changed: false)
    }

    private func releasing(at now: Moment, in zone: Zone, changed isAnother: Bool) -> Change? {
        guard at <= now else {
            return isAnother ? .saveSchedule(held(false)) : .holdSchedule(id, false)
        }
        if let recurrence {
            return recurrence.next(after: now, in: zone).map { next in
                let turn = recurrence.turns[next.turn]
                return .saveSchedule(
                    moved(to: next.at, turn.changes, expects: [], later: [], isHeld: false)
                )
            }
        }
        let minute: Int64 = 60_000_000
        let soon = Moment(microseconds: (now.microseconds / minute + 1) * minute)
        return shifted(to: soon).map(Change.saveSchedule)
    }

    /// The same plan at another time, such as a later end.
    public func moved(to moment: Moment) -> Schedule {
        moved(to: moment, changes, expects: expects, later: later)
    }

    /// The same plan with nobody watching over it.
    private var unguarded: Schedule {
        Schedule(
            id: id,
            author: author,
            createdAt: createdAt,
            note: note,
            at: at,
            title: title,
            changes: changes,
            expects: expects,
            zone: zone,
            later: later,
            recurrence: recurrence,
            isHeld: isHeld
        )
    }

    /// The stop rule once the plan has begun.
    private var watching: StopRule? {
        stopsWhen.map {
            StopRule(
                environmentID: $0.environmentID,
                experimentID: $0.experimentID,
                isWatching: true
            )
        }
    }

    /// The same plan with other steps; what is not given stays as it is.
    func moved(
        to moment: Moment,
        _ changes: [Change],
        expects: [Expectation],
        later: [Step],
        recurrence: Recurrence? = nil,
        stopsWhen rule: StopRule? = nil,
        isHeld: Bool? = nil
    ) -> Schedule {
        Schedule(
            id: id,
            author: author,
            createdAt: createdAt,
            note: note,
            at: moment,
            title: title,
            changes: changes,
            expects: expects,
            zone: zone,
            later: later,
            recurrence: recurrence ?? self.recurrence,
            stopsWhen: rule ?? stopsWhen,
            isHeld: isHeld ?? self.isHeld
        )
    }
}

extension Model {
    /// Changes without those that would leave everything as it is.
    ///
    /// A plan says how things shall be: what somebody has done already by hand is no obstacle.
    ///
    /// - Throws: ``Refusal`` for the first change that cannot be made.
    public func needed(of changes: [Change]) throws(Refusal) -> [Change] {
        var model = self
        var needed: [Change] = []
        for change in changes {
            do throws(Refusal) {
                model = try model.previewing([change])
                needed.append(change)
            } catch {
                guard case .nothingToChange = error else { throw error }
            }
        }
        return needed
    }

    /// The plan that does what a schedule still has to do once it fits: all of it, or why not.
    public func fitting(_ changes: [Change], of schedule: Schedule) -> Result<[Change], Misfit> {
        for expectation in schedule.expects {
            if let problem = unmet(expectation) { return .failure(Misfit(reason: problem)) }
        }
        do throws(Refusal) {
            return .success(try needed(of: changes))
        } catch {
            return .failure(Misfit(reason: error.description))
        }
    }

    /// Why something that was planned does not fit any more.
    public struct Misfit: Error, Hashable, Sendable {
        /// A sentence for people.
        public let reason: String
    }
}
