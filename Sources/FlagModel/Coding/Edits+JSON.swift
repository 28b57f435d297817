import JSON

extension FlagEdit {
    var json: JSONValue {
        switch self {
        case .setEnabled(let value): ["on": .bool(value)]
        case .rename(let text): ["rename": .string(text)]
        case .describe(let text): ["describe": .string(text)]
        case .setOwner(let text): ["owner": .string(text)]
        case .setPurpose(let text): ["purpose": .string(text)]
        case .setTags(let tags): ["tags": .array(tags.map(JSONValue.string))]
        case .setArchived(let value): ["archived": .bool(value)]
        case .addVariation(let variation, let index):
            ["addVersion": ["at": .integer(index), "version": variation.json]]
        case .editVariation(let variation): ["editVersion": variation.json]
        case .removeVariation(let id): ["removeVersion": .string(id)]
        case .setOffVariation(let id): ["off": .string(id)]
        case .setKind(let kind): ["kind": .string(kind.rawValue)]
        case .addTargets(let id, let customers):
            ["addTargets": ["customers": JSONValue(customers), "version": .string(id)]]
        case .removeTargets(let customers): ["removeTargets": JSONValue(customers)]
        case .setTargets(let targets): ["targets": .array(targets.map(\.json))]
        case .addRule(let rule, let index):
            ["addRule": ["at": .integer(index), "rule": rule.json]]
        case .replaceRule(let rule): ["replaceRule": rule.json]
        case .removeRule(let id): ["removeRule": .string(id)]
        case .moveRule(let id, let index):
            ["moveRule": ["id": .string(id), "to": .integer(index)]]
        case .setRules(let rules): ["rules": .array(rules.map(\.json))]
        case .setDefaultRule(let serving): ["default": serving.json]
        case .setCountsEveryone(let value): ["countsEveryone": .bool(value)]
        case .setReportsInsights(let value):
            ["insights": value.map(JSONValue.bool) ?? .null]
        }
    }

    init(json: JSONValue) throws(JSONShapeError) {
        self = try SingleField(json).read(Self.read)
    }

    private static func read(
        _ name: String,
        _ value: JSONValue
    ) throws(JSONShapeError) -> FlagEdit {
        switch name {
        case "on": .setEnabled(try value.asBool())
        case "rename": .rename(try value.asText())
        case "describe": .describe(try value.asText())
        case "owner": .setOwner(try value.asText())
        case "purpose": .setPurpose(try value.asText())
        case "tags": .setTags(try value.asTexts())
        case "archived": .setArchived(try value.asBool())
        case "off": .setOffVariation(try value.asText())
        case "kind": .setKind(try value.asWord(ValueKind.self))
        case "countsEveryone": .setCountsEveryone(try value.asBool())
        case "insights": .setReportsInsights(value == .null ? nil : try value.asBool())
        case "default": .setDefaultRule(try Serving(json: value))
        case "targets", "addTargets", "removeTargets":
            try targetEdit(name, value)
        case "addVersion", "editVersion", "removeVersion":
            try variationEdit(name, value)
        default: try ruleEdit(name, value)
        }
    }

    private static func targetEdit(
        _ name: String,
        _ value: JSONValue
    ) throws(JSONShapeError) -> FlagEdit {
        switch name {
        case "targets":
            return .setTargets(
                try value.asList { element throws(JSONShapeError) in try Target(json: element) }
            )
        case "removeTargets": return .removeTargets(try value.asCustomers())
        default:
            let fields = try JSONFields(value)
            return .addTargets(
                variationID: try fields.text("version"),
                try fields.customers("customers")
            )
        }
    }

    private static func variationEdit(
        _ name: String,
        _ value: JSONValue
    ) throws(JSONShapeError) -> FlagEdit {
        switch name {
        case "editVersion": return .editVariation(try Variation(json: value))
        case "removeVersion": return .removeVariation(try value.asText())
        default:
            let fields = try JSONFields(value)
            return .addVariation(
                try fields.read("version", Variation.init),
                at: try fields.integer("at")
            )
        }
    }

    private static func ruleEdit(
        _ name: String,
        _ value: JSONValue
    ) throws(JSONShapeError) -> FlagEdit {
        switch name {
        case "rules":
            return .setRules(
                try value.asList { element throws(JSONShapeError) in try Rule(json: element) }
            )
        case "replaceRule": return .replaceRule(try Rule(json: value))
        case "removeRule": return .removeRule(try value.asText())
        case "addRule":
            let fields = try JSONFields(value)
            return .addRule(try fields.read("rule", Rule.init), at: try fields.integer("at"))
        case "moveRule":
            let fields = try JSONFields(value)
            return .moveRule(try fields.text("id"), to: try fields.integer("to"))
        default: throw JSONShapeError("is an edit that this version does not know")
        }
    }
}

extension AudienceEdit {
    var json: JSONValue {
        switch self {
        case .rename(let text): ["rename": .string(text)]
        case .describe(let text): ["describe": .string(text)]
        case .setTags(let tags): ["tags": .array(tags.map(JSONValue.string))]
        case .setArchived(let value): ["archived": .bool(value)]
        case .addMembers(let insertions): ["add": .array(insertions.map(\.json))]
        case .removeMembers(let customers): ["remove": JSONValue(customers)]
        case .addExcluded(let insertions): ["exclude": .array(insertions.map(\.json))]
        case .removeExcluded(let customers): ["include": JSONValue(customers)]
        case .setRules(let rules): ["rules": .array(rules.map(\.json))]
        }
    }

    init(json: JSONValue) throws(JSONShapeError) {
        self = try SingleField(json).read(Self.read)
    }

    private static func read(
        _ name: String,
        _ value: JSONValue
    ) throws(JSONShapeError) -> AudienceEdit {
        func insertions() throws(JSONShapeError) -> [Insertion] {
            try value.asList { element throws(JSONShapeError) in try Insertion(json: element) }
        }
        return switch name {
        case "rename": .rename(try value.asText())
        case "describe": .describe(try value.asText())
        case "tags": .setTags(try value.asTexts())
        case "archived": .setArchived(try value.asBool())
        case "add": .addMembers(try insertions())
        case "remove": .removeMembers(try value.asCustomers())
        case "exclude": .addExcluded(try insertions())
        case "include": .removeExcluded(try value.asCustomers())
        case "rules":
            .setRules(
                try value.asList { element throws(JSONShapeError) in
                    try AudienceRule(json: element)
                }
            )
        default: throw JSONShapeError("is an edit that this version does not know")
        }
    }
}

extension Insertion {
    /// The customer's key, or `[key, place]`.
    fileprivate var json: JSONValue {
        guard let index else { return .string(customer.text) }
        return [.string(customer.text), .integer(index)]
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        guard case .array(let parts) = json, parts.count == 2 else {
            self.init(try json.asCustomer())
            return
        }
        let fields = JSONParts(parts)
        self.init(
            try fields.part(0) { value throws(JSONShapeError) in try value.asCustomer() },
            at: try fields.integer(1)
        )
    }
}

extension JSONValue {
    fileprivate func asTexts() throws(JSONShapeError) -> [String] {
        try asList { value throws(JSONShapeError) in try value.asText() }
    }
}
