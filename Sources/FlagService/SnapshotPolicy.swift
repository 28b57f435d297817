/// Decides when a snapshot is worth writing: when the next start would have much to read.
struct SnapshotPolicy: Hashable, Sendable {
    /// Entries that a running service lets grow before it writes one.
    static let entriesWhileRunning = 5000
    /// Entries since the last one from which closing writes one.
    static let entriesAtClose = 200
    /// Bytes since the last one from which closing writes one.
    static let bytesAtClose = 256 << 10

    /// Bytes of the journal's last file from which closing begins a new one: a start reads that
    /// file whole, also what a snapshot covers.
    static let fileBytesAtClose = 4 << 20

    private(set) var entries: Int
    private(set) var bytes: Int

    /// Starts with what this start had to read.
    init(entries: Int, bytes: Int) {
        self.entries = entries
        self.bytes = bytes
    }

    var wantsSnapshotNow: Bool { entries >= Self.entriesWhileRunning }

    var wantsSnapshotAtClose: Bool {
        entries >= Self.entriesAtClose || bytes >= Self.bytesAtClose
    }

    /// Whether closing begins a new file, and so lets the next start read less.
    ///
    /// - Parameter fileBytes: the size of the journal's last file.
    /// - Returns: whether that is much to read for nothing.
    func wantsNewFileAtClose(fileBytes: Int) -> Bool { fileBytes >= Self.fileBytesAtClose }

    mutating func appended(bytes: Int) {
        entries += 1
        self.bytes += bytes
    }

    /// A snapshot was written of what was there when the policy was `covered`; what came while it
    /// was being written still waits for the next one.
    mutating func wroteSnapshot(of covered: SnapshotPolicy) {
        entries -= min(entries, covered.entries)
        bytes -= min(bytes, covered.bytes)
    }
}
