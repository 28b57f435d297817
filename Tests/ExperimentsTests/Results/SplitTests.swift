import Experiments
import FlagModel
import Testing

/// Whether people were split as planned.
struct SplitTests {
    private static let uneven = [MadeUp.arm(14_560, 1456), MadeUp.arm(13_440, 1344)]

    @Test func `52 instead of 50 percent of 28,000 is uneven`() {
        let result = MadeUp.result([MadeUp.day(MadeUp.after(days: 8), Self.uneven)])
        #expect(result.verdict == .unevenSplit)
        #expect(result.split.isBroken)
        #expect(result.split.brokenSince == MadeUp.after(days: 8))
        #expect(result.split.pValue < 1e-9)
        #expect(result.split.parts.map(\.planned) == [0.5, 0.5])
        #expect(result.split.parts.map(\.people) == [14_560, 13_440])
    }

    @Test func `what was once uneven stays so`() {
        let even = [MadeUp.arm(20_000, 2000), MadeUp.arm(19_900, 1990)]
        let result = MadeUp.result([
            MadeUp.day(MadeUp.after(days: 8), Self.uneven),
            MadeUp.day(MadeUp.after(days: 9), even),
        ])
        #expect(result.verdict == .unevenSplit)
        #expect(result.split.brokenSince == MadeUp.after(days: 8))
    }

    @Test func `planned shares count, not equal ones`() {
        let arms = [MadeUp.arm(9000, 900), MadeUp.arm(1000, 100)]
        let result = MadeUp.result([
            MadeUp.day(MadeUp.after(days: 8), arms, weights: [90_000, 10_000])
        ])
        #expect(!result.split.isBroken)
        #expect(result.split.parts.map(\.planned) == [0.9, 0.1])
    }

    @Test func `customers of a split that is not known are not held against a known one`() {
        let known = [MadeUp.arm(5000, 500), MadeUp.arm(5000, 500)]
        let unknown = [MadeUp.arm(9000, 900), MadeUp.arm(1000, 100)]
        let day = DayCounts(
            until: MadeUp.after(days: 8),
            periods: [
                PeriodCounts(since: MadeUp.start, weights: [1, 1], arms: known),
                PeriodCounts(since: MadeUp.after(days: 4), weights: [0, 0], arms: unknown),
            ]
        )
        #expect(!MadeUp.result([day]).split.isBroken)
    }

    /// 9,000 and 1,000 of 90/10, then 5,000 and 5,000 of 50/50: both as planned.
    private static func twoSplits(_ rates: [(Int, Int)]) -> DayCounts {
        DayCounts(
            until: MadeUp.after(days: 8),
            periods: [
                PeriodCounts(
                    since: MadeUp.start,
                    weights: [90_000, 10_000],
                    arms: [MadeUp.arm(9000, rates[0].0), MadeUp.arm(1000, rates[0].1)]
                ),
                PeriodCounts(
                    since: MadeUp.after(days: 4),
                    weights: [50_000, 50_000],
                    arms: [MadeUp.arm(5000, rates[1].0), MadeUp.arm(5000, rates[1].1)]
                ),
            ]
        )
    }

    @Test func `a split that was changed on the way is judged part by part`() {
        let result = MadeUp.result([Self.twoSplits([(900, 100), (500, 500)])])
        #expect(!result.split.isBroken)
        #expect(result.split.pValue == 1)
        #expect(result.split.parts.map(\.planned) == [0.7, 0.3])
    }

    @Test func `a change of the split on the way does not make a difference`() {
        // 10 % order in the first days and 40 % in the later ones, whatever the version.
        let result = MadeUp.result([Self.twoSplits([(900, 100), (2000, 2000)])])
        let version = result.metrics[0].versions[0]
        #expect(version.outcome == .open)
        #expect(abs(version.difference?.measured ?? 1) < 1e-12)
        #expect(result.metrics[0].baseline.value == version.arm.value)
        #expect(version.arm.people == 6000)
    }

    @Test func `a part in which one version had nobody is left out of the comparison`() {
        let day = DayCounts(
            until: MadeUp.after(days: 14),
            periods: [
                PeriodCounts(
                    since: MadeUp.start,
                    weights: [100_000, 0],
                    arms: [MadeUp.arm(9000, 4000), MadeUp.arm(0, 0)]
                ),
                PeriodCounts(
                    since: MadeUp.after(days: 4),
                    weights: [50_000, 50_000],
                    arms: [MadeUp.arm(14_000, 700), MadeUp.arm(14_000, 900)]
                ),
            ]
        )
        let result = MadeUp.result([day])
        #expect(result.verdict == .win(variationID: "new"))
        #expect(!result.split.isBroken)
    }

    @Test(arguments: [(1000, true), (999, false)])
    func `5 in 100 who saw both versions are too many`(mixed: Int, isTooMany: Bool) {
        let arms = [MadeUp.arm(9500, 900), MadeUp.arm(9500, 900)]
        let result = MadeUp.result([MadeUp.day(MadeUp.after(days: 8), arms, mixed: mixed)])
        #expect((result.verdict == .mixedCustomers) == isTooMany)
        #expect(result.split.mixed == mixed)
    }

    @Test(arguments: [(0, 0, false), (10, 990, true), (9, 990, false), (1, 0, true)])
    func `1 in 100 is worth a warning`(mixed: Int, people: Int, isWorth: Bool) {
        #expect(SplitResult.isWorthAWarning(mixed: mixed, of: people) == isWorth)
    }
}
