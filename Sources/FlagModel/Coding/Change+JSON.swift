public import JSON

extension Change {
    /// The change as it stands in the journal: `do` names it, `in` is the environment.
    public var json: JSONValue {
        switch self {
        case .createProject(let project):
            return ["do": "create-project", "project": project.json]
        case .removeProject(let id): return ["do": "remove-project", "id": JSONValue(id)]
        case .createEnvironment(let environment):
            return ["do": "create-environment", "environment": environment.json]
        case .removeEnvironment(let id):
            return ["do": "remove-environment", "id": JSONValue(id)]
        case .savePerson(let person): return ["do": "save-person", "person": person.json]
        case .removePerson(let id): return ["do": "remove-person", "id": JSONValue(id)]
        case .addToken(let id, let token):
            return ["do": "add-token", "id": JSONValue(id), "token": token.json]
        case .revokeToken(let id, let token):
            return ["do": "revoke-token", "id": JSONValue(id), "token": JSONValue(token)]
        case .editEnvironment(let id, let edit):
            return ["do": "edit-environment", "in": JSONValue(id), "edit": edit.json]
        case .createFlag(let place, let flag):
            return ["do": "create-flag", "in": JSONValue(place), "flag": flag.json]
        case .replaceFlag(let place, let flag):
            return ["do": "replace-flag", "in": JSONValue(place), "flag": flag.json]
        case .editFlag(let place, let id, let edit):
            return [
                "do": "edit-flag", "in": JSONValue(place), "id": JSONValue(id), "edit": edit.json,
            ]
        case .deleteFlag(let place, let id):
            return ["do": "delete-flag", "in": JSONValue(place), "id": JSONValue(id)]
        case .createAudience(let place, let audience):
            return ["do": "create-audience", "in": JSONValue(place), "audience": audience.json]
        case .replaceAudience(let place, let audience):
            return ["do": "replace-audience", "in": JSONValue(place), "audience": audience.json]
        case .editAudience(let place, let id, let edit):
            return [
                "do": "edit-audience", "in": JSONValue(place), "id": JSONValue(id),
                "edit": edit.json,
            ]
        case .deleteAudience(let place, let id):
            return ["do": "delete-audience", "in": JSONValue(place), "id": JSONValue(id)]
        case .createExperiment(let place, let experiment):
            return [
                "do": "create-experiment", "in": JSONValue(place), "experiment": experiment.json,
            ]
        case .replaceExperiment(let place, let experiment):
            return [
                "do": "replace-experiment", "in": JSONValue(place), "experiment": experiment.json,
            ]
        case .deleteExperiment(let place, let id):
            return ["do": "delete-experiment", "in": JSONValue(place), "id": JSONValue(id)]
        case .startExperiment(let place, let id, let moment):
            return Self.run("start-experiment", place, id, moment)
        case .stopExperiment(let place, let id, let moment):
            return Self.run("stop-experiment", place, id, moment)
        case .takeBackStart(let place, let id, let moment):
            return Self.run("take-back-start", place, id, moment)
        case .takeBackStop(let place, let id, let moment):
            return Self.run("take-back-stop", place, id, moment)
        case .saveWebhook(let webhook):
            return ["do": "save-webhook", "webhook": webhook.json]
        case .removeWebhook(let id): return ["do": "remove-webhook", "id": JSONValue(id)]
        case .saveTrigger(let trigger):
            return ["do": "save-trigger", "trigger": trigger.json]
        case .removeTrigger(let place, let id):
            return ["do": "remove-trigger", "in": JSONValue(place), "id": JSONValue(id)]
        case .saveDraft(let draft): return ["do": "save-draft", "draft": draft.json]
        case .discardDraft(let id): return ["do": "discard-draft", "id": JSONValue(id)]
        case .decide(let id, let revision, let decision):
            return [
                // A step has a member "revision" of its own beside its change.
                "do": "decide", "id": JSONValue(id), "read": .integer(revision),
                "decision": decision.json,
            ]
        case .comment(let id, let comment):
            return ["do": "comment", "id": JSONValue(id), "comment": comment.json]
        case .saveSchedule(let schedule):
            return ["do": .string(schedule.word), "schedule": schedule.json]
        case .discardSchedule(let id): return ["do": "discard-schedule", "id": JSONValue(id)]
        case .holdSchedule(let id, let isHeld):
            return ["do": "hold-schedule", "id": JSONValue(id), "held": .bool(isHeld)]
        }
    }

