internal import FlagAPI
internal import FlagModel

/// What the review session asked of the service, and what it was told.
struct ReviewAsked: Equatable, Sendable {
    /// What a question on its way is for.
    enum About: Hashable, Sendable {
        case agenda
        case shareHabit
        /// Where one draft needs a review.
        case needs(GUID)
        /// Where the drafts that may be published need one, all together.
        case together
        /// Some people on both sides of a draft.
        case people(GUID)
        /// What happened to the things of a draft before.
        case earlier(GUID)
        case customer
        case minutes
    }

    /// What an answer is about: another version of the draft, or of what it builds on, asks anew.
    struct Version: Equatable, Sendable {
        let revision: Int
        let ground: [Moment]
    }

    /// An answer, and what it is about.
    struct Known<Value: Equatable & Sendable>: Equatable, Sendable {
        let version: Version
        let value: Value
    }

    /// Drafts as they were when something was asked about them.
    struct Drafts: Equatable, Sendable {
        var ids: [GUID] = []
        var versions: [Version] = []
    }

    /// A question on its way.
    struct Pending: Equatable, Sendable {
        let about: About
        let drafts: Drafts
    }

    /// The environment that all of it is about.
    let place: GUID?
    /// Questions on their way, by their numbers.
    var pending: [Int: Pending] = [:]
    /// Grows with every answer.
    var answers = 0

    /// What else needs a decision; `nil` until it came.
    var agenda: Agenda?
    /// Why there is none, in a sentence.
    var agendaProblem: String?
    /// When and at which entry it was asked for last.
    var agendaAt: (moment: Moment, entry: UInt64)?
    var shareHabit: ShareHabit?
    /// How many people each draft reaches, where a review depends on it.
    var needs: [GUID: Known<[GUID: PeopleReach]>] = [:]
    /// The drafts that would be published together, and how many people they reach together.
    var together: (drafts: Drafts, reach: [GUID: PeopleReach])?
    var people: [GUID: Known<PeopleAnswer>] = [:]
    var earlier: [GUID: Known<[HistoryEntry]>] = [:]

    init(place: GUID? = nil) { self.place = place }

    static func == (left: ReviewAsked, right: ReviewAsked) -> Bool {
        left.place == right.place && left.pending == right.pending && left.answers == right.answers
    }

    /// Whether a question is on its way.
    func isAsking(_ about: About) -> Bool { pending.values.contains { $0.about == about } }

    /// Forgets drafts that are gone.
    mutating func keepOnly(_ drafts: Set<GUID>) {
        needs = needs.filter { drafts.contains($0.key) }
        people = people.filter { drafts.contains($0.key) }
        earlier = earlier.filter { drafts.contains($0.key) }
    }
}

/// A customer who is tried on the cards.
struct TriedCustomer: Equatable, Sendable {
    var customer: Customer
    /// Whether the service knows them; `nil` until it said so.
    var isKnown: Bool?
    /// What they get on the card in front.
    var rows: [CardExample] = []
    /// The card that ``rows`` are about.
    var worked: Worked?

    /// What a result stands on.
    struct Worked: Equatable, Sendable {
        let item: ReviewItem?
        let entry: UInt64
        let isKnown: Bool?
        let key: CustomerKey
    }
}

/// Asking.
extension DashboardState {
    /// How long an agenda holds while nothing happens, and how long it is left alone while much
    /// does: working it out may look up a thousand flags.
    private static let agendaSeconds = (fresh: Int64(60), busy: Int64(5))
    /// People of one question for examples: the same as for an estimate.
    private static let exampleSpread = PeopleCounts.spread
    /// Earlier changes of a draft's things that are looked at.
    static let earlierLimit = 20

    /// Asks what the session in front wants to know and does not.
    mutating func askForReview() {
        guard stage == .ready, past == nil, environmentID != nil else { return }
        if tab == .review {
            askAgenda()
            askShareHabit()
        }
        askNeeds()
        guard tab == .review else { return }
        askAboutCard()
    }

    private mutating func ask(
        _ question: ReviewQuestion,
        about: ReviewAsked.About,
        of views: [DraftView] = []
    ) {
        guard !review.asked.isAsking(about) else { return }
        generation += 1
        let drafts = asking(views)
        review.asked.pending[generation] = ReviewAsked.Pending(about: about, drafts: drafts)
        outbox.append(.review(question, generation: generation))
    }

