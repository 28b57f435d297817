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
        let edit = try SingleField(json)
        let value = edit.value
        switch edit.name {
        case "on": self = .setEnabled(try value.asBool())
        case "rename": self = .rename(try value.asText())
        case "describe": self = .describe(try value.asText())
        case "owner": self = .setOwner(try value.asText())
        case "purpose": self = .setPurpose(try value.asText())
        case "tags": self = .setTags(try value.asTexts())
        case "archived": self = .setArchived(try value.asBool())
        case "off": self = .setOffVariation(try value.asText())
        case "kind": self = .setKind(try value.asWord(ValueKind.self))
        case "countsEveryone": self = .setCountsEveryone(try value.asBool())
        case "insights": self = .setReportsInsights(value == .null ? nil : try value.asBool())
        case "default": self = .setDefaultRule(try Serving(json: value))
        case "targets", "addTargets", "removeTargets":
            self = try Self.targetEdit(edit.name, value)
        case "addVersion", "editVersion", "removeVersion":
            self = try Self.variationEdit(edit.name, value)
        default: self = try Self.ruleEdit(edit.name, value)
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
        let edit = try SingleField(json)
        let value = edit.value
        func insertions() throws(JSONShapeError) -> [Insertion] {
            try value.asList { element throws(JSONShapeError) in try Insertion(json: element) }
        }
        switch edit.name {
        case "rename": self = .rename(try value.asText())
        case "describe": self = .describe(try value.asText())
        case "tags": self = .setTags(try value.asTexts())
        case "archived": self = .setArchived(try value.asBool())
        case "add": self = .addMembers(try insertions())
        case "remove": self = .removeMembers(try value.asCustomers())
        case "exclude": self = .addExcluded(try insertions())
        case "include": self = .removeExcluded(try value.asCustomers())
        case "rules":
            self = .setRules(
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
        self.init(try parts[0].asCustomer(), at: try parts[1].asInteger())
    }
}

extension JSONValue {
    fileprivate func asTexts() throws(JSONShapeError) -> [String] {
        try asList { value throws(JSONShapeError) in try value.asText() }
    }
}
