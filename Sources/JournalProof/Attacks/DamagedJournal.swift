import Journal

/// A sound, closed journal that damage is put into.
struct DamagedJournal: Sendable {
    /// The disk with it, without snapshots, so that opening checks every segment.
    let image: DiskImage
    /// Its end: the head to write down elsewhere.
    let end: JournalPosition
    let options: JournalOptions

    /// A journal of so many entries.
    ///
    /// - Parameters:
    ///   - entries: how many, at least 1; every fifth has two records.
    ///   - payloadBytes: the bytes of a part's payload, at least 2.
    ///   - segmentBytes: the size from which a segment is sealed.
    ///   - actor: who makes the entries: another one makes another history.
    /// - Throws: whatever the journal throws; it meets no fault.
    init(
        entries: Int,
        payloadBytes: Int,
        segmentBytes: Int,
        actor: String = "mira"
    ) async throws {
        var options = ProofJournal.options
        options.segmentBytes = segmentBytes
        let disk = ProofJournal.emptyDisk()
        try ProofJournal.make(on: disk)
        let (journal, _) = try ProofJournal.open(disk, .write, options)
        var random = SeededRandom(seed: 7)
        for number in 0..<entries {
            let parts = (0...(number % 5 == 4 ? 1 : 0)).map { _ in
                Self.payload(payloadBytes, &random)
            }
            let entry = NewEntry(
                kind: "change-set",
                timeMicroseconds: 1_764_000_000_000_000,
                actor: actor,
                command: "c-\(number)",
                payloadParts: parts
            )
            try await journal.append([entry])
        }
        await journal.close()
        end = journal.last
        image = disk.image
        self.options = options
    }

    private static func payload(_ count: Int, _ random: inout SeededRandom) -> [UInt8] {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789 .-".utf8)
        let text = (0..<max(0, count - 2)).map { _ in
            letters[Int.random(in: letters.indices, using: &random)]
        }
        return [UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")]
    }

    /// The paths of its segments, in order.
    var segments: [String] { ProofJournal.segments(in: image) }

    /// A segment's lines with their line feeds; the first is its header.
    func lines(of segment: String) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        for byte in image[segment] {
            lines[lines.count - 1].append(byte)
            if byte == UInt8(ascii: "\n") { lines.append([]) }
        }
        return lines.filter { !$0.isEmpty }
    }

    /// Where the last batch begins in the last segment: its last entry's first record.
    var lastBatch: Int {
        guard let last = segments.last,
            let probe = SegmentProbe(firstSegment: image[last], of: ProofJournal.id)
        else { return 0 }
        return probe.entryOffsets.last ?? 0
    }

    /// The same without the head file.
    var withoutHead: DiskImage {
        var image = self.image
        image.remove(ProofJournal.head)
        return image
    }

    /// What opening makes of a damaged disk.
    enum Verdict: Equatable {
        case accepted(JournalPosition, cut: Bool)
        case refused(JournalError)
    }

    /// Opens for writing and closes.
    func verdict(on damaged: DiskImage) async -> Verdict {
        do throws(JournalError) {
            let disk = SimulatedDisk(damaged, keepsLog: false)
            let (journal, report) = try ProofJournal.open(disk, .write, options)
            await journal.close()
            return .accepted(report.last, cut: !report.tailCuts.isEmpty)
        } catch {
            return .refused(error)
        }
    }

    /// Damage must be refused, or be cut off without touching anything that was answered.
    func refusal(of damaged: DiskImage) async -> Flaw? {
        guard case .accepted(_, let cut) = await verdict(on: damaged) else { return nil }
        let keepsAll = cut && isWhole(damaged)
        return keepsAll ? nil : .silent(cut ? "read as an unfinished write" : "accepted")
    }

    /// Whether every entry of the sound journal reads back, once the end is cut off.
    private func isWhole(_ damaged: DiskImage) -> Bool {
        let disk = SimulatedDisk(damaged, keepsLog: false)
        let report = try? Journal.verify(at: ProofJournal.path, expecting: end, on: disk)
        return report?.problems.isEmpty ?? false
    }
}
