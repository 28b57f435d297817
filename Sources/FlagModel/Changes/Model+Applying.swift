internal import HashTreeCollections

extension Model {
    /// Makes one change and returns the changes that take it back, in the order to make them.
    ///
    /// This refuses what cannot be done at all: what is not there, is taken or in use. The rules
    /// for texts and counts are held by ``checkResult(of:)``, so that what was accepted once is
    /// replayed for ever, also by a program with other limits or newer tables of characters.
    ///
    /// - Throws: ``Refusal``; the model is then as it was.
    mutating func apply(_ step: ChangeSet.Step) throws(Refusal) -> [Change] {
        switch step.change {
        case .createProject(let project): return try create(project)
        case .removeProject(let id): return try removeProject(id)
        case .createEnvironment(let environment): return try create(environment)
        case .removeEnvironment(let id): return try removeEnvironment(id)
        case .savePerson(let person): return try save(person)
        case .removePerson(let id): return try removePerson(id)
        case .addToken(let id, let token): return try add(token, to: id)
        case .revokeToken(let id, let token): return try revoke(token, of: id)
        case .saveWebhook(let webhook): return try save(webhook)
        case .removeWebhook(let id): return try removeWebhook(id)
        case .saveTrigger(let trigger): return try save(trigger)
        case .removeTrigger(let place, let id): return try removeTrigger(id, in: place)
        case .saveDraft(let draft): return try save(draft)
        case .discardDraft(let id): return try discardDraft(id)
        case .decide(let id, let revision, let decision):
            return try decide(id, revision, decision)
        case .comment(let id, let comment): return try add(comment, to: id)
        case .saveSchedule(let schedule): return try save(schedule)
        case .discardSchedule(let id): return try discardSchedule(id)
        case .holdSchedule(let id, let isHeld): return try holdSchedule(id, isHeld)
        case .editEnvironment(let place, let edit):
            return try within(place) { state throws(Refusal) in
                [.editEnvironment(place, try state.environment.apply(edit))]
            }
        case .createFlag(let place, let flag):
            return try within(place) { state throws(Refusal) in
                try state.create(flag, stamp: step.stamp)
            }
        case .editFlag(let place, let id, let edit):
            return try within(place) { state throws(Refusal) in
                try state.editFlag(id, edit, stamp: step.stamp)
            }
        case .replaceFlag(let place, let flag):
            return try within(place) { state throws(Refusal) in
                try state.replace(flag, stamp: step.stamp)
            }
        case .deleteFlag(let place, let id):
            return try within(place) { state throws(Refusal) in
                try state.deleteFlag(id, stamp: step.stamp)
            }
        case .createAudience(let place, let audience):
            return try within(place) { state throws(Refusal) in
                try state.create(audience, stamp: step.stamp)
            }
        case .editAudience(let place, let id, let edit):
            return try within(place) { state throws(Refusal) in
                try state.editAudience(id, edit, stamp: step.stamp)
            }
        case .replaceAudience(let place, let audience):
            return try within(place) { state throws(Refusal) in
                try state.replace(audience, stamp: step.stamp)
            }
        case .deleteAudience(let place, let id):
            return try within(place) { state throws(Refusal) in
                try state.deleteAudience(id, stamp: step.stamp)
            }
        case .createExperiment(let place, let experiment):
            return try within(place) { state throws(Refusal) in try state.create(experiment) }
        case .replaceExperiment(let place, let experiment):
            return try within(place) { state throws(Refusal) in try state.replace(experiment) }
        case .deleteExperiment(let place, let id):
            return try within(place) { state throws(Refusal) in try state.deleteExperiment(id) }
        case .startExperiment(let place, let id, let moment):
            return try within(place) { state throws(Refusal) in
                try state.startExperiment(id, at: moment)
            }
        case .stopExperiment(let place, let id, let moment):
            return try within(place) { state throws(Refusal) in
                try state.stopExperiment(id, at: moment)
            }
        case .takeBackStart(let place, let id, let moment):
            return try within(place) { state throws(Refusal) in
                try state.takeBackStart(of: id, at: moment)
            }
        case .takeBackStop(let place, let id, let moment):
            return try within(place) { state throws(Refusal) in
                try state.takeBackStop(of: id, at: moment)
            }
        }
    }

