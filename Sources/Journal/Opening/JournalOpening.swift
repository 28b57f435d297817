/// Opens a journal: checks it, cuts an unfinished tail, and says what it found.
struct JournalOpening {
    let disk: any Disk
    let directory: JournalDirectory
    let options: JournalOptions

    var report: OpeningReport
    var head: HeadSlot?

    init(_ directory: JournalDirectory, on disk: any Disk, options: JournalOptions) {
        self.directory = directory
        self.disk = disk
        self.options = options
        let nowhere = JournalPosition(
            entry: 0,
            sequence: 0,
            chainHash: .genesis(of: JournalID(high: 0, low: 0))
        )
        report = OpeningReport(
            last: nowhere,
            tailCuts: [],
            warnings: [],
            recordsChecked: 0,
            checkedFromSequence: 1
        )
    }

    /// What opening gives to a journal.
    struct Opened {
        var id: JournalID
        var view: JournalView
        var writer: SegmentWriter?
        var lock: (any DiskFile)?
    }

    /// Opens for reading: nothing is locked, nothing is written, nothing past the head is read.
    mutating func openForReading() throws(JournalError) -> Opened {
        let id = try readIdentity()
        try readHead(of: id)
        let listing = try DirectoryListing(directory, on: disk)
        let through =
            if let head { head.sequence } else { try vouchedThrough(listing, id) }
        let (outcome, snapshot) = try readChain(listing, id, through: through)
        if outcome.end.sequence < through {
            throw missing(through, in: outcome, listing)
        }
        try checkHead(outcome, id)
        if head != nil { try checkEarlierRedactions(outcome, id) }
        finish(outcome.end)
        return Opened(id: id, view: view(outcome, snapshot))
    }

    /// Opens for writing: locks, syncs what is there, checks it, and cuts an unfinished tail.
    mutating func openForWriting() throws(JournalError) -> Opened {
        try refuseDanger()
        let lock = try takeLock()
        let id = try readIdentity()
        let listing = try DirectoryListing(directory, on: disk)
        try makeMissingFolders()
        try syncBeforeReading(listing)
        try readHead(of: id)
        var (outcome, snapshot) = try readChain(listing, id, through: .max)
        try checkHead(outcome, id)
        try checkRedactions(outcome, id)
        try removeLeftovers(listing)
        try makeDurable(outcome)
        try quarantine(outcome, listing)
        try cutTail(&outcome)
        try finishRedaction(outcome, id)
        let writer = try openWriter(&outcome, id)
        let view = view(outcome, snapshot)
        return Opened(id: id, view: view, writer: writer, lock: lock)
    }

    /// States where the journal ends, after everything that opening wrote.
    mutating func finish(_ end: ChainState) {
        report.last = JournalPosition(
            entry: end.entry,
            sequence: end.sequence,
            chainHash: end.chainHash
        )
    }

    mutating func note(_ cut: OpeningReport.TailCut) { report.tailCuts.append(cut) }

    mutating func warn(_ sentence: String) { report.warnings.append(sentence) }

    private func view(_ outcome: ChainReader.Outcome, _ snapshot: OpenSnapshot?) -> JournalView {
        JournalView(segments: outcome.views, end: outcome.end, openedSnapshot: snapshot)
    }
}
