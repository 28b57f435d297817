import JSON

extension Schedule {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", JSONValue(id))
        fields.put("author", author)
        fields.put("created", JSONValue(createdAt))
        fields.putUnlessEmpty("note", note)
        fields.put("at", JSONValue(at))
        fields.put("title", title)
        fields.put("changes", .array(changes.map(\.json)))
        fields.putUnlessEmpty("expects", expects.map(\.json))
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.guid("id"),
            author: try fields.text("author"),
            createdAt: try fields.moment("created"),
            note: try fields.textOrEmpty("note"),
            at: try fields.moment("at"),
            title: try fields.text("title"),
            changes: try fields.list("changes") { value throws(JSONShapeError) in
                try Change(json: value)
            },
            expects: try fields.list("expects") { value throws(JSONShapeError) in
                try Expectation(json: value)
            }
        )
    }
}

extension Schedule.Expectation {
    fileprivate var json: JSONValue {
        switch self {
        case .target(let place, let flag, let customer, let variationID):
            var fields = FieldWriter()
            fields.put("in", JSONValue(place))
            fields.put("flag", JSONValue(flag))
            fields.put("customer", customer.text)
            if let variationID { fields.put("version", variationID) }
            return ["target": fields.value]
        }
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        self = try SingleField(json).read { name, value throws(JSONShapeError) in
            guard name == "target" else {
                throw JSONShapeError("is a condition that this version does not know")
            }
            let fields = try JSONFields(value)
            return .target(
                environment: try fields.guid("in"),
                flag: try fields.guid("flag"),
                try fields.required("customer") { value throws(JSONShapeError) in
                    try value.asCustomer()
                },
                variationID: try fields.optional("version") { value throws(JSONShapeError) in
                    try value.asText()
                }
            )
        }
    }
}
