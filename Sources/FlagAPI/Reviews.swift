public import FlagModel

/// Where changes need a review, with the people counted that it depends on.
public struct ReviewAnswer: Hashable, Sendable {
    /// Where a review is needed, and why; none where nobody asks for one.
    public let needs: [ReviewNeed]
    /// How many people the changes reach, by environment, where a rule depends on it.
    public let reach: [GUID: PeopleReach]

    /// Puts the parts together.
    public init(needs: [ReviewNeed], reach: [GUID: PeopleReach]) {
        self.needs = needs
        self.reach = reach
    }
}

extension FlagServiceAPI {
    /// The answer of a service that cannot count people: what depends on them needs a review.
    public func reviewNeeds(of changes: [Change]) async throws(ServiceProblem) -> ReviewAnswer {
        let needs = try await picture().model.reviewNeeds(of: changes)
        return ReviewAnswer(needs: needs, reach: [:])
    }

    /// Where the changes of a draft that waits need a review.
    ///
    /// - Throws: ``ServiceProblem/refused(_:)`` when there is no such draft, or it does not fit.
    public func reviewNeeds(ofDraft id: GUID) async throws(ServiceProblem) -> ReviewAnswer {
        guard let draft = try await picture().model.draft(id) else {
            throw .refused(.unknown(.draft, id.text))
        }
        return try await reviewNeeds(of: draft.changes)
    }
}
