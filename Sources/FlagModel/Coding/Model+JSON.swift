internal import HashTreeCollections
public import JSON

extension Model {
    /// The version of the layout of ``json``.
    public static let layoutVersion = 1

    /// Everything, for a snapshot.
    ///
    /// Lists are in a fixed order, so equal models give equal bytes.
    public var json: JSONValue {
        var fields = FieldWriter()
        fields.put("projects", .array(projectsByID.values.sorted { $0.id < $1.id }.map(\.json)))
        fields.put(
            "environments",
            .array(statesByID.values.sorted { $0.environment.id < $1.environment.id }.map(\.json))
        )
        fields.put("drafts", .array(draftsByID.values.sorted { $0.id < $1.id }.map(\.json)))
        fields.putUnlessEmpty(
            "schedules",
            schedulesByID.values.sorted { $0.id < $1.id }.map(\.json)
        )
        return fields.value
    }

    /// Reads a snapshot.
    ///
    /// - Throws: ``JSONShapeError`` when it is not one that this version knows.
    public init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init()
        for project in try fields.list("projects", Project.init(json:)) {
            projectsByID[project.id] = project
        }
        for state in try fields.list("environments", EnvironmentState.init(json:)) {
            statesByID[state.environment.id] = state
        }
        for draft in try fields.list("drafts", Draft.init(json:)) { draftsByID[draft.id] = draft }
        for schedule in try fields.list("schedules", Schedule.init(json:)) {
            schedulesByID[schedule.id] = schedule
        }
    }
}

extension EnvironmentState {
    fileprivate var json: JSONValue {
        var fields = FieldWriter()
        fields.put("environment", environment.json)
        fields.put("clock", .integer(Int(clock.milliseconds)))
        fields.putUnlessEmpty("flags", flags.sorted { $0.id < $1.id }.map(\.json))
        fields.putUnlessEmpty("audiences", audiences.sorted { $0.id < $1.id }.map(\.json))
        fields.putUnlessEmpty("experiments", experiments.sorted { $0.id < $1.id }.map(\.json))
        fields.putUnlessEmpty("deletedFlags", flagTombstones.sorted { $0.id < $1.id }.map(\.json))
        fields.putUnlessEmpty(
            "deletedAudiences",
            audienceTombstones.sorted { $0.id < $1.id }.map(\.json)
        )
        return fields.value
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(environment: try fields.read("environment", Environment.init(json:)))
        clock = try fields.required("clock") { value throws(JSONShapeError) in
            try value.asMilliseconds()
        }
        for flag in try fields.list("flags", Flag.init(json:)) {
            flagsByID[flag.id] = Boxed(flag)
            flagIDs[flag.key] = flag.id
        }
        for audience in try fields.list("audiences", Audience.init(json:)) {
            audiencesByID[audience.id] = Boxed(audience)
            audienceIDs[audience.key] = audience.id
        }
        for experiment in try fields.list("experiments", Experiment.init(json:)) {
            experimentsByID[experiment.id] = experiment
        }
        for flag in try fields.list("deletedFlags", Flag.init(json:)) {
            deletedFlags[flag.id] = Boxed(flag)
        }
        for audience in try fields.list("deletedAudiences", Audience.init(json:)) {
            deletedAudiences[audience.id] = Boxed(audience)
        }
    }
}
