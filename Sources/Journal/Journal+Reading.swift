extension Journal {
    /// Reads entries in order.
    ///
    /// - Parameters:
    ///   - first: the first entry's number, from 1.
    ///   - last: the last entry's number; nil reads to the end as it is now.
    /// - Returns: a reader that yields one entry at a time.
    /// - Throws: ``JournalError/forgotten(through:)`` for entries that were forgotten, and other
    ///   ``JournalError`` when a segment that opening skipped does not read back.
    public func reader(
        from first: UInt64 = 1,
        through last: UInt64? = nil
    ) throws(JournalError) -> JournalReader {
        let (segments, end) = view.withLock { ($0.segments, $0.end.entry) }
        let through = min(last ?? end, end)
        let first = max(1, first)
        let oldest = segments.first?.firstEntry ?? 1
        guard first >= oldest || first > through else { throw .forgotten(through: oldest - 1) }
        var needed = segments.filter { $0.firstEntry <= through }
        needed.removeFirst(max(0, (needed.lastIndex { $0.firstEntry <= first } ?? 0)))
        for index in needed.indices where needed[index].entryOffsets == nil {
            needed[index] = try indexed(needed[index])
        }
        return JournalReader(
            needed,
            from: first,
            through: through,
            redactions: redactionSource(),
            on: disk
        )
    }

    /// Finds what stands in place of redacted entries, wherever in the journal it is.
    func redactionSource() -> RedactionSource {
        let (segments, end) = view.withLock { ($0.segments, $0.end.entry) }
        let (directory, disk) = (directory, disk)
        return RedactionSource(
            segments,
            through: end,
            seed: seed,
            on: disk,
            later: { () throws(JournalError) in
                var opening = JournalOpening(directory, on: disk, options: JournalOptions())
                let opened = try opening.openForReading()
                return RedactionSource(
                    opened.view.segments,
                    through: opened.view.end.entry,
                    seed: opened.id.checksumSeed,
                    on: disk
                )
            }
        )
    }

    /// The entries from `first` to `last`, both included, as far as they exist.
    ///
    /// For a long history use ``reader(from:through:)``, which holds one entry at a time.
    public func entries(
        from first: UInt64,
        through last: UInt64? = nil
    ) throws(JournalError) -> [JournalEntry] {
        var reader = try reader(from: first, through: last)
        var entries: [JournalEntry] = []
        while let entry = try reader.next() { entries.append(entry) }
        return entries
    }

    /// The oldest entry that is kept: 1, unless the start of the history was forgotten.
    public var firstEntry: UInt64 { view.withLock { $0.segments.first?.firstEntry ?? 1 } }

    /// A page of history: at most `limit` entries before `number`, the newest first.
    ///
    /// - Parameters:
    ///   - number: the entry before which to begin; nil begins with the last one.
    ///   - limit: the most entries, at least 0.
    /// - Returns: the entries, the newest first.
    /// - Throws: ``JournalError/corrupt(_:)`` when one does not read back.
    public func entries(
        newestFirstBefore number: UInt64?,
        limit: Int
    ) throws(JournalError) -> [JournalEntry] {
        let end = last.entry
        let before = min(number ?? .max, end + 1)
        let oldest = firstEntry
        guard before > oldest, limit > 0 else { return [] }
        let count = min(UInt64(limit), before - oldest)
        return try entries(from: before - count, through: before - 1).reversed()
    }

    /// One entry; nil when there is none with this number.
    public func entry(_ number: UInt64) throws(JournalError) -> JournalEntry? {
        guard number > 0, number <= last.entry else { return nil }
        return try entries(from: number, through: number).first
    }

    /// The stored lines of an entry with their fields; empty when there is no such entry.
    public func records(of number: UInt64) throws(JournalError) -> [JournalRecord] {
        guard number > 0, number <= last.entry else { return [] }
        var reader = try reader(from: number, through: number)
        return try reader.nextLines()
    }

    /// Finds the entries of a segment that opening skipped, and remembers them.
    private func indexed(_ segment: SegmentView) throws(JournalError) -> SegmentView {
        let found = try segment.indexed(seed: seed, on: disk)
        view.withLock { view in
            let same = view.segments.firstIndex {
                $0.file.firstSequence == found.file.firstSequence
            }
            if let same, view.segments[same].entryOffsets == nil { view.segments[same] = found }
        }
        return found
    }
}
