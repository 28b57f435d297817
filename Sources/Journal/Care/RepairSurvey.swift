/// Reads a damaged journal as far as it goes, and everything that can be read behind that.
struct RepairSurvey: Sendable {
    let disk: any Disk
    let directory: JournalDirectory
    let id: JournalID
    let mark: ForgottenMark?
    let head: HeadSlot?
    /// The segments up to the first damage, cut there.
    private(set) var views: [SegmentView] = []
    /// The end of the good entries.
    private(set) var end: ChainState
    /// Whole entries behind the damage.
    private(set) var later: [LaterEntry] = []
    /// The highest entry number that anything speaks of.
    private(set) var lastKnownEntry: UInt64 = 0

    /// Reads everything; writes nothing.
    ///
    /// - Throws: ``JournalError/absent(path:)`` without a file that says which journal it is.
    init(_ directory: JournalDirectory, on disk: any Disk) throws(JournalError) {
        self.disk = disk
        self.directory = directory
        let files = try Self.segments(directory, on: disk)
        id = try Self.id(directory, files, on: disk)
        let found = try? ForgottenMark.read(in: directory, on: disk)
        mark = found?.journal == id ? found : nil
        var opening = JournalOpening(directory, on: disk, options: JournalOptions())
        try opening.readHead(of: id)
        head = opening.head
        end = mark?.state ?? .genesis(of: id)
        let first = mark?.sequence ?? 0
        try read(files.filter { $0.firstSequence > first })
    }

    private mutating func read(_ files: [SegmentFile]) throws(JournalError) {
        let seed = id.checksumSeed
        var lines: LaterLines?
        for file in files {
            let bytes: [UInt8]
            do throws(DiskError) {
                bytes = try file.open(on: disk).allBytes()
            } catch {
                throw error.asJournalError
            }
            let header = bytes.withUnsafeBytes { SegmentHeader.read($0) }
            var offset = 0
            if lines == nil, let header, continues(header.header) {
                offset = scan(bytes, file, header.header, from: header.bytes)
                guard offset < bytes.count else { continue }
            } else if let header, header.header.journal == id {
                offset = header.bytes
                if lines == nil { lines = LaterLines(after: end, seed: seed) }
                lines?.skip(to: header.header)
            }
            var reading = lines ?? LaterLines(after: end, seed: seed)
            bytes.withUnsafeBytes { reading.read($0, from: offset) }
            lines = reading
        }
        note(lines)
    }

    private mutating func note(_ lines: LaterLines?) {
        later = lines?.entries ?? []
        let last = lines?.last
        lastKnownEntry = max(end.entry, last?.entry ?? 0)
        let sequence = max(end.sequence, last?.sequence ?? 0)
        if let head {
            lastKnownEntry += head.sequence - min(head.sequence, sequence)
        } else {
            lastKnownEntry += UInt64(lines?.unreadableLines ?? 0)
        }
    }

    private func continues(_ header: SegmentHeader) -> Bool {
        header.journal == id && header.firstSequence == end.sequence + 1
            && header.firstEntry == end.entry + 1 && header.previousHash == end.chainHash
    }

    /// Reads a segment that continues the good ones; returns where they end.
    private mutating func scan(
        _ bytes: [UInt8],
        _ file: SegmentFile,
        _ header: SegmentHeader,
        from offset: Int
    ) -> Int {
        let start = end
        var scan = SegmentScan(after: start, at: offset, seed: id.checksumSeed)
        bytes.withUnsafeBytes { scan.run($0) }
        end = scan.end
        views.append(
            SegmentView(
                file: file,
                firstEntry: header.firstEntry,
                start: start,
                headerBytes: offset,
                endOffset: scan.endOffset,
                entryOffsets: scan.entryOffsets
            )
        )
        return scan.endOffset
    }

    /// The segments by their names, whatever else lies in the folders.
    private static func segments(
        _ directory: JournalDirectory,
        on disk: any Disk
    ) throws(JournalError) -> [SegmentFile] {
        do throws(DiskError) {
            var files: [UInt64: SegmentFile] = [:]
            for folder in [directory.archive, directory.path] {
                for name in try disk.namesIfThere(in: folder) {
                    let suffix = JournalDirectory.segmentSuffix
                    guard let first = JournalDirectory.number(in: name, suffix: suffix) else {
                        continue
                    }
                    files[first] = SegmentFile(firstSequence: first, directory: folder)
                }
            }
            return files.values.sorted { $0.firstSequence < $1.firstSequence }
        } catch {
            throw error.asJournalError
        }
    }

    /// The id as the identity file has it, or else the first segment that reads back.
    private static func id(
        _ directory: JournalDirectory,
        _ files: [SegmentFile],
        on disk: any Disk
    ) throws(JournalError) -> JournalID {
        let opening = JournalOpening(directory, on: disk, options: JournalOptions())
        if let id = try? opening.readIdentity() { return id }
        for file in files {
            guard let bytes = try? file.open(on: disk).bytes(at: 0, count: 512),
                let header = bytes.withUnsafeBytes({ SegmentHeader.read($0) })
            else { continue }
            return header.header.journal
        }
        throw .absent(path: directory.path)
    }
}

extension RepairSurvey {
    /// The entries up to the damage as a journal.
    var kept: Journal {
        let view = JournalView(segments: views, end: end)
        return Journal(JournalOpening.Opened(id: id, view: view), in: directory, on: disk)
    }

    /// What keeps the journal from being opened or from being sound, each once.
    func problems() -> (all: [VerificationReport.Problem], isOnlyMissing: Bool) {
        var problems: [VerificationReport.Problem] = []
        do throws(JournalError) {
            let report = try Journal.verify(at: directory.path, expecting: nil, on: disk)
            // Without a head file a journal opens, and a snapshot is only a cache.
            problems = report.problems.filter { problem in
                problem.path != directory.head && !problem.path.hasPrefix(directory.snapshots)
            }
        } catch {
            problems = [error.finding(in: directory.path)]
        }
        let refusal = refusal()
        if let refusal {
            let finding = refusal.finding(in: directory.path)
            if !problems.contains(finding) { problems.append(finding) }
        }
        guard case .missing? = refusal else { return (problems, false) }
        return (problems, later.isEmpty && problems.count == 1)
    }

    /// What opening says; it is only asked, nothing is written.
    private func refusal() -> JournalError? {
        var opening = JournalOpening(directory, on: disk, options: JournalOptions())
        do throws(JournalError) {
            let id = try opening.readIdentity()
            try opening.readHead(of: id)
            let listing = try DirectoryListing(directory, on: disk)
            let (outcome, _) = try opening.readChain(listing, id, through: .max)
            try opening.checkHead(outcome, id)
            return nil
        } catch {
            return error
        }
    }
}
