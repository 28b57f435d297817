import FlagModel
package import JSON

/// What the two ends of a service's socket agree on.
package enum SocketProtocol {
    /// The version of everything in this folder; both ends must speak the same.
    package static let version = 1
    /// The socket's name in the data directory.
    package static let fileName = "flagdeck.sock"
    /// Bytes of the first frame of a connection, at the most.
    package static let greetingBytes = 4096
    /// Bytes of a request, at the most: as much as the journal takes for one entry.
    package static let requestBytes = 64 << 20
    /// Bytes of what a service sends at once, at the most: as much as a snapshot may have.
    package static let answerBytes = 1 << 30
    /// Customers of one request to import; more are sent one request after the other.
    package static let customersPerRequest = 5000
    /// Values of a request, nested ones included, at the most.
    ///
    /// An audience with a million members and as many exceptions has two million; ten thousand
    /// flags with everything around them have one. A value costs its reader some fifty bytes, so
    /// that empty lists alone would otherwise make a gigabyte of ``requestBytes``.
    package static let requestValues = 4_000_000
    /// What a request may cost its reader; its bytes are bounded before.
    package static let requestLimits = JSONLimits(
        depth: 64,
        documentBytes: requestBytes,
        textBytes: requestBytes,
        values: requestValues
    )
}

/// What a process is that has, or wants, the data.
package enum ProcessRole: String, Hashable, Sendable, CaseIterable {
    /// A person's screen; gives the data to a server that asks for it.
    case dashboard
    /// The process that keeps the data for everybody.
    case server
    /// One command; ends soon.
    case command
}

/// The first frame of whoever connects.
package struct Greeting: Hashable, Sendable {
    /// What the sender speaks.
    package let version: Int
    /// What the sender is.
    package let role: ProcessRole
    /// The name that the sender wants in the history.
    package let actor: String
    /// Whether the sender wants the model and every later entry.
    package let follows: Bool
    /// Who the sender is, proved by a token; `nil` is whoever the system says.
    package let token: String?

    /// Puts the parts together.
    package init(
        version: Int = SocketProtocol.version,
        role: ProcessRole,
        actor: String,
        follows: Bool,
        token: String? = nil
    ) {
        self.version = version
        self.role = role
        self.actor = actor
        self.follows = follows
        self.token = token
    }

    /// The greeting as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.put("flagdeck", .integer(version))
        fields.put("role", role.rawValue)
        fields.put("actor", actor)
        fields.put("follows", .bool(follows))
        fields.putUnlessEmpty("token", token)
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        version = try fields.integer("flagdeck")
        role = try fields.word("role", ProcessRole.self)
        actor = try fields.text("actor")
        follows = try fields.bool("follows")
        token = try fields.optionalText("token")
    }
}

/// The answer to a greeting.
package struct Welcome: Hashable, Sendable {
    /// What the service speaks.
    package let version: Int
    /// What the process of the service is.
    package let role: ProcessRole
    /// The name of who asks, as it will stand in the history.
    package let actor: String
    /// As whom they came in; `nil` from whoever does not say.
    package let identity: Identity?

    /// Puts the parts together.
    package init(
        version: Int = SocketProtocol.version,
        role: ProcessRole,
        actor: String,
        identity: Identity? = nil
    ) {
        self.version = version
        self.role = role
        self.actor = actor
        self.identity = identity
    }

    /// Reads ``json``.
    fileprivate init(_ fields: JSONFields) throws(JSONShapeError) {
        version = try fields.integer("welcome")
        role = try fields.word("role", ProcessRole.self)
        let actor = try fields.text("actor")
        self.actor = actor
        identity = try fields.optional("as") { value throws(JSONShapeError) in
            try Identity(name: actor, way: value)
        }
    }

    fileprivate var json: JSONValue {
        var fields = FieldWriter()
        fields.put("welcome", .integer(version))
        fields.put("role", role.rawValue)
        fields.put("actor", actor)
        if let identity { fields.put("as", identity.wayJSON) }
        return fields.value
    }
}

