import JSON

extension Grant {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("role", role.rawValue)
        if let environmentID { fields.put("in", JSONValue(environmentID)) }
        if let tag { fields.put("tag", tag) }
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            role: try fields.word("role", PersonRole.self),
            environmentID: try fields.optionalGUID("in"),
            tag: try fields.optionalText("tag")
        )
    }
}

extension PersonToken {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", JSONValue(id))
        fields.put("name", name)
        fields.put("selector", selector)
        fields.put("digest", digest)
        fields.put("created", JSONValue(createdAt))
        if let expiresAt { fields.put("expires", JSONValue(expiresAt)) }
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.guid("id"),
            name: try fields.text("name"),
            selector: try fields.text("selector"),
            digest: try fields.text("digest"),
            createdAt: try fields.moment("created"),
            expiresAt: try fields.optionalMoment("expires")
        )
    }
}

extension Person {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", JSONValue(id))
        fields.put("name", name)
        if let systemUser { fields.put("user", systemUser) }
        fields.putUnlessEmpty("roles", grants.map(\.json))
        fields.putUnlessEmpty("tokens", tokens.map(\.json))
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.guid("id"),
            name: try fields.text("name"),
            systemUser: try fields.optionalText("user"),
            grants: try fields.list("roles", Grant.init(json:)),
            tokens: try fields.list("tokens", PersonToken.init(json:))
        )
    }
}