    /// Drafts as they are now.
    private func asking(_ views: [DraftView]) -> ReviewAsked.Drafts {
        ReviewAsked.Drafts(
            ids: views.map(\.draft.id),
            versions: views.map { reviewVersion(of: $0.draft) }
        )
    }

    private mutating func askAgenda() {
        guard let environmentID, !review.asked.isAsking(.agenda) else { return }
        if let last = review.asked.agendaAt {
            let age = (now.microseconds - last.moment.microseconds) / 1_000_000
            let isCurrent = last.entry == presentEntry
            if isCurrent, age < Self.agendaSeconds.fresh { return }
            guard age >= Self.agendaSeconds.busy else {
                let wait = Int(Self.agendaSeconds.busy - age) * 1000
                outbox.append(.timer(.agenda, milliseconds: wait))
                return
            }
        }
        review.asked.agendaAt = (now, presentEntry)
        ask(.agenda(in: environmentID, at: now, zone: zone), about: .agenda)
    }

    private mutating func askShareHabit() {
        guard let environmentID, review.asked.shareHabit == nil else { return }
        ask(.shareHabit(in: environmentID, at: now), about: .shareHabit)
    }

    // MARK: - About one card

    /// What an answer about a draft is about, as the draft is now.
    func reviewVersion(of draft: Draft) -> ReviewAsked.Version {
        ReviewAsked.Version(revision: draft.revision, ground: draft.ground(in: present))
    }

    private mutating func askAboutCard() {
        guard let view = reviewed, view.problem == nil, let environmentID else { return }
        let (id, version) = (view.draft.id, reviewVersion(of: view.draft))
        if review.asked.people[id]?.version != version {
            let request = PeopleRequest(
                environmentID: environmentID,
                question: .sides(publishedChanges(of: view.draft)),
                slice: .spread(Self.exampleSpread)
            )
            ask(.people(request), about: .people(id), of: [view])
        }
        if review.asked.earlier[id]?.version != version {
            let request = HistoryRequest(
                limit: Self.earlierLimit,
                subjects: Set(view.draft.changes.flatMap(\.reached)),
                from: zone.start(ofDay: zone.day(of: now))
            )
            ask(.history(request), about: .earlier(id), of: [view])
        }
    }

    /// What is published with a draft: itself, and what makes the audiences that it asks for.
    func publishedChanges(of draft: Draft) -> [Change] {
        drafts.needed(for: draft.changes) + draft.changes
    }

    // MARK: - Who must read it

    /// Asks where drafts need a review, one after the other, the card in front first.
    ///
    /// Only where the number of people decides: everything else is the model's own answer, by the
    /// same rule with which the service decides.
    private mutating func askNeeds() {
        guard tab == .review || isPublishing, !drafts.views.isEmpty else { return }
        guard !review.asked.pending.values.contains(where: \.about.isAboutNeeds) else { return }
        let first = reviewed.map { [$0] } ?? []
        for view in first + drafts.views where view.problem == nil {
            let known = review.asked.needs[view.draft.id]?.version
            let changes = publishedChanges(of: view.draft)
            guard known == nil || known != reviewVersion(of: view.draft),
                !present.placesToCount(for: changes).isEmpty
            else { continue }
            ask(.needs(changes), about: .needs(view.draft.id), of: [view])
            return
        }
        askTogether()
    }

    private mutating func askTogether() {
        let single = singlyReady
        let changes = single.flatMap(\.draft.changes)
        guard single.count > 1, !present.placesToCount(for: changes).isEmpty,
            review.asked.together?.drafts != asking(single)
        else { return }
        ask(.needs(changes), about: .together, of: single)
    }

    /// What is known of drafts that are published together, when it is about just these.
    func togetherReach(of views: [DraftView]) -> [GUID: PeopleReach]? {
        guard let together = review.asked.together, together.drafts == asking(views) else {
            return nil
        }
        return together.reach
    }

    /// Whether drafts are listed to be published.
    private var isPublishing: Bool {
        overlays.contains { if case .publish = $0 { true } else { false } }
    }

    // MARK: - Answers

    /// Takes what the service says.
    mutating func takeReview(_ generation: Int, _ result: Result<ReviewFinding, ServiceProblem>) {
        guard let question = review.asked.pending.removeValue(forKey: generation) else { return }
        review.asked.answers += 1
        switch result {
        case .success(let finding): take(finding, question)
        case .failure(let problem): takeFailure(problem, question)
        }
        askForReview()
    }

