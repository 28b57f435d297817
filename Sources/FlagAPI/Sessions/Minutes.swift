public import FlagModel

/// What people decided together in an environment between two moments, as history has it.
public struct Minutes: Hashable, Sendable {
    /// What the environment is called.
    public var place: String
    /// The first moment that counts.
    public var from: Moment
    /// The first moment that does not count any more.
    public var until: Moment
    /// Who decided, said or changed something, in the order of the first time.
    public var people: [String] = []
    /// The drafts about which something was said or decided, in the order of the first time.
    public var topics: [Topic] = []
    /// Drafts that were published, and what was published in an emergency, in order.
    public var published: [Entry] = []
    /// What was changed without a draft, in order.
    public var others: [Entry] = []
    /// The drafts that waited at the end, the oldest first.
    public var waiting: [Waiting] = []
    /// What was planned for the week after the end, the next first.
    public var planned: [Planned] = []

    /// What was said and decided about one draft.
    public struct Topic: Hashable, Sendable {
        /// The draft.
        public var draftID: GUID
        /// What it is about.
        public var name: String
        /// Who wanted it.
        public var authors: String
        /// What it would do, in a sentence in the past tense.
        public var sentence: String
        /// Why; may be empty.
        public var note: String
        /// What people said, in order.
        public var remarks: [Remark] = []
        /// What became of it.
        public var end: End
    }

    /// What one person said about a draft.
    public struct Remark: Hashable, Sendable {
        /// Who.
        public var person: String
        /// When.
        public var at: Moment
        /// What.
        public var what: What
        /// Whether it still held at the end, or when the draft was published; comments always do.
        public var holds = true

        /// What can be said about a draft.
        public enum What: Hashable, Sendable {
            /// It may be published; the reason may be empty.
            case approved(String)
            /// It should be changed, and why.
            case sentBack(String)
            /// Something else.
            case commented(String)
        }
    }

    /// What became of a draft.
    public enum End: Hashable, Sendable {
        /// It waited at the end.
        case waits(ReviewState)
        /// It was published by an entry.
        case published(UInt64)
        /// Somebody threw it away.
        case dropped(by: String)
    }

    /// An entry of history.
    public struct Entry: Hashable, Sendable {
        /// Its number, for taking it back.
        public var number: UInt64
        /// Who.
        public var person: String
        /// When.
        public var at: Moment
        /// Why; may be empty.
        public var note: String
        /// The whole in a sentence.
        public var sentence: String
        /// Each change in a sentence, without those that ``Minutes/topics`` tell.
        public var lines: [String]
        /// Changes that ``Minutes/topics`` tell.
        public var told = 0
        /// Changes that no line tells, because there are too many.
        public var untold: Int
        /// Whether it went past the reviews that it needed.
        public var isEmergency: Bool
        /// The entry that took it back.
        public var takenBackBy: UInt64?
    }

    /// A draft that waited at the end.
    public struct Waiting: Hashable, Sendable {
        /// The draft.
        public var draftID: GUID
        /// What it is about.
        public var name: String
        /// Who wants it.
        public var authors: String
        /// What it waits for, in a sentence.
        public var why: String
    }

    /// Something that happens by itself.
    public struct Planned: Hashable, Sendable {
        /// When.
        public var at: Moment
        /// What.
        public var title: String
    }

    /// Folds the entries of a session.
    ///
    /// - Parameters:
    ///   - place: the environment.
    ///   - from: the first moment that counts.
    ///   - until: the first moment that does not count any more.
    ///   - before: the model before the first of the entries.
    ///   - entries: every entry of the time, whatever it is about, the oldest first.
    /// - Throws: ``FlagModel/Refusal`` when the entries do not follow on the model.
    public init(
        of place: GUID,
        from: Moment,
        until: Moment,
        before: Model,
        entries: [HistoryEntry]
    ) throws(Refusal) {
        var fold = MinutesFold(place)
        var model = before
        for entry in entries {
            let after = try model.applying(entry.changeSet)
            fold.take(entry, before: model, after: after)
            model = after
        }
        (self.from, self.until) = (from, until)
        self.place = model.environment(place)?.environment.title ?? ""
        (people, published, others) = (fold.people, fold.published, fold.others)
        topics = fold.topics.map { $0.closed(in: model) }
        waiting = model.drafts.filter { $0.reaches(place, in: model) }
            .sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
            .map { draft in
                Waiting(
                    draftID: draft.id,
                    name: model.name(of: .draft(draft.id)),
                    authors: draft.authorWords,
                    why: model.reviewState(of: draft).waitingWords
                )
            }
        let last = until.adding(days: Agenda.days)
        planned = model.schedules.filter { $0.reaches(place) && $0.at <= last }
            .map { Planned(at: $0.at, title: $0.title) }
    }
}
