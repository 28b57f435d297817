import JSON

/// What stands in place of old entries, and who asked for it and why.
///
/// The journal does not know what the entries mean: whoever makes this has checked that the
/// history with the replacements still leads to the same present.
public struct Redaction: Hashable, Sendable {
    /// The kind of the entry that tells of a redaction.
    public static let kind = "journal.redacted"
    /// The version of that kind.
    public static let version = 1

    /// Who runs the command, at most ``JournalLimits/actorBytes``.
    public var actor: String
    /// Who asked for it, at most ``JournalLimits/actorBytes``; not empty.
    public var askedBy: String
    /// Why, at most ``JournalLimits/redactionReasonBytes``; not empty.
    public var reason: String
    /// Wall time in microseconds since 1970, UTC.
    public var timeMicroseconds: Int64
    /// What stands in place of which entries, in the order of their numbers, each once.
    public var replacements: [Replacement]

    /// Puts the parts together; they are checked when the redaction is made.
    public init(
        actor: String,
        askedBy: String,
        reason: String,
        timeMicroseconds: Int64,
        replacements: [Replacement]
    ) {
        self.actor = actor
        self.askedBy = askedBy
        self.reason = reason
        self.timeMicroseconds = timeMicroseconds
        self.replacements = replacements
    }

    /// What stands in place of one entry; its kind, version, time and command stay.
    public struct Replacement: Hashable, Sendable {
        /// The entry's number.
        public var entry: UInt64
        /// Who made the change, or what stands for them.
        public var actor: String
        /// At least one part, each one canonical JSON value; one part is one record's worth.
        public var payloadParts: [[UInt8]]

        /// Puts the parts together.
        public init(entry: UInt64, actor: String, payloadParts: [[UInt8]]) {
            self.entry = entry
            self.actor = actor
            self.payloadParts = payloadParts
        }
    }

    /// The payload that an entry of this kind keeps when it is itself redacted: who and why.
    ///
    /// What it held of other entries moves to the later redaction.
    ///
    /// - Parameters:
    ///   - askedBy: who asked.
    ///   - reason: why.
    /// - Returns: one canonical JSON object without entries.
    public static func emptyPayload(askedBy: String, reason: String) -> [UInt8] {
        let value: JSONValue = [
            "askedBy": .string(askedBy), "entries": [], "reason": .string(reason),
        ]
        return value.canonicalBytes()
    }
}

/// An entry's content as a redaction holds it, with all that its own record still says.
struct HeldEntry: Hashable {
    var mark: RedactionMark
    var actor: String
    var command: String
    /// In how many records the entry was written.
    var recordCount: Int
    var payloadParts: [[UInt8]]
}
