/// A record whose content was blanked, as a scan met it.
struct RedactedRecord: Hashable {
    /// Where its line begins.
    var offset: Int
    var sequence: UInt64
    /// Whether it completes its entry.
    var isLast: Bool
    var mark: RedactionMark
}

extension RedactedRecord {
    /// A blanked record as a reader has it.
    init(_ record: StoredRecord, _ mark: RedactionMark) {
        self.init(
            offset: record.offset,
            sequence: record.line.sequence,
            isLast: record.body.isLast,
            mark: mark
        )
    }
}

extension RecordBody {
    /// Whether the record belongs to an entry that says what was redacted.
    func isRedaction(_ text: UnsafeRawBufferPointer) -> Bool {
        guard kind.count == Self.quotedRedactionKind.utf8CodeUnitCount else { return false }
        for index in 0..<kind.count
        where text[kind.lowerBound &+ index] != Self.quotedRedactionKind.utf8Start[index] {
            return false
        }
        return true
    }

    /// What stays known of the record when it was blanked by an entry; nil when its kind is none.
    func mark(_ text: UnsafeRawBufferPointer, by redaction: UInt64? = nil) -> RedactionMark? {
        guard let redactedBy = redaction ?? redactedBy,
            let kind = QuotedTexts.read(text, in: kind)
        else { return nil }
        return RedactionMark(
            entry: entry,
            kind: kind,
            redactedBy: redactedBy,
            time: time,
            version: version
        )
    }

    private static let quotedRedactionKind: StaticString = "\"journal.redacted\""
}
