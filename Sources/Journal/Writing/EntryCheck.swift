import JSON

extension NewEntry {
    /// Holds the entry to the limits and to the form that the format relies on.
    ///
    /// - Returns: the entry with its texts as JSON.
    func checked() throws(JournalError) -> PreparedEntry {
        try checkKind()
        try Self.check("version", version, atMost: JournalLimits.version)
        guard version > 0 else { throw .invalid(field: "version", reason: "is below 1") }
        guard timeMicroseconds >= 0 else { throw .invalid(field: "time", reason: "is before 1970") }
        try Self.check("actor", actor.utf8.count, atMost: JournalLimits.actorBytes)
        try Self.check("command", command.utf8.count, atMost: JournalLimits.commandBytes)
        guard !payloadParts.isEmpty else { throw .invalid(field: "payload", reason: "has no part") }
        let prepared = PreparedEntry(entry: self, texts: QuotedTexts(self))
        for (part, payload) in payloadParts.enumerated() {
            // Only what is near the limit is worth encoding twice.
            let most = payload.count + prepared.texts.bytes + RecordBody.frameBytes
            if most > JournalLimits.bodyBytes {
                let body = RecordBody.bytes(of: prepared, part: part)
                try Self.check("body", body, atMost: JournalLimits.bodyBytes)
            }
            try Self.checkCanonical(payload)
        }
        return prepared
    }

    /// The most bytes that all lines of the entry can have; escaping makes a byte six at most.
    var largestBytes: Int {
        let texts = 6 * (actor.utf8.count + command.utf8.count + kind.utf8.count + 1)
        let line = texts + RecordBody.frameBytes + RecordLine.overheadBytes
        return payloadParts.reduce(0) { $0 + $1.count + line }
    }

    private func checkKind() throws(JournalError) {
        guard !kind.isEmpty else { throw .invalid(field: "kind", reason: "is empty") }
        try Self.check("kind", kind.utf8.count, atMost: JournalLimits.kindBytes)
        guard kind.utf8.allSatisfy(Self.isAllowedInKind) else {
            throw .invalid(field: "kind", reason: "has characters other than a-z 0-9 . -")
        }
        guard !kind.hasPrefix("journal.") else {
            throw .invalid(field: "kind", reason: "begins with `journal.`, which is reserved")
        }
    }

    static func isAllowedInKind(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func check(
        _ field: String,
        _ size: Int,
        atMost maximum: Int
    ) throws(JournalError) {
        guard size <= maximum else { throw .limits(field: field, size: size, maximum: maximum) }
    }

    /// A payload is put into the body as it is, so it must be exactly one canonical value.
    private static func checkCanonical(_ payload: [UInt8]) throws(JournalError) {
        if CanonicalScan.recognises(payload) { return }
        guard let value = try? JSONValue(parsing: payload), value.canonicalBytes() == payload else {
            throw .invalid(field: "payload", reason: "is not canonical JSON")
        }
    }
}

extension RecordBody {
    /// The most bytes that a part's body can have; exact but for the digits of the entry number.
    static func bytes(of entry: PreparedEntry, part: Int) -> Int {
        encode(entry.entry, part: part, number: .max, texts: entry.texts).count
    }
}
