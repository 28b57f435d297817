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
        fields.putUnlessEmpty("people", roster.byID.values.sorted { $0.id < $1.id }.map(\.json))
        fields.put("drafts", .array(draftsByID.values.sorted { $0.id < $1.id }.map(\.json)))
        if lostRevision > 0 { fields.put("revisions", .integer(lostRevision)) }
        fields.putUnlessEmpty(
            "schedules",
            schedulesByID.values.sorted { $0.id < $1.id }.map(\.json)
        )
        fields.putUnlessEmpty("triggers", triggersByID.values.sorted { $0.id < $1.id }.map(\.json))
        fields.putUnlessEmpty("webhooks", webhooksByID.values.sorted { $0.id < $1.id }.map(\.json))
        return fields.value
    }

    /// Reads a snapshot.
    ///
    /// - Throws: ``JSONShapeError`` when it is not one that this version knows.
    public init(json: JSONValue) throws(JSONShapeError) {
        try self.init(json: json, flags: nil)
    }

    /// Reads a snapshot whose lists of flags stand elsewhere.
    ///
    /// - Parameters:
    ///   - json: the snapshot, with an empty list where an environment has flags.
    ///   - flags: gives the flags of an environment, in the order of the environments.
    /// - Throws: ``JSONShapeError`` when it is not one that this version knows.
    init(
        json: JSONValue,
        flags: ((GUID) throws(JSONShapeError) -> StoredFlags)?
    ) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init()
        for project in try fields.list("projects", Project.init(json:)) {
            projectsByID[project.id] = project
        }
        let states = try fields.list("environments") { value throws(JSONShapeError) in
            try EnvironmentState(json: value, flags: flags)
        }
        for state in states {
            statesByID[state.environment.id] = state
        }
        for person in try fields.list("people", Person.init(json:)) {
            roster[person.id] = person
        }
        for draft in try fields.list("drafts", Draft.init(json:)) { draftsByID[draft.id] = draft }
        lostRevision = try fields.optionalInteger("revisions") ?? 0
        for schedule in try fields.list("schedules", Schedule.init(json:)) {
            schedulesByID[schedule.id] = schedule
        }
        for trigger in try fields.list("triggers", Trigger.init(json:)) {
            triggersByID[trigger.id] = trigger
        }
        for webhook in try fields.list("webhooks", Webhook.init(json:)) {
            webhooksByID[webhook.id] = webhook
        }
    }
}

extension EnvironmentState {
    fileprivate var json: JSONValue {
        let flags = flags.sorted { $0.id < $1.id }.map(\.json)
        guard case .object(var object) = jsonWithoutFlags, !flags.isEmpty else {
            return jsonWithoutFlags
        }
        object["flags"] = .array(flags)
        return .object(object)
    }

    var jsonWithoutFlags: JSONValue {
        var fields = FieldWriter()
        fields.put("environment", environment.json)
        fields.put("clock", .integer(Int(clock.milliseconds)))
        fields.putUnlessEmpty("audiences", audiences.sorted { $0.id < $1.id }.map(\.json))
        fields.putUnlessEmpty("experiments", experiments.sorted { $0.id < $1.id }.map(\.json))
        fields.putUnlessEmpty("deletedFlags", flagTombstones.sorted { $0.id < $1.id }.map(\.json))
        fields.putUnlessEmpty(
            "deletedAudiences",
            audienceTombstones.sorted { $0.id < $1.id }.map(\.json)
        )
        return fields.value
    }

    fileprivate init(
        json: JSONValue,
        flags: ((GUID) throws(JSONShapeError) -> StoredFlags)?
    ) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(environment: try fields.read("environment", Environment.init(json:)))
        clock = try fields.required("clock") { value throws(JSONShapeError) in
            try value.asMilliseconds()
        }
        if let flags, fields.object["flags"] != nil {
            flagTable = FlagTable(try flags(environment.id))
        } else {
            for flag in try fields.list("flags", Flag.init(json:)) { flagTable.put(flag) }
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