    /// Reads a change as it stands in the journal.
    ///
    /// - Throws: ``JSONShapeError`` when it is none that this version knows.
    public init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        switch try fields.text("do") {
        case "create-project": self = .createProject(try fields.read("project", Project.init))
        case "remove-project": self = .removeProject(try fields.guid("id"))
        case "create-environment":
            self = .createEnvironment(try fields.read("environment", Environment.init))
        case "remove-environment": self = .removeEnvironment(try fields.guid("id"))
        case "save-person": self = .savePerson(try fields.read("person", Person.init(json:)))
        case "remove-person": self = .removePerson(try fields.guid("id"))
        case "add-token":
            self = .addToken(
                person: try fields.guid("id"),
                try fields.read("token", PersonToken.init(json:))
            )
        case "revoke-token":
            self = .revokeToken(person: try fields.guid("id"), try fields.guid("token"))
        case "edit-environment":
            self = .editEnvironment(
                try fields.guid("in"),
                try fields.read("edit", EnvironmentEdit.init)
            )
        case "save-webhook": self = .saveWebhook(try fields.read("webhook", Webhook.init))
        case "remove-webhook": self = .removeWebhook(try fields.guid("id"))
        case "save-trigger": self = .saveTrigger(try fields.read("trigger", Trigger.init))
        case "remove-trigger":
            self = .removeTrigger(
                environment: try fields.guid("in"),
                trigger: try fields.guid("id")
            )
        case "save-draft": self = .saveDraft(try fields.read("draft", Draft.init))
        case "discard-draft": self = .discardDraft(try fields.guid("id"))
        case "decide":
            self = .decide(
                draft: try fields.guid("id"),
                revision: try fields.integer("read"),
                try fields.read("decision", Decision.init(json:))
            )
        case "comment":
            self = .comment(
                draft: try fields.guid("id"),
                try fields.read("comment", Comment.init(json:))
            )
        case "save-schedule", "save-plan":
            self = .saveSchedule(try fields.read("schedule", Schedule.init))
        case "discard-schedule": self = .discardSchedule(try fields.guid("id"))
        case "hold-schedule":
            self = .holdSchedule(
                try fields.guid("id"),
                try fields.read("held") { value throws(JSONShapeError) in try value.asBool() }
            )
        case let word: self = try Self.within(word, fields)
        }
    }

    /// About a run of an experiment; a change that waits has no moment yet.
    private static func run(
        _ word: String,
        _ place: GUID,
        _ id: GUID,
        _ moment: Moment?
    ) -> JSONValue {
        var fields = FieldWriter()
        fields.put("do", word)
        fields.put("in", JSONValue(place))
        fields.put("id", JSONValue(id))
        // "at" is the stamp of a step in the journal.
        if let moment { fields.put("time", JSONValue(moment)) }
        return fields.value
    }

    private static let wordsWithin: Set = [
        "create-flag", "replace-flag", "edit-flag", "delete-flag", "create-audience",
        "replace-audience", "edit-audience", "delete-audience", "create-experiment",
        "replace-experiment", "delete-experiment", "start-experiment", "stop-experiment",
        "take-back-start", "take-back-stop",
    ]

    private static func within(
        _ word: String,
        _ fields: JSONFields
    ) throws(JSONShapeError) -> Change {
        guard wordsWithin.contains(word) else {
            throw JSONShapeError("is a change that this version does not know").inside(.key("do"))
        }
        let place = try fields.guid("in")
        return switch word {
        case "create-flag":
            .createFlag(environment: place, try fields.read("flag", Flag.init))
        case "replace-flag":
            .replaceFlag(environment: place, try fields.read("flag", Flag.init))
        case "edit-flag":
            .editFlag(
                environment: place,
                flag: try fields.guid("id"),
                try fields.read("edit", FlagEdit.init)
            )
        case "delete-flag": .deleteFlag(environment: place, flag: try fields.guid("id"))
        case "create-audience":
            .createAudience(environment: place, try fields.read("audience", Audience.init))
        case "replace-audience":
            .replaceAudience(environment: place, try fields.read("audience", Audience.init))
        case "edit-audience":
            .editAudience(
                environment: place,
                audience: try fields.guid("id"),
                try fields.read("edit", AudienceEdit.init)
            )
        case "delete-audience":
            .deleteAudience(environment: place, audience: try fields.guid("id"))
        case "create-experiment":
            .createExperiment(environment: place, try fields.read("experiment", Experiment.init))
        case "replace-experiment":
            .replaceExperiment(environment: place, try fields.read("experiment", Experiment.init))
        case "delete-experiment":
            .deleteExperiment(environment: place, experiment: try fields.guid("id"))
        default: try run(word, place, fields)
        }
    }

    private static func run(
        _ word: String,
        _ place: GUID,
        _ fields: JSONFields
    ) throws(JSONShapeError) -> Change {
        let id = try fields.guid("id")
        return switch word {
        case "start-experiment":
            .startExperiment(
                environment: place,
                experiment: id,
                at: try fields.optionalMoment("time")
            )
        case "stop-experiment":
            .stopExperiment(
                environment: place,
                experiment: id,
                at: try fields.optionalMoment("time")
            )
        case "take-back-start":
            .takeBackStart(environment: place, experiment: id, of: try fields.moment("time"))
        default: .takeBackStop(environment: place, experiment: id, of: try fields.moment("time"))
        }
    }
}

