internal import HashTreeCollections

/// Everything that Flagdeck decides: projects, environments with their flags, audiences and
/// experiments, the people who may change them, and the drafts and schedules that wait.
///
/// It is a value, and a ``Change`` is the only way from one model to the next:
///
/// ```swift
/// let outcome = try model.making(proposal, at: now, using: &random)
/// model = outcome.model
/// ```
public struct Model: Hashable, Sendable {
    var projectsByID: TreeDictionary<GUID, Project> = [:]
    var statesByID: TreeDictionary<GUID, EnvironmentState> = [:]
    var roster = Roster()
    var webhooksByID: TreeDictionary<GUID, Webhook> = [:]
    var triggersByID: TreeDictionary<GUID, Trigger> = [:]
    var draftsByID: TreeDictionary<GUID, Draft> = [:]
    var schedulesByID: TreeDictionary<GUID, Schedule> = [:]
    /// The highest revision of a draft that has gone: none of them is given again.
    package internal(set) var lostRevision = 0

    /// A model in which nothing exists.
    public init() {}

    /// The projects, by key.
    public var projects: [Project] { projectsByID.values.sorted { $0.key < $1.key } }

    /// The environments: LIVE ones first, then by key.
    public var environments: [EnvironmentState] {
        statesByID.values.sorted { left, right in
            let (left, right) = (left.environment, right.environment)
            if left.isLive != right.isLive { return left.isLive }
            return (left.key, left.id) < (right.key, right.id)
        }
    }

    /// The environment with an id.
    public func environment(_ id: GUID) -> EnvironmentState? { statesByID[id] }

    /// The project with an id.
    public func project(_ id: GUID) -> Project? { projectsByID[id] }

    /// The environment that people mean by `KEY` or `PROJECT/KEY`.
    ///
    /// - Throws: ``Refusal/unknown(_:_:)`` also when several projects have an environment `KEY`.
    public func environment(named name: String) throws(Refusal) -> EnvironmentState {
        let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let matches = statesByID.values.filter { state in
            guard state.environment.key.text == parts[parts.count - 1] else { return false }
            return parts.count == 1
                || projectsByID[state.environment.projectID]?.key.text ?? "" == parts[0]
        }
        guard matches.count == 1 else { throw .unknown(.environment, name) }
        return matches[0]
    }

    /// The drafts, oldest first.
    public var drafts: [Draft] {
        draftsByID.values.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// The draft with an id.
    public func draft(_ id: GUID) -> Draft? { draftsByID[id] }

    /// The same model with every flag made, for who looks at all of them again and again.
    ///
    /// - Complexity: O(bytes of the flags that lie in a document), about a microsecond a flag.
    public var withAllFlagsRead: Model {
        var model = self
        for id in statesByID.keys { model.statesByID[id]?.flagTable.readAll() }
        return model
    }

    /// The same without a count that older snapshots do not have; for comparing.
    package var withoutLostRevision: Model {
        var model = self
        model.lostRevision = 0
        return model
    }

    /// Whether anything was said about a draft, or an environment asks for reviews.
    public var hasReviews: Bool {
        draftsByID.values.contains { !$0.decisions.isEmpty || !$0.comments.isEmpty }
            || statesByID.values.contains { $0.environment.settings.review != nil }
    }

    /// What people call the thing that a change is about; its id when it does not exist.
    public func name(of subject: Subject) -> String {
        let name: String? =
            switch subject {
            case .project(let id): projectsByID[id]?.name
            case .environment(let id): statesByID[id]?.environment.title
            case .person(let id): roster[id]?.name
            case .flag(let place, let id): statesByID[place]?.flag(id)?.name
            case .audience(let place, let id): statesByID[place]?.audience(id)?.name
            case .experiment(let place, let id): statesByID[place]?.experiment(id)?.name
            case .webhook(let id): webhooksByID[id]?.name
            case .trigger(_, let id): triggersByID[id].map { title(of: $0) }
            case .schedule(let id): schedulesByID[id]?.title
            case .draft(let id):
                draftsByID[id]?.changes.first.map { change in
                    change.nameOfNewThing ?? self.name(of: change.subject)
                }
            }
        return name ?? subject.id.text
    }
}
