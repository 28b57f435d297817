import JSON

/// A record's body: one canonical JSON object whose fields have one order.
///
/// ```
/// {"actor":"…","command":"…","entry":N,"kind":"…","last":true,"payload":…,"time":N,"version":N}
/// ```
///
/// `last` is true in the record that completes its entry. A redacted record has, in as many bytes,
///
/// ```
/// {"entry":N,"kind":"…","last":true,"redacted":N,"time":N,"version":N}
/// ```
///
/// followed by blanks; `redacted` is the number of the later entry that holds what stands here
/// now. It keeps its old body hash, so the chain still holds. It always fits: the shortest content
/// that is left out has 36 bytes (`"actor":"","command":"",` and `"payload":0,`), the longest mark
/// that comes for it has 32 (`"redacted":` with 20 digits and a comma).
struct RecordBody: Equatable {
    var entry: UInt64
    var isLast: Bool
    var time: Int64
    var version: UInt64
    /// Where the kind stands, with its quotes.
    var kind: Range<Int>
    /// What a redacted record no longer has.
    var content: Content?
    /// The entry that holds a redacted record's content; nil in every other record.
    var redactedBy: UInt64?

    /// Where the fields that a redaction removes stand.
    struct Content: Equatable {
        /// With its quotes.
        var actor: Range<Int>
        /// With its quotes.
        var command: Range<Int>
        var payload: Range<Int>
    }

    /// Reads the body in `range` of `text`; nil when it is not laid out as above.
    init?(_ text: UnsafeRawBufferPointer, in range: Range<Int>) {
        var scanner = FieldScanner(text, from: range.lowerBound, to: range.upperBound)
        guard scanner.skip("{\"actor\":"), let actor = scanner.string(),
            scanner.skip(",\"command\":"), let command = scanner.string(),
            scanner.skip(",\"entry\":"), let entry = scanner.number(),
            scanner.skip(",\"kind\":"), let kind = scanner.string(),
            let isLast = Self.lastMark(&scanner), scanner.skip(",\"payload\":")
        else { return nil }
        let start = scanner.position
        guard let end = Self.payloadEnd(text, from: start, to: range.upperBound) else { return nil }
        scanner.move(to: end)
        guard let (time, version) = Self.timeAndVersion(&scanner), scanner.isAtEnd else {
            return nil
        }
        self.init(entry: entry, isLast: isLast, time: time, version: version, kind: kind)
        content = Content(actor: actor, command: command, payload: start..<end)
    }

    /// Reads a redacted body in `range` of `text`; nil when it is none.
    init?(redacted text: UnsafeRawBufferPointer, in range: Range<Int>) {
        var scanner = FieldScanner(text, from: range.lowerBound, to: range.upperBound)
        guard scanner.skip("{\"entry\":"), let entry = scanner.number(),
            scanner.skip(",\"kind\":"), let kind = scanner.string(), Self.isKind(text, in: kind),
            let isLast = Self.lastMark(&scanner),
            scanner.skip(",\"redacted\":"), let redactedBy = scanner.number(), redactedBy > entry,
            let (time, version) = Self.timeAndVersion(&scanner)
        else { return nil }
        while scanner.skip(" ") {}
        guard scanner.isAtEnd else { return nil }
        self.init(entry: entry, isLast: isLast, time: time, version: version, kind: kind)
        self.redactedBy = redactedBy
    }

    /// The bytes of a redacted body, padded to those of the body that it replaces.
    ///
    /// - Parameters:
    ///   - mark: what stays known of the record.
    ///   - isLast: whether the record completes its entry.
    ///   - count: the bytes of the body before.
    /// - Returns: exactly so many bytes.
    static func encode(_ mark: RedactionMark, isLast: Bool, padded count: Int) -> [UInt8] {
        let text =
            "{\"entry\":\(mark.entry),\"kind\":\"\(mark.kind)\",\"last\":\(isLast),"
            + "\"redacted\":\(mark.redactedBy),\"time\":\(mark.time),"
            + "\"version\":\(mark.version)}"
        precondition(text.utf8.count <= count, "What is left out is longer than the mark.")
        return Array(text.utf8)
            + repeatElement(UInt8(ascii: " "), count: count - text.utf8.count)
    }

