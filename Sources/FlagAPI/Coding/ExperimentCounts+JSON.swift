package import Experiments
import FlagModel
package import JSON

// Sums are lists in a fixed order, because there are many of them: a run of four weeks with three
// metrics has a thousand. Sums beyond 64 bits are decimal text.

extension ExperimentCounts {
    /// The counts as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.put("experiment", JSONValue(experimentID))
        fields.put("run", .integer(run))
        fields.put("versions", .array(variationIDs.map(JSONValue.string)))
        fields.put("days", .array(days.map(\.json)))
        fields.put("asOf", JSONValue(asOf))
        fields.put("events", .integer(eventCount))
        if let firstSeenAt { fields.put("first", JSONValue(firstSeenAt)) }
        if let lastSeenAt { fields.put("last", JSONValue(lastSeenAt)) }
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            experimentID: try fields.guid("experiment"),
            run: try fields.integer("run"),
            variationIDs: try fields.texts("versions"),
            days: try fields.list("days", DayCounts.init(json:)),
            asOf: try fields.moment("asOf"),
            eventCount: try fields.integer("events"),
            firstSeenAt: try fields.optionalMoment("first"),
            lastSeenAt: try fields.optionalMoment("last")
        )
        guard !days.isEmpty else { throw JSONShapeError("has no day") }
    }
}

extension DayCounts {
    /// The counts as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.put("until", JSONValue(until))
        fields.put("periods", .array(periods.map(\.json)))
        fields.put("mixed", .integer(mixed))
        fields.put("leftOut", .integer(leftOut))
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            until: try fields.moment("until"),
            periods: try fields.list("periods", PeriodCounts.init(json:)),
            mixed: try fields.integer("mixed"),
            leftOut: try fields.integer("leftOut")
        )
    }
}

extension PeriodCounts {
    fileprivate var json: JSONValue {
        [
            "since": JSONValue(since), "weights": .array(weights.map(JSONValue.integer)),
            "arms": .array(arms.map(\.json)),
        ]
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            since: try fields.moment("since"),
            weights: try fields.list("weights") { value throws(JSONShapeError) in
                try value.asInteger()
            },
            arms: try fields.list("arms", ArmCounts.init(json:))
        )
    }
}

extension ArmCounts {
    /// People, immature people, then the metrics.
    fileprivate var json: JSONValue {
        .array([.integer(people), .integer(immature)] + metrics.map(\.json))
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let parts = try json.asList { value throws(JSONShapeError) in value }
        guard parts.count >= 2 else { throw JSONShapeError("ends too early") }
        var metrics: [MetricCounts] = []
        for part in parts[2...] { metrics.append(try MetricCounts(json: part)) }
        self.init(
            people: try parts[0].asInteger(),
            immature: try parts[1].asInteger(),
            metrics: metrics
        )
    }
}

extension MetricCounts {
    /// Active people and the sums; with a cap, that and the sums below it.
    fileprivate var json: JSONValue {
        var parts: [JSONValue] = [.integer(active), sums.json]
        if let capped { parts.append(capped.json) }
        if let cap { parts.append(.integer(Int(cap))) }
        return .array(parts)
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let parts = try json.asList { value throws(JSONShapeError) in value }
        guard (2...4).contains(parts.count) else { throw JSONShapeError("has another length") }
        var (capped, cap): (ExactSums?, Int64?) = (nil, nil)
        for part in parts[2...] {
            if case .array = part {
                capped = try ExactSums(json: part)
            } else {
                cap = Int64(try part.asInteger())
            }
        }
        self.init(
            sums: try ExactSums(json: parts[1]),
            capped: capped,
            cap: cap,
            active: try parts[0].asInteger()
        )
    }
}

extension ExactSums {
    /// The count and the sums, in the order of the declaration.
    fileprivate var json: JSONValue {
        let sums = [value, square, other, otherSquare, product]
        return .array([.integer(count)] + sums.map(\.json))
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let parts = try json.asList { value throws(JSONShapeError) in value }
        guard parts.count == 6 else { throw JSONShapeError("should be six numbers") }
        self.init()
        count = try parts[0].asInteger()
        value = try Int128(json: parts[1])
        square = try Int128(json: parts[2])
        other = try Int128(json: parts[3])
        otherSquare = try Int128(json: parts[4])
        product = try Int128(json: parts[5])
    }
}

extension Int128 {
    /// The number where it fits, else its decimal text.
    fileprivate var json: JSONValue {
        Int(exactly: self).map(JSONValue.integer) ?? .string(String(self))
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        guard case .string(let text) = json else {
            self = Int128(try json.asInteger())
            return
        }
        guard let number = Int128(text) else { throw JSONShapeError("should be a whole number") }
        self = number
    }
}
