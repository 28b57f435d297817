import JSON

extension Experiment {
    /// What is usual is left out, so that documents from before a field read the same.
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", JSONValue(id))
        fields.put("key", JSONValue(key))
        fields.put("name", name)
        fields.putUnlessEmpty("hypothesis", hypothesis)
        fields.put("flag", JSONValue(flagID))
        fields.put("baseline", baselineVariationID)
        fields.put("metric", metric.json)
        fields.putUnlessEmpty("guardrails", guardrails.map(\.json))
        fields.putUnlessEmpty("otherMetrics", otherMetrics.map(\.json))
        fields.put("days", .integer(plannedDays))
        if let plannedPeople { fields.put("people", .integer(plannedPeople)) }
        if smallestChange != Self.usualSmallestChange {
            fields.put("smallestChange", .integer(smallestChange))
        }
        if let audienceID { fields.put("audience", JSONValue(audienceID)) }
        if let layer { fields.put("layer", layer.json) }
        fields.putUnlessEmpty("runs", runs.map(\.json))
        fields.put("state", state.rawValue)
        fields.putUnless("archived", isArchived, false)
        fields.put("created", JSONValue(createdAt))
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.guid("id"),
            key: try fields.key("key"),
            name: try fields.text("name"),
            flagID: try fields.guid("flag"),
            baselineVariationID: try fields.text("baseline"),
            metric: try fields.read("metric", Metric.init(json:)),
            plannedDays: try fields.integer("days"),
            createdAt: try fields.moment("created")
        )
        hypothesis = try fields.textOrEmpty("hypothesis")
        guardrails = try fields.list("guardrails", Metric.init(json:))
        otherMetrics = try fields.list("otherMetrics", Metric.init(json:))
        plannedPeople = try fields.optionalInteger("people")
        smallestChange =
            try fields.optionalInteger("smallestChange") ?? Self.usualSmallestChange
        audienceID = try fields.optionalGUID("audience")
        layer = try fields.optional("layer", LayerPlace.init(json:))
        runs = try fields.list("runs", Run.init(json:))
        state = try fields.word("state", State.self)
        isArchived = try fields.optionalBool("archived") ?? false
    }
}

extension Experiment.Run {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("started", JSONValue(startedAt))
        if let endedAt { fields.put("ended", JSONValue(endedAt)) }
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            startedAt: try fields.moment("started"),
            endedAt: try fields.optionalMoment("ended")
        )
    }
}

extension Experiment.LayerPlace {
    var json: JSONValue {
        ["name": JSONValue(name), "from": .integer(lower), "to": .integer(upper)]
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            name: try fields.key("name"),
            lower: try fields.integer("from"),
            upper: try fields.integer("to")
        )
    }
}

extension Experiment.Metric {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("event", eventName)
        fields.put("title", title)
        fields.put("measure", measure.word)
        switch measure {
        case .conversion, .numeric: break
        case .ratio(let other): fields.put("over", other)
        case .retention(let from, let to):
            fields.put("from", .integer(from))
            fields.put("to", .integer(to))
        }
        fields.put("higherIsBetter", .bool(higherIsBetter))
        if let windowDays { fields.put("window", .integer(windowDays)) }
        if margin != Self.usualMargin { fields.put("margin", .integer(margin)) }
        fields.putUnless("capped", isCapped, true)
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            eventName: try fields.text("event"),
            title: try fields.text("title"),
            measure: try Measure(fields),
            higherIsBetter: try fields.bool("higherIsBetter"),
            windowDays: try fields.optionalInteger("window"),
            margin: try fields.optionalInteger("margin") ?? Self.usualMargin,
            isCapped: try fields.optionalBool("capped") ?? true
        )
    }
}

extension Experiment.Metric.Measure {
    fileprivate init(_ fields: JSONFields) throws(JSONShapeError) {
        self =
            switch try fields.text("measure") {
            case "conversion": .conversion
            case "numeric": .numeric
            case "ratio": .ratio(over: try fields.text("over"))
            case "retention":
                .retention(from: try fields.integer("from"), to: try fields.integer("to"))
            default: throw JSONShapeError("has a measure that this version does not know")
            }
    }
}
