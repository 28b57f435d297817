/// Everything that can stop the journal, with what an operator needs to act on it.
public enum JournalError: Error, Hashable, Sendable {
    /// Another process holds the write lock.
    case locked(path: String, processID: Int32?)
    /// A journal is already there.
    case exists(path: String)
    /// There is no journal in the directory.
    case absent(path: String)
    /// An acknowledged record, or a file that must be whole, does not read back as written.
    case corrupt(Corruption)
    /// Acknowledged entries are not there at all.
    case missing(Missing)
    /// Entries that were forgotten on purpose, from 1 through a number.
    case forgotten(through: UInt64)
    /// A file does not belong to this journal.
    case foreign(path: String, reason: String)
    /// The journal was written by a newer release.
    case tooNew(path: String, format: UInt64)
    /// The system refused to make bytes durable. The journal is closed and stays closed.
    case notDurable(errno: Int32)
    /// No space is left; nothing was changed. A later append may succeed.
    case full(path: String)
    /// Too much is waiting to be written. Try again shortly.
    case busy(queuedRecords: Int)
    /// An entry was decided after another one than the last that is written or waits.
    case overtaken(expected: UInt64)
    /// An entry breaks a bound.
    case limits(field: String, size: Int, maximum: Int)
    /// An entry is not well formed.
    case invalid(field: String, reason: String)
    /// The journal was opened for reading.
    case readOnly
    /// The journal was closed.
    case closed
    /// A file was replaced or removed while the journal was open.
    case replaced(path: String)
    /// The directory cannot hold a journal safely.
    case unsafeLocation(path: String, reason: String)
    /// A system call failed.
    case io(operation: String, path: String, errno: Int32)

    /// Damage to a file, with the proof that it is no unfinished write.
    public struct Corruption: Hashable, Sendable {
        /// The damaged file.
        public var path: String
        /// The byte at which the first bad line begins.
        public var offset: Int
        /// The sequence that was expected there.
        public var sequence: UInt64
        /// The number of the entry that was expected there.
        public var entry: UInt64
        /// What is wrong with it.
        public var flaw: String
        /// What proves the damage.
        public var evidence: Evidence
        /// How many whole entries lie before it.
        public var goodBefore: UInt64
        /// How many records after it can be read.
        public var readableAfter: Int
    }

    /// What proves that damage is not an unfinished write.
    public enum Evidence: Hashable, Sendable {
        /// A later, intact record was written after `durableThrough` had been acknowledged.
        case laterRecord(sequence: UInt64, durableThrough: UInt64)
        /// The head file says that `sequence` was durable.
        case head(sequence: UInt64)
        /// The file is complete once it has its name, and is never written again.
        case sealed
        /// The content was blanked, and no redaction holds what stands in its place.
        case redaction
    }

    /// The range of acknowledged records that is not there.
    public struct Missing: Hashable, Sendable {
        /// The file that should hold them.
        public var path: String
        /// The first missing sequence.
        public var first: UInt64
        /// The last sequence known to have been durable.
        public var last: UInt64
        /// How many whole entries are there.
        public var goodBefore: UInt64
    }

    /// A stable name for programs and documents.
    public var code: String {
        switch self {
        case .locked: "journal.locked"
        case .exists: "journal.exists"
        case .absent: "journal.absent"
        case .corrupt: "journal.corrupt"
        case .missing: "journal.missing"
        case .forgotten: "journal.forgotten"
        case .foreign: "journal.foreign"
        case .tooNew: "journal.too-new"
        case .notDurable: "journal.not-durable"
        case .full: "journal.full"
        case .busy: "journal.busy"
        case .overtaken: "journal.overtaken"
        case .limits: "journal.limits"
        case .invalid: "journal.invalid"
        case .readOnly: "journal.read-only"
        case .closed: "journal.closed"
        case .replaced: "journal.replaced"
        case .unsafeLocation: "journal.unsafe-location"
        case .io: "journal.io"
        }
    }
}
