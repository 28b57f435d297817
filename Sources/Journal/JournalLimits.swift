/// Every bound of the journal, with its unit.
///
/// A limit that is part of the format (marked *frozen*) holds for every journal that was ever
/// written; the others may change between releases.
public enum JournalLimits {
    /// The largest record body, in bytes (frozen).
    public static let bodyBytes = 1_048_576
    /// The most records that one write and one sync carry.
    public static let batchRecords = 256
    /// The most bytes that one write and one sync carry, unless a single record is larger.
    public static let batchBytes = 1_048_576
    /// The most records that may wait, and the most that one call may append.
    public static let queuedRecords = 1024
    /// The most body bytes that may wait, and the most that one call may append.
    public static let queuedBytes = 67_108_864
    /// The size in bytes from which a segment is sealed and the next one begun.
    public static let segmentBytes = 16_777_216
    /// The longest entry kind, in bytes (frozen).
    public static let kindBytes = 64
    /// The longest actor, in UTF-8 bytes (frozen).
    public static let actorBytes = 256
    /// The longest command id, in UTF-8 bytes (frozen).
    public static let commandBytes = 128
    /// The highest version of a kind (frozen).
    public static let version = 1_000_000
    /// The bytes of a snapshot's state that have a hash of their own (frozen).
    public static let snapshotPieceBytes = 65_536
    /// The largest snapshot state, in bytes.
    public static let snapshotBytes = 1_073_741_824
    /// The free space in bytes below which changes are refused.
    public static let freeBytes = 67_108_864
    /// How often the journal looks whether it rests and can make the head file durable, in
    /// milliseconds: that happens after one to two times as much rest.
    public static let headSyncMilliseconds = 50
    /// The longest that the last batch may have taken, in microseconds, for a call that finds
    /// nobody writing to write for itself; after a slower one, calls wait for the journal's thread.
    public static let quickSyncMicroseconds: Int64 = 1000
    /// After so many records the check of the whole chain rests.
    public static let checkedPieceRecords: UInt64 = 2000
    /// How long it rests, in milliseconds.
    public static let checkRestMilliseconds = 1
    /// How many of the newest snapshots are kept.
    public static let newestSnapshots = 3
    /// The most entries that one redaction holds.
    public static let redactedEntries = 10_000
    /// The most bytes that a redaction's payload has.
    public static let redactionBytes = 67_108_864
    /// The longest reason for a redaction, in UTF-8 bytes.
    public static let redactionReasonBytes = 1000
    /// The most redactions that lead from one entry to what stands in its place.
    public static let redactionSteps = 1000
    /// One snapshot is kept for ever in each run of this many entries.
    public static let entriesPerKeptSnapshot: UInt64 = 20_000
}
