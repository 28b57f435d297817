import JSON

extension Flag {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", JSONValue(id))
        fields.put("key", JSONValue(key))
        fields.put("name", name)
        fields.putUnlessEmpty("description", description)
        fields.putUnlessEmpty("owner", owner)
        fields.putUnlessEmpty("purpose", purpose)
        fields.put("kind", kind.rawValue)
        fields.put("versions", .array(variations.map(\.json)))
        fields.putUnlessEmpty("targets", targets.map(\.json))
        fields.putUnlessEmpty("rules", rules.map(\.json))
        fields.put("default", defaultRule.json)
        fields.put("on", .bool(isEnabled))
        fields.put("off", offVariationID)
        fields.putUnless("countsEveryone", countsEveryoneInExperiments, true)
        if let reportsInsights { fields.put("insights", .bool(reportsInsights)) }
        fields.putUnlessEmpty("tags", tags.map(JSONValue.string))
        fields.putUnless("archived", isArchived, false)
        fields.put("revision", JSONValue(revision))
        fields.put("created", JSONValue(createdAt))
        fields.put("updated", JSONValue(updatedAt))
        fields.putUnlessEmpty("creator", creatorID)
        fields.putUnlessEmpty("updater", updaterID)
        if !extras.members.isEmpty { fields.put("extras", .object(extras)) }
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.guid("id"),
            key: try fields.key("key"),
            name: try fields.text("name"),
            kind: try fields.word("kind", ValueKind.self),
            variations: try fields.list("versions") { value throws(JSONShapeError) in
                try Variation(json: value)
            },
            defaultVariationID: "",
            offVariationID: try fields.text("off"),
            revision: try fields.guid("revision"),
            createdAt: try fields.moment("created")
        )
        description = try fields.textOrEmpty("description")
        owner = try fields.textOrEmpty("owner")
        purpose = try fields.textOrEmpty("purpose")
        targets = try fields.list("targets") { value throws(JSONShapeError) in
            try Target(json: value)
        }
        rules = try fields.list("rules") { value throws(JSONShapeError) in try Rule(json: value) }
        defaultRule = try fields.required("default") { value throws(JSONShapeError) in
            try Serving(json: value)
        }
        isEnabled = try fields.bool("on")
        countsEveryoneInExperiments = try fields.optionalBool("countsEveryone") ?? true
        reportsInsights = try fields.optionalBool("insights")
        tags = try fields.texts("tags")
        isArchived = try fields.optionalBool("archived") ?? false
        updatedAt = try fields.moment("updated")
        creatorID = try fields.optionalText("creator")
        updaterID = try fields.optionalText("updater")
        extras = try fields.extras()
    }
}

extension Variation {
    var json: JSONValue {
        ["id": .string(id), "name": .string(name), "value": .string(value)]
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.text("id"),
            name: try fields.text("name"),
            value: try fields.text("value")
        )
    }
}

extension Target {
    var json: JSONValue {
        ["version": .string(variationID), "customers": JSONValue(customers)]
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            variationID: try fields.text("version"),
            customers: try fields.customers("customers")
        )
    }
}

extension Rule {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", id)
        fields.putUnlessEmpty("name", name)
        fields.putUnlessEmpty("conditions", conditions.map(\.json))
        fields.put("serving", serving.json)
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.text("id"),
            name: try fields.textOrEmpty("name"),
            conditions: try fields.list("conditions") { value throws(JSONShapeError) in
                try Condition(json: value)
            },
            serving: try fields.required("serving") { value throws(JSONShapeError) in
                try Serving(json: value)
            }
        )
    }
}

extension Condition {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", id)
        switch test {
        case .attribute(let name, let op, let value):
            fields.put("attribute", name)
            fields.put("op", op.rawValue)
            fields.put("value", value)
        case .isInAudience(let ids): fields.put("in", .array(ids.map(JSONValue.init)))
        case .isNotInAudience(let ids): fields.put("notIn", .array(ids.map(JSONValue.init)))
        }
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        func audiences(_ value: JSONValue) throws(JSONShapeError) -> [GUID] {
            try value.asList { element throws(JSONShapeError) in try element.asGUID() }
        }
        let id = try fields.text("id")
        if let ids = try fields.optional("in", audiences) {
            self.init(id: id, test: .isInAudience(ids))
        } else if let ids = try fields.optional("notIn", audiences) {
            self.init(id: id, test: .isNotInAudience(ids))
        } else {
            let name = try fields.text("attribute")
            let op = try fields.word("op", Operator.self)
            self.init(id: id, test: .attribute(name, op, try fields.text("value")))
        }
    }
}

extension Serving {
    var json: JSONValue {
        var fields = FieldWriter()
        if let dispatchKey { fields.put("by", dispatchKey) }
        fields.putUnless("inExperiment", isInExperiment, true)
        fields.put("shares", .array(shares.map(\.json)))
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            dispatchKey: try fields.optionalText("by"),
            isInExperiment: try fields.optionalBool("inExperiment") ?? true,
            shares: try fields.list("shares") { value throws(JSONShapeError) in
                try Share(json: value)
            }
        )
    }
}

extension Share {
    /// `[version, lower, upper]`, and the experiment's parts when they are not the whole width.
    var json: JSONValue {
        let range: [JSONValue] = [.string(variationID), .integer(lower), .integer(upper)]
        return .array(experimentParts == parts ? range : range + [.integer(experimentParts)])
    }

    init(json: JSONValue) throws(JSONShapeError) {
        guard case .array(let parts) = json, parts.count == 3 || parts.count == 4 else {
            throw JSONShapeError("should be a version and its range")
        }
        let fields = JSONParts(parts)
        self.init(
            variationID: try fields.text(0),
            lower: try fields.integer(1, in: Self.places),
            upper: try fields.integer(2, in: Self.places),
            experimentParts: parts.count == 4 ? try fields.integer(3, in: Self.places) : nil
        )
    }
}
