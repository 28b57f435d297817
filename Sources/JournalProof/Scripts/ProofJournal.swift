package import Journal

/// The one journal that all proofs are about.
package enum ProofJournal {
    /// Its id.
    package static let id = JournalID(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)
    /// Where it lies.
    package static let path = "/data/journal"
    /// Its head file.
    package static let head = path + "/head"

    /// Small segments, no rest, and a clock that stands still: every run does the same.
    package static var options: JournalOptions {
        var options = JournalOptions()
        options.segmentBytes = 3000
        options.freeBytes = 0
        options.headSyncMilliseconds = nil
        options.now = { 1_764_000_000_000_000 }
        return options
    }

    /// A disk with the directory in which the journal will lie.
    package static func emptyDisk() -> SimulatedDisk {
        SimulatedDisk(DiskImage(directory: "/data"))
    }

    /// Makes it.
    package static func make(on disk: SimulatedDisk, id: JournalID = id) throws(JournalError) {
        try Journal.create(at: path, id: id, timeMicroseconds: 1, on: disk)
    }

    /// Opens it.
    package static func open(
        _ disk: SimulatedDisk,
        _ access: Journal.Access = .write,
        _ options: JournalOptions = options
    ) throws(JournalError) -> (journal: Journal, report: OpeningReport) {
        try Journal.open(at: path, access: access, on: disk, options: options)
    }

    /// The path of the segment that begins with `sequence`.
    package static func segment(_ sequence: UInt64) -> String {
        let digits = String(sequence)
        return path + "/" + String(repeating: "0", count: 20 - digits.count) + digits + ".journal"
    }

    /// The paths of all segments, in order.
    package static func segments(in image: DiskImage) -> [String] {
        image.paths.filter { $0.hasPrefix(path) && $0.hasSuffix(".journal") }
    }

    /// The entries that a sound disk holds, without the journal's notes on cut ends.
    package static func entries(in image: DiskImage) -> [JournalEntry] {
        let disk = SimulatedDisk(image, keepsLog: false)
        guard let (journal, _) = try? open(disk, .read),
            let entries = try? journal.entries(from: 1)
        else { return [] }
        return entries.filter { $0.kind != cutKind }
    }

    /// Waits until the writer has told the head file of what was answered.
    ///
    /// An answer comes before that write, so a script that does something else beside the
    /// writer's thread would not do the same operations in every run.
    package static func settle(_ disk: SimulatedDisk) async {
        let head = disk.image.file(at: head)
        while true {
            let last = disk.log.last { operation in
                if case .syncDirectory = operation { false } else { true }
            }
            if case .write(head, _, _)? = last { return }
            await Task.yield()
        }
    }

    /// How many operations there were up to the last sync of a segment or a directory's naming.
    static func operationsThroughLastSync(of disk: SimulatedDisk) -> Int {
        let image = disk.image
        let files = Set(segments(in: image).compactMap { image.file(at: $0) })
        let log = disk.log
        let index = log.lastIndex { operation in
            switch operation {
            case .sync(let file): files.contains(file)
            case .syncDirectory(let path): path == "/data"
            default: false
            }
        }
        return index.map { $0 + 1 } ?? 0
    }

    static func answer(in image: DiskImage) -> ProofNotes.Answer {
        guard image.directory(at: path) != nil else { return ProofNotes.Answer() }
        return ProofNotes.Answer(entries: entries(in: image).count, isMade: true)
    }

    static let cutKind = "journal.tail-cut"

    /// Opens what a crash left and compares it with what was asked and answered.
    static func judge(
        _ image: DiskImage,
        expecting entries: [JournalEntry],
        _ answered: ProofNotes.Answer
    ) async -> Flaw? {
        let disk = SimulatedDisk(image, keepsLog: false)
        do {
            let (journal, _) = try open(disk)
            let found = try journal.entries(from: 1).filter { $0.kind != cutKind }
            await journal.close()
            return compare(found, with: entries, answered)
        } catch JournalError.absent where !answered.isMade {
            return remade(disk)
        } catch {
            return .refused("\(error)")
        }
    }

    private static func compare(
        _ found: [JournalEntry],
        with entries: [JournalEntry],
        _ answered: ProofNotes.Answer
    ) -> Flaw? {
        guard found.count >= answered.entries else {
            return .lost("\(found.count) of \(answered.entries) answered entries are there")
        }
        let isPrefix =
            found.count <= entries.count
            && zip(found, entries).allSatisfy { one, other in
                one.payload == other.payload && one.actor == other.actor
                    && one.command == other.command && one.partCount == other.partCount
            }
        return isPrefix ? nil : .silent("the entries are others than were asked for")
    }

    /// A journal that is not there can be made.
    private static func remade(_ disk: SimulatedDisk) -> Flaw? {
        do {
            try make(on: disk, id: JournalID(high: 1, low: 2))
            return nil
        } catch {
            return .refused("making it again: \(error)")
        }
    }
}

extension NewEntry {
    /// A small entry whose payload is a JSON text, `parts` times.
    package static func example(_ text: String, parts: Int = 1) -> NewEntry {
        NewEntry(
            kind: "change-set",
            timeMicroseconds: 1_764_000_000_000_000,
            actor: "mira",
            command: "c-\(text.prefix(60))",
            payloadParts: Array(repeating: Array("\"\(text)\"".utf8), count: parts)
        )
    }
}
