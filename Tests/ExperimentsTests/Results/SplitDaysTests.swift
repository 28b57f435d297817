import Experiments
import FlagModel
import Testing

/// The split of each day by itself.
struct SplitDaysTests {
    private static let names = ExperimentNames(versions: [:])

    /// So many people of each version came on each day.
    private static func counts(
        _ came: [[Int]],
        weights: [Int] = [50_000, 50_000]
    ) -> ExperimentCounts {
        var people = [0, 0]
        let days = came.enumerated().map { index, day in
            people = zip(people, day).map { $0 + $1 }
            let arms = people.map { MadeUp.arm($0, $0 / 10) }
            return MadeUp.day(MadeUp.after(days: index + 1), arms, weights: weights)
        }
        return MadeUp.counts(days)
    }

    private static func sentence(_ came: [[Int]]) -> String? {
        SplitDays(counts(came)).sentence(MadeUp.plan(), names)
    }

    @Test func `each day counts who came on it`() {
        let days = SplitDays(Self.counts([[100, 110], [50, 40], [0, 0], [7, 7]])).days

        #expect(days.map { $0.split.parts.map(\.people) } == [[100, 110], [50, 40], [7, 7]])
    }

    @Test func `a single uneven day is named`() {
        #expect(
            Self.sentence([[500, 510], [700, 500], [505, 490], [480, 500]])
                == "Only Tuesday 3 March is uneven (58.3/41.7); the other days are fair."
        )
    }

    @Test func `a split that is wrong every day says so`() {
        #expect(
            Self.sentence(Array(repeating: [700, 500], count: 4))
                == "4 of 4 days are uneven, most of all Monday 2 March (58.3/41.7)."
        )
    }

    @Test func `days that chance explains are not named`() {
        #expect(Self.sentence([[500, 510], [540, 500], [505, 490]]) == nil)
        #expect(Self.sentence([[700, 500]]) == nil)
        let unplanned = Self.counts([[700, 500], [500, 500]], weights: [0, 0])
        #expect(SplitDays(unplanned).worst == nil)
    }

    /// Among thirty days one is as uneven as this by chance.
    @Test func `more days ask for a more uneven one`() {
        let odd = [572, 478]
        #expect(SplitDays(Self.counts([odd, [500, 500]])).worst != nil)

        let many = [odd] + Array(repeating: [500, 500], count: 29)
        #expect(SplitDays(Self.counts(many)).worst == nil)
    }

    @Test func `somebody who is taken out later makes no day negative`() {
        var counts = Self.counts([[100, 100], [0, 0]])
        counts.days[1].periods[0].arms[0].people = 90
        #expect(SplitDays(counts).days.map { $0.split.parts.map(\.people) } == [[100, 100]])
    }
}
