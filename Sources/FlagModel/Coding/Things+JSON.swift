import JSON

extension Audience {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", JSONValue(id))
        fields.put("key", JSONValue(key))
        fields.put("name", name)
        fields.putUnlessEmpty("description", description)
        if reach != .environment { fields.put("reach", reach.rawValue) }
        fields.putUnlessEmpty("scopes", scopes.map(JSONValue.string))
        if !members.isEmpty { fields.put("members", JSONValue(members)) }
        if !excluded.isEmpty { fields.put("excluded", JSONValue(excluded)) }
        fields.putUnlessEmpty("rules", rules.map(\.json))
        fields.putUnlessEmpty("tags", tags.map(JSONValue.string))
        fields.putUnless("archived", isArchived, false)
        fields.put("created", JSONValue(createdAt))
        fields.put("updated", JSONValue(updatedAt))
        if !extras.members.isEmpty { fields.put("extras", .object(extras)) }
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.guid("id"),
            key: try fields.key("key"),
            name: try fields.text("name"),
            createdAt: try fields.moment("created")
        )
        description = try fields.textOrEmpty("description")
        reach =
            try fields.optional("reach") { value throws(JSONShapeError) in
                try value.asWord(Reach.self)
            } ?? .environment
        scopes = try fields.texts("scopes")
        members = try fields.customers("members")
        excluded = try fields.customers("excluded")
        rules = try fields.list("rules") { value throws(JSONShapeError) in
            try AudienceRule(json: value)
        }
        tags = try fields.texts("tags")
        isArchived = try fields.optionalBool("archived") ?? false
        updatedAt = try fields.moment("updated")
        extras = try fields.extras()
    }
}

extension AudienceRule {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", id)
        fields.putUnlessEmpty("name", name)
        fields.putUnlessEmpty("conditions", conditions.map(\.json))
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.text("id"),
            name: try fields.textOrEmpty("name"),
            conditions: try fields.list("conditions") { value throws(JSONShapeError) in
                try Condition(json: value)
            }
        )
    }
}

extension Project {
    var json: JSONValue {
        ["id": JSONValue(id), "key": JSONValue(key), "name": .string(name)]
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.guid("id"),
            key: try fields.key("key"),
            name: try fields.text("name")
        )
    }
}

extension Environment {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", JSONValue(id))
        fields.put("project", JSONValue(projectID))
        fields.put("key", JSONValue(key))
        fields.put("name", name)
        fields.putUnlessEmpty("description", description)
        fields.put("live", .bool(isLive))
        fields.put("secrets", .array(secrets.map(\.json)))
        fields.put("requiresReason", .bool(settings.requiresReason))
        fields.put("asksForDrafts", .bool(settings.asksForDrafts))
        if let review = settings.review { fields.put("review", review.json) }
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.guid("id"),
            projectID: try fields.guid("project"),
            key: try fields.key("key"),
            name: try fields.text("name"),
            isLive: try fields.bool("live"),
            secrets: try fields.list("secrets") { value throws(JSONShapeError) in
                try Secret(json: value)
            }
        )
        description = try fields.textOrEmpty("description")
        settings = Settings(
            requiresReason: try fields.bool("requiresReason"),
            asksForDrafts: try fields.bool("asksForDrafts"),
            review: try fields.optional("review", ReviewRule.init(json:))
        )
    }
}

extension Secret {
    var json: JSONValue {
        [
            "id": JSONValue(id), "name": .string(name), "kind": .string(kind.rawValue),
            "value": .string(value),
        ]
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.guid("id"),
            name: try fields.text("name"),
            kind: try fields.word("kind", Kind.self),
            value: try fields.text("value")
        )
    }
}

extension Draft {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", JSONValue(id))
        fields.put("author", author)
        fields.putUnlessEmpty("others", others.map(JSONValue.string))
        fields.putUnlessEmpty("authorIDs", authorIDs.map { JSONValue($0) })
        fields.put("created", JSONValue(createdAt))
        fields.putUnlessEmpty("note", note)
        fields.put("changes", .array(changes.map(\.json)))
        if revision != 1 { fields.put("revision", .integer(revision)) }
        fields.putUnlessEmpty("decisions", decisions.map(\.json))
        fields.putUnlessEmpty("comments", comments.map(\.json))
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.guid("id"),
            author: try fields.text("author"),
            createdAt: try fields.moment("created"),
            note: try fields.textOrEmpty("note"),
            changes: try fields.list("changes") { value throws(JSONShapeError) in
                try Change(json: value)
            }
        )
        others = try fields.list("others") { value throws(JSONShapeError) in try value.asText() }
        authorIDs = try fields.list("authorIDs") { value throws(JSONShapeError) in
            try value.asGUID()
        }
        revision = try fields.optionalInteger("revision") ?? 1
        decisions = try fields.list("decisions", Decision.init(json:))
        comments = try fields.list("comments", Comment.init(json:))
    }
}
