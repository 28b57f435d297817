internal import HashTreeCollections

/// What became of a proposal.
public struct Outcome: Sendable {
    /// The model afterwards.
    public let model: Model
    /// What goes into the journal.
    public let changeSet: ChangeSet
    /// The changes that take it back, in the order to make them.
    public let inverse: [Change]
}

extension Model {
    /// Checks a proposal, gives its changes their times and revisions, and makes them: all or none.
    ///
    /// - Parameters:
    ///   - proposal: who asks for what, and why.
    ///   - time: now, in the service's clock.
    ///   - random: where new revisions come from.
    ///   - reach: how many people it gives something else, where a review depends on it.
    ///   - leave: what it may do without a review.
    /// - Returns: the model afterwards and the change set; nothing outside is touched.
    /// - Throws: ``Refusal`` for the first change that cannot be made.
    public func making(
        _ proposal: Proposal,
        at time: Moment,
        using random: inout some RandomNumberGenerator,
        reach: [GUID: PeopleReach] = [:],
        leave: ReviewLeave = .none
    ) throws(Refusal) -> Outcome {
        try TextRule.person.check(proposal.actor, of: .person)
        try TextRule.text.check(proposal.note, field: "reason")
        guard Limits.changeCount.contains(proposal.changes.count) else {
            throw proposal.changes.isEmpty
                ? .nothingToChange("no change was asked for")
                : .tooMany("changes at once", limit: Limits.changeCount.upperBound)
        }
        try checkReason(of: proposal)
        try checkReview(of: proposal, reach: reach, leave: leave)
        var model = self
        var steps: [ChangeSet.Step] = []
        var inverse: [[Change]] = []
        var lines: [String] = []
        var keptTimes: Set<Int64> = []
        for asked in proposal.changes {
            let change = model.settled(asked, at: time, in: proposal)
            let isKept = keepsTime(of: change, in: proposal, besides: &keptTimes)
            let stamp =
                isKept ? nil : model.stamp(change, of: proposal, at: time, using: &random)
            if let stamp { keptTimes.insert(stamp.time.milliseconds) }
            let step = ChangeSet.Step(change: change, stamp: stamp)
            let before = model
            do throws(Refusal) {
                try model.checkTime(of: change, at: time, proposal.origin)
                try model.checkDrafts(before: change, in: proposal)
                try model.checkRunning(
                    before: change,
                    at: time,
                    isUndo: proposal.origin.isUndo
                )
                inverse.append(try model.apply(step))
                try model.checkResult(of: change)
            } catch {
                guard proposal.origin.isPublishing, !change.isAboutDrafts else { throw error }
                let name = change.nameOfNewThing ?? before.name(of: change.subject)
                throw .draftDoesNotFit(name, because: error)
            }
            if lines.count < ChangeSet.maximumLines,
                proposal.origin.tells(
                    change,
                    amongDraftsOnly: proposal.changes.allSatisfy(\.isAboutDrafts)
                )
            {
                lines.append(change.sentence(before: before, after: model))
            }
            steps.append(step)
        }
        if lines.isEmpty, let change = steps.last?.change {
            // Nothing of what was planned happened: that is all there is to tell.
            lines.append(change.sentence(before: self, after: model))
        }
        let changeSet = ChangeSet(
            id: proposal.id,
            actor: proposal.actor,
            note: proposal.note,
            time: time,
            origin: proposal.origin,
            steps: steps,
            sentence: proposal.sentence(lines: lines, in: model),
            lines: lines
        )
        return Outcome(
            model: model,
            changeSet: changeSet,
            inverse: inverse.reversed().flatMap(\.self)
        )
    }

    /// Makes what a change set says, exactly as it was decided then.
    ///
    /// - Throws: ``Refusal`` when the set does not fit this model, which means that it was not the
    ///   next one.
    public func applying(_ changeSet: ChangeSet) throws(Refusal) -> Model {
        var model = self
        for step in changeSet.steps { _ = try model.apply(step) }
        return model
    }

    /// The changes that take a change set back, seen from the model before it.
    ///
    /// - Throws: ``Refusal`` when the set does not fit this model.
    public func inverse(of changeSet: ChangeSet) throws(Refusal) -> [Change] {
        var model = self
        var inverse: [[Change]] = []
        for step in changeSet.steps { inverse.append(try model.apply(step)) }
        return inverse.reversed().flatMap(\.self)
    }

    /// The model as if these changes were made, for previews; times and revisions stay.
    ///
    /// - Throws: ``Refusal`` for the first change that cannot be made.
    public func previewing(_ changes: [Change]) throws(Refusal) -> Model {
        var model = self
        for asked in changes {
            let change = model.settled(asked, at: nil)
            try model.checkRunning(before: change, at: nil)
            _ = try model.apply(ChangeSet.Step(change: change, stamp: nil))
            try model.checkResult(of: change)
        }
        return model
    }

    private func checkReason(of proposal: Proposal) throws(Refusal) {
        guard TextRule.isBlank(proposal.note, lines: true), proposal.origin != .scheduled else {
            // The reason was given, or not asked for, when it was planned.
            return
        }
        for change in proposal.changes {
            guard let id = change.subject.environmentID, let state = statesByID[id],
                state.environment.settings.requiresReason
            else { continue }
            throw .reasonRequired(environment: state.environment.title)
        }
    }

    /// Whether something new keeps the time that it brings.
    ///
    /// An import into an environment that was empty keeps every time, as nobody has seen any; only
    /// one that repeats is given anew, because SDKs tell versions apart by their milliseconds. So
    /// is one outside the years 1970 to 9998: the clock goes on from there, and must never leave
    /// the years that can be read.
    private func keepsTime(
        of change: Change,
        in proposal: Proposal,
        besides kept: inout Set<Int64>
    ) -> Bool {
        guard proposal.keepsTimes, let time = change.ownTime, Moment.stamps.contains(time),
            let id = change.subject.environmentID, statesByID[id]?.isEmpty ?? true
        else { return false }
        return kept.insert(time.milliseconds).inserted
    }

    /// One strictly increasing millisecond clock per environment stamps what goes to SDKs.
    private func stamp(
        _ change: Change,
        of proposal: Proposal,
        at time: Moment,
        using random: inout some RandomNumberGenerator
    ) -> ChangeSet.Stamp? {
        guard change.goesToApplications, let id = change.subject.environmentID,
            let state = statesByID[id]
        else { return nil }
        let next = max(time.milliseconds, state.clock.milliseconds + 1)
        return ChangeSet.Stamp(
            time: Moment(milliseconds: next),
            revision: proposal.keepsTimes ? nil : GUID(using: &random)
        )
    }
}

extension Change {
    /// Whether SDKs must learn of this change.
    fileprivate var goesToApplications: Bool {
        switch self {
        case .createFlag, .editFlag, .replaceFlag, .deleteFlag: true
        case .createAudience, .editAudience, .replaceAudience, .deleteAudience: true
        default: false
        }
    }

    /// The time that something new brings with it.
    fileprivate var ownTime: Moment? {
        switch self {
        case .createFlag(_, let flag): flag.updatedAt
        case .createAudience(_, let audience): audience.updatedAt
        default: nil
        }
    }
}
