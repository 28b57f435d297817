import FlagModel
package import JSON

extension Customer {
    /// The customer as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.put("key", .string(key.text))
        fields.putUnlessEmpty("name", name)
        if !attributes.isEmpty {
            let members = attributes.map { JSONMember(key: $0.key, value: .string($0.value)) }
            fields.put("attributes", .object(JSONObject(members)))
        }
        if let lastSeenAt { fields.put("seen", JSONValue(lastSeenAt)) }
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        let attributes = try fields.optional("attributes") { value throws(JSONShapeError) in
            var attributes: [String: String] = [:]
            for member in try JSONFields(value).object.members {
                attributes[member.key] = try member.value.asText()
            }
            return attributes
        }
        self.init(
            key: try fields.required("key") { value throws(JSONShapeError) in
                try value.asCustomer()
            },
            name: try fields.textOrEmpty("name"),
            attributes: attributes ?? [:],
            lastSeenAt: try fields.optionalMoment("seen")
        )
    }
}

extension CustomerRequest {
    /// The request as one object.
    package var json: JSONValue { ["text": .string(text), "limit": .integer(limit)] }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(text: try fields.text("text"), limit: try fields.integer("limit"))
    }
}

extension CustomerPage {
    /// The page as one object.
    package var json: JSONValue {
        [
            "customers": .array(customers.map(\.json)), "count": .integer(count),
            "known": .integer(known),
        ]
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            customers: try fields.list("customers", Customer.init(json:)),
            count: try fields.integer("count"),
            known: try fields.integer("known")
        )
    }
}

extension CustomerImport {
    /// What became of it as one object.
    package var json: JSONValue { ["added": .integer(added), "updated": .integer(updated)] }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(added: try fields.integer("added"), updated: try fields.integer("updated"))
    }
}
