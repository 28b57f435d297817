/// How far a draft is with its review.
public enum ReviewState: Hashable, Sendable {
    /// Nobody else has to read it.
    case notNeeded
    /// So many people still have to approve it.
    case waiting(missing: Int)
    /// Enough people approved what it says now; their names.
    case approved([String])
    /// Somebody wants it changed: who, and why.
    case sentBack(by: String, reason: String)
}

/// What a proposal may do without the reviews that an environment asks for.
public enum ReviewLeave: Hashable, Sendable {
    /// Nothing.
    case none
    /// Everything: it was reviewed when it was planned or when its trigger was made, or takes back
    /// at once what its own author has just published.
    case all
}

extension Draft {
    /// Those whose approval holds: they read what it says, what it builds on is as it was, and they
    /// may still approve.
    ///
    /// Nobody approves for themselves, and nobody counts twice.
    public func approvers(in model: Model) -> [String] {
        let ground = ground(in: model)
        return approvals(in: model).filter { $0.ground == ground }.map(\.person)
    }

    /// Those who approved what it builds on as it was then, and must look again.
    public func fallenApprovers(in model: Model) -> [String] {
        let ground = ground(in: model)
        return approvals(in: model).filter { $0.ground != ground }.map(\.person)
    }

    /// The approvals of others who may approve now.
    private func approvals(in model: Model) -> [Decision] {
        decisions.filter {
            $0.verdict == .approve && !isWritten(by: $0) && model.mayStillDecide($0, about: self)
        }
    }
}

extension Model {
    /// How far a draft is with its review.
    ///
    /// - Parameters:
    ///   - draft: one that waits.
    ///   - reach: how many people it would give something else, by environment.
    /// - Returns: what is still missing, or who approved it.
    public func reviewState(of draft: Draft, reach: [GUID: PeopleReach] = [:]) -> ReviewState {
        if let back = draft.decisions.last(where: { $0.verdict == .sendBack }) {
            return .sentBack(by: back.person, reason: back.reason)
        }
        let wanted = reviewNeeds(of: draft.changes, reach: reach).map(\.approvals).max() ?? 0
        let approvers = draft.approvers(in: self)
        guard wanted > 0 else { return approvers.isEmpty ? .notNeeded : .approved(approvers) }
        guard approvers.count >= wanted else {
            return .waiting(missing: wanted - approvers.count)
        }
        return .approved(approvers)
    }

    /// Holds a proposal to the reviews that environments ask for.
    ///
    /// Only what drafts say, word for word, may be published in their place: what somebody wrote
    /// since would be lost with them, and nobody approved anything else.
    ///
    /// - Throws: ``Refusal/review(_:)`` with what is missing.
    func checkReview(
        of proposal: Proposal,
        reach: [GUID: PeopleReach],
        leave: ReviewLeave
    ) throws(Refusal) {
        if proposal.origin == .emergency, TextRule.isBlank(proposal.note, lines: true) {
            throw .review(.emergencyReason)
        }
        let changes = proposal.changes.filter { !$0.isAboutDrafts }
        let drafts = proposal.changes.compactMap { change in
            if case .discardDraft(let id) = change { draft(id) } else { nil }
        }
        if proposal.origin.isPublishing, !drafts.isEmpty,
            !Change.areSame(drafts.flatMap(\.changes), changes)
        {
            throw .review(.notTheDraft)
        }
        // What was planned was reviewed, where that was asked for, when it was planned.
        guard leave == .none, proposal.origin != .emergency, proposal.origin != .scheduled else {
            return
        }
        guard proposal.origin == .publish else {
            guard let need = reviewNeeds(of: changes, reach: reach).first else { return }
            throw .review(
                .required(
                    environment: environment(need.environmentID)?.environment.title ?? "",
                    approvals: need.approvals,
                    because: Words.list(need.reasons, most: 2)
                )
            )
        }
        let needs = reviewNeeds(of: changes, reach: reach)
        guard !needs.isEmpty || drafts.contains(where: \.isSentBack) else { return }
        // Approvals are on drafts: what is no draft's has none.
        guard !drafts.isEmpty else { throw .review(.notTheDraft) }
        for draft in drafts { try checkReview(of: draft, reach: reach) }
    }

    private func checkReview(
        of draft: Draft,
        reach: [GUID: PeopleReach]
    ) throws(Refusal) {
        switch reviewState(of: draft, reach: reach) {
        case .notNeeded, .approved: return
        case .waiting(let missing):
            let title = name(of: .draft(draft.id))
            let fallen = draft.fallenApprovers(in: self)
            throw .review(
                fallen.isEmpty ? .missing(title, missing) : .fallen(title, fallen, missing)
            )
        case .sentBack(let person, let reason):
            throw .review(
                .sentBack(name(of: .draft(draft.id)), by: person, reason: reason)
            )
        }
    }

    /// Holds what was written about a draft to the rules for texts and counts.
    func checkWords(about draft: Draft) throws(Refusal) {
        let most = Limits.decisionCount.upperBound
        guard draft.decisions.count <= most else { throw .tooMany("decisions", limit: most) }
        for decision in draft.decisions {
            try TextRule.person.check(decision.person, of: .person)
            try TextRule.text.check(decision.reason, field: "reason")
            guard decision.verdict == .approve || !TextRule.isBlank(decision.reason, lines: true)
            else { throw .review(.reasonMissing(name(of: .draft(draft.id)))) }
        }
        let limit = Limits.commentCount.upperBound
        guard draft.comments.count <= limit else {
            throw .tooMany("comments on one draft", limit: limit)
        }
        guard let last = draft.comments.last else { return }
        try TextRule.person.check(last.person, of: .person)
        try TextRule.text.check(last.text, field: "comment")
        guard !TextRule.isBlank(last.text, lines: true) else {
            throw .badText(field: "comment", .empty)
        }
    }

    /// Holds the rule of an environment to its limits.
    func check(_ rule: ReviewRule) throws(Refusal) {
        guard Limits.approvalCount.contains(rule.approvals) else {
            throw .outOfRange("number of approvals", Limits.approvalCount, unit: "people")
        }
        if let people = rule.people, !Limits.reviewShare.contains(people) {
            throw .outOfRange(
                "share of customers",
                Limits.reviewShare,
                unit: "hundredths of a percent"
            )
        }
        let most = Limits.tagCount.upperBound
        guard rule.tags.count <= most else { throw .tooMany("tags of a review", limit: most) }
        for tag in rule.tags { try TextRule.tag.check(tag, field: "tag of a review") }
    }
}

extension Draft {
    /// Whether somebody wants it changed.
    public var isSentBack: Bool { decisions.contains { $0.verdict == .sendBack } }
}
