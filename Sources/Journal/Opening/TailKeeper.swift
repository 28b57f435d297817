/// Cuts an unfinished tail, and keeps its bytes and what is known of it.
///
/// The kept file is named `<time>-<sequence>-<segment>-<offset>.tail`: it says by itself what an
/// entry in the journal repeats, so that a crash between the cut and that entry loses nothing.
struct TailKeeper {
    let disk: any Disk
    let directory: JournalDirectory
    /// Microseconds since 1970, UTC.
    let now: Int64

    private static let suffix = ".tail"

    /// Copies the tail, then cuts it.
    ///
    /// Repeating it after a crash does no harm.
    func cut(_ tail: ChainReader.Tail, sequence: UInt64) throws(DiskError) {
        if try !isKept(tail, sequence) {
            let numbers = [UInt64(max(0, now)), sequence, tail.file.firstSequence]
            let parts = numbers.map(FixedWidth.text) + ["\(tail.offset)"]
            try disk.writeDurably(
                [tail.bytes],
                to: parts.joined(separator: "-") + Self.suffix,
                in: directory.quarantine
            )
        }
        let file = try disk.open(tail.file.path, .update)
        try file.truncate(to: tail.offset)
        try file.sync()
        try disk.syncDirectory(directory.path)
    }

    /// The kept tails whose cut no entry tells of: a written entry would have taken the sequence.
    func keptTails(after last: UInt64) throws(DiskError) -> [OpeningReport.TailCut] {
        var cuts: [OpeningReport.TailCut] = []
        for (name, place) in try kept() where place.sequence > last {
            let path = directory.quarantine + "/" + name
            guard let bytes = try disk.contents(of: path) else { continue }
            cuts.append(
                OpeningReport.TailCut(
                    segment: JournalDirectory.segmentName(place.segment),
                    offset: place.offset,
                    size: bytes.count,
                    hash: bytes.withUnsafeBytes { Digest(of: $0) },
                    keptAt: "quarantine/" + name
                )
            )
        }
        return cuts
    }

    /// The entry that tells of a cut.
    func entry(for cut: OpeningReport.TailCut) -> PreparedEntry {
        let payload =
            "{\"bytes\":\(cut.size),\"kept\":\"\(cut.keptAt)\",\"offset\":\(cut.offset),"
            + "\"segment\":\"\(cut.segment)\",\"sha256\":\"\(cut.hash)\"}"
        let entry = NewEntry(
            kind: "journal.tail-cut",
            timeMicroseconds: now,
            actor: "journal",
            command: "",
            payload: Array(payload.utf8)
        )
        return PreparedEntry(entry: entry, texts: QuotedTexts(entry))
    }

    private struct Place {
        var sequence: UInt64
        var segment: UInt64
        var offset: Int
    }

    private func kept() throws(DiskError) -> [(name: String, place: Place)] {
        try disk.names(in: directory.quarantine).sorted().compactMap { name in
            guard name.hasSuffix(Self.suffix) else { return nil }
            let parts = name.dropLast(Self.suffix.count).split(separator: "-")
            guard parts.count == 4, let sequence = FixedWidth.number(parts[1]),
                let segment = FixedWidth.number(parts[2]), let offset = Int(parts[3])
            else { return nil }
            return (name, Place(sequence: sequence, segment: segment, offset: offset))
        }
    }

    private func isKept(_ tail: ChainReader.Tail, _ sequence: UInt64) throws(DiskError) -> Bool {
        for (name, place) in try kept()
        where place.sequence == sequence && place.offset == tail.offset {
            let path = directory.quarantine + "/" + name
            if try disk.contents(of: path) == tail.bytes { return true }
        }
        return false
    }
}
