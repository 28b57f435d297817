import JSON

extension Webhook {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", JSONValue(id))
        fields.put("name", name)
        fields.put("url", url)
        fields.putUnlessEmpty("in", environmentIDs.map { JSONValue($0) })
        fields.putUnlessEmpty("events", events.map { .string($0.rawValue) })
        fields.putUnlessEmpty("headers", headers.map { [.string($0.name), .string($0.value)] })
        fields.putUnlessEmpty("secret", secret)
        fields.putUnlessEmpty("template", template)
        fields.putUnless("skipsEmpty", skipsEmpty, false)
        fields.putUnless("active", isActive, true)
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.guid("id"),
            name: try fields.text("name"),
            url: try fields.text("url"),
            environmentIDs: try fields.list("in") { value throws(JSONShapeError) in
                try value.asGUID()
            },
            events: try fields.list("events") { value throws(JSONShapeError) in
                try value.asWord(Event.self)
            },
            headers: try fields.list("headers", Header.init(json:)),
            secret: try fields.textOrEmpty("secret"),
            template: try fields.textOrEmpty("template"),
            skipsEmpty: try fields.optional("skipsEmpty") { value throws(JSONShapeError) in
                try value.asBool()
            } ?? false,
            isActive: try fields.optional("active") { value throws(JSONShapeError) in
                try value.asBool()
            } ?? true
        )
    }
}

extension Webhook.Header {
    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let texts = try json.asList { value throws(JSONShapeError) in try value.asText() }
        guard texts.count == 2 else { throw JSONShapeError("should be a name and a value") }
        self.init(name: texts[0], value: texts[1])
    }
}

extension Trigger {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", JSONValue(id))
        fields.put("in", JSONValue(environmentID))
        fields.put("flag", JSONValue(flagID))
        fields.put("action", action.rawValue)
        fields.put("digest", tokenDigest)
        fields.put("description", description)
        fields.putUnless("enabled", isEnabled, true)
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.guid("id"),
            environmentID: try fields.guid("in"),
            flagID: try fields.guid("flag"),
            action: try fields.word("action", Action.self),
            tokenDigest: try fields.text("digest"),
            description: try fields.text("description"),
            isEnabled: try fields.optional("enabled") { value throws(JSONShapeError) in
                try value.asBool()
            } ?? true
        )
    }
}
