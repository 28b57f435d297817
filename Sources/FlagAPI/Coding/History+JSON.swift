import FlagModel
package import JSON

extension HistoryRequest {
    /// The request as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        if let before { fields.put("before", .integer(Int(clamping: before))) }
        fields.put("limit", .integer(limit))
        fields.putUnlessEmpty("subjects", subjects.map(\.json))
        if let actor { fields.put("actor", actor) }
        fields.putUnlessEmpty("kinds", kinds.map { .string($0.rawValue) })
        if let from { fields.put("from", JSONValue(from.withinCalendar)) }
        if let until { fields.put("until", JSONValue(until.withinCalendar)) }
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            before: try fields.optional("before") { value throws(JSONShapeError) in
                try value.asEntry()
            },
            limit: try fields.integer("limit"),
            subjects: Set(try fields.list("subjects", Subject.init(json:))),
            actor: try fields.optionalText("actor"),
            kinds: Set(
                try fields.list("kinds") { value throws(JSONShapeError) in
                    try value.asWord(HistoryKind.self)
                }
            ),
            from: try fields.optionalMoment("from"),
            until: try fields.optionalMoment("until")
        )
    }
}

extension HistoryPage {
    /// The page as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.put("total", .integer(Int(clamping: total)))
        if let next { fields.put("next", .integer(Int(clamping: next))) }
        fields.put("entries", .array(entries.map(\.json)))
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            entries: try fields.list("entries", HistoryEntry.init(json:)),
            total: try fields.entry("total"),
            next: try fields.optional("next") { value throws(JSONShapeError) in
                try value.asEntry()
            }
        )
    }
}

extension HistoryEntry {
    /// The entry as one object; `set` is the change set as the journal holds it.
    package var json: JSONValue {
        [
            "number": .integer(Int(clamping: number)), "id": JSONValue(changeSet.id),
            "actor": .string(changeSet.actor), "time": JSONValue(changeSet.time),
            "set": changeSet.json,
        ]
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        let (id, actor) = (try fields.guid("id"), try fields.text("actor"))
        let time = try fields.moment("time")
        self.init(
            number: try fields.entry("number"),
            changeSet: try fields.required("set") { value throws(JSONShapeError) in
                try ChangeSet(id: id, actor: actor, time: time, parts: [value])
            }
        )
    }
}

extension Subject {
    /// The subject as a list: what it is, the environment where it lives in one, its own identity.
    var json: JSONValue {
        switch self {
        case .project(let id): ["project", JSONValue(id)]
        case .environment(let id): ["environment", JSONValue(id)]
        case .person(let id): ["person", JSONValue(id)]
        case .webhook(let id): ["webhook", JSONValue(id)]
        case .trigger(let place, let id): ["trigger", JSONValue(place), JSONValue(id)]
        case .draft(let id): ["draft", JSONValue(id)]
        case .schedule(let id): ["schedule", JSONValue(id)]
        case .flag(let place, let id): ["flag", JSONValue(place), JSONValue(id)]
        case .audience(let place, let id): ["audience", JSONValue(place), JSONValue(id)]
        case .experiment(let place, let id): ["experiment", JSONValue(place), JSONValue(id)]
        }
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let texts = try json.asList { value throws(JSONShapeError) in try value.asText() }
        let ids = texts.dropFirst().compactMap { GUID($0) }
        switch (texts.first, ids.count, texts.count) {
        case ("project", 1, 2): self = .project(ids[0])
        case ("environment", 1, 2): self = .environment(ids[0])
        case ("person", 1, 2): self = .person(ids[0])
        case ("webhook", 1, 2): self = .webhook(ids[0])
        case ("trigger", 2, 3): self = .trigger(environment: ids[0], ids[1])
        case ("draft", 1, 2): self = .draft(ids[0])
        case ("schedule", 1, 2): self = .schedule(ids[0])
        case ("flag", 2, 3): self = .flag(environment: ids[0], ids[1])
        case ("audience", 2, 3): self = .audience(environment: ids[0], ids[1])
        case ("experiment", 2, 3): self = .experiment(environment: ids[0], ids[1])
        default: throw JSONShapeError("should name something in the model")
        }
    }
}

extension Picture {
    /// The whole model and its entry.
    package var json: JSONValue {
        ["entry": .integer(Int(clamping: entry)), "model": model.json]
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        try self.init(json: json) { value throws(JSONShapeError) in try Model(json: value) }
    }

    /// The same, the model with a function.
    init(
        json: JSONValue,
        model read: (JSONValue) throws(JSONShapeError) -> Model
    ) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            model: try fields.required("model", read),
            entry: try fields.entry("entry")
        )
    }
}
