internal import HashTreeCollections

/// What running experiments ask of changes, before they are made.
///
/// These rules look at the model before a change; they are no part of applying it, so that what
/// was accepted once is replayed for ever.
extension Model {
    /// The change with what is decided only when it is made.
    ///
    /// A run begins and ends when somebody's change is made, not when it was drafted; a clock that
    /// went back does not put it before the run before. A replaced plan keeps the runs that there
    /// are by then.
    ///
    /// - Parameters:
    ///   - change: what somebody asks for.
    ///   - now: when it is made; `nil` in a preview, which leaves the moment open.
    ///   - proposal: what it is a part of; `nil` in a preview.
    /// - Returns: the change that is applied and written down.
    func settled(_ change: Change, at now: Moment?, in proposal: Proposal? = nil) -> Change {
        if case .draft = change.subject {
            return settledDraft(change, at: now, in: proposal)
        }
        if case .person = change.subject { return settledPerson(change) }
        guard case .experiment(let place, let id) = change.subject,
            let present = environment(place)?.experiment(id)
        else { return change }
        let moment = now.map { max($0, present.lastTurn ?? $0) }
        switch change {
        case .startExperiment(_, _, nil):
            return .startExperiment(environment: place, experiment: id, at: moment)
        case .stopExperiment(_, _, nil):
            return .stopExperiment(environment: place, experiment: id, at: moment)
        case .replaceExperiment(_, var experiment):
            experiment.progress = present.progress
            return .replaceExperiment(environment: place, experiment)
        default: return change
        }
    }

    /// Holds a change to what experiments need of the model as it is.
    ///
    /// - Parameters:
    ///   - change: the change, settled.
    ///   - now: when it is made; `nil` in a preview.
    ///   - isUndo: whether it takes something back: a version that was just added may go again.
    /// - Throws: ``Refusal`` that says what to do first.
    func checkRunning(
        before change: Change,
        at now: Moment?,
        isUndo: Bool = false
    ) throws(Refusal) {
        switch change.subject {
        case .experiment(let place, let id):
            guard let state = environment(place), let experiment = state.experiment(id) else {
                return
            }
            try experiment.checkRunning(before: change, at: now, in: state)
        case .flag(let place, let id):
            guard let state = environment(place), let flag = state.flag(id) else { return }
            try state.checkRunning(on: flag, before: change, isUndo: isUndo)
        case .audience(let place, let id):
            guard let state = environment(place), let audience = state.audience(id) else { return }
            try state.checkRunning(among: audience, before: change)
        case .person: try checkAdministrators(before: change)
        default: return
        }
    }
}

extension Experiment {
    fileprivate func checkRunning(
        before change: Change,
        at now: Moment?,
        in state: EnvironmentState
    ) throws(Refusal) {
        switch change {
        case .replaceExperiment(_, let new) where new.isArchived && self.state == .running:
            throw .experimentRuns(name, key: key.text, so: "it cannot be archived")
        case .deleteExperiment where self.state == .running:
            throw .experimentRuns(name, key: key.text, so: "it cannot be deleted")
        case .startExperiment(_, _, let moment):
            try checkStart(in: state)
            try check(moment, at: now)
        case .stopExperiment(_, _, let moment): try check(moment, at: now)
        // Then it runs again.
        case .takeBackStop: try checkStart(in: state)
        default: return
        }
    }

    private func checkStart(in state: EnvironmentState) throws(Refusal) {
        if isArchived {
            let command = "flagdeck experiment restore \(key.text)"
            throw .cannotStart(name, reason: "it is archived. Bring it back first: \(command).")
        }
        guard let flag = state.flag(flagID), flag.isArchived else { return }
        let command = "flagdeck flag restore \(flag.key.text)"
        throw .cannotStart(
            name,
            reason: "its flag \"\(flag.name)\" is archived. Bring that back first: \(command)."
        )
    }

    private func check(_ moment: Moment?, at now: Moment?) throws(Refusal) {
        guard let moment else { return }
        let follows = lastTurn.map { $0 <= moment } ?? true
        // A clock that went back since does not make the last turn one of the future.
        let isOver = now.map { moment <= max($0, lastTurn ?? $0) } ?? true
        guard follows, isOver else { throw .timeOfRun(experiment: name) }
    }
}

extension EnvironmentState {
    /// A running experiment needs its flag and all the versions that it compares.
    fileprivate func checkRunning(
        on flag: Flag,
        before change: Change,
        isUndo: Bool
    ) throws(Refusal) {
        guard let consequence = flag.loss(by: change, isUndo: isUndo) else { return }
        guard let experiment = experiments(on: flag.id).first(where: { $0.state == .running })
        else { return }
        throw .experimentRuns(experiment.name, key: experiment.key.text, so: consequence)
    }

    /// An experiment that counts only an audience's members needs that audience.
    fileprivate func checkRunning(
        among audience: Audience,
        before change: Change
    ) throws(Refusal) {
        let isArchiving = change.archivesAudience && !audience.isArchived
        guard isArchiving || change.deletesAudience else { return }
        let experiments = experiments.filter { $0.audienceID == audience.id && !$0.isArchived }
            .sorted { ($0.name, $0.key) < ($1.name, $1.key) }
        if let running = experiments.first(where: { $0.state == .running }) {
            let consequence = "the audience \"\(audience.name)\" that it counts cannot go"
            throw .experimentRuns(running.name, key: running.key.text, so: consequence)
        }
        guard change.deletesAudience, !experiments.isEmpty else { return }
        let places = experiments.map { "the experiment \"\($0.name)\"" }
        throw .inUse(.audience, name: audience.name, by: places)
    }
}

extension Change {
    fileprivate var archivesAudience: Bool {
        switch self {
        case .editAudience(_, _, .setArchived(true)): true
        case .replaceAudience(_, let audience): audience.isArchived
        default: false
        }
    }

    fileprivate var deletesAudience: Bool {
        if case .deleteAudience = self { true } else { false }
    }
}

extension Flag {
    /// What would be gone, as the middle of a sentence; `nil` when nothing would.
    fileprivate func loss(by change: Change, isUndo: Bool) -> String? {
        switch change {
        case .editFlag(_, _, .setArchived(true)) where !isArchived: return archiving
        case .deleteFlag: return "the flag \"\(name)\" cannot be deleted"
        case .editFlag(_, _, .removeVariation(let id)):
            return isUndo ? nil : variation(id).map(removing)
        case .replaceFlag(_, let new):
            if new.isArchived, !isArchived { return archiving }
            return isUndo
                ? nil : variations.first { new.variation($0.id) == nil }.map(removing)
        default: return nil
        }
    }

    private var archiving: String { "the flag \"\(name)\" cannot be archived" }

    private func removing(_ variation: Variation) -> String {
        "the version \"\(variation.name)\" of \"\(name)\" cannot be removed"
    }
}

extension ChangeSet.Origin {
    /// Whether it takes an entry back.
    public var isUndo: Bool {
        if case .undo = self { true } else { false }
    }
}
