import FlagModel
package import JSON

extension ApplicationsReport {
    /// The report as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        if let address { fields.put("address", address) }
        fields.putUnlessEmpty("applications", applications.map(\.json))
        fields.putUnlessEmpty("refusals", refusals.map(\.json))
        fields.put("ingest", ingest.json)
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            address: try fields.optionalText("address"),
            applications: try fields.list("applications", Application.init(json:)),
            refusals: try fields.list("refusals", RefusedApplication.init(json:)),
            ingest: try fields.required("ingest") { value throws(JSONShapeError) in
                try IngestReport(json: value)
            }
        )
    }
}

extension Application {
    fileprivate var json: JSONValue {
        [
            "in": JSONValue(environmentID), "secret": .string(secretName),
            "kind": .string(kind.rawValue), "transport": .string(transport.rawValue),
            "sdk": .string(sdk), "address": .string(address),
            "connections": .integer(connectionCount), "connected": JSONValue(connectedAt),
            "asked": JSONValue(lastAskedAt),
        ]
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            environmentID: try fields.guid("in"),
            secretName: try fields.text("secret"),
            kind: try fields.word("kind", Secret.Kind.self),
            transport: try fields.word("transport", Transport.self),
            sdk: try fields.text("sdk"),
            address: try fields.text("address"),
            connectionCount: try fields.integer("connections"),
            connectedAt: try fields.moment("connected"),
            lastAskedAt: try fields.moment("asked")
        )
    }
}

extension RefusedApplication {
    fileprivate var json: JSONValue {
        var fields = FieldWriter()
        fields.put("reason", reason.json)
        if let environmentID { fields.put("in", JSONValue(environmentID)) }
        fields.put("sdk", sdk)
        fields.put("address", address)
        fields.put("count", .integer(count))
        fields.put("tried", JSONValue(lastTriedAt))
        return fields.value
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            reason: try fields.required("reason") { value throws(JSONShapeError) in
                try Reason(json: value)
            },
            environmentID: try fields.optionalGUID("in"),
            sdk: try fields.text("sdk"),
            address: try fields.text("address"),
            count: try fields.integer("count"),
            lastTriedAt: try fields.moment("tried")
        )
    }
}

extension RefusedApplication.Reason {
    fileprivate var json: JSONValue {
        switch self {
        case .unknownSecret: ["unknown-secret"]
        case .revokedSecret: ["revoked-secret"]
        case .wrongKind(let kind): ["wrong-kind", .string(kind.rawValue)]
        case .clockOff(let seconds): ["clock-off", .integer(seconds)]
        case .malformedToken: ["malformed-token"]
        case .tooMany: ["too-many"]
        }
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let parts = try CaseParts(json)
        switch parts.name {
        case "unknown-secret": self = .unknownSecret
        case "revoked-secret": self = .revokedSecret
        case "wrong-kind": self = .wrongKind(try parts.word(0, Secret.Kind.self))
        case "clock-off": self = .clockOff(seconds: try parts.integer(0))
        case "malformed-token": self = .malformedToken
        case "too-many": self = .tooMany
        default: throw parts.unknown
        }
    }
}
