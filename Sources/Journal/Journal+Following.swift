extension Journal {
    /// Looks for what another process has appended, in a journal that is open for reading.
    ///
    /// Reads only through what the head file names: an entry that is seen once never disappears.
    /// One task at a time may call it. Wake on changes of `<directory>/head`; there is nothing to
    /// poll.
    ///
    /// - Returns: the end of what is durable now.
    /// - Throws: ``JournalError/corrupt(_:)`` when an acknowledged record does not read back.
    /// - Complexity: O(*n*) in the bytes that are new.
    @discardableResult
    public func refresh() throws(JournalError) -> JournalPosition {
        guard !isWritable else { return last }
        var opening = JournalOpening(directory, on: disk, options: JournalOptions())
        try opening.readHead(of: id)
        guard let head = opening.head else { return last }
        while last.sequence < head.sequence {
            let before = last.sequence
            try extendLastSegment(through: head.sequence)
            if last.sequence < head.sequence { try addSegment(through: head.sequence) }
            guard last.sequence > before || last.sequence >= head.sequence else {
                throw .missing(
                    JournalError.Missing(
                        path: path,
                        first: before + 1,
                        last: head.sequence,
                        goodBefore: last.entry
                    )
                )
            }
        }
        return last
    }

    private func extendLastSegment(through sequence: UInt64) throws(JournalError) {
        let (segment, state) = view.withLock { ($0.segments.last, $0.end) }
        guard let segment, let start = segment.endOffset else { return }
        let bytes: [UInt8]
        do throws(DiskError) {
            let file = try segment.file.open(on: disk)
            bytes = try file.bytes(at: start, count: max(0, file.item().size - start))
        } catch {
            throw error.asJournalError
        }
        var scan = SegmentScan(after: state, at: 0, seed: seed)
        bytes.withUnsafeBytes { scan.run($0, through: sequence) }
        let found = scan
        view.withLock { view in
            let last = view.segments.count - 1
            view.segments[last].entryOffsets?.append(
                contentsOf: found.entryOffsets.map { $0 + start }
            )
            view.segments[last].endOffset = start + found.endOffset
            view.end = found.end
        }
    }

    private func addSegment(through sequence: UInt64) throws(JournalError) {
        let next = last.sequence + 1
        let listing = try DirectoryListing(directory, on: disk)
        guard let file = listing.segments.first(where: { $0.firstSequence == next }) else { return }
        let state = view.withLock { $0.end }
        let reader = ChainReader(disk: disk, id: id, segments: [file], head: nil)
        let added = try reader.emptyView(of: file, after: state)
        view.withLock { $0.segments.append(added) }
        try extendLastSegment(through: sequence)
    }
}
