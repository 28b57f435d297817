public import FlagAPI
public import FlagModel

extension LocalService {
    /// Where changes need a review now, with everybody counted whom it depends on.
    public func reviewNeeds(of changes: [Change]) async throws(ServiceProblem) -> ReviewAnswer {
        let model = try await picture().model
        let reach = try await reach(of: changes, in: model)
        return ReviewAnswer(needs: model.reviewNeeds(of: changes, reach: reach), reach: reach)
    }

    /// Makes a proposal; where an environment asks for a review of what reaches many people, they
    /// are counted first.
    ///
    /// Counting takes a moment. When somebody decided something meanwhile, people are counted
    /// anew; after a few times the answer is that a review is needed, which errs on the safe side.
    func makeReviewed(_ proposal: Proposal) async throws(ServiceProblem) -> Receipt {
        guard proposal.origin != .emergency else { return try await make(proposal) }
        for _ in 0..<Self.mostCounts {
            await begun()
            let decided = ahead
            let changes = proposal.changes.filter { !$0.isAboutDrafts }
            guard !decided.model.placesToCount(for: changes).isEmpty else { break }
            try check(proposal, on: decided.model)
            let reach = try await reach(of: changes, in: decided.model)
            if let receipt = try await receipt(ofRequest: proposal.id) { return receipt }
            guard ahead.entry == decided.entry else { continue }
            return try await make(proposal, reach: reach)
        }
        return try await make(proposal)
    }

    /// How often people are counted anew for one change, when others change things meanwhile.
    static var mostCounts: Int { 3 }

    /// What cannot be made at all is refused as it always is, before anybody is counted.
    private func check(_ proposal: Proposal, on model: Model) throws(ServiceProblem) {
        var random = WorldRandom(world: world)
        do throws(Refusal) {
            _ = try model.making(proposal, at: world.now(), using: &random, leave: .all)
        } catch {
            throw .refused(error)
        }
    }

    /// How many people changes reach, by environment, where a review depends on it.
    func reach(
        of changes: [Change],
        in model: Model
    ) async throws(ServiceProblem) -> [GUID: PeopleReach] {
        var reach: [GUID: PeopleReach] = [:]
        let changes = changes.filter { !$0.isAboutDrafts }
        for place in model.placesToCount(for: changes) {
            reach[place] = try await self.reach(of: changes, in: place, of: model)
        }
        return reach
    }

    /// How many of those who are known would get another version of some flag at once, and besides
    /// them whom plans name.
    ///
    /// The two are added up: what is planned must not hide what happens now, by taking it back.
    private func reach(
        of changes: [Change],
        in place: GUID,
        of model: Model
    ) async throws(ServiceProblem) -> PeopleReach {
        let question = PeopleQuestion.changes(changes.filter { !$0.isAboutSchedules })
        var (moved, known, next) = (0, 0, Optional(0))
        while let from = next {
            let answer = try await people(
                PeopleRequest(
                    environmentID: place,
                    question: question,
                    slice: .run(from: from, count: PeopleRequest.maximumCount)
                ),
                of: model
            )
            moved += answer.looked - answer.count(.unmoved)
            known = answer.known
            next = answer.next
        }
        let planned = model.plannedCustomers(in: changes, place)?.count ?? known
        return PeopleReach(people: min(known, moved + planned), known: known)
    }
}
