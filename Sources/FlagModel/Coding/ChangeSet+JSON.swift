public import JSON

extension ChangeSet {
    /// The version of the layout of ``parts(maximumBytes:)``.
    public static let layoutVersion = 1

    /// The change set as JSON, in parts of bounded size; who, when and its id stand beside them.
    ///
    /// The first part holds the words; every part holds `steps`. A step is the change, and beside
    /// it the stamp as `at` (milliseconds) and `revision`.
    ///
    /// - Returns: canonical JSON; only a step that is itself larger gives a larger part.
    public func parts(maximumBytes: Int) -> [[UInt8]] {
        let head = self.head
        var parts: [[UInt8]] = []
        var pending: [[UInt8]] = []
        var size = head.value.canonicalBytes().count + 64
        func flush() {
            let members = parts.isEmpty ? head.members : []
            parts.append(Self.part(members, steps: pending))
            pending = []
            size = 64
        }
        for step in steps {
            let bytes = step.json.canonicalBytes()
            if !pending.isEmpty, size + bytes.count + 1 > maximumBytes { flush() }
            pending.append(bytes)
            size += bytes.count + 1
        }
        flush()
        return parts
    }

    /// The same as one value, however large it is; who, when and its id stand beside it.
    package var json: JSONValue {
        var fields = head
        fields.put("steps", .array(steps.map(\.json)))
        return fields.value
    }

    private var head: FieldWriter {
        var head = FieldWriter()
        head.put("sentence", sentence)
        if lines != [sentence] { head.putUnlessEmpty("lines", lines.map(JSONValue.string)) }
        head.putUnlessEmpty("note", note)
        for member in origin.members { head.put(member.key, member.value) }
        return head
    }

    /// Joins encoded steps and other members into one canonical object; `steps` sorts by itself.
    private static func part(_ members: [JSONMember], steps: [[UInt8]]) -> [UInt8] {
        let sorted = members.sorted { $0.key < $1.key }
        let before = sorted.filter { $0.key < "steps" }
        let after = sorted.filter { $0.key > "steps" }
        var bytes = Array("{".utf8)
        for member in before {
            bytes += encoded(member)
            bytes.append(UInt8(ascii: ","))
        }
        bytes += Array("\"steps\":[".utf8)
        bytes += steps.joined(separator: [UInt8(ascii: ",")])
        bytes.append(UInt8(ascii: "]"))
        for member in after {
            bytes.append(UInt8(ascii: ","))
            bytes += encoded(member)
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    private static func encoded(_ member: JSONMember) -> ArraySlice<UInt8> {
        JSONValue.object(JSONObject([member])).canonicalBytes().dropFirst().dropLast()
    }

    /// Reads what ``parts(maximumBytes:)`` wrote.
    ///
    /// - Throws: ``JSONShapeError`` when a part is not one that this version knows.
    public init(
        id: GUID,
        actor: String,
        time: Moment,
        parts: [JSONValue]
    ) throws(JSONShapeError) {
        guard let first = parts.first else { throw JSONShapeError("is empty") }
        let head = try JSONFields(first)
        var steps: [Step] = []
        for part in parts {
            steps += try JSONFields(part).list("steps") { value throws(JSONShapeError) in
                try Step(json: value)
            }
        }
        let sentence = try head.text("sentence")
        let lines = try head.texts("lines")
        self.init(
            id: id,
            actor: actor,
            note: try head.textOrEmpty("note"),
            time: time,
            origin: try Origin(head),
            steps: steps,
            sentence: sentence,
            lines: lines.isEmpty ? [sentence] : lines
        )
    }
}

extension ChangeSet.Origin {
    /// What led to it, as the members `origin` and `undoes`; none for what somebody just did.
    package var members: [JSONMember] {
        var fields = FieldWriter()
        fields.putUnlessEmpty("origin", word)
        if case .undo(let number) = self { fields.put("undoes", .integer(Int(number))) }
        return fields.members
    }

    private var word: String {
        switch self {
        case .direct: ""
        case .publish: "publish"
        case .undo: "undo"
        case .importing: "import"
        case .drafting: "draft"
        case .scheduled: "schedule"
        case .reviewing: "review"
        case .emergency: "emergency"
        case .triggered: "trigger"
        }
    }

    /// Reads what ``members`` wrote among others.
    package init(_ head: JSONFields) throws(JSONShapeError) {
        switch (try head.textOrEmpty("origin"), try head.optionalInteger("undoes")) {
        case ("", _): self = .direct
        case ("publish", _): self = .publish
        case ("import", _): self = .importing
        case ("draft", _): self = .drafting
        case ("schedule", _): self = .scheduled
        case ("review", _): self = .reviewing
        case ("emergency", _): self = .emergency
        case ("trigger", _): self = .triggered
        case ("undo", let number?) where number > 0: self = .undo(UInt64(number))
        default:
            throw JSONShapeError("has an origin that this version does not know")
                .inside(.key("origin"))
        }
    }
}

extension ChangeSet.Step {
    fileprivate var json: JSONValue {
        guard let stamp, case .object(var object) = change.json else { return change.json }
        object["at"] = .integer(Int(stamp.time.milliseconds))
        object["revision"] = stamp.revision.map(JSONValue.init)
        return .object(object)
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        let time = try fields.optional("at") { value throws(JSONShapeError) in
            try value.asMilliseconds()
        }
        let revision = try fields.optionalGUID("revision")
        self.init(
            change: try Change(json: json),
            stamp: time.map { ChangeSet.Stamp(time: $0, revision: revision) }
        )
    }
}
