import Experiments
import FlagModel
import Testing

/// Parts of the customers beside each other.
struct BreakdownTests {
    /// A part with so many people and orders of each version.
    private static func part(_ people: [Int], _ yes: [Int]) -> ExperimentResult {
        let arms = zip(people, yes).map { MadeUp.arm($0, $1) }
        return MadeUp.result([MadeUp.day(MadeUp.after(days: 13), arms)])
    }

    private static let even = part([5000, 5000], [500, 500])
    private static let names = ExperimentNames(versions: ["old": "Old", "new": "New"])

    private static func words(_ results: [ExperimentResult]) -> String {
        Breakdown(results).sentences(MadeUp.plan(), names) { "part \($0)" }
            .joined(separator: " ")
    }

    @Test func `a part that is clearly different stands out among many`() {
        let special = Self.part([5000, 5000], [500, 700])
        let all = Breakdown(Array(repeating: Self.even, count: 11) + [special])

        #expect(all.comparisons == 12)
        #expect(all.standingOut == [Breakdown.Place(part: 11, version: 0)])
    }

    /// Alone it would stand out; as one of forty it is what luck brings.
    @Test func `what looks special by luck does not stand out among many`() throws {
        let special = Self.part([5000, 5000], [500, 610])
        let once = try #require(special.metrics.first?.versions.first?.pValues)
        #expect(once.anyTime < 0.05)
        #expect(Breakdown([special]).standingOut.count == 1)

        let all = Breakdown(Array(repeating: Self.even, count: 39) + [special])

        #expect(all.standingOut.isEmpty)
    }

    @Test func `the words say how much is luck, and that nothing is decided`() {
        #expect(
            Self.words(Array(repeating: Self.even, count: 12))
                == "You look at 12 comparisons. One or two look special by luck. Treat them as"
                + " ideas for a new experiment: they never decide. None stands out more than luck"
                + " explains. The split is fair in each of them."
        )
        #expect(Self.words(Array(repeating: Self.even, count: 100)).contains("About 5 look"))
        #expect(Self.words([Self.even, Self.even]).contains("One may look special by luck."))
        #expect(Self.words([]).isEmpty)
        let special = Self.part([5000, 5000], [500, 700])
        #expect(
            Self.words([Self.even, special])
                .contains("Even among so many these stand out: part 1 (New +")
        )
    }

    @Test func `the part with a wrong split is named, and that all others are fair`() {
        let uneven = Self.part([5400, 4600], [540, 460])
        let all = Breakdown([Self.even, uneven, Self.even])

        #expect(all.uneven == [1])
        #expect(all.cause == 1)
        #expect(
            Self.words([Self.even, uneven, Self.even]).hasSuffix(
                "The split is uneven in part 1: planned 50/50, counted 54/46. "
                    + "It is fair in all others: look there for the cause."
            )
        )
        let both = Breakdown([uneven, uneven])
        #expect(both.uneven.count == 2)
        #expect(both.cause == nil)
        #expect(Self.words([uneven, uneven]).contains("So it is in 1 other part."))
    }

    /// One split of many is as uneven as this by chance: more parts ask for more evidence.
    @Test func `more parts ask for more evidence against a split`() {
        let odd = Self.part([5195, 4805], [519, 480])
        #expect(Breakdown([odd]).uneven == [0])

        #expect(Breakdown([odd] + Array(repeating: Self.even, count: 19)).uneven.isEmpty)
    }

    @Test func `parts whose split nobody planned are not judged`() {
        let arms = [MadeUp.arm(6000, 600), MadeUp.arm(4000, 400)]
        let day = MadeUp.day(MadeUp.after(days: 13), arms, weights: [0, 0])
        let all = [MadeUp.result([day]), MadeUp.result([day])]

        #expect(Breakdown(all).uneven.isEmpty)
        #expect(!Self.words(all).contains("split"))
    }
}
