import FlagModel
package import JSON

extension PeopleRequest {
    /// The request as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.put("in", JSONValue(environmentID))
        switch question {
        case .changes(let changes): fields.put("changes", .array(changes.map(\.json)))
        case .sides(let changes): fields.put("sides", .array(changes.map(\.json)))
        case .flag(let flag, let changes):
            fields.put("flag", Change.createFlag(environment: environmentID, flag).json)
            fields.putUnlessEmpty("changes", changes.map(\.json))
        case .audience(let audience):
            fields.put("audience", Change.createAudience(environment: environmentID, audience).json)
        case .overlap(let first, let second):
            fields.put("overlap", [JSONValue(first), JSONValue(second)])
        }
        switch slice {
        case .spread(let count): fields.put("spread", .integer(count))
        case .run(let from, let count): fields.put("run", [.integer(from), .integer(count)])
        }
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            environmentID: try fields.guid("in"),
            question: try PeopleQuestion(fields),
            slice: try Slice(fields)
        )
    }
}

extension PeopleQuestion {
    fileprivate init(_ fields: JSONFields) throws(JSONShapeError) {
        if let made = try fields.optional("flag", Change.init(json:)) {
            guard case .createFlag(_, let flag) = made else { throw JSONShapeError("is no flag") }
            self = .flag(flag, after: try fields.list("changes", Change.init(json:)))
        } else if let made = try fields.optional("audience", Change.init(json:)) {
            guard case .createAudience(_, let audience) = made else {
                throw JSONShapeError("is no audience")
            }
            self = .audience(audience)
        } else if fields.object["overlap"] != nil {
            let ids = try fields.list("overlap") { value throws(JSONShapeError) in
                try value.asGUID()
            }
            guard ids.count == 2 else { throw JSONShapeError("should be two audiences") }
            self = .overlap(ids[0], ids[1])
        } else if fields.object["sides"] != nil {
            self = .sides(try fields.list("sides", Change.init(json:)))
        } else {
            self = .changes(try fields.list("changes", Change.init(json:)))
        }
    }
}

extension PeopleRequest.Slice {
    fileprivate init(_ fields: JSONFields) throws(JSONShapeError) {
        if fields.object["spread"] != nil {
            self = .spread(try fields.integer("spread"))
        } else {
            let numbers = try fields.list("run") { value throws(JSONShapeError) in
                try value.asInteger()
            }
            guard numbers.count == 2 else { throw JSONShapeError("should be two numbers") }
            self = .run(from: numbers[0], count: numbers[1])
        }
    }
}

extension PeopleAnswer {
    /// The answer as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.put("known", .integer(known))
        fields.put("looked", .integer(looked))
        if let next { fields.put("next", .integer(next)) }
        fields.putUnlessEmpty("groups", groups.map(\.json))
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            known: try fields.integer("known"),
            looked: try fields.integer("looked"),
            next: try fields.optional("next") { value throws(JSONShapeError) in
                try value.asInteger()
            },
            groups: try fields.list("groups", Group.init(json:))
        )
    }
}

extension PeopleAnswer.Group {
    fileprivate var json: JSONValue {
        var fields = FieldWriter()
        name.put(into: &fields)
        fields.put("count", .integer(count))
        fields.putUnlessEmpty(
            "samples",
            samples.map { [.string($0.key.text), .string($0.name)] }
        )
        return fields.value
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            name: try PeopleAnswer.Name(fields),
            count: try fields.integer("count"),
            samples: try fields.list("samples") { value throws(JSONShapeError) in
                let texts = try value.asList { value throws(JSONShapeError) in try value.asText() }
                guard texts.count == 2, let key = try? CustomerKey(texts[0]) else {
                    throw JSONShapeError("should be a key and a name")
                }
                return PeopleAnswer.Person(key: key, name: texts[1])
            }
        )
    }
}

extension PeopleAnswer.Name {
    fileprivate func put(into fields: inout FieldWriter) {
        fields.put("is", word)
        switch self {
        case .move(let flag, let from, let to):
            fields.put("flag", JSONValue(flag))
            if let from { fields.put("from", .string(from)) }
            if let to { fields.put("to", .string(to)) }
        case .served(let line, let variation):
            fields.put("line", line.json)
            if let variation { fields.put("variation", .string(variation)) }
        case .fulfils(let rule, let condition):
            fields.put("rule", .integer(rule))
            fields.put("condition", .integer(condition))
        case .unmoved, .listed, .excluded, .inside, .onlyFirst, .onlySecond: break
        }
    }

    private var word: String {
        switch self {
        case .move: "move"
        case .unmoved: "unmoved"
        case .served: "served"
        case .fulfils: "fulfils"
        case .listed: "listed"
        case .excluded: "excluded"
        case .inside: "inside"
        case .onlyFirst: "only-first"
        case .onlySecond: "only-second"
        }
    }

    fileprivate init(_ fields: JSONFields) throws(JSONShapeError) {
        switch try fields.text("is") {
        case "move":
            self = .move(
                flag: try fields.guid("flag"),
                from: try fields.optionalText("from"),
                to: try fields.optionalText("to")
            )
        case "unmoved": self = .unmoved
        case "served":
            self = .served(
                line: try fields.required("line", PeopleAnswer.Line.init(json:)),
                variation: try fields.optionalText("variation")
            )
        case "fulfils":
            self = .fulfils(
                rule: try fields.integer("rule"),
                condition: try fields.integer("condition")
            )
        case "listed": self = .listed
        case "excluded": self = .excluded
        case "inside": self = .inside
        case "only-first": self = .onlyFirst
        case "only-second": self = .onlySecond
        default: throw JSONShapeError("is a word that this version does not know")
        }
    }
}

extension PeopleAnswer.Line {
    fileprivate var json: JSONValue {
        switch self {
        case .off: "off"
        case .named: "named"
        case .rule(let place): .integer(place)
        case .everyoneElse: "everyone-else"
        }
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        switch json {
        case "off": self = .off
        case "named": self = .named
        case "everyone-else": self = .everyoneElse
        default: self = .rule(try json.asInteger())
        }
    }
}
