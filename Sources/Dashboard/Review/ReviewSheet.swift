internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// What the review session shows, worked out once for each change and not for each frame.
///
/// Every message looks whether what a part stands on is another than before; only then it is worked
/// out anew. Drawing only reads.
struct ReviewSheet: Equatable, Sendable {
    /// How often each part was worked out.
    struct Work: Equatable, Sendable {
        var cards = 0
        var queues = 0
        var news = 0
    }

    /// The card in front.
    struct Card: Equatable, Sendable {
        var lines: [Line] = []
        /// The row below the last one of each comment of the draft, in the order of the comments.
        var commentEnds: [Int] = []
        /// The row below the customer who is tried; `nil` where nobody is.
        var triedEnd: Int?
        /// Whether this person may approve it.
        var approving = Availability.hidden
        /// Whether this person may send it back.
        var returning = Availability.hidden
    }

    /// One card in the queue.
    struct Row: Equatable, Sendable {
        let item: ReviewItem
        /// Approved, sent back, put off, or still to be read.
        let sign: SafeText
        let title: SafeText
        /// Whose it is.
        let author: SafeText
        /// What it changes, or why it is here.
        let words: SafeText
    }

    /// A line of the queue: a heading or a blank, or one of the two of a card.
    enum QueueLine: Equatable, Sendable {
        case heading(SafeText)
        case blank
        case title(Row)
        case words(Row)
    }

    /// The queue.
    struct Queue: Equatable, Sendable {
        /// Drafts first.
        var rows: [Row] = []
        /// The same with headings, as they stand below each other.
        var lines: [QueueLine] = []
        /// Drafts among them.
        var changes = 0
        var approved = 0
        var sentBack = 0
        /// Drafts about which nobody decided yet.
        var rest = 0
    }

    /// What others wrote to this person.
    struct News: Equatable, Sendable {
        var count = 0
        /// The drafts that it is about.
        var drafts: [GUID] = []
    }

    private(set) var work = Work()
    private(set) var card = Card()
    private(set) var queue = Queue()
    private(set) var news = News()
    private var cardKey: CardKey?
    private var queueKey: QueueKey?
    private var newsKey: NewsKey?

    /// What the card in front stands on.
    fileprivate struct CardKey: Equatable, Sendable {
        let place: Place
        let item: ReviewItem?
        let read: ReviewPane.Read?
        let width: Int
        let isWide: Bool
        let counts: Int
        let tried: TriedCustomer?
    }

    /// What the queue stands on.
    fileprivate struct QueueKey: Equatable, Sendable {
        let place: Place
        let items: [ReviewItem]
        let later: Set<ReviewItem>
    }

    fileprivate struct NewsKey: Equatable, Sendable {
        let entry: UInt64
        let environmentID: GUID?
        let actor: String
        let isPast: Bool
        let seen: [GUID: Int]
    }

    /// What every part stands on.
    fileprivate struct Place: Equatable, Sendable {
        let entry: UInt64
        let environmentID: GUID?
        let actor: String
        let answers: Int
        /// Words such as "today" are others on another day.
        let day: Int
        let zone: Zone
        let isASCII: Bool
        let isPast: Bool
    }

    fileprivate mutating func keep(_ card: Card, _ key: CardKey) {
        (self.card, cardKey) = (card, key)
        work.cards += 1
    }

    fileprivate mutating func keep(_ queue: Queue, _ key: QueueKey) {
        (self.queue, queueKey) = (queue, key)
        work.queues += 1
    }

    fileprivate mutating func keep(_ news: News, _ key: NewsKey) {
        (self.news, newsKey) = (news, key)
        work.news += 1
    }

    fileprivate func stands(on key: CardKey) -> Bool { cardKey == key }
    fileprivate func stands(on key: QueueKey) -> Bool { queueKey == key }
    fileprivate func stands(on key: NewsKey) -> Bool { newsKey == key }
}

extension DashboardState {
    /// All lines of the card in front.
    var reviewLines: [Line] { review.sheet.card.lines }

    /// Works out what the session shows, as far as anything that it stands on is another now.
    mutating func refreshReview() {
        guard stage == .ready else { return }
        refreshNews()
        guard tab == .review else { return }
        let place = ReviewSheet.Place(
            entry: presentEntry,
            environmentID: environmentID,
            actor: actor,
            answers: review.asked.answers,
            day: zone.day(of: now),
            zone: zone,
            isASCII: glyphs.isASCII,
            isPast: past != nil
        )
        refreshTried()
        let queueKey = ReviewSheet.QueueKey(place: place, items: review.queue, later: review.later)
        if !review.sheet.stands(on: queueKey) { review.sheet.keep(makeQueue(), queueKey) }
        let cardKey = ReviewSheet.CardKey(
            place: place,
            item: review.current,
            read: review.read,
            width: reviewCardWidth,
            isWide: frame.layout.isWide,
            counts: people.changes,
            tried: review.tried
        )
        if !review.sheet.stands(on: cardKey) {
            review.sheet.keep(makeCard(width: reviewCardWidth), cardKey)
        }
    }

