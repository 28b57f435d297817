package import FlagModel
package import JSON

// How requests and answers travel between processes. Members may be added as optional; none may
// change its meaning without a new version in the greeting.

extension Proposal {
    /// The proposal as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", JSONValue(id))
        fields.put("actor", actor)
        fields.putUnlessEmpty("note", note)
        for member in origin.members { fields.put(member.key, member.value) }
        fields.putUnless("keepsTimes", keepsTimes, false)
        fields.putUnless("part", isPartialUndo, false)
        fields.put("changes", .array(changes.map(\.json)))
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.guid("id"),
            actor: try fields.text("actor"),
            note: try fields.textOrEmpty("note"),
            origin: try ChangeSet.Origin(fields),
            changes: try fields.list("changes", Change.init(json:)),
            keepsTimes: try fields.optionalBool("keepsTimes") ?? false,
            isPartialUndo: try fields.optionalBool("part") ?? false
        )
    }

    /// The same, asked by somebody else.
    package func asked(by name: String) -> Proposal {
        var proposal = self
        proposal.actor = name
        return proposal
    }
}

extension Receipt {
    /// The receipt as one object.
    package var json: JSONValue {
        [
            "entry": .integer(Int(clamping: entry)), "sentence": .string(sentence),
            "lines": .array(lines.map(JSONValue.string)),
        ]
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            entry: try fields.entry("entry"),
            sentence: try fields.text("sentence"),
            lines: try fields.texts("lines")
        )
    }
}

extension UndoRequest {
    /// The request as one object.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", JSONValue(id))
        fields.put("entry", .integer(Int(clamping: entry)))
        fields.put("actor", actor)
        fields.putUnlessEmpty("note", note)
        fields.putUnless("part", isPartial, false)
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.guid("id"),
            entry: try fields.entry("entry"),
            actor: try fields.text("actor"),
            note: try fields.textOrEmpty("note"),
            isPartial: try fields.optionalBool("part") ?? false
        )
    }

    /// The same, asked by somebody else.
    package func asked(by name: String) -> UndoRequest {
        var request = self
        request.actor = name
        return request
    }
}

extension JSONFields {
    /// A member that is the number of an entry; 0 is before the first.
    func entry(_ key: String) throws(JSONShapeError) -> UInt64 {
        try required(key) { value throws(JSONShapeError) in try value.asEntry() }
    }
}

extension JSONValue {
    /// The number of an entry that this value should be.
    func asEntry() throws(JSONShapeError) -> UInt64 {
        guard let number = UInt64(exactly: try asInteger()) else {
            throw JSONShapeError("should be the number of an entry")
        }
        return number
    }
}