    private mutating func within(
        _ id: GUID,
        _ change: (inout EnvironmentState) throws(Refusal) -> [Change]
    ) throws(Refusal) -> [Change] {
        guard var state = statesByID[id] else { throw .unknown(.environment, id.text) }
        let inverse = try change(&state)
        statesByID[id] = state
        return inverse
    }

    private mutating func create(_ project: Project) throws(Refusal) -> [Change] {
        let isTaken = projectsByID.values.contains { $0.key == project.key || $0.id == project.id }
        guard !isTaken else { throw .taken(.project, project.key.text) }
        projectsByID[project.id] = project
        return [.removeProject(project.id)]
    }

    private mutating func removeProject(_ id: GUID) throws(Refusal) -> [Change] {
        guard let project = projectsByID[id] else { throw .unknown(.project, id.text) }
        let environments = statesByID.values.filter { $0.environment.projectID == id }
        guard environments.isEmpty else {
            let places = environments.map { "the environment \"\($0.environment.title)\"" }
            throw .inUse(.project, name: project.name, by: places.sorted())
        }
        projectsByID[id] = nil
        return [.createProject(project)]
    }

    private mutating func create(_ environment: Environment) throws(Refusal) -> [Change] {
        guard projectsByID[environment.projectID] != nil else {
            throw .unknown(.project, environment.projectID.text)
        }
        let isTaken = statesByID.values.contains { state in
            let other = state.environment
            return other.id == environment.id
                || other.projectID == environment.projectID && other.key == environment.key
        }
        guard !isTaken else { throw .taken(.environment, environment.key.text) }
        statesByID[environment.id] = EnvironmentState(environment: environment)
        return [.removeEnvironment(environment.id)]
    }

    private mutating func removeEnvironment(_ id: GUID) throws(Refusal) -> [Change] {
        guard let state = statesByID[id] else { throw .unknown(.environment, id.text) }
        guard state.isEmpty else {
            throw .inUse(.environment, name: state.environment.title, by: state.contents)
        }
        statesByID[id] = nil
        return [.createEnvironment(state.environment)]
    }
}

extension EnvironmentState {
    /// What keeps the environment from being removed, in words.
    fileprivate var contents: [String] {
        let counts = [(flagCount, "flag"), (audienceCount, "audience")]
        let contents = counts.filter { $0.0 > 0 }.map { Words.count($0.0, $0.1) }
        return contents.isEmpty ? ["things that applications remember"] : contents
    }
}

extension Environment {
    /// Makes one edit and returns the one that takes it back.
    mutating func apply(_ edit: EnvironmentEdit) throws(Refusal) -> EnvironmentEdit {
        let earlier = self
        let inverse: EnvironmentEdit
        switch edit {
        case .rename(let name):
            inverse = .rename(self.name)
            self.name = name
        case .describe(let text):
            inverse = .describe(description)
            description = text
        case .setRequiresReason(let isRequired):
            inverse = .setRequiresReason(settings.requiresReason)
            settings.requiresReason = isRequired
        case .setAsksForDrafts(let asks):
            inverse = .setAsksForDrafts(settings.asksForDrafts)
            settings.asksForDrafts = asks
        case .setReview(let rule):
            inverse = .setReview(settings.review)
            settings.review = rule
        case .addSecret(let secret, let index):
            let isTaken = secrets.contains {
                $0.id == secret.id || $0.value == secret.value || $0.name == secret.name
            }
            guard !isTaken else { throw .taken(.secret, secret.name) }
            secrets.insert(secret, at: min(max(0, index), secrets.count))
            inverse = .revokeSecret(secret.id)
        case .revokeSecret(let id):
            guard let index = secrets.firstIndex(where: { $0.id == id }) else {
                throw .unknown(.secret, id.text)
            }
            inverse = .addSecret(secrets.remove(at: index), at: index)
        }
        guard self != earlier else { throw .nothingToChange("\(title) is like that already") }
        return inverse
    }
}
