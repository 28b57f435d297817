import FlagModel
package import JSON

extension CountsRequest {
    /// The request as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.put("in", JSONValue(environmentID))
        if let flagKey { fields.put("flag", flagKey) }
        fields.put("from", JSONValue(from))
        fields.put("until", JSONValue(until))
        return fields.value
    }

    /// Reads what ``json`` wrote; any moment will do here, also one of no year.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            environmentID: try fields.guid("in"),
            flagKey: try fields.optionalText("flag"),
            from: Moment(microseconds: Int64(try fields.integer("from"))),
            until: Moment(microseconds: Int64(try fields.integer("until")))
        )
    }
}

extension EvaluationCount {
    /// The count as one object.
    package var json: JSONValue {
        [
            "flag": .string(flagKey), "version": .string(variationID), "hour": JSONValue(hour),
            "count": .integer(count),
        ]
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            flagKey: try fields.text("flag"),
            variationID: try fields.text("version"),
            hour: try fields.moment("hour"),
            count: try fields.integer("count")
        )
    }
}

extension ObservedAttribute {
    /// The attribute as one object.
    package var json: JSONValue {
        [
            "name": .string(name), "samples": .array(samples.map(JSONValue.string)),
            "seen": JSONValue(lastSeenAt),
        ]
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            name: try fields.text("name"),
            samples: try fields.texts("samples"),
            lastSeenAt: try fields.moment("seen")
        )
    }
}

extension IngestReport {
    /// The report as one object.
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("written", .integer(Int(clamping: written)))
        fields.put("waiting", .integer(waiting))
        fields.put("malformed", .integer(Int(clamping: malformed)))
        fields.put("dropped", .integer(Int(clamping: dropped)))
        if let problem { fields.put("problem", problem) }
        return fields.value
    }

    /// Reads what ``json`` wrote.
    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            written: UInt64(clamping: try fields.integer("written")),
            waiting: try fields.integer("waiting"),
            malformed: UInt64(clamping: try fields.integer("malformed")),
            dropped: UInt64(clamping: try fields.integer("dropped")),
            problem: try fields.optionalText("problem")
        )
    }
}
