import JSON

/// An entry that the journal writes about itself.
struct OwnEntry: Sendable {
    /// Begins with `journal.`.
    var kind: String
    /// Who asked for it.
    var actor: String
    /// Microseconds since 1970, UTC.
    var time: Int64
    var payload: JSONValue

    /// The entry as the writer takes it.
    ///
    /// - Throws: ``JournalError/limits(field:size:maximum:)`` when it does not fit a record.
    func prepared() throws(JournalError) -> PreparedEntry {
        let entry = NewEntry(
            kind: kind,
            timeMicroseconds: max(0, time),
            // So many scalars never have more bytes than an actor may.
            actor: String(String.UnicodeScalarView(actor.unicodeScalars.prefix(64))),
            command: "",
            payload: payload.canonicalBytes()
        )
        let prepared = PreparedEntry(entry: entry, texts: QuotedTexts(entry))
        let size = RecordBody.bytes(of: prepared, part: 0)
        guard size <= JournalLimits.bodyBytes else {
            throw .limits(field: "body", size: size, maximum: JournalLimits.bodyBytes)
        }
        return prepared
    }
}

extension Journal {
    /// Appends an entry of the journal's own and returns once it is durable.
    ///
    /// - Returns: its number.
    func append(own entry: OwnEntry) async throws(JournalError) -> UInt64 {
        guard isWritable else { throw .readOnly }
        let records = Self.records(of: [try entry.prepared()])
        return try await wait(for: records, entryCount: 1, after: nil).lowerBound
    }

    /// The size of the last segment as far as it is durable, in bytes.
    public var lastFileBytes: Int { view.withLock { $0.segments.last?.endOffset ?? 0 } }

    /// Seals the last segment and begins a new one, so that the sealed one can be archived.
    ///
    /// - Returns: whether a new segment was begun; false when the last one holds no entry.
    /// - Throws: ``JournalError/full(path:)`` may pass; other errors as of an append.
    @discardableResult
    public func rotate() async throws(JournalError) -> Bool {
        guard let queue else { throw .readOnly }
        let result = await withCheckedContinuation { (call: RotationCall) in
            if let refusal = queue.withLock({ $0.add(call) }) {
                call.resume(returning: .failure(refusal))
            } else {
                queue.wake()
            }
        }
        return try result.get()
    }
}
