/// What opening a journal found and did.
public struct OpeningReport: Hashable, Sendable {
    /// The end of the journal, after everything below.
    public var last: JournalPosition
    /// The ends of unfinished writes that were cut off, oldest first.
    public var tailCuts: [TailCut]
    /// What an operator should know, one sentence each.
    public var warnings: [String]
    /// The last entry that the newest valid snapshot includes; nil without one.
    public var snapshotThroughEntry: UInt64?
    /// How many records were read and checked.
    public var recordsChecked: Int
    /// The first record that was checked; records before it are covered by the snapshot.
    public var checkedFromSequence: UInt64

    /// The end of an unfinished write that was cut off.
    public struct TailCut: Hashable, Sendable {
        /// The segment's file name; empty when only the kept bytes tell of the cut.
        public var segment: String
        /// Where the first byte stood.
        public var offset: Int
        /// How many bytes were cut off.
        public var size: Int
        /// The SHA-256 of the bytes.
        public var hash: Digest
        /// The file that keeps them.
        public var keptAt: String
    }
}
