import JSON

/// Completes what somebody wants to replace with everything that must move along.
///
/// An entry that holds the content of others must not be blanked alone. So when one of the
/// entries that it holds is replaced again, or it is replaced itself, everything it holds moves to
/// the new one, and it is blanked with only who and why left of it.
struct RedactionPlan {
    private var source: RedactionSource
    private let last: UInt64

    init(_ journal: Journal) {
        source = journal.redactionSource()
        last = journal.last.entry
    }

    /// All entries that the new redaction holds, in order.
    ///
    /// - Parameters:
    ///   - redaction: what is wanted.
    ///   - number: the number that the new entry will have.
    /// - Returns: the entries with their marks.
    /// - Throws: ``JournalError/invalid(field:reason:)`` for a replacement that does not fit,
    ///   ``JournalError/limits(field:size:maximum:)``, and when an entry does not read back.
    mutating func completed(
        _ redaction: Redaction,
        as number: UInt64
    ) throws(JournalError) -> [HeldEntry] {
        try check(redaction)
        var entries: [UInt64: HeldEntry] = [:]
        var emptied: Set<UInt64> = []
        for replacement in redaction.replacements {
            var (held, holder) = try current(replacement.entry, as: number)
            held.actor = replacement.actor
            held.payloadParts = replacement.payloadParts
            entries[replacement.entry] = held
            if let holder { emptied.insert(holder) }
        }
        for holder in emptied {
            for (entry, held) in try source.entries(heldBy: holder) ?? [:]
            where entries[entry] == nil {
                entries[entry] = held
            }
            if entries[holder] == nil { entries[holder] = try bare(holder, as: number) }
        }
        try Self.checkSteps(entries.values)
        return entries.values.sorted { $0.mark.entry < $1.mark.entry }
    }

    /// No way from an entry to its holder may be longer than what readers follow: it leads only
    /// through redactions that the new one holds.
    static func checkSteps(_ held: some Sequence<HeldEntry>) throws(JournalError) {
        let steps = held.reduce(1) { $0 + ($1.mark.kind == Redaction.kind ? 1 : 0) }
        guard steps <= JournalLimits.redactionSteps else {
            throw .limits(
                field: "redactions of the same entries",
                size: steps,
                maximum: JournalLimits.redactionSteps
            )
        }
    }

    private func check(_ redaction: Redaction) throws(JournalError) {
        let numbers = redaction.replacements.map(\.entry)
        guard let first = numbers.first, let last = numbers.last, first > 0, last <= self.last,
            zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw .invalid(field: "replacements", reason: "are none, or of unknown entries") }
    }

    /// An entry's content now, marked for the new redaction if it is not blanked yet, and the
    /// entry that must give up what it holds for it.
    private mutating func current(
        _ entry: UInt64,
        as number: UInt64
    ) throws(JournalError) -> (held: HeldEntry, holder: UInt64?) {
        guard let records = try source.records(of: entry), let first = records.first else {
            throw .invalid(field: "replacements", reason: "are of an entry that is not there")
        }
        let kept = first.bytes.withUnsafeBytes { text in
            (
                mark: first.body.mark(text, by: first.body.redactedBy ?? number),
                actor: first.body.content.flatMap { QuotedTexts.read(text, in: $0.actor) },
                command: first.body.content.flatMap { QuotedTexts.read(text, in: $0.command) }
            )
        }
        guard let mark = kept.mark else {
            throw .invalid(field: "entry \(entry)", reason: "has unreadable texts")
        }
        guard first.body.content != nil else {
            guard let held = try source.content(of: mark) else {
                throw .corrupt(
                    .init(unexplained: RedactedRecord(first, mark), in: source.path(of: entry))
                )
            }
            return (held, try source.holder(from: mark.redactedBy))
        }
        let parts = records.compactMap { record in
            record.body.content.map { Array(record.bytes[$0.payload]) }
        }
        let held = HeldEntry(
            mark: mark,
            actor: kept.actor ?? "",
            command: kept.command ?? "",
            recordCount: records.count,
            payloadParts: parts
        )
        return (held, mark.kind == Redaction.kind ? entry : nil)
    }

    /// A redaction without what it holds.
    private mutating func bare(
        _ redaction: UInt64,
        as number: UInt64
    ) throws(JournalError) -> HeldEntry {
        var held = try current(redaction, as: number).held
        let fields = held.payloadParts.first.flatMap { try? JSONFields(JSONValue(parsing: $0)) }
        held.payloadParts = [
            Redaction.emptyPayload(
                askedBy: (try? fields?.text("askedBy")) ?? "",
                reason: (try? fields?.text("reason")) ?? ""
            )
        ]
        return held
    }
}

extension Redaction {
    /// Holds the redaction to its limits and makes its entry.
    ///
    /// - Parameter entries: everything that it holds.
    /// - Returns: the entry, which nobody else can make: its kind is the journal's own.
    /// - Throws: ``JournalError/limits(field:size:maximum:)``,
    ///   ``JournalError/invalid(field:reason:)``.
    func prepared(_ entries: [HeldEntry]) throws(JournalError) -> PreparedEntry {
        try Self.check("asked by", askedBy, atMost: JournalLimits.actorBytes)
        try Self.check("reason", reason, atMost: JournalLimits.redactionReasonBytes)
        try Self.check("redacted entries", entries.count, JournalLimits.redactedEntries)
        for held in entries {
            try Self.check("actor", held.actor.utf8.count, JournalLimits.actorBytes)
            guard held.payloadParts.allSatisfy({ $0.isCanonicalJSON }), !held.payloadParts.isEmpty
            else {
                throw .invalid(field: "entry \(held.mark.entry)", reason: "is not canonical JSON")
            }
        }
        let parts = RedactionPayload.parts(askedBy: askedBy, reason: reason, entries)
        let bytes = parts.reduce(0) { $0 + $1.count }
        try Self.check("bytes of replacements", bytes, JournalLimits.redactionBytes)
        try Self.check("records of replacements", parts.count, JournalLimits.queuedRecords)
        guard timeMicroseconds >= 0 else { throw .invalid(field: "time", reason: "is before 1970") }
        try Self.check("actor", actor.utf8.count, JournalLimits.actorBytes)
        let entry = NewEntry(
            kind: Self.kind,
            version: Self.version,
            timeMicroseconds: timeMicroseconds,
            actor: actor,
            command: "",
            payloadParts: parts
        )
        let prepared = PreparedEntry(entry: entry, texts: QuotedTexts(entry))
        for part in parts.indices {
            let bytes = RecordBody.bytes(of: prepared, part: part)
            try Self.check("body", bytes, JournalLimits.bodyBytes)
        }
        return prepared
    }

    private static func check(
        _ field: String,
        _ text: String,
        atMost maximum: Int
    ) throws(JournalError) {
        guard !text.isEmpty else { throw .invalid(field: field, reason: "is empty") }
        try check(field, text.utf8.count, maximum)
    }

    private static func check(
        _ field: String,
        _ size: Int,
        _ maximum: Int
    ) throws(JournalError) {
        guard size <= maximum else { throw .limits(field: field, size: size, maximum: maximum) }
    }
}

extension [UInt8] {
    fileprivate var isCanonicalJSON: Bool {
        (try? JSONValue(parsing: self))?.canonicalBytes() == self
    }
}