/// What a service sends.
package enum ServiceMessage: Sendable {
    /// The greeting was accepted.
    case welcome(Welcome)
    /// It was not; a sentence for people. The connection ends.
    case refused(String)
    /// The model as a whole, in place of whatever was known before.
    case snapshot(Picture)
    /// The next entry.
    case entry(HistoryEntry)
    /// The answer to the request with this number.
    case answer(UInt64, JSONValue)
    /// The answer to the request with this number, which asked for the model as it was.
    case past(UInt64, PastPicture)
    /// Why there is no answer to the request with this number.
    case problem(UInt64, ServiceProblem)
    /// The service closes; `true` when another process was promised the data.
    case goodbye(isPromised: Bool)

    /// The message as a frame: ``json`` in canonical form.
    package var bytes: [UInt8] {
        // Most messages are small; these can be all flags of a company.
        switch self {
        case .snapshot(let picture):
            return Self.bytes(Self.snapshotStart, picture, end: "}")
        case .past(let number, let past):
            var end = ",\"to\":\(Int(clamping: number))}"
            if let time = past.time {
                let text = String(decoding: JSONValue(time).canonicalBytes(), as: UTF8.self)
                end = ",\"time\":\(text)}\(end)"
            } else {
                end = "}\(end)"
            }
            return Self.bytes(Self.pastStart, past.picture, end: end)
        default: return json.canonicalBytes()
        }
    }

    private static let snapshotStart = "{\"snapshot\":"
    private static let pastStart = "{\"answer\":{\"picture\":"

    private static func bytes(_ start: String, _ picture: Picture, end: String) -> [UInt8] {
        let head = "\(start){\"entry\":\(Int(clamping: picture.entry)),\"model\":"
        return Array(head.utf8) + picture.model.canonicalBytes().bytes + Array("}\(end)".utf8)
    }

    /// Reads a frame; the flags of a model stay in it until somebody looks at them.
    ///
    /// - Throws: `JSONError` or ``JSONShapeError`` when it is not one that this version knows.
    package init(bytes: [UInt8]) throws {
        if bytes.starts(with: Self.snapshotStart.utf8) {
            let document = try StoredDocument(bytes[...])
            let fields = try JSONFields(document.rest)
            let picture = try fields.required("snapshot") { value throws(JSONShapeError) in
                try Picture(json: value, model: document.model)
            }
            self = .snapshot(picture)
        } else if bytes.starts(with: Self.pastStart.utf8) {
            let document = try StoredDocument(bytes[...])
            let fields = try JSONFields(document.rest)
            let past = try fields.required("answer") { value throws(JSONShapeError) in
                try PastPicture(json: value, model: document.model)
            }
            self = .past(try fields.entry("to"), past)
        } else {
            try self.init(json: JSONValue(parsing: bytes))
        }
    }

    /// The message as one object.
    package var json: JSONValue {
        switch self {
        case .welcome(let welcome): welcome.json
        case .refused(let text): ["refused": .string(text)]
        case .snapshot(let picture): ["snapshot": picture.json]
        case .entry(let entry): ["entry": entry.json]
        case .answer(let number, let answer):
            ["to": .integer(Int(clamping: number)), "answer": answer]
        case .past(let number, let past):
            ["to": .integer(Int(clamping: number)), "answer": past.json]
        case .problem(let number, let problem):
            ["to": .integer(Int(clamping: number)), "problem": problem.json]
        case .goodbye(let isPromised): ["goodbye": .bool(isPromised)]
        }
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        if let entry = try fields.optional("entry", HistoryEntry.init(json:)) {
            self = .entry(entry)
        } else if let number = try fields.optional(
            "to",
            { value throws(JSONShapeError) in
                try value.asEntry()
            }
        ) {
            if let problem = try fields.optional("problem", ServiceProblem.init(json:)) {
                self = .problem(number, problem)
            } else {
                self = .answer(
                    number,
                    try fields.required("answer") { value throws(JSONShapeError) in value }
                )
            }
        } else if let picture = try fields.optional("snapshot", Picture.init(json:)) {
            self = .snapshot(picture)
        } else if let text = try fields.optionalText("refused") {
            self = .refused(text)
        } else if let isPromised = try fields.optionalBool("goodbye") {
            self = .goodbye(isPromised: isPromised)
        } else {
            self = .welcome(try Welcome(fields))
        }
    }
}
