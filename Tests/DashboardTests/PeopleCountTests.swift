import FlagAPI
import FlagModel
import Testing

@testable import Dashboard

/// Counts over everybody: an estimate, then the number.
struct PeopleCountTests {
    private static let question = PeopleQuestion.changes([])

    private func state() -> (DashboardState, Int) {
        let deck = Deck(Fixture.quiet)
        deck.state.count(Self.question)
        return (deck.state, deck.state.generation)
    }

    private func answer(_ looked: Int, of known: Int, next: Int?, unmoved: Int) -> Message {
        .reply(
            .people(
                generation: 1,
                .success(
                    PeopleAnswer(
                        known: known,
                        looked: looked,
                        next: next,
                        groups: [.init(name: .unmoved, count: unmoved, samples: [])]
                    )
                )
            )
        )
    }

    @Test func `an estimate speaks for all, and the number replaces it`() throws {
        var (state, generation) = state()
        #expect(generation == 1)

        _ = update(&state, answer(100, of: 1000, next: nil, unmoved: 40), now: Fixture.now)
        #expect(state.peopleCount(Self.question)?.count(.unmoved) == 400)
        #expect(state.isCounting)
        let more = update(&state, answer(600, of: 1000, next: 600, unmoved: 250), now: Fixture.now)
        #expect(state.peopleCount(Self.question)?.progress == 0.6)
        guard case .people(let request, 1)? = more.first else {
            Issue.record("\(more)")
            return
        }
        #expect(request.slice == .run(from: 600, count: PeopleCounts.run))
        _ = update(&state, answer(400, of: 1000, next: nil, unmoved: 100), now: Fixture.now)

        let count = try #require(state.peopleCount(Self.question))
        #expect(count.isExact)
        #expect(count.count(.unmoved) == 350)
        #expect(!state.isCounting)
    }

    @Test func `a count that was stopped keeps its estimate and asks no more`() {
        var (state, _) = state()
        _ = update(&state, answer(100, of: 1000, next: nil, unmoved: 40), now: Fixture.now)

        state.stopCounting()
        let more = update(&state, answer(600, of: 1000, next: 600, unmoved: 250), now: Fixture.now)

        #expect(more.isEmpty)
        #expect(state.peopleCount(Self.question)?.count(.unmoved) == 400)
        #expect(state.peopleCount(Self.question)?.isExact == false)
    }
}
