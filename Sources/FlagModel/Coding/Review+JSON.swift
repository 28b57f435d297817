import JSON

extension Decision {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("person", person)
        if let personID { fields.put("personID", JSONValue(personID)) }
        fields.put("verdict", verdict.rawValue)
        fields.putUnlessEmpty("reason", reason)
        if let at { fields.put("when", JSONValue(at)) }
        fields.putUnlessEmpty("ground", ground.map(JSONValue.init))
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            person: try fields.text("person"),
            verdict: try fields.word("verdict", Verdict.self),
            reason: try fields.textOrEmpty("reason"),
            at: try fields.optionalMoment("when"),
            ground: try fields.list("ground") { value throws(JSONShapeError) in
                try value.asMoment()
            }
        )
        personID = try fields.optional("personID") { value throws(JSONShapeError) in
            try value.asGUID()
        }
    }
}

extension Comment {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("person", person)
        fields.put("text", text)
        if let at { fields.put("when", JSONValue(at)) }
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            person: try fields.text("person"),
            text: try fields.text("text"),
            at: try fields.optionalMoment("when")
        )
    }
}

extension ReviewRule {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("approvals", .integer(approvals))
        if let people { fields.put("people", .integer(people)) }
        if touchesExperiments { fields.put("experiments", .bool(true)) }
        fields.putUnlessEmpty("tags", tags.map(JSONValue.string))
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            approvals: try fields.integer("approvals"),
            people: try fields.optionalInteger("people"),
            touchesExperiments: try fields.optionalBool("experiments") ?? false,
            tags: try fields.texts("tags")
        )
    }
}