    /// The body's bytes for one part of `entry`.
    static func encode(
        _ entry: NewEntry,
        part: Int,
        number: UInt64,
        texts: QuotedTexts
    ) -> [UInt8] {
        let payload = entry.payloadParts[part]
        let isLast = part == entry.payloadParts.count - 1
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + texts.bytes + 160)
        bytes.append(contentsOf: "{\"actor\":".utf8)
        bytes.append(contentsOf: texts.actor)
        bytes.append(contentsOf: ",\"command\":".utf8)
        bytes.append(contentsOf: texts.command)
        bytes.append(contentsOf: ",\"entry\":\(number),\"kind\":".utf8)
        bytes.append(contentsOf: texts.kind)
        bytes.append(contentsOf: (isLast ? ",\"last\":true" : ",\"last\":false").utf8)
        bytes.append(contentsOf: ",\"payload\":".utf8)
        bytes.append(contentsOf: payload)
        bytes.append(contentsOf: ",\"time\":\(entry.timeMicroseconds)".utf8)
        bytes.append(contentsOf: ",\"version\":\(entry.version)}".utf8)
        return bytes
    }

    /// The most bytes that a body has beside its payload and texts.
    static let frameBytes = 160

    private init(entry: UInt64, isLast: Bool, time: Int64, version: UInt64, kind: Range<Int>) {
        self.entry = entry
        self.isLast = isLast
        self.time = time
        self.version = version
        self.kind = kind
    }

    /// No checksum covers a redacted body, so its kind must at least be one.
    private static func isKind(_ text: UnsafeRawBufferPointer, in quoted: Range<Int>) -> Bool {
        let kind = quoted.dropFirst().dropLast()
        return !kind.isEmpty && kind.count <= JournalLimits.kindBytes
            && kind.allSatisfy { NewEntry.isAllowedInKind(text[$0]) }
    }

    private static func lastMark(_ scanner: inout FieldScanner) -> Bool? {
        if scanner.skip(",\"last\":true") { return true }
        return scanner.skip(",\"last\":false") ? false : nil
    }

    private static func timeAndVersion(_ scanner: inout FieldScanner) -> (Int64, UInt64)? {
        guard scanner.skip(",\"time\":"), let time = scanner.signedNumber(),
            scanner.skip(",\"version\":"), let version = scanner.number(), scanner.skip("}")
        else { return nil }
        return (time, version)
    }

    /// Finds the payload's end from behind: what follows it has only digits in two known places.
    private static func payloadEnd(
        _ text: UnsafeRawBufferPointer,
        from start: Int,
        to end: Int
    ) -> Int? {
        var cursor = end - 1
        for name in [",\"version\":", ",\"time\":"] as [StaticString] {
            repeat { cursor -= 1 } while cursor > start && text[cursor] != UInt8(ascii: ":")
            cursor -= name.utf8CodeUnitCount - 1
            guard cursor > start else { return nil }
        }
        return cursor
    }
}

/// What stays known of a redacted record's entry, in its own body and in the entry that holds its
/// content; both must say the same.
struct RedactionMark: Hashable {
    var entry: UInt64
    /// From `a-z 0-9 . -`, so it needs no escaping.
    var kind: String
    var redactedBy: UInt64
    var time: Int64
    var version: UInt64
}

/// An entry's short texts as canonical JSON strings, made once for all its records.
struct QuotedTexts: Equatable {
    var actor: [UInt8]
    var command: [UInt8]
    var kind: [UInt8]

    init(_ entry: NewEntry) {
        actor = Self.quoted(entry.actor)
        command = Self.quoted(entry.command)
        kind = Self.quoted(entry.kind)
    }

    private static func quoted(_ text: String) -> [UInt8] {
        guard text.utf8.allSatisfy(CanonicalScan.isPlain) else {
            return JSONValue.string(text).canonicalBytes()
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 2)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: "\""))
        return bytes
    }

    var bytes: Int { actor.count + command.count + kind.count }

    /// The text of the JSON string in `range`; nil when it is not one.
    static func read(_ text: UnsafeRawBufferPointer, in range: Range<Int>) -> String? {
        let quoted = UnsafeRawBufferPointer(rebasing: text[range])
        guard quoted.contains(UInt8(ascii: "\\")) else {
            return String(validating: quoted.dropFirst().dropLast(), as: UTF8.self)
        }
        guard case .string(let value)? = try? JSONValue(parsing: Array(quoted)) else { return nil }
        return value
    }
}
