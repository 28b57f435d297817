import FlagAPI
import FlagModel

extension LocalService {
    /// Makes a proposal; where an environment asks for a review of what reaches many people, they
    /// are counted first.
    ///
    /// Counting takes a moment. When somebody decided something meanwhile, people are counted
    /// anew; after a few times the answer is that a review is needed, which errs on the safe side.
    func makeReviewed(_ proposal: Proposal) async throws(ServiceProblem) -> Receipt {
        for _ in 0..<Self.mostCounts {
            await begun()
            let decided = ahead
            let changes = proposal.changes.filter { !$0.isAboutDrafts }
            let places =
                proposal.origin == .emergency
                ? [] : decided.model.placesToCount(for: changes)
            guard !places.isEmpty else { break }
            var reach: [GUID: PeopleReach] = [:]
            for place in places {
                reach[place] = try await self.reach(of: changes, in: place)
            }
            if let receipt = try await receipt(ofRequest: proposal.id) { return receipt }
            guard ahead.entry == decided.entry else { continue }
            return try await make(proposal, reach: reach)
        }
        return try await make(proposal)
    }

    private static var mostCounts: Int { 3 }

    /// How many of those who are known would get another version of some flag; what is planned
    /// counts as if it happened now.
    ///
    /// - Throws: ``ServiceProblem/refused(_:)`` when the changes cannot be made.
    func reach(
        of changes: [Change],
        in place: GUID
    ) async throws(ServiceProblem) -> PeopleReach {
        let question = PeopleQuestion.changes(changes.flatMap(\.happening))
        var (moved, known, next) = (0, 0, Optional(0))
        while let from = next {
            let answer = try await people(
                PeopleRequest(
                    environmentID: place,
                    question: question,
                    slice: .run(from: from, count: PeopleRequest.maximumCount)
                )
            )
            let unmoved = answer.groups.first { $0.name == .unmoved }?.count ?? 0
            moved += answer.looked - unmoved
            known = answer.known
            next = answer.next
        }
        return PeopleReach(people: moved, known: known)
    }
}
