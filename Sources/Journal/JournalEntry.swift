/// One change set as the journal keeps it.
public struct JournalEntry: Hashable, Sendable {
    /// The entry's number, from 1 without gaps: the number that people see.
    public let number: UInt64
    /// What the entry is about, for example `change-set`; the journal does not look at it.
    public let kind: String
    /// The version of the kind, from 1.
    public let version: Int
    /// Wall time of the change in microseconds since 1970, UTC: data, not order.
    public let timeMicroseconds: Int64
    /// Who made the change.
    public let actor: String
    /// The id that the client gave to the command, so that a repeated one can be recognised.
    public let command: String
    /// The payload as canonical JSON.
    ///
    /// The part itself when ``partCount`` is 1, else an array of the parts in order. Of a redacted
    /// entry it is what stands in its place.
    public let payload: [UInt8]
    /// In how many parts the payload is.
    public let partCount: Int
    /// The later entry that redacted this one; nil when everything is as it was written.
    public let redactedBy: UInt64?
    /// The sequence of the entry's first record.
    public let firstSequence: UInt64
    /// The sequence of the entry's last record.
    public let lastSequence: UInt64
}

/// An entry that is not yet in the journal.
public struct NewEntry: Hashable, Sendable {
    /// What the entry is about: 1 to 64 bytes from `a-z 0-9 . -`.
    ///
    /// Names that begin with `journal.` belong to the journal.
    public var kind: String
    /// The version of the kind, 1 to 1,000,000.
    public var version: Int
    /// Wall time of the change in microseconds since 1970, UTC.
    public var timeMicroseconds: Int64
    /// Who makes the change, at most 256 UTF-8 bytes, may be empty.
    public var actor: String
    /// The id that the client gave to the command, at most 128 UTF-8 bytes, may be empty.
    public var command: String
    /// At least one part, each one canonical JSON value.
    ///
    /// One part is one record, whose body with all other fields has at most
    /// ``JournalLimits/bodyBytes``.
    public var payloadParts: [[UInt8]]

    /// Describes an entry in several parts.
    public init(
        kind: String,
        version: Int = 1,
        timeMicroseconds: Int64,
        actor: String,
        command: String,
        payloadParts: [[UInt8]]
    ) {
        self.kind = kind
        self.version = version
        self.timeMicroseconds = timeMicroseconds
        self.actor = actor
        self.command = command
        self.payloadParts = payloadParts
    }

    /// Describes an entry in one part.
    public init(
        kind: String,
        version: Int = 1,
        timeMicroseconds: Int64,
        actor: String,
        command: String,
        payload: [UInt8]
    ) {
        self.init(
            kind: kind,
            version: version,
            timeMicroseconds: timeMicroseconds,
            actor: actor,
            command: command,
            payloadParts: [payload]
        )
    }
}

/// The end of the durable part of a journal.
public struct JournalPosition: Hashable, Sendable {
    /// The last entry's number; 0 in an empty journal.
    public let entry: UInt64
    /// The sequence of that entry's last record; 0 in an empty journal.
    public let sequence: UInt64
    /// The chain hash at that record: the head to write down elsewhere.
    public let chainHash: Digest
}

/// One stored record with its line, for a person who audits it.
public struct JournalRecord: Hashable, Sendable {
    /// The segment's file name.
    public let segment: String
    /// Where the line begins in the segment, in bytes.
    public let offset: Int
    /// The whole line without its line feed.
    public let line: [UInt8]
    /// The record's number.
    public let sequence: UInt64
    /// The highest sequence known to be durable when the line was written.
    public let durableThrough: UInt64
    /// SHA-256 of the body.
    public let bodyHash: Digest
    /// The link of the chain at this record.
    public let chainHash: Digest
    /// The body: one canonical JSON object.
    public let body: [UInt8]
}
