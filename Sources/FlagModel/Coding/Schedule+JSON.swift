import JSON

extension Schedule {
    /// The name of the change that plans it: a program that knows nothing of steps and rhythms
    /// must not take such a plan for one that happens once.
    var word: String { isPlain ? "save-schedule" : "save-plan" }

    /// Whether it holds nothing but one moment and its changes.
    var isPlain: Bool {
        zone.isEmpty && later.isEmpty && recurrence == nil && stopsWhen == nil && !isHeld
            && expects.allSatisfy { if case .target = $0 { true } else { false } }
    }

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
        fields.putUnlessEmpty("zone", zone)
        fields.putUnlessEmpty("later", later.map(\.json))
        if let recurrence { fields.put("again", recurrence.json) }
        if let stopsWhen { fields.put("stops", stopsWhen.json) }
        fields.putUnless("held", isHeld, false)
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
            changes: try fields.changes(),
            expects: try fields.expectations(),
            zone: try fields.textOrEmpty("zone"),
            later: try fields.list("later") { value throws(JSONShapeError) in
                try Step(json: value)
            },
            recurrence: try fields.optional("again") { value throws(JSONShapeError) in
                try Recurrence(json: value)
            },
            stopsWhen: try fields.optional("stops") { value throws(JSONShapeError) in
                try StopRule(json: value)
            },
            isHeld: try fields.optionalBool("held") ?? false
        )
    }
}

extension Schedule.Step {
    fileprivate var json: JSONValue {
        var fields = FieldWriter()
        fields.put("at", JSONValue(at))
        fields.put("changes", .array(changes.map(\.json)))
        fields.putUnlessEmpty("expects", expects.map(\.json))
        return fields.value
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            at: try fields.moment("at"),
            changes: try fields.changes(),
            expects: try fields.expectations()
        )
    }
}

extension Schedule.StopRule {
    fileprivate var json: JSONValue {
        var fields = FieldWriter()
        fields.put("in", JSONValue(environmentID))
        fields.put("experiment", JSONValue(experimentID))
        fields.putUnless("watching", isWatching, false)
        return fields.value
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            environmentID: try fields.guid("in"),
            experimentID: try fields.guid("experiment"),
            isWatching: try fields.optionalBool("watching") ?? false
        )
    }
}

extension JSONFields {
    fileprivate func changes() throws(JSONShapeError) -> [Change] {
        try list("changes") { value throws(JSONShapeError) in try Change(json: value) }
    }

    fileprivate func expectations() throws(JSONShapeError) -> [Schedule.Expectation] {
        try list("expects") { value throws(JSONShapeError) in
            try Schedule.Expectation(json: value)
        }
    }
}

extension Schedule.Expectation {
    fileprivate var json: JSONValue {
        var fields = FieldWriter()
        switch self {
        case .target(let place, let flag, let customer, let variationID):
            fields.put("in", JSONValue(place))
            fields.put("flag", JSONValue(flag))
            fields.put("customer", customer.text)
            if let variationID { fields.put("version", variationID) }
            return ["target": fields.value]
        case .member(let place, let audience, let customer):
            fields.put("in", JSONValue(place))
            fields.put("audience", JSONValue(audience))
            fields.put("customer", customer.text)
            return ["member": fields.value]
        case .enabled(let place, let flag, let isOn):
            fields.put("in", JSONValue(place))
            fields.put("flag", JSONValue(flag))
            fields.put("on", .bool(isOn))
            return ["enabled": fields.value]
        case .everyone(let place, let flag, let serving):
            fields.put("in", JSONValue(place))
            fields.put("flag", JSONValue(flag))
            fields.put("serving", serving.json)
            return ["everyone": fields.value]
        }
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        self = try SingleField(json).read { name, value throws(JSONShapeError) in
            let fields = try JSONFields(value)
            let place = try fields.guid("in")
            return switch name {
            case "target":
                .target(
                    environment: place,
                    flag: try fields.guid("flag"),
                    try fields.customer(),
                    variationID: try fields.optionalText("version")
                )
            case "member":
                .member(
                    environment: place,
                    audience: try fields.guid("audience"),
                    try fields.customer()
                )
            case "enabled":
                .enabled(
                    environment: place,
                    flag: try fields.guid("flag"),
                    try fields.bool("on")
                )
            case "everyone":
                .everyone(
                    environment: place,
                    flag: try fields.guid("flag"),
                    try fields.required("serving") { value throws(JSONShapeError) in
                        try Serving(json: value)
                    }
                )
            default: throw JSONShapeError("is a condition that this version does not know")
            }
        }
    }
}

extension JSONFields {
    fileprivate func customer() throws(JSONShapeError) -> CustomerKey {
        try required("customer") { value throws(JSONShapeError) in try value.asCustomer() }
    }
}
