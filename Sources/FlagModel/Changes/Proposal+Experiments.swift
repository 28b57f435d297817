extension Proposal {
    /// Refuses new experiments that say that they ran.
    ///
    /// A run begins and ends in front of everybody, by changes of its own: one that an experiment
    /// brought along would start without a review, and count days that nobody saw. Only what was
    /// deleted comes back with its runs.
    ///
    /// This is no part of making or applying changes: what was accepted once is replayed for ever.
    ///
    /// - Throws: ``Refusal/cannotStart(_:reason:)`` for the first of them, at once, in a draft or
    ///   in a plan.
    public func checkNewExperiments() throws(Refusal) {
        guard !origin.isUndo else { return }
        for change in changes { try change.checkNewExperiments() }
    }
}

extension Change {
    fileprivate func checkNewExperiments() throws(Refusal) {
        switch self {
        case .createExperiment(_, let plan) where plan.state != .planned || !plan.runs.isEmpty:
            throw .cannotStart(
                plan.name,
                reason: "it is new, so it has no runs yet. Plan it without any, then start it: "
                    + "flagdeck experiment start \(plan.key.text)"
            )
        case .saveDraft(let draft): for change in draft.changes { try change.checkNewExperiments() }
        case .saveSchedule(let schedule):
            for change in schedule.allChanges { try change.checkNewExperiments() }
        default: return
        }
    }
}
