extension JournalOpening {
    func refuseDanger() throws(JournalError) {
        let item = try onDisk { disk throws(DiskError) in try disk.item(at: directory.path) }
        guard let item else { throw .absent(path: directory.path) }
        guard item.kind == .directory else {
            throw .unsafeLocation(path: directory.path, reason: "it is not a directory")
        }
        let danger = try onDisk { disk throws(DiskError) in try disk.danger(at: directory.path) }
        if let danger { throw .unsafeLocation(path: directory.path, reason: danger) }
    }

    func takeLock() throws(JournalError) -> any DiskFile {
        try JournalLock.take(at: directory.lock, on: disk, time: options.now())
    }

    /// A copy of a journal may lack the folders that were empty.
    func makeMissingFolders() throws(JournalError) {
        try onDisk { disk throws(DiskError) in
            for name in JournalDirectory.folders {
                let path = directory.path + "/" + name
                if try disk.item(at: path) == nil { try disk.makeDirectory(path) }
            }
        }
    }

    /// Names that are only in memory must not be built upon, nor the name of the journal itself: a
    /// crash may have come between its renaming and the sync of its parent.
    func syncBeforeReading(_ listing: DirectoryListing) throws(JournalError) {
        try onDisk { disk throws(DiskError) in
            if listing.hasHead { try disk.open(directory.head, .update).sync() }
            try disk.syncDirectory(directory.path)
            try disk.syncDirectory(JournalDirectory.parent(of: directory.path))
        }
    }

    /// Makes durable what was read and accepted and may be only in memory.
    ///
    /// A sync alone is not enough: after one that failed, the system may show bytes that it will
    /// never write, and call the next sync a success. So what the head does not vouch for is
    /// written again, with the same bytes, before it is synced.
    func makeDurable(_ outcome: ChainReader.Outcome) throws(JournalError) {
        guard let last = outcome.views.last, let end = last.endOffset else { return }
        let isVouched = head?.segment == last.file.firstSequence
        let start = isVouched ? min(end, Int(clamping: head?.offset ?? 0)) : 0
        try onDisk { disk throws(DiskError) in
            let file = try disk.open(last.file.path, .update)
            try file.writeAll(try file.bytes(at: start, count: end - start), at: start)
            try file.sync()
        }
    }

    /// Row 7 of the table: moves what a crash during rotation left.
    mutating func quarantine(
        _ outcome: ChainReader.Outcome,
        _ listing: DirectoryListing
    ) throws(JournalError) {
        var names = listing.temporaries
        if let file = outcome.emptySegment { names.append(file.name) }
        guard !names.isEmpty else { return }
        let time = FixedWidth.text(UInt64(max(0, options.now())))
        try onDisk { disk throws(DiskError) in
            for name in names {
                let target = directory.quarantine + "/\(time)-\(name)"
                try disk.rename(directory.path + "/" + name, to: target)
            }
            try disk.syncDirectory(directory.quarantine)
            try disk.syncDirectory(directory.path)
        }
        for name in names { warn("\(name) was left half-made by a crash and moved away.") }
    }

    /// Removes half-made copies of files that are there.
    func removeLeftovers(_ listing: DirectoryListing) throws(JournalError) {
        guard !listing.leftovers.isEmpty else { return }
        try onDisk { disk throws(DiskError) in
            for name in listing.leftovers { try disk.unlink(directory.path + "/" + name) }
            try disk.syncDirectory(directory.path)
            if try disk.item(at: directory.archive) != nil {
                try disk.syncDirectory(directory.archive)
            }
        }
    }

    mutating func cutTail(_ outcome: inout ChainReader.Outcome) throws(JournalError) {
        guard let tail = outcome.tail else { return }
        try onDisk { disk throws(DiskError) in
            try TailKeeper(disk: disk, directory: directory, now: options.now())
                .cut(tail, sequence: outcome.end.sequence + 1)
        }
        outcome.tail = nil
    }

    mutating func openWriter(
        _ outcome: inout ChainReader.Outcome,
        _ id: JournalID
    ) throws(JournalError) -> SegmentWriter {
        guard let last = outcome.views.last, let endOffset = last.endOffset else {
            preconditionFailure("Opening reads the last segment.")
        }
        let end = outcome.end
        let generation = head?.generation ?? 0
        let (file, headFile) = try onDisk { disk throws(DiskError) in
            (
                try disk.open(last.file.path, .update),
                HeadFile(try disk.open(directory.head, .createOrUpdate), generation: generation)
            )
        }
        var writer = SegmentWriter(
            disk: disk,
            directory: directory,
            id: id,
            options: options,
            file: file,
            segment: last.file,
            durable: end,
            durableOffset: endOffset,
            head: headFile
        )
        // A cut is told of even when the disk is nearly full: the space is reserved for this.
        writer.freeBytes = 0
        try recordCuts(&writer, &outcome)
        writer.freeBytes = options.freeBytes
        finish(writer.durable)
        try onDisk { disk throws(DiskError) in
            if head?.sequence != writer.durable.sequence {
                try writer.writeHead()
                try writer.head.sync()
            }
            if head == nil { try disk.syncDirectory(directory.path) }
        }
        return writer
    }

    /// Writes an entry for each kept tail that no entry tells of yet.
    private mutating func recordCuts(
        _ writer: inout SegmentWriter,
        _ outcome: inout ChainReader.Outcome
    ) throws(JournalError) {
        let keeper = TailKeeper(disk: disk, directory: directory, now: options.now())
        let cuts = try onDisk { disk throws(DiskError) in
            try keeper.keptTails(after: writer.durable.sequence)
        }
        for cut in cuts {
            let entry = keeper.entry(for: cut)
            let record = PendingRecord(entry: entry)
            let commit: SegmentWriter.Commit
            do throws(SegmentWriter.Failure) {
                commit = try writer.commit([record])
            } catch {
                throw error.reason
            }
            if let segment = commit.newSegment { outcome.views.append(segment) }
            let index = outcome.views.count - 1
            outcome.views[index].entryOffsets?.append(contentsOf: commit.entryOffsets)
            outcome.views[index].endOffset = writer.durableOffset
            outcome.end = writer.durable
            note(cut)
        }
    }
}
