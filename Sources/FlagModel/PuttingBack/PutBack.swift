/// What of an entry can be put back into the present model, and what stands in the way.
public struct PutBack: Hashable, Sendable {
    /// The changes, in the order to make them; empty when nothing can be put back.
    public let changes: [Change]
    /// Each of them in a sentence; at most ``ChangeSet/maximumLines``.
    public let lines: [String]
    /// What stands in the way of the rest; empty when everything can be put back.
    public let obstacles: [Obstacle]

    /// Why something stays as it is.
    public struct Obstacle: Hashable, Sendable {
        /// What it is about.
        public let subject: Subject
        /// What people call it.
        public let name: String
        /// What was decided anew since; ``Aspect/existence`` also where all of it counts.
        public let aspect: Aspect
        /// Why the present model does not allow it, where nobody has decided anew.
        public let reason: Refusal?
    }
}

extension Model {
    /// What of a change set can be put back into this model.
    ///
    /// A flag, audience, environment or experiment goes back aspect by aspect: where its present
    /// value is what the entry left, the earlier value comes back; where somebody has decided anew,
    /// it stays and stands in the way. What the entry made goes only if it is in all aspects as the
    /// entry left it; what the entry deleted comes back with its id and key.
    ///
    /// - Parameters:
    ///   - changeSet: the entry.
    ///   - before: the model before it.
    ///   - now: when it is put back.
    /// - Returns: the changes, which this model allows one after the other, and the obstacles.
    /// - Throws: ``Refusal`` when the set does not fit the model before it.
    /// - Complexity: O(*n*) in the changes of the entry and the things that they are about.
    public func puttingBack(
        _ changeSet: ChangeSet,
        from before: Model,
        at now: Moment
    ) throws(Refusal) -> PutBack {
        let after = try before.applying(changeSet)
        let subjects = changeSet.subjects.filter { subject in
            guard case .schedule = subject else { return true }
            return changeSet.origin != .scheduled
        }
        if subjects.allSatisfy({ has($0, as: after) }) {
            // What has happened as planned is put back without being planned once more.
            let inverse = try before.inverse(of: changeSet).filter { change in
                changeSet.origin != .scheduled || !change.isAboutSchedules
            }
            var steps = BackSteps(self, at: now)
            if !inverse.contains(where: alters(runsBy:)), (try? steps.make(inverse)) != nil {
                return steps.result(obstacles: [])
            }
        }
        var steps = BackSteps(self, at: now)
        var obstacles: [PutBack.Obstacle] = []
        var waiting: [BackGroup] = []
        var drafts: [(draft: Draft, group: BackGroup)] = []
        for subject in subjects.reversed() {
            let group = group(of: subject, before: before, after: after)
            obstacles += group.obstacles
            if changeSet.origin.isPublishing, case .draft(let id) = subject,
                let draft = before.draft(id)
            {
                drafts.append((draft, group))
            } else if !group.changes.isEmpty {
                waiting.append(group)
            }
        }
        obstacles += steps.makeAll(waiting)
        // A draft comes back only with all that it had done: else it would do it twice.
        let blocked = Set(obstacles.map(\.subject))
        let returning = drafts.filter {
            !$0.draft.changes.contains { blocked.contains($0.subject) }
        }
        obstacles += steps.makeAll(returning.map(\.group))
        return steps.result(obstacles: obstacles)
    }

    private func group(of subject: Subject, before: Model, after: Model) -> BackGroup {
        switch subject {
        case .project(let id):
            return whole(subject, before, after) { model in
                model.project(id).map { [.createProject($0)] }
            } removal: { _ in
                [.removeProject(id)]
            }
        case .environment(let id):
            if let old = before.environment(id)?.environment,
                let left = after.environment(id)?.environment,
                var goal = environment(id)?.environment
            {
                let now = goal
                let aspects = goal.putBack(from: old, after: left)
                let changes = now.edits(to: goal).map { Change.editEnvironment(id, $0) }
                return BackGroup(changes, blocked: aspects, of: subject, in: [self])
            }
            return whole(subject, before, after) { model in
                model.environment(id).map { [.createEnvironment($0.environment)] }
            } removal: { _ in
                [.removeEnvironment(id)]
            }
        case .person(let id): return groupOfPerson(id, before: before, after: after)
        case .webhook(let id):
            return whole(subject, before, after, aspect: .webhook) { model in
                model.webhook(id).map { [.saveWebhook($0)] }
            } removal: { _ in
                [.removeWebhook(id)]
            }
        case .trigger(let place, let id):
            return whole(subject, before, after, aspect: .trigger) { model in
                model.trigger(id).map { [.saveTrigger($0)] }
            } removal: { _ in
                [.removeTrigger(environment: place, trigger: id)]
            }
        case .draft(let id):
            return whole(subject, before, after, aspect: .draft) { model in
                model.draft(id).map { [.saveDraft($0)] }
            } removal: { _ in
                [.discardDraft(id)]
            }
        case .schedule(let id):
            return whole(subject, before, after, aspect: .schedule) { model in
                model.schedule(id).map { [.saveSchedule($0)] }
            } removal: { _ in
                [.discardSchedule(id)]
            }
        case .flag, .audience, .experiment:
            return groupInPlace(of: subject, before: before, after: after)
        }
    }

