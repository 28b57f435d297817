import Experiments
import FlagModel
import Testing

/// What is said about a metric.
struct MetricResultTests {
    private static let totals = (0..<40).map { $0 % 4 == 0 ? 10 + $0 : 0 }

    private static func version(
        _ control: MetricCounts,
        _ treatment: MetricCounts,
        _ metric: Experiment.Metric = MadeUp.revenue
    ) -> VersionResult {
        let arms = [control, treatment].map { ArmCounts(people: $0.sums.count, metrics: [$0]) }
        return MadeUp.result(
            [MadeUp.day(MadeUp.after(days: 8), arms)],
            plan: MadeUp.plan(metric)
        ).metrics[0].versions[0]
    }

    @Test func `the past of customers makes the range narrower`() throws {
        let past = Self.totals.map { $0 + ($0 % 3) }
        let more = Self.totals.map { $0 == 0 ? 0 : $0 + 1 }
        let plain = Self.version(
            MadeUp.amounts(Self.totals, times: 100),
            MadeUp.amounts(more, times: 100)
        )
        let adjusted = Self.version(
            MadeUp.amounts(Self.totals, past: past, times: 100),
            MadeUp.amounts(more, past: past, times: 100)
        )
        let (wide, narrow) = (try #require(plain.difference), try #require(adjusted.difference))
        #expect(narrow.upper - narrow.lower < (wide.upper - wide.lower) / 3)
        #expect(adjusted.arm.value == plain.arm.value)
    }

    @Test func `sums with a cap decide where there are some`() {
        var control = MadeUp.amounts(Self.totals, times: 10)
        let treatment = MadeUp.amounts(Self.totals.map { $0 * 5 }, times: 10)
        var capped = treatment
        (capped.capped, capped.cap) = (control.sums, 100)
        (control.capped, control.cap) = (control.sums, 100)
        #expect(Self.version(control, capped).difference?.measured == 0)

        var uncapped = MadeUp.revenue
        uncapped.isCapped = false
        #expect((Self.version(control, capped, uncapped).difference?.measured ?? 0) > 1)
    }

    @Test func `a quotient is one of sums`() {
        var metric = MadeUp.revenue
        metric.measure = .ratio(over: "visit")
        let visits = Self.totals.map { _ in 4 }
        let control = MadeUp.amounts(Self.totals, past: visits, times: 20)
        let double = MadeUp.amounts(Self.totals.map { $0 * 2 }, past: visits, times: 20)
        let version = Self.version(control, double, metric)
        let sum = Double(Self.totals.reduce(0, +))
        #expect(version.arm.value == 2 * sum / 160)
        #expect(version.change.map { abs($0.measured - 1) < 1e-12 } == true)
    }

    @Test func `only customers whose time is over count for retention`() {
        var metric = MadeUp.orders
        metric.measure = .retention(from: 7, to: 14)
        let counts = MadeUp.rate(1000, 400)
        let arms = (0..<2).map { _ in ArmCounts(people: 3000, immature: 2000, metrics: [counts]) }
        let result = MadeUp.result(
            [MadeUp.day(MadeUp.after(days: 8), arms)],
            plan: MadeUp.plan(metric)
        )
        #expect(result.metrics[0].baseline.people == 1000)
        #expect(result.metrics[0].baseline.value == 0.4)
        #expect(result.progress.people == 6000)
        #expect(result.progress.immature == 4000)
    }

    @Test func `the best guess is drawn towards no difference and lies in the range`() throws {
        let version = Self.version(MadeUp.rate(2000, 200), MadeUp.rate(2000, 300), MadeUp.orders)
        let change = try #require(version.change)
        #expect(abs(change.measured - 0.5) < 1e-12)
        #expect(change.bestGuess < 0.3 && change.bestGuess > 0)
        #expect(change.lower <= change.bestGuess && change.bestGuess <= change.upper)
        #expect(version.expectedLoss > 0 && version.expectedLoss < 0.01)
    }

    @Test func `without a baseline there is a difference and no share`() {
        let version = Self.version(
            MadeUp.amounts([-2, -1, 1, 2], times: 100),
            MadeUp.amounts([-1, 0, 2, 3], times: 100)
        )
        #expect(version.difference?.measured == 1)
        #expect(version.change == nil)
        #expect(version.chanceBetter > 0.99)
        #expect(version.expectedLoss == 0)
    }

    @Test func `one customer says nothing`() {
        let version = Self.version(MadeUp.rate(1, 1), MadeUp.rate(1, 0), MadeUp.orders)
        #expect(version == VersionResult(arm: version.arm))
        #expect(version.arm.people == 1)
    }

    @Test func `every whole day is kept, and now is none`() {
        let arms = [MadeUp.arm(1000, 100), MadeUp.arm(1000, 120)]
        let result = MadeUp.result([
            MadeUp.day(MadeUp.after(days: 1), arms), MadeUp.day(MadeUp.after(days: 2), arms),
            MadeUp.day(MadeUp.after(days: 2, hours: 5), arms),
        ])
        #expect(result.days.map(\.until) == [MadeUp.after(days: 1), MadeUp.after(days: 2)])
        #expect(result.days.allSatisfy { $0.changes.count == 1 && $0.changes[0] != nil })
        #expect(result.progress.fullDays == 2)
    }
}
