/// What checking a whole journal found.
public struct VerificationReport: Hashable, Sendable {
    /// The journal's id.
    public var id: JournalID
    /// How many whole entries read back.
    public var entries: UInt64
    /// How many records read back.
    public var records: Int
    /// How many of them were blanked after they were written.
    public var redactedRecords: Int
    /// How many segments were read.
    public var segments: Int
    /// How many snapshots verify and are of this history.
    public var snapshots: Int
    /// The chain hash before the first record, which follows from the id.
    public var firstHash: Digest
    /// The end of what was checked: the head to write down elsewhere.
    public var last: JournalPosition
    /// Bytes behind the head, which a running writer has not acknowledged or a crash left.
    public var unacknowledgedBytes: Int
    /// Everything that is wrong; empty in a sound journal.
    public var problems: [Problem]

    /// One thing that is wrong.
    public struct Problem: Hashable, Sendable {
        /// The file.
        public var path: String
        /// The byte at which it begins, when there is one.
        public var offset: Int?
        /// The entry that it concerns, when there is one.
        public var entry: UInt64?
        /// What is wrong, for an operator.
        public var description: String
    }
}