    /// The way back edit by edit, or else all at once; edits that come to nothing need neither.
    private func inPlace(
        _ edits: [Change]?,
        or atOnce: Change,
        blocked aspects: Set<Aspect>,
        of subject: Subject
    ) -> BackGroup {
        BackGroup(
            edits ?? [atOnce],
            otherwise: edits?.isEmpty == true ? [] : [atOnce],
            blocked: aspects,
            of: subject,
            in: [self]
        )
    }

    private func groupInPlace(of subject: Subject, before: Model, after: Model) -> BackGroup {
        switch subject {
        case .flag(let place, let id):
            if let old = before.environment(place)?.flag(id),
                let left = after.environment(place)?.flag(id),
                var goal = environment(place)?.flag(id)
            {
                let now = goal
                let aspects = goal.putBack(from: old, after: left)
                let edits = now.edits(to: goal)?.map {
                    Change.editFlag(environment: place, flag: id, $0)
                }
                let atOnce = Change.replaceFlag(environment: place, goal)
                return inPlace(edits, or: atOnce, blocked: aspects, of: subject)
            }
            return whole(subject, before, after) { model in
                model.environment(place)?.flag(id).map { [.createFlag(environment: place, $0)] }
            } removal: { model in
                let isArchived = model.environment(place)?.flag(id)?.isArchived ?? false
                let archive = Change.editFlag(environment: place, flag: id, .setArchived(true))
                return (isArchived ? [] : [archive]) + [.deleteFlag(environment: place, flag: id)]
            }
        case .audience(let place, let id):
            if let old = before.environment(place)?.audience(id),
                let left = after.environment(place)?.audience(id),
                var goal = environment(place)?.audience(id)
            {
                let now = goal
                let aspects = goal.putBack(from: old, after: left)
                let edits = now.edits(to: goal)?.map {
                    Change.editAudience(environment: place, audience: id, $0)
                }
                let atOnce = Change.replaceAudience(environment: place, goal)
                return inPlace(edits, or: atOnce, blocked: aspects, of: subject)
            }
            return whole(subject, before, after) { model in
                model.environment(place)?.audience(id).map {
                    [.createAudience(environment: place, $0)]
                }
            } removal: { model in
                let isArchived = model.environment(place)?.audience(id)?.isArchived ?? false
                let archive = Change.editAudience(
                    environment: place,
                    audience: id,
                    .setArchived(true)
                )
                return (isArchived ? [] : [archive])
                    + [.deleteAudience(environment: place, audience: id)]
            }
        case .experiment(let place, let id):
            if let old = before.environment(place)?.experiment(id),
                let left = after.environment(place)?.experiment(id),
                var goal = environment(place)?.experiment(id)
            {
                let now = goal
                let aspects = goal.putBack(from: old, after: left)
                let changes = now.changes(to: goal, in: place)
                return BackGroup(changes, blocked: aspects, of: subject, in: [self])
            }
            return whole(subject, before, after) { model in
                model.environment(place)?.experiment(id).map {
                    [.createExperiment(environment: place, $0)]
                }
            } removal: { _ in
                [.deleteExperiment(environment: place, experiment: id)]
            }
        default: preconditionFailure("The caller handles what lives in no environment.")
        }
    }

    /// A thing that an entry made, deleted, or changed as a whole.
    func whole(
        _ subject: Subject,
        _ before: Model,
        _ after: Model,
        aspect: Aspect = .existence,
        creation: (Model) -> [Change]?,
        removal: (Model) -> [Change]
    ) -> BackGroup {
        guard !before.has(subject, as: after) else { return BackGroup([], of: subject, in: [self]) }
        guard has(subject, as: after) else {
            return BackGroup([], blocked: [aspect], of: subject, in: [self, after, before])
        }
        return BackGroup(
            creation(before) ?? removal(self),
            isWhole: true,
            of: subject,
            in: [self, before]
        )
    }
}
