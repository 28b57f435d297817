import FlagAPI
import Testing

@testable import FlagClient

/// How long somebody looks for whoever has the data.
struct SearchTests {
    private let start = ContinuousClock.now

    @Test func `the same obstacle ends a search after its patience, and not before`() {
        var search = Search(patience: .seconds(5), longest: .seconds(30))

        let answers = [0, 4999, 5000].map { search.isOver(after: held(1), at: after($0)) }

        #expect(answers == [false, false, true])
    }

    @Test func `a few tries are made however long each one takes`() {
        var search = Search(patience: .seconds(5), longest: .seconds(30))

        let answers = [0, 20_000, 20_001].map { search.isOver(after: held(1), at: after($0)) }

        #expect(answers == [false, false, true])
    }

    @Test func `while short commands take turns the search goes on, up to its longest patience`() {
        var search = Search(patience: .seconds(5), longest: .seconds(30))

        let answers = [0, 4, 8, 12, 16, 20, 24, 28, 30].map { second in
            search.isOver(after: held(Int32(second)), at: after(second * 1000))
        }

        #expect(answers == Array(repeating: false, count: 8) + [true])
        #expect(search.tries == 9)
    }

    @Test func `somebody who stays after others came and went ends it after the patience`() {
        var search = Search(patience: .seconds(5), longest: .seconds(30))
        let turns: [(process: Int32, milliseconds: Int)] = [
            (1, 0), (2, 4000), (3, 8000), (3, 9000), (3, 12_999), (3, 13_000),
        ]

        let answers = turns.map { turn in
            search.isOver(after: held(turn.process), at: after(turn.milliseconds))
        }

        #expect(answers == [false, false, false, false, false, true])
    }

    private func held(_ process: Int32) -> ServiceProblem {
        .unreachable(text: "the lock is held by process \(process)")
    }

    private func after(_ milliseconds: Int) -> ContinuousClock.Instant {
        start + .milliseconds(milliseconds)
    }
}