extension JSONFields {
    func read<Value>(
        _ key: String,
        _ read: (JSONValue) throws(JSONShapeError) -> Value
    ) throws(JSONShapeError) -> Value {
        try required(key, read)
    }
}

extension EnvironmentEdit {
    var json: JSONValue {
        switch self {
        case .rename(let name): ["rename": .string(name)]
        case .describe(let text): ["describe": .string(text)]
        case .setRequiresReason(let value): ["requiresReason": .bool(value)]
        case .setAsksForDrafts(let value): ["asksForDrafts": .bool(value)]
        case .setReview(let rule): ["review": rule?.json ?? .null]
        case .addSecret(let secret, let index):
            ["addSecret": ["at": .integer(index), "secret": secret.json]]
        case .revokeSecret(let id): ["revokeSecret": JSONValue(id)]
        }
    }

    init(json: JSONValue) throws(JSONShapeError) {
        self = try SingleField(json).read { name, value throws(JSONShapeError) in
            switch name {
            case "rename": .rename(try value.asText())
            case "describe": .describe(try value.asText())
            case "requiresReason": .setRequiresReason(try value.asBool())
            case "asksForDrafts": .setAsksForDrafts(try value.asBool())
            case "review": .setReview(value == .null ? nil : try ReviewRule(json: value))
            case "addSecret": try Self.addSecret(try JSONFields(value))
            case "revokeSecret": .revokeSecret(try value.asGUID())
            default: throw JSONShapeError("is an edit that this version does not know")
            }
        }
    }

    private static func addSecret(_ fields: JSONFields) throws(JSONShapeError) -> EnvironmentEdit {
        .addSecret(
            try fields.read("secret", Secret.init(json:)),
            at: try fields.integer("at")
        )
    }
}

/// An edit: an object with one member, whose name says what is done.
struct SingleField {
    let name: String
    let value: JSONValue

    init(_ json: JSONValue) throws(JSONShapeError) {
        let object = try JSONFields(json).object
        guard object.members.count == 1 else { throw JSONShapeError("should have one member") }
        name = object.members[0].key
        value = object.members[0].value
    }

    /// Reads the member with a function that is told its name; errors name the place.
    func read<Edit>(
        _ read: (String, JSONValue) throws(JSONShapeError) -> Edit
    ) throws(JSONShapeError) -> Edit {
        do {
            return try read(name, value)
        } catch {
            throw error.inside(.key(name))
        }
    }
}
