internal import JSON

extension ChangeSet {
    /// Reads what ``parts(maximumBytes:)`` wrote, without a tree of values for the flags that it
    /// makes, as the long way would.
    ///
    /// It is `nil` where a part is written in another way than this program does, or means nothing,
    /// which only the long way can say.
    ///
    /// - Parameters:
    ///   - id: its id, which stands beside its parts.
    ///   - actor: who asked.
    ///   - time: when.
    ///   - parts: the bytes of each part.
    public init?(id: GUID, actor: String, time: Moment, canonicalParts parts: [[UInt8]]) {
        var found: [CanonicalPart] = []
        for part in parts {
            let read = part.withUnsafeBufferPointer { bytes -> CanonicalPart? in
                var reader = CanonicalReader(bytes)
                guard let part = try? CanonicalPart(&reader), reader.isAtEnd else { return nil }
                return part
            }
            guard let read else { return nil }
            found.append(read)
        }
        self.init(id: id, actor: actor, time: time, found)
    }

    /// The same for a payload: one part, or a list of more than one.
    ///
    /// - Parameters:
    ///   - id: its id, which stands beside its parts.
    ///   - actor: who asked.
    ///   - time: when.
    ///   - payload: the bytes of all parts.
    ///   - count: how many there are.
    public init?(
        id: GUID,
        actor: String,
        time: Moment,
        canonicalPayload payload: [UInt8],
        count: Int
    ) {
        let parts = payload.withUnsafeBufferPointer { bytes -> [CanonicalPart]? in
            var reader = CanonicalReader(bytes)
            let parts = try? count > 1 ? reader.list(CanonicalPart.init) : [CanonicalPart(&reader)]
            return reader.isAtEnd && parts?.count == count ? parts : nil
        }
        guard let parts else { return nil }
        self.init(id: id, actor: actor, time: time, parts)
    }

    private init?(id: GUID, actor: String, time: Moment, _ parts: [CanonicalPart]) {
        guard let head = parts.first?.head, parts.allSatisfy({ $0.hasSteps }),
            let whole = try? ChangeSet(id: id, actor: actor, time: time, parts: [head])
        else { return nil }
        self = whole.with(steps: parts.flatMap(\.steps))
    }
}

/// One part as it stands in canonical bytes.
private struct CanonicalPart {
    /// Everything but the steps.
    let head: JSONValue
    let steps: [ChangeSet.Step]
    let hasSteps: Bool

    init(_ reader: inout CanonicalReader) throws(NotCanonical) {
        var members: [JSONMember] = []
        var steps: [ChangeSet.Step]?
        var last = ""
        try reader.need("{")
        repeat {
            let key = try reader.text()
            // Sorted by their bytes, so no member stands there twice.
            guard last.utf8.lexicographicallyPrecedes(key.utf8) else { throw NotCanonical() }
            last = key
            try reader.need(":")
            if key == "steps" {
                steps = try reader.anyList(ChangeSet.Step.init)
            } else {
                members.append(JSONMember(key: key, value: try reader.value()))
            }
        } while reader.take(",")
        try reader.need("}")
        head = .object(JSONObject(members))
        (self.steps, hasSteps) = (steps ?? [], steps != nil)
    }
}

extension ChangeSet.Step {
    fileprivate init(_ reader: inout CanonicalReader) throws(NotCanonical) {
        let start = reader.offset
        if let flag = try? Self(madeFlag: &reader) {
            self = flag
            return
        }
        try reader.move(to: start)
        guard let step = try? Self(json: try reader.value()) else { throw NotCanonical() }
        self = step
    }

    /// A flag that is made: nearly all of a large import.
    private init(madeFlag reader: inout CanonicalReader) throws(NotCanonical) {
        try reader.need("{")
        var time: Moment?
        if reader.take("\"at\":") {
            time = try? JSONValue.integer(try reader.integer()).asMilliseconds()
            guard time != nil else { throw NotCanonical() }
            try reader.need(",")
        }
        try reader.need("\"do\":\"create-flag\",\"flag\":")
        var places = FlagPlaces()
        let flag = try Flag(&reader, noting: &places)
        try reader.need(",\"in\":")
        let place = try reader.guid()
        let revision = reader.take(",\"revision\":") ? try reader.guid() : nil
        try reader.need("}")
        self.init(
            change: .createFlag(environment: place, flag),
            stamp: time.map { ChangeSet.Stamp(time: $0, revision: revision) }
        )
    }
}

extension CanonicalReader {
    /// A value of any kind.
    fileprivate mutating func value() throws(NotCanonical) -> JSONValue {
        let bytes = slice(try skip())
        guard let value = try? JSONValue(parsing: bytes) else { throw NotCanonical() }
        return value
    }
}