    private mutating func take(_ finding: ReviewFinding, _ question: ReviewAsked.Pending) {
        switch (finding, question.about) {
        case (.agenda(let agenda), _):
            (review.asked.agenda, review.asked.agendaProblem) = (agenda, nil)
            review.take(reviewItems, isWhole: false)
            if tab == .review, review.read?.draft != review.current?.draftID { noteRead() }
        case (.shareHabit(let habit), _): review.asked.shareHabit = habit
        case (.needs(let answer), .needs(let id)): keep(answer.reach, of: id, question)
        case (.needs(let answer), _): keepTogether(answer.reach, question)
        case (.people(let answer), .people(let id)):
            review.asked.people[id] = question.drafts.known(answer)
        case (.history(let page), .earlier(let id)):
            review.asked.earlier[id] = question.drafts.known(page.entries)
        case (.customer(let customer), _): takeTried(customer)
        case (.minutes(let minutes), _): takeMinutes(minutes)
        default: break
        }
    }

    /// What could not be answered stays unknown: it is asked again when the draft is another one.
    private mutating func takeFailure(_ problem: ServiceProblem, _ question: ReviewAsked.Pending) {
        switch question.about {
        case .agenda: review.asked.agendaProblem = problem.description
        case .shareHabit: review.asked.shareHabit = ShareHabit()
        case .needs(let id): keep([:], of: id, question)
        case .together: keepTogether([:], question)
        case .people(let id):
            review.asked.people[id] = question.drafts.known(PeopleAnswer(known: 0))
        case .earlier(let id): review.asked.earlier[id] = question.drafts.known([])
        case .customer: takeTried(nil)
        case .minutes: complain(problem)
        }
    }

    private mutating func keep(
        _ reach: [GUID: PeopleReach],
        of id: GUID,
        _ question: ReviewAsked.Pending
    ) {
        review.asked.needs[id] = question.drafts.known(reach)
        refreshReady()
        publishListChanged()
    }

    private mutating func keepTogether(
        _ reach: [GUID: PeopleReach],
        _ question: ReviewAsked.Pending
    ) {
        review.asked.together = (question.drafts, reach)
        refreshReady()
        publishListChanged()
    }

    // MARK: - A customer

    /// Tries a customer on the cards, as far as the service knows them.
    mutating func tryCustomer(_ customer: Customer) {
        guard let environmentID else { return }
        review.tried = TriedCustomer(customer: customer)
        // An answer about somebody who was tried before is late.
        review.asked.pending = review.asked.pending.filter { $0.value.about != .customer }
        ask(.customer(customer.key, in: environmentID), about: .customer)
        scrollToTried()
    }

    private mutating func takeTried(_ customer: Customer?) {
        review.tried?.isKnown = customer != nil
        if let customer { review.tried?.customer = customer }
        scrollToTried()
    }

    private mutating func scrollToTried() {
        refreshReview()
        guard let end = review.sheet.card.triedEnd else { return }
        let below = end - review.scroll - reviewRows(of: reviewLines.count)
        if below > 0 { scrollReview(by: below) }
    }

    // MARK: - Minutes

    /// Asks what was decided since a moment; the answer goes into a file, or is copied.
    mutating func askMinutes(from: Moment, into path: String) {
        guard let environmentID else { return }
        review.minutesPath = path
        ask(
            .minutes(of: environmentID, from: from, until: now.adding(microseconds: 1)),
            about: .minutes
        )
    }

    private mutating func takeMinutes(_ minutes: Minutes) {
        let page = minutes.markdown(in: zone)
        guard !review.minutesPath.isEmpty else {
            copyOut(page, "the minutes")
            return
        }
        outbox.append(.writeFile(path: review.minutesPath, text: page))
    }
}

extension ReviewAsked.Drafts {
    /// An answer about one draft.
    fileprivate func known<Value: Equatable & Sendable>(
        _ value: Value
    ) -> ReviewAsked.Known<Value>? {
        versions.first.map { ReviewAsked.Known(version: $0, value: value) }
    }
}

extension ReviewAsked.About {
    fileprivate var isAboutNeeds: Bool {
        switch self {
        case .needs, .together: true
        default: false
        }
    }
}
