import FlagModel
package import JSON

extension ReviewAnswer {
    /// The answer as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.putUnlessEmpty("needs", needs.map(\.json))
        fields.putUnlessEmpty(
            "reach",
            reach.sorted { $0.key < $1.key }.map { place, reach in
                [JSONValue(place), .integer(reach.people), .integer(reach.known)]
            }
        )
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        let rows = try fields.list("reach") { value throws(JSONShapeError) in
            try value.asList { value throws(JSONShapeError) in value }
        }
        var reach: [GUID: PeopleReach] = [:]
        for row in rows {
            guard row.count == 3 else { throw JSONShapeError("should be a place and two numbers") }
            reach[try row[0].asGUID()] = PeopleReach(
                people: try row[1].asInteger(),
                known: try row[2].asInteger()
            )
        }
        self.init(needs: try fields.list("needs", ReviewNeed.init(json:)), reach: reach)
    }
}

extension ReviewNeed {
    fileprivate var json: JSONValue {
        [
            "in": JSONValue(environmentID), "approvals": .integer(approvals),
            "reasons": .array(reasons.map(JSONValue.string)),
        ]
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            environmentID: try fields.guid("in"),
            approvals: try fields.integer("approvals"),
            reasons: try fields.texts("reasons")
        )
    }
}
