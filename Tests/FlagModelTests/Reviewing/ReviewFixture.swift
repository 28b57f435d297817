import FlagModel
import Testing

/// People who draft, read and publish in a LIVE environment that asks for reviews.
struct ReviewFixture {
    var base: Fixture
    /// How many people changes reach in LIVE; `nil` is that nobody counted.
    var reach: PeopleReach?

    init(_ rule: ReviewRule? = ReviewRule(approvals: 1)) throws {
        base = try Fixture()
        if let rule { try base.make([.editEnvironment(base.live, .setReview(rule))]) }
    }

    var model: Model { base.model }

    /// Makes changes in somebody's name, as the service does.
    @discardableResult
    mutating func make(
        _ changes: [Change],
        by actor: String,
        _ origin: ChangeSet.Origin = .direct,
        note: String = "",
        leave: ReviewLeave = .none
    ) throws(Refusal) -> Outcome {
        base.now = base.now.adding(microseconds: 1_000_000)
        let proposal = Proposal(
            id: GUID(using: &base.random),
            actor: actor,
            note: note,
            origin: origin,
            changes: changes
        )
        let outcome = try base.model.making(
            base.model.signed(proposal),
            at: base.now,
            using: &base.random,
            reach: reach.map { [base.live: $0] } ?? [:],
            leave: leave
        )
        base.model = outcome.model
        return outcome
    }

    /// Keeps a draft of Jo's that turns the first flag on, unless other changes are given.
    @discardableResult
    mutating func draft(_ changes: [Change]? = nil, id: Int = 1, by author: String = "Jo") throws
        -> Draft
    {
        let draft = Draft(
            id: try guid(id),
            author: author,
            createdAt: base.now,
            note: "",
            changes: changes ?? [base.change(.setEnabled(true))]
        )
        try make([.saveDraft(draft)], by: author, .drafting)
        return try #require(model.draft(draft.id))
    }

    /// Says what somebody thinks of a draft as it is now.
    mutating func decide(
        _ verdict: Decision.Verdict = .approve,
        _ draft: Draft,
        by person: String,
        reason: String = "",
        ground: [Moment] = []
    ) throws(Refusal) {
        let decision = Decision(person: person, verdict: verdict, reason: reason, ground: ground)
        let change = Change.decide(draft: draft.id, revision: draft.revision, decision)
        try make([change], by: person, .reviewing)
    }

    /// Publishes drafts as the dashboard does.
    @discardableResult
    mutating func publish(
        _ drafts: [Draft],
        by person: String = "Jo",
        _ origin: ChangeSet.Origin = .publish,
        note: String = ""
    ) throws(Refusal) -> Outcome {
        try make(
            drafts.flatMap(\.changes) + drafts.map { .discardDraft($0.id) },
            by: person,
            origin,
            note: note
        )
    }

    /// A draft as it is now.
    func present(_ draft: Draft) throws -> Draft { try #require(model.draft(draft.id)) }

    /// How far a draft is.
    func state(_ draft: Draft) throws -> ReviewState {
        model.reviewState(of: try present(draft), reach: reach.map { [base.live: $0] } ?? [:])
    }

    /// That LIVE asks for a review, for a reason.
    static func required(_ reason: String, approvals: Int = 1) -> Refusal {
        .review(.required(environment: "LIVE", approvals: approvals, because: reason))
    }
}
