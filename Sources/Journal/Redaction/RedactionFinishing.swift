/// Blanks the bodies that a redaction names.
///
/// Each segment is written anew beside the old one, made durable and renamed over it: a crash
/// leaves the one or the other, and repeating it does no harm. Nobody writes meanwhile.
struct RedactionFinishing {
    let disk: any Disk
    let directory: JournalDirectory
    let seed: CRC32C
    let views: [SegmentView]
    /// The last entry of the journal.
    let end: UInt64

    /// Does what an entry says, as far as it is not done.
    ///
    /// - Returns: how many records were blanked.
    func run(_ redaction: UInt64) throws(JournalError) -> Int {
        var source = RedactionSource(views, through: end, seed: seed, on: disk)
        guard let held = try source.entries(heldBy: redaction) else { return 0 }
        var count = 0
        for (index, view) in views.enumerated() {
            let next = index + 1 < views.count ? views[index + 1].firstEntry : end + 1
            guard held.keys.contains(where: { $0 >= view.firstEntry && $0 < next }) else {
                continue
            }
            count += try blank(view, held, redaction)
        }
        return count
    }

    /// Removes the note of a redaction that is done, or that never came about.
    func forget() throws(DiskError) {
        try disk.unlink(directory.redacting)
        try disk.syncDirectory(directory.path)
    }

    private func blank(
        _ view: SegmentView,
        _ held: [UInt64: HeldEntry],
        _ redaction: UInt64
    ) throws(JournalError) -> Int {
        var bytes: [UInt8]
        do throws(DiskError) {
            bytes = try view.file.open(on: disk).allBytes()
        } catch {
            throw error.asJournalError
        }
        var changes: [(offset: Int, body: [UInt8])] = []
        var records = try SegmentRecords(
            view.file,
            from: view.headerBytes,
            to: view.endOffset ?? bytes.count,
            seed: seed,
            on: disk
        )
        while let record = try records.next() {
            guard record.body.content != nil, held[record.body.entry] != nil,
                let mark = record.bytes.withUnsafeBytes({ record.body.mark($0, by: redaction) })
            else { continue }
            let body = RecordBody.encode(
                mark,
                isLast: record.body.isLast,
                padded: record.line.bodyBytes
            )
            changes.append((record.offset + RecordLine.headerBytes, body))
        }
        guard !changes.isEmpty else { return 0 }
        for (offset, body) in changes {
            bytes.replaceSubrange(offset..<offset + body.count, with: body)
        }
        do throws(DiskError) {
            try disk.writeDurably([bytes], to: view.file.name, in: view.file.directory)
        } catch {
            throw error.asJournalError
        }
        return changes.count
    }
}
