import FlagModel
package import JSON

extension CountsRequest {
    /// The request as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.put("in", JSONValue(environmentID))
        if let flagKey { fields.put("flag", flagKey) }
        fields.put("from", JSONValue(from.withinCalendar))
        fields.put("until", JSONValue(until.withinCalendar))
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            environmentID: try fields.guid("in"),
            flagKey: try fields.optionalText("flag"),
            from: try fields.moment("from"),
            until: try fields.moment("until")
        )
    }
}

extension Moment {
    /// The moment itself, or the first or last one that has a date: only those travel.
    var withinCalendar: Moment {
        let range = Self.range
        return Moment(microseconds: min(max(range.lowerBound, microseconds), range.upperBound))
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

extension GivenRequest {
    /// The request as one object.
    package var json: JSONValue {
        Self.json(in: environmentID, at: time, "customer", .string(customer.text))
    }

    /// A question about an environment at a moment, with one more member.
    static func json(
        in place: GUID,
        at time: Moment,
        _ name: String,
        _ value: JSONValue
    ) -> JSONValue {
        var fields = FieldWriter()
        fields.put(name, value)
        fields.put("in", JSONValue(place))
        fields.put("at", JSONValue(time.withinCalendar))
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            customer: try fields.required("customer") { value throws(JSONShapeError) in
                try value.asCustomer()
            },
            environmentID: try fields.guid("in"),
            time: try fields.moment("at")
        )
    }
}

extension GivenAnswer {
    /// The answer as one object.
    package var json: JSONValue {
        [
            "flag": .string(flagKey), "version": .string(variationID), "since": JSONValue(since),
            "last": JSONValue(lastAt),
        ]
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            flagKey: try fields.text("flag"),
            variationID: try fields.text("version"),
            since: try fields.moment("since"),
            lastAt: try fields.moment("last")
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
