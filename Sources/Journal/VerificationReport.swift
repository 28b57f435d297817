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
    /// How many of them lie in the archive.
    public var archivedSegments = 0
    /// Where the kept history begins, when its start was forgotten; nil otherwise.
    public var forgotten: JournalPosition?
    /// The chain hash before the first record, which follows from the id.
    public var firstHash: Digest
    /// The end of what was checked: the head to write down elsewhere.
    public var last: JournalPosition
    /// Bytes behind the head, which a running writer has not acknowledged or a crash left.
    public var unacknowledgedBytes: Int
    /// How many heads that were kept elsewhere are in the chain.
    public var confirmedHeads = 0
    /// What an operator should know although nothing is wrong, one sentence each.
    public var notes: [String] = []
    /// Everything that is wrong; empty in a sound journal.
    public var problems: [Problem]

    /// The oldest entry that is there.
    public var firstEntry: UInt64 { (forgotten?.entry ?? 0) + 1 }

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

        /// Describes a problem.
        public init(path: String, offset: Int? = nil, entry: UInt64? = nil, description: String) {
            self.path = path
            self.offset = offset
            self.entry = entry
            self.description = description
        }
    }
}

/// A position of the chain that was written down elsewhere.
public struct ExpectedHead: Hashable, Sendable {
    /// Where it was written down, for example a file's name; part of the sentence.
    public var source: String
    /// The record.
    public var sequence: UInt64
    /// The chain hash that it had.
    public var chainHash: Digest

    /// Describes a head.
    public init(source: String, sequence: UInt64, chainHash: Digest) {
        self.source = source
        self.sequence = sequence
        self.chainHash = chainHash
    }

    /// Reads `SEQUENCE:HASH`, as `verify` prints it.
    ///
    /// - Returns: nil when `text` is anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let sequence = UInt64(parts[0]), sequence > 0,
            let hash = Digest(hex: String(parts[1]))
        else { return nil }
        self.init(source: "The expected head", sequence: sequence, chainHash: hash)
    }
}

extension JournalPosition {
    /// `SEQUENCE:HASH`: the head to write down elsewhere.
    public var headText: String { "\(sequence):\(chainHash)" }
}
