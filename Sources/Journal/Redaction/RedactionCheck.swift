/// Checks that everything blanked was blanked by an entry that says so, and the other way round.
struct RedactionCheck {
    private var source: RedactionSource

    init(_ source: RedactionSource) {
        self.source = source
    }

    /// A blanked record that no redaction explains.
    struct Finding: Equatable {
        var path: String
        var record: RedactedRecord
    }

    /// The blanked records that no intact redaction vouches for, in order.
    mutating func unexplained(
        _ redacted: [(path: String, record: RedactedRecord)]
    ) throws(JournalError) -> [Finding] {
        var findings: [Finding] = []
        var counts: [UInt64: Int] = [:]
        for (path, record) in redacted {
            let entry = record.mark.entry
            counts[entry, default: 0] += 1
            let held = try source.content(of: record.mark)
            let isWhole = held.map { !record.isLast || $0.recordCount == counts[entry] } ?? false
            guard !isWhole else { continue }
            findings.append(Finding(path: path, record: record))
        }
        return findings
    }

    /// The entries that an intact redaction names and whose content is still there.
    ///
    /// - Parameters:
    ///   - redactions: the entries that tell of redactions.
    ///   - redacted: every blanked record.
    /// - Returns: their numbers, in order.
    /// - Throws: ``JournalError`` when a redaction does not read back.
    mutating func unblanked(
        _ redactions: [UInt64],
        _ redacted: [(path: String, record: RedactedRecord)]
    ) throws(JournalError) -> [UInt64] {
        let blanked = Set(redacted.map(\.record.mark.entry))
        var findings: Set<UInt64> = []
        for redaction in redactions where !blanked.contains(redaction) {
            let held = try source.entries(heldBy: redaction) ?? [:]
            findings.formUnion(held.keys.filter { !blanked.contains($0) })
        }
        return findings.sorted()
    }
}

extension JournalError.Corruption {
    /// A record that was blanked, with nothing that says so.
    init(unexplained record: RedactedRecord, in path: String) {
        self.init(
            path: path,
            offset: record.offset,
            sequence: record.sequence,
            entry: record.mark.entry,
            flaw: "blanked without a redaction entry",
            evidence: .redaction,
            goodBefore: record.mark.entry - 1,
            readableAfter: 0
        )
    }
}

extension JournalOpening {
    /// Refuses a journal in which a record is blanked and no redaction says so.
    func checkRedactions(_ outcome: ChainReader.Outcome, _ id: JournalID) throws(JournalError) {
        guard !outcome.redacted.isEmpty else { return }
        let source = RedactionSource(
            outcome.views,
            through: outcome.end.entry,
            seed: id.checksumSeed,
            on: disk
        )
        var check = RedactionCheck(source)
        guard let first = try check.unexplained(outcome.redacted).first else { return }
        throw .corrupt(.init(unexplained: first.record, in: first.path))
    }

    /// The same for a reader, which goes by the head: what was blanked by a later entry is
    /// explained when it is read.
    func checkEarlierRedactions(
        _ outcome: ChainReader.Outcome,
        _ id: JournalID
    ) throws(JournalError) {
        var earlier = outcome
        earlier.redacted.removeAll { $0.record.mark.redactedBy > outcome.end.entry }
        try checkRedactions(earlier, id)
    }

    /// Finishes a redaction that a crash left unfinished, or forgets one that never came about.
    ///
    /// The head names the redaction's entry before anything is blanked, so that a reader that
    /// goes by the head never meets a blank that it cannot explain.
    mutating func finishRedaction(
        _ outcome: ChainReader.Outcome,
        _ id: JournalID
    ) throws(JournalError) {
        guard let intent = try directory.redactionUnderWay(of: id, on: disk) else { return }
        let finishing = RedactionFinishing(
            disk: disk,
            directory: directory,
            seed: id.checksumSeed,
            views: outcome.views,
            end: outcome.end.entry
        )
        var source = RedactionSource(
            outcome.views,
            through: outcome.end.entry,
            seed: id.checksumSeed,
            on: disk
        )
        if try source.holder(from: intent.entry) == intent.entry {
            try nameEnd(of: outcome, id)
            let count = try finishing.run(intent.entry)
            warn("A redaction that a crash had stopped was finished: \(count) records blanked.")
        }
        try onDisk { _ throws(DiskError) in try finishing.forget() }
    }

    private mutating func nameEnd(
        of outcome: ChainReader.Outcome,
        _ id: JournalID
    ) throws(JournalError) {
        guard head?.sequence != outcome.end.sequence, let last = outcome.views.last,
            let offset = last.endOffset
        else { return }
        let generation = head?.generation ?? 0
        try onDisk { disk throws(DiskError) in
            let file = try disk.open(directory.head, .createOrUpdate)
            var headFile = HeadFile(file, generation: generation)
            try headFile.write(
                outcome.end,
                segment: last.file.firstSequence,
                offset: offset,
                time: options.now(),
                seed: id.checksumSeed
            )
            try headFile.sync()
            headFile.close()
            try disk.syncDirectory(directory.path)
        }
        try readHead(of: id)
    }
}
