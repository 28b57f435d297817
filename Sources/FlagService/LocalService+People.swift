public import FlagAPI
import FlagModel
import Observations

extension LocalService {
    /// Answers a question about some of everybody, from the file.
    ///
    /// This actor only hands over the model: changes never wait for a count.
    public func people(_ request: PeopleRequest) async throws(ServiceProblem) -> PeopleAnswer {
        try await people(request, of: picture().model)
    }

    /// The same on a model that somebody decides about.
    func people(
        _ request: PeopleRequest,
        of model: Model
    ) async throws(ServiceProblem) -> PeopleAnswer {
        try await asking { store throws(ObservationsError) in
            try await Self.answer(request, of: model, from: store)
        }.get()
    }

    /// Makes the question ready and asks it, away from this actor: it may list a million members.
    @concurrent
    private static func answer(
        _ request: PeopleRequest,
        of model: Model,
        from store: ObservationStore
    ) async throws(ObservationsError) -> Result<PeopleAnswer, ServiceProblem> {
        let counting: PeopleCounting
        do throws(Refusal) {
            counting = try PeopleCounting(request.question, in: request.environmentID, of: model)
        } catch {
            return .failure(.refused(error))
        }
        let look = try await store.look(
            at: request.slice,
            in: request.environmentID,
            attributes: counting.attributes,
            from: PeopleTally()
        ) { tally, person in
            counting.note(person, in: &tally)
        }
        return .success(
            PeopleAnswer(
                known: look.known,
                looked: look.looked,
                next: look.next,
                groups: PeopleTally.groups(of: look.tallies, named: counting.sorter.name)
            )
        )
    }
}
