package import Experiments
import FlagModel
package import JSON

extension ExperimentCountsRequest {
    /// The request as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        put(into: &fields)
        return fields.value
    }

    fileprivate func put(into fields: inout FieldWriter) {
        fields.put("in", JSONValue(environmentID))
        fields.put("experiment", JSONValue(experimentID))
        if let run { fields.put("run", .integer(run)) }
        if firstVersionCounts { fields.put("firstVersionCounts", .bool(true)) }
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            environmentID: try fields.guid("in"),
            experimentID: try fields.guid("experiment"),
            run: try fields.optionalInteger("run"),
            firstVersionCounts: try fields.optionalBool("firstVersionCounts") ?? false
        )
    }
}

extension ExperimentGroupsRequest {
    /// The request as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        counts.put(into: &fields)
        fields.put("attribute", attribute)
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        self.init(
            counts: try ExperimentCountsRequest(json: json),
            attribute: try JSONFields(json).text("attribute")
        )
    }
}

extension ExperimentGroup {
    /// The group as one object: `value` is text, `null` for none, missing for the rest.
    package var json: JSONValue {
        var fields = FieldWriter()
        switch name {
        case .value(let value): fields.put("value", value)
        case .none: fields.put("value", JSONValue.null)
        case .rest: break
        }
        fields.put("counts", counts.json)
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        let name: Name
        if let value = try fields.optionalText("value") {
            name = .value(value)
        } else {
            name = fields.object["value"] == nil ? .rest : .none
        }
        self.init(name: name, counts: try fields.required("counts", ExperimentCounts.init(json:)))
    }
}

extension PlanTraffic {
    /// The traffic as one object.
    package var json: JSONValue {
        [
            "source": .string(source.rawValue), "counts": counts.json, "days": .integer(days),
            "weights": .array(weights.map(JSONValue.integer)),
        ]
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        guard let source = Source(rawValue: try fields.text("source")) else {
            throw JSONShapeError("is no kind of traffic")
        }
        self.init(
            source: source,
            counts: try fields.required("counts", ExperimentCounts.init(json:)),
            days: try fields.integer("days"),
            weights: try fields.list("weights") { value throws(JSONShapeError) in
                try value.asInteger()
            }
        )
        guard PlanTraffic.dayRange.contains(days), weights.count > 1,
            weights.allSatisfy({ 1...1_000_000 ~= $0 }), weights.count <= FoldPlan.mostVersions
        else { throw JSONShapeError("has days or weights beyond the limits") }
    }
}

extension SetupCheck {
    /// The check as one object.
    package var json: JSONValue {
        [
            "people": .integer(people), "claimed": .integer(claimed),
            "pValues": .array(pValues.map(JSONValue.number)),
        ]
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            people: try fields.integer("people"),
            claimed: try fields.integer("claimed"),
            pValues: try fields.list("pValues") { value throws(JSONShapeError) in
                try value.asNumber()
            }
        )
    }
}
