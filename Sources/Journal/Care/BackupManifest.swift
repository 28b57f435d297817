import JSON

/// What a backup holds, byte for byte, and where the history ended.
///
/// Text, so that it can be checked by hand:
///
/// ```
/// flagdeck-backup/v1
/// journal 0123456789abcdeffedcba9876543210
/// taken 1764000000000000
/// head 18421 18021 <64 digits>
/// file 65 <64 digits> identity
/// file 512 <64 digits> head
/// …
/// end <SHA-256 of every byte before this line, 64 digits>
/// ```
public struct BackupManifest: Hashable, Sendable {
    /// The journal's id.
    public var journal: JournalID
    /// When the backup was taken, in microseconds since 1970, UTC.
    public var takenMicroseconds: Int64
    /// The end of the history in the backup.
    public var head: JournalPosition
    /// The files, in the order in which they were copied.
    public var files: [File]

    /// One file of a backup.
    public struct File: Hashable, Sendable {
        /// Its path below the journal's directory: ASCII without blanks.
        public var path: String
        /// Its size in bytes.
        public var size: Int
        /// The SHA-256 of its bytes.
        public var hash: Digest
    }

    /// The file's name in a backup.
    public static let name = "MANIFEST"
    /// The largest manifest that is read, in bytes.
    public static let maximumBytes = 16 << 20

    static let firstLine = "flagdeck-backup/v1"

    /// The file's bytes.
    var bytes: [UInt8] {
        var text = "\(Self.firstLine)\njournal \(journal)\ntaken \(takenMicroseconds)\n"
        text += "head \(head.sequence) \(head.entry) \(head.chainHash)\n"
        for file in files { text += "file \(file.size) \(file.hash) \(file.path)\n" }
        let covered = Array(text.utf8)
        let digest = covered.withUnsafeBytes { Digest(of: $0) }
        return covered + Array("end \(digest)\n".utf8)
    }

    init(journal: JournalID, takenMicroseconds: Int64, head: JournalPosition, files: [File]) {
        self.journal = journal
        self.takenMicroseconds = takenMicroseconds
        self.head = head
        self.files = files
    }

    /// Reads the whole file; nil when a byte of it is not as it was written.
    init?(_ bytes: [UInt8]) {
        let trailer = 69
        guard bytes.count > trailer else { return nil }
        let covered = Array(bytes.dropLast(trailer))
        let digest = covered.withUnsafeBytes { Digest(of: $0) }
        guard Array(bytes.suffix(trailer)) == Array("end \(digest)\n".utf8),
            let text = String(validating: covered, as: UTF8.self)
        else { return nil }
        var lines = text.split(separator: "\n").map { $0.split(separator: " ") }[...]
        guard lines.popFirst() == [Self.firstLine[...]],
            let journal = Self.fields(&lines, "journal", 1).flatMap({ JournalID(hex: $0[0]) }),
            let taken = Self.fields(&lines, "taken", 1).flatMap({ Int64($0[0]) }),
            let head = Self.fields(&lines, "head", 3), let sequence = UInt64(head[0]),
            let entry = UInt64(head[1]), let hash = Digest(hex: head[2])
        else { return nil }
        var files: [File] = []
        while !lines.isEmpty {
            guard let file = Self.fields(&lines, "file", 3), let size = Int(file[0]), size >= 0,
                let hash = Digest(hex: file[1]), Self.isPath(file[2])
            else { return nil }
            files.append(File(path: file[2], size: size, hash: hash))
        }
        self.init(
            journal: journal,
            takenMicroseconds: taken,
            head: JournalPosition(entry: entry, sequence: sequence, chainHash: hash),
            files: files
        )
    }

    private static func fields(
        _ lines: inout ArraySlice<[Substring]>,
        _ name: Substring,
        _ count: Int
    ) -> [String]? {
        guard let line = lines.popFirst(), line.count == count + 1, line[0] == name else {
            return nil
        }
        return line.dropFirst().map(String.init)
    }

    /// Whether a path is one that a backup has, so that none leads out of it.
    private static func isPath(_ path: String) -> Bool {
        if ["identity", "head", ForgottenMark.name].contains(path) { return true }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let name = parts.last ?? ""
        let segment = JournalDirectory.number(in: name, suffix: JournalDirectory.segmentSuffix)
        let snapshot = JournalDirectory.number(in: name, suffix: JournalDirectory.snapshotSuffix)
        switch parts.count {
        case 1: return segment != nil
        case 2 where parts[0] == "archive": return segment != nil
        case 2 where parts[0] == "snapshots": return snapshot != nil
        default: return false
        }
    }
}
