package import FlagModel
package import JSON

extension PastPoint {
    /// The point as one object: `entry` or `time`.
    package var json: JSONValue {
        switch self {
        case .entry(let number): ["entry": .integer(Int(clamping: number))]
        case .time(let time): ["time": JSONValue(time.withinCalendar)]
        }
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        let time = try fields.optionalMoment("time")
        if let time {
            self = .time(time)
        } else {
            self = .entry(try fields.entry("entry"))
        }
    }
}

extension PastPicture {
    /// The whole model, its entry and when that was made.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.put("picture", picture.json)
        if let time { fields.put("time", JSONValue(time)) }
        return fields.value
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
            picture: try fields.required("picture") { value throws(JSONShapeError) in
                try Picture(json: value, model: read)
            },
            time: try fields.optionalMoment("time")
        )
    }
}

extension UndoPlan {
    /// The plan as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.put("entry", .integer(Int(clamping: entry)))
        fields.putUnlessEmpty("changes", changes.map(\.json))
        fields.putUnlessEmpty("lines", lines.map(JSONValue.string))
        fields.putUnlessEmpty("obstacles", obstacles.map(\.json))
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            entry: try fields.entry("entry"),
            changes: try fields.list("changes", Change.init(json:)),
            lines: try fields.texts("lines"),
            obstacles: try fields.list("obstacles", Obstacle.init(json:))
        )
    }
}

extension UndoPlan.Obstacle {
    fileprivate var json: JSONValue {
        var fields = FieldWriter()
        fields.put("name", name)
        if let entry { fields.put("entry", .integer(Int(clamping: entry))) }
        if let later { fields.put("later", later.json) }
        fields.putUnlessEmpty("aspects", aspects.map(JSONValue.string))
        if let reason { fields.put("reason", reason.json) }
        return fields.value
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            name: try fields.text("name"),
            entry: try fields.optional("entry") { value throws(JSONShapeError) in
                try value.asEntry()
            },
            later: try fields.optional("later", HistoryEntry.init(json:)),
            aspects: try fields.texts("aspects"),
            reason: try fields.optional("reason", Refusal.init(json:))
        )
    }
}

extension Difference {
    /// The difference as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.put("of", subject.json)
        fields.put("name", name)
        fields.putUnlessEmpty("place", place)
        fields.put("fate", fate.word)
        fields.putUnlessEmpty(
            "facets",
            facets.map { [.string($0.title), .string($0.before), .string($0.after)] }
        )
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            subject: try fields.required("of", Subject.init(json:)),
            name: try fields.text("name"),
            place: try fields.textOrEmpty("place"),
            fate: try Fate(word: fields.text("fate")),
            facets: try fields.list("facets", Facet.init(json:))
        )
    }
}

extension Difference.Fate {
    fileprivate var word: String {
        switch self {
        case .made: "made"
        case .removed: "removed"
        case .changed: "changed"
        }
    }

    fileprivate init(word: String) throws(JSONShapeError) {
        switch word {
        case "made": self = .made
        case "removed": self = .removed
        case "changed": self = .changed
        default: throw JSONShapeError("is a word that this version does not know")
        }
    }
}

extension Difference.Facet {
    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let texts = try json.asList { value throws(JSONShapeError) in try value.asText() }
        guard texts.count == 3 else { throw JSONShapeError("should be a title and two texts") }
        self.init(title: texts[0], before: texts[1], after: texts[2])
    }
}
