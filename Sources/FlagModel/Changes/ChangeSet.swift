/// Changes that happen together, with who, when and why: one numbered entry of the journal.
public struct ChangeSet: Hashable, Sendable {
    /// Made by whoever asked, so that asking twice does it once.
    public let id: GUID
    /// Who asked.
    public let actor: String
    /// Why; may be empty.
    public let note: String
    /// When, in the service's clock.
    public let time: Moment
    /// What led to it.
    public let origin: Origin
    /// The changes in order.
    public let steps: [Step]
    /// The whole in one sentence, without who and when.
    public let sentence: String
    /// Each change in a sentence; at most ``maximumLines``.
    public let lines: [String]

    /// Lines that are kept of a large change set.
    public static let maximumLines = 100

    /// What led to a change set.
    public enum Origin: Hashable, Sendable {
        /// Somebody did it.
        case direct
        /// Drafts that were published together.
        case publish
        /// The entry with this number was taken back.
        case undo(UInt64)
        /// A file was read.
        case importing
        /// A draft was kept or thrown away.
        case drafting
        /// The time had come that it was planned for.
        case scheduled
        /// Drafts were read: approved, sent back or talked about.
        case reviewing
        /// Drafts that were published together without the reviews that they needed.
        case emergency
        /// The address of a trigger was asked; whoever made the trigger decided about it.
        case triggered

        /// Whether drafts became real.
        public var isPublishing: Bool { self == .publish || self == .emergency }
    }

    /// A change and the stamp that it was given.
    public struct Step: Hashable, Sendable {
        /// What happens.
        public let change: Change
        /// The time and revision for the wire; `nil` when the change carries its own.
        public let stamp: Stamp?

        /// Puts the parts together.
        public init(change: Change, stamp: Stamp?) {
            self.change = change
            self.stamp = stamp
        }
    }

    /// What a changed flag or audience gets for the wire.
    public struct Stamp: Hashable, Sendable {
        /// The new `updatedAt`, in whole milliseconds, later than any in its environment.
        public let time: Moment
        /// The new revision; `nil` keeps the one that an import brought.
        public let revision: GUID?

        /// Puts the parts together.
        public init(time: Moment, revision: GUID?) {
            self.time = time
            self.revision = revision
        }
    }

    /// Puts the parts together.
    public init(
        id: GUID,
        actor: String,
        note: String,
        time: Moment,
        origin: Origin,
        steps: [Step],
        sentence: String,
        lines: [String]
    ) {
        self.id = id
        self.actor = actor
        self.note = note
        self.time = time
        self.origin = origin
        self.steps = steps
        self.sentence = sentence
        self.lines = lines
    }

    /// The same with other steps or another sentence; what is not given stays as it is.
    package func with(steps: [Step]? = nil, sentence: String? = nil) -> ChangeSet {
        ChangeSet(
            id: id,
            actor: actor,
            note: note,
            time: time,
            origin: origin,
            steps: steps ?? self.steps,
            sentence: sentence ?? self.sentence,
            lines: lines
        )
    }

    /// What it is about, without repetition, in order.
    public var subjects: [Subject] {
        var seen: Set<Subject> = []
        return steps.map(\.change.subject).filter { seen.insert($0).inserted }
    }
}

/// What somebody asks for: a change set that has not been checked or stamped yet.
public struct Proposal: Hashable, Sendable {
    /// Made by whoever asks, so that asking twice does it once.
    public let id: GUID
    /// Who asks.
    public var actor: String
    /// Why; may be empty.
    public var note: String
    /// What led to it.
    public let origin: ChangeSet.Origin
    /// The changes in order.
    public var changes: [Change]
    /// Whether new flags and audiences keep the times that they carry where that is possible.
    public let keepsTimes: Bool
    /// Whether an undo puts back only a part of its entry; its sentence says so.
    public let isPartialUndo: Bool

    /// Puts the parts together.
    public init(
        id: GUID,
        actor: String,
        note: String = "",
        origin: ChangeSet.Origin = .direct,
        changes: [Change],
        keepsTimes: Bool = false,
        isPartialUndo: Bool = false
    ) {
        self.id = id
        self.actor = actor
        self.note = note
        self.origin = origin
        self.changes = changes
        self.keepsTimes = keepsTimes
        self.isPartialUndo = isPartialUndo
    }
}
