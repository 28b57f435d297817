import JSON

/// The payload of an entry `journal.redacted`, in parts that fit into records.
///
/// ```
/// {"askedBy":"…","entries":[…],"reason":"…"}   the first part
/// {"entries":[…]}                              every further part
/// ```
///
/// One element of `entries` is one part of one entry's content. The first of an entry says
/// everything about it, the others only the number and the next part:
///
/// ```
/// {"actor":"…","command":"…","entry":N,"kind":"…","payload":…,"records":N,"redacted":N,
///  "time":N,"version":N}
/// {"entry":N,"payload":…}
/// ```
enum RedactionPayload {
    /// Parts are begun anew beyond this size; only an element that is larger makes a larger one.
    static let partBytes = JournalLimits.bodyBytes - 4096

    /// Encodes who, why and what.
    static func parts(askedBy: String, reason: String, _ entries: [HeldEntry]) -> [[UInt8]] {
        let before =
            Array("{\"askedBy\":".utf8) + JSONValue.string(askedBy).canonicalBytes()
            + Array(",\"entries\":[".utf8)
        let after =
            Array("],\"reason\":".utf8) + JSONValue.string(reason).canonicalBytes()
            + Array("}".utf8)
        var parts: [[UInt8]] = []
        var part = before
        var isEmpty = true
        func flush() {
            part += parts.isEmpty ? after : Array("]}".utf8)
            parts.append(part)
            part = Array("{\"entries\":[".utf8)
            isEmpty = true
        }
        for element in entries.lazy.flatMap(\.elements) {
            if !isEmpty, part.count + element.count + after.count > partBytes { flush() }
            if !isEmpty { part.append(UInt8(ascii: ",")) }
            part += element
            isEmpty = false
        }
        flush()
        return parts
    }

    /// Reads the parts back; nil when they are not laid out as above.
    static func read(_ parts: [[UInt8]]) -> [UInt64: HeldEntry]? {
        var entries: [UInt64: HeldEntry] = [:]
        do {
            for part in parts {
                let fields = try JSONFields(try JSONValue(parsing: part))
                _ = try fields.list("entries") { value throws(JSONShapeError) in
                    try add(value, to: &entries)
                }
            }
        } catch {
            return nil
        }
        return entries
    }

    private static func add(
        _ element: JSONValue,
        to entries: inout [UInt64: HeldEntry]
    ) throws(JSONShapeError) {
        let fields = try JSONFields(element)
        let number = try fields.count("entry")
        let payload = try fields.required("payload") { value throws(JSONShapeError) in
            value.canonicalBytes()
        }
        guard entries[number] == nil else {
            entries[number]?.payloadParts.append(payload)
            return
        }
        entries[number] = HeldEntry(
            mark: RedactionMark(
                entry: number,
                kind: try fields.text("kind"),
                redactedBy: try fields.count("redacted"),
                time: Int64(
                    try fields.required("time") { value throws(JSONShapeError) in
                        try value.asInteger()
                    }
                ),
                version: try fields.count("version")
            ),
            actor: try fields.text("actor"),
            command: try fields.text("command"),
            recordCount: try fields.integer("records"),
            payloadParts: [payload]
        )
    }
}

extension HeldEntry {
    /// The bytes of the elements, one for each part.
    fileprivate var elements: [[UInt8]] {
        payloadParts.enumerated().map { index, payload in
            let (before, after) =
                index == 0 ? first : ("{\"entry\":\(mark.entry),\"payload\":", "}")
            return Array(before.utf8) + payload + Array(after.utf8)
        }
    }

    private var first: (before: String, after: String) {
        let texts = [actor, command, mark.kind].map { text in
            String(decoding: JSONValue.string(text).canonicalBytes(), as: UTF8.self)
        }
        return (
            "{\"actor\":\(texts[0]),\"command\":\(texts[1]),\"entry\":\(mark.entry),"
                + "\"kind\":\(texts[2]),\"payload\":",
            ",\"records\":\(recordCount),\"redacted\":\(mark.redactedBy),\"time\":\(mark.time),"
                + "\"version\":\(mark.version)}"
        )
    }
}

extension JSONFields {
    /// A member that is a whole number of at least 0.
    fileprivate func count(_ key: String) throws(JSONShapeError) -> UInt64 {
        guard let number = UInt64(exactly: try integer(key)) else {
            throw JSONShapeError("should not be negative").inside(.key(key))
        }
        return number
    }
}
