/// The names inside a journal's directory.
struct JournalDirectory: Hashable, Sendable {
    let path: String

    var lock: String { path + "/lock" }
    var identity: String { path + "/identity" }
    var head: String { path + "/head" }
    var snapshots: String { path + "/snapshots" }
    var archive: String { path + "/archive" }
    var quarantine: String { path + "/quarantine" }

    static let folders = ["snapshots", "archive", "quarantine"]
    static let segmentSuffix = ".journal"
    static let snapshotSuffix = ".snapshot"
    static let temporarySuffix = ".tmp"

    static func segmentName(_ firstSequence: UInt64) -> String {
        FixedWidth.text(firstSequence) + segmentSuffix
    }

    static func snapshotName(_ sequence: UInt64) -> String {
        FixedWidth.text(sequence) + snapshotSuffix
    }

    /// The number in `name` when it is 20 digits and `suffix`.
    static func number(in name: String, suffix: String) -> UInt64? {
        guard name.hasSuffix(suffix) else { return nil }
        return FixedWidth.number(name.dropLast(suffix.count))
    }

    /// The directory that holds `path`.
    static func parent(of path: String) -> String {
        let trimmed = path.hasSuffix("/") && path.count > 1 ? String(path.dropLast()) : path
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }
}

/// A segment's file.
struct SegmentFile: Hashable, Sendable {
    let firstSequence: UInt64
    let directory: String

    var name: String { JournalDirectory.segmentName(firstSequence) }
    var path: String { directory + "/" + name }
}

/// What lies in a journal's directory.
struct DirectoryListing: Equatable {
    /// In the order of their sequences, archived ones included, forgotten ones not.
    var segments: [SegmentFile] = []
    /// Archived segments that have a second name outside of the archive.
    var secondNames: [SegmentFile] = []
    /// Half-made segments, left by a crash.
    var temporaries: [String] = []
    /// Half-made copies of files that are there, left by a crash during a redaction.
    var leftovers: [String] = []
    var hasHead = false
    /// Where the kept history begins, when its start was forgotten.
    var forgotten: ForgottenMark?

    /// Lists the directory and refuses every name that does not belong there.
    init(_ directory: JournalDirectory, on disk: some Disk) throws(JournalError) {
        do throws(DiskError) {
            for name in try disk.names(in: directory.path).sorted() {
                let fits = add(name, in: directory)
                guard !fits else { continue }
                foreignName = name
            }
            for name in try disk.namesIfThere(in: directory.archive).sorted() {
                if Self.isTemporary(name) {
                    leftovers.append("archive/" + name)
                    continue
                }
                guard let first = Self.segmentNumber(name) else {
                    foreignName = "archive/" + name
                    continue
                }
                segments.append(SegmentFile(firstSequence: first, directory: directory.archive))
            }
        } catch {
            throw error.asJournalError
        }
        if let foreignName {
            throw .foreign(path: directory.path + "/" + foreignName, reason: "unknown name")
        }
        sortOutLeftovers()
        segments.sort { $0.firstSequence < $1.firstSequence }
        let mark = try ForgottenMark.read(in: directory, on: disk)
        forgotten = mark
        // A crash may have left some that the journal says were forgotten.
        segments.removeAll { $0.firstSequence <= mark?.sequence ?? 0 }
        try dropMoved(directory, on: disk)
        try checkStart(directory)
    }

    /// A segment that moved to the archive while names were read has been seen in both places.
    private mutating func dropMoved(
        _ directory: JournalDirectory,
        on disk: some Disk
    ) throws(JournalError) {
        for (one, next) in zip(segments, segments.dropFirst())
        where one.firstSequence == next.firstSequence {
            let places = [one, next].sorted { $0.directory.count < $1.directory.count }
            do throws(DiskError) {
                let there = try disk.item(at: places[0].path)
                let archived = try disk.item(at: places[1].path)
                if let there, let archived, !there.isSame(as: archived) { continue }
                // It may have moved between these looks; what is still there did not.
                if archived != nil, try disk.item(at: places[0].path) != nil {
                    secondNames.append(places[1])
                }
                segments.removeAll { $0 == places[archived == nil ? 1 : 0] }
            } catch {
                throw error.asJournalError
            }
        }
    }

    private var foreignName: String?

    private mutating func add(_ name: String, in directory: JournalDirectory) -> Bool {
        if let first = Self.segmentNumber(name) {
            segments.append(SegmentFile(firstSequence: first, directory: directory.path))
            return true
        }
        let suffix = JournalDirectory.temporarySuffix
        if name == RedactionIntent.name + suffix {
            leftovers.append(name)
            return true
        }
        if Self.isTemporary(name) || Self.files.contains(where: { name == $0 + suffix }) {
            temporaries.append(name)
            return true
        }
        if name == "head" { hasHead = true }
        return Self.files.contains(name) || JournalDirectory.folders.contains(name)
    }

    /// Files besides the segments; one behind which `.tmp` stands was left half-made.
    private static let files = [
        "lock", "identity", "head", ForgottenMark.name, RedactionIntent.name,
    ]

    private func checkStart(_ directory: JournalDirectory) throws(JournalError) {
        guard let first = segments.first else {
            throw .foreign(path: directory.path, reason: "it holds no segment")
        }
        guard first.firstSequence == (forgotten?.sequence ?? 0) + 1 else {
            throw .foreign(path: first.path, reason: "segments before it are not there")
        }
        for (one, next) in zip(segments, segments.dropFirst())
        where one.firstSequence == next.firstSequence {
            throw .foreign(path: next.path, reason: "the same segment is there twice")
        }
    }

    /// The copy of a segment that is there can only hold what the segment holds, and what was to
    /// be removed from it; so it is not worth keeping, and must not be kept.
    private mutating func sortOutLeftovers() {
        let names = Set(segments.map { $0.name + JournalDirectory.temporarySuffix })
        leftovers += temporaries.filter(names.contains)
        temporaries.removeAll(where: names.contains)
    }

    private static func isTemporary(_ name: String) -> Bool {
        name.hasSuffix(JournalDirectory.temporarySuffix)
            && segmentNumber(String(name.dropLast(4))) != nil
    }

    private static func segmentNumber(_ name: String) -> UInt64? {
        JournalDirectory.number(in: name, suffix: JournalDirectory.segmentSuffix)
    }
}
