extension Experiment {
    /// Puts back what an entry changed, where nobody has decided anew since; what is measured and
    /// for how long is one decision.
    mutating func putBack(from before: Experiment, after: Experiment) -> Set<Aspect> {
        var merge = Merge()
        merge.value(.name, before.name, after.name, &name)
        merge.value(.archived, before.isArchived, after.isArchived, &isArchived)
        merge.value(.progress, before.progress, after.progress, &progress)
        merge.value(.plan, before.plan, after.plan, &plan)
        return merge.obstacles
    }

    /// The changes that make this experiment another version of itself.
    ///
    /// - Parameters:
    ///   - goal: the other version; same id, key and flag.
    ///   - place: the environment.
    /// - Returns: the changes in order; empty when nothing differs.
    func changes(to goal: Experiment, in place: GUID) -> [Change] {
        var same = goal
        same.progress = progress
        let replacing = same == self ? [] : [Change.replaceExperiment(environment: place, same)]
        let running = runChanges(to: goal, in: place)
        // What runs cannot be archived, and what is archived cannot run.
        let isRunFirst = state == .running || goal.isArchived
        return isRunFirst ? running + replacing : replacing + running
    }

    /// Takes runs back that the goal does not have, the last one first, and makes those anew that
    /// only the goal has.
    private func runChanges(to goal: Experiment, in place: GUID) -> [Change] {
        guard progress != goal.progress else { return [] }
        let same = zip(runs, goal.runs).prefix { $0 == $1 }.count
        // Of the runs that differ, only the first can have the same start with another end.
        let isNextShared =
            same < min(runs.count, goal.runs.count)
            && runs[same].startedAt == goal.runs[same].startedAt
        let common = isNextShared ? same + 1 : same
        var changes: [Change] = []
        for (index, run) in runs.enumerated().dropFirst(same).reversed() {
            if let end = run.endedAt {
                changes.append(.takeBackStop(environment: place, experiment: id, of: end))
            }
            guard index >= common else { continue }
            changes.append(.takeBackStart(environment: place, experiment: id, of: run.startedAt))
        }
        for (index, run) in goal.runs.enumerated().dropFirst(same) {
            if index >= common {
                let start = run.startedAt
                changes.append(.startExperiment(environment: place, experiment: id, at: start))
            }
            guard let end = run.endedAt else { continue }
            changes.append(.stopExperiment(environment: place, experiment: id, at: end))
        }
        return changes
    }

    /// How far it is, and when it ran.
    var progress: Progress {
        get { Progress(state: state, runs: runs) }
        set { (state, runs) = (newValue.state, newValue.runs) }
    }

    struct Progress: Equatable {
        let state: State
        let runs: [Run]
    }

    /// Everything that is agreed before the start.
    private var plan: Experiment {
        get {
            var plan = self
            plan.progress = Progress(state: .planned, runs: [])
            (plan.name, plan.isArchived) = ("", false)
            return plan
        }
        set {
            var whole = newValue
            whole.progress = progress
            (whole.name, whole.isArchived) = (name, isArchived)
            self = whole
        }
    }
}

extension Model {
    /// Whether a change would have to alter runs in a way that only earlier versions did.
    func alters(runsBy change: Change) -> Bool {
        guard case .replaceExperiment(let place, let experiment) = change else { return false }
        return environment(place)?.experiment(experiment.id)?.progress != experiment.progress
    }
}