    private mutating func refreshNews() {
        guard stage == .ready else { return }
        let key = ReviewSheet.NewsKey(
            entry: presentEntry,
            environmentID: environmentID,
            actor: actor,
            isPast: past != nil,
            seen: review.seen
        )
        if !review.sheet.stands(on: key) { review.sheet.keep(countNews(), key) }
    }

    /// The same after a message: what came into sight counts as seen.
    mutating func settleReview() {
        refreshReview()
        showSought()
        noteCommentsSeen()
        refreshNews()
    }

    // MARK: - The queue

    private func makeQueue() -> ReviewSheet.Queue {
        var queue = ReviewSheet.Queue()
        guard past == nil else { return queue }
        queue.rows = review.queue.map { item in
            switch item {
            case .draft(let id): row(of: id, in: &queue)
            case .agenda(let subject): row(of: subject)
            }
        }
        let changes = queue.rows.filter(\.item.isDraft)
        queue.changes = changes.count
        queue.lines =
            lines("CHANGES WAITING", changes)
            + lines("ALSO TO DECIDE", queue.rows.filter { !$0.item.isDraft })
        return queue
    }

    private func lines(
        _ title: SafeText,
        _ rows: [ReviewSheet.Row]
    ) -> [ReviewSheet.QueueLine] {
        guard !rows.isEmpty else { return [] }
        return [.heading("  \(title)  \(SafeText.count(rows.count))"), .blank]
            + rows.flatMap { [.title($0), .words($0), .blank] }
    }

    private func row(of id: GUID, in queue: inout ReviewSheet.Queue) -> ReviewSheet.Row {
        let item = ReviewItem.draft(id)
        guard let view = drafts.view(id) else { return goneRow(item) }
        let sign: SafeText
        switch reviewState(of: view.draft) {
        case .sentBack:
            queue.sentBack += 1
            sign = glyphs.cross
        case .approved:
            queue.approved += 1
            sign = glyphs.check
        case .waiting, .notNeeded:
            queue.rest += 1
            sign = view.draft.approvers(in: present).isEmpty ? openSign(item) : glyphs.check
        }
        return ReviewSheet.Row(
            item: item,
            sign: sign,
            title: draftTitle(view),
            author: SafeText(view.draft.authors == [actor] ? "you" : view.draft.authorWords),
            words: queueWords(view)
        )
    }

    private func row(of subject: Subject) -> ReviewSheet.Row {
        let item = ReviewItem.agenda(subject)
        guard let matter = matter(subject) else { return goneRow(item) }
        return ReviewSheet.Row(
            item: item,
            sign: openSign(item),
            title: SafeText(matter.name),
            author: "",
            words: matter.shortWords(times)
        )
    }

    private func goneRow(_ item: ReviewItem) -> ReviewSheet.Row {
        ReviewSheet.Row(item: item, sign: glyphs.cross, title: "gone", author: "", words: "")
    }

    private func openSign(_ item: ReviewItem) -> SafeText {
        if review.later.contains(item) { return "-" }
        return glyphs.isASCII ? "." : "·"
    }

    /// What a draft changes, in a few words.
    private func queueWords(_ view: DraftView) -> SafeText {
        guard view.problem == nil else { return "does not fit any more" }
        let subjects = cardSubjects(view)
        guard subjects.count == 1, let subject = subjects.first else {
            return SafeText(Words.count(subjects.count, "thing"))
        }
        switch subject {
        case .flag(let flag): return inSigns(flag.difference)
        case .audience(let audience): return SafeText(audience.difference)
        case .experiment(let experiment): return SafeText(experiment.difference)
        case .plan, .endedPlan: return inSigns(planDifference(view.draft) ?? "a plan")
        case .other: return "settings"
        }
    }

    /// With the arrow of the screen.
    private func inSigns(_ difference: String) -> SafeText {
        let text = SafeText(difference)
        guard glyphs.isASCII else { return text }
        return SafeText(difference.replacing(" → ", with: " \(glyphs.arrow.text) "))
    }
}
