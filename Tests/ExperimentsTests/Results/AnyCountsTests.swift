import Experiments
import FlagModel
import Testing

/// Any counts have a result that does not contradict itself.
struct AnyCountsTests {
    /// Random counts, many of them at an edge: nobody, one customer, all the same, huge amounts.
    private struct Maker {
        var random: SplitMix64

        mutating func size() -> Int {
            [0, 1, 2, 30, 1000, 100_000][Int.random(in: 0..<6, using: &random)]
        }

        mutating func sums(_ count: Int, isRate: Bool) -> ExactSums {
            var sums = ExactSums()
            guard count > 0 else { return sums }
            let limit: Int64 = Bool.random(using: &random) ? 3 : 1_000_000_000_000_000
            for _ in 0..<min(count, 30) {
                let total =
                    isRate
                    ? Int64.random(in: 0...1, using: &random) * ExactSums.unit
                    : Int64.random(in: -limit...limit, using: &random)
                sums.add(total, other: Bool.random(using: &random) ? total / 2 : 0)
            }
            let times = Int128(max(count / 30, 1))
            sums.count *= Int(times)
            sums.value *= times
            sums.square *= times
            (sums.other, sums.otherSquare) = (sums.other * times, sums.otherSquare * times)
            sums.product *= times
            return sums
        }

        mutating func arm(_ metrics: [Experiment.Metric]) -> ArmCounts {
            let people = size()
            let parts = metrics.map { metric in
                let isRate = metric.measure != .numeric
                let sums = sums(people, isRate: isRate)
                let isCapped = Bool.random(using: &random)
                return MetricCounts(sums: sums, capped: isCapped ? sums : nil, active: sums.count)
            }
            return ArmCounts(people: people, metrics: parts.dropLast(people % 7 == 2 ? 1 : 0))
        }

        mutating func counts(_ plan: Experiment) -> ExperimentCounts {
            let versions = Array(
                ["a", "old", "b", "c"].prefix(Int.random(in: 1...4, using: &random))
            )
            var days: [DayCounts] = []
            for day in 1...Int.random(in: 1...20, using: &random) {
                let periods = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    PeriodCounts(
                        since: MadeUp.start,
                        weights: versions.map { _ in Int.random(in: 0...2, using: &random) * 1000 },
                        arms: versions.map { _ in arm(plan.metrics) }
                    )
                }
                let mixed = Int.random(in: 0...3, using: &random)
                days.append(
                    DayCounts(until: MadeUp.after(days: day), periods: periods, mixed: mixed)
                )
            }
            return MadeUp.counts(days, versions: versions)
        }
    }

    @Test(arguments: 0..<300)
    func `nothing traps and nothing contradicts itself`(seed: Int) {
        var maker = Maker(random: SplitMix64(seed: UInt64(seed)))
        var ratio = MadeUp.revenue
        ratio.measure = .ratio(over: "visit")
        var plan = MadeUp.plan(
            [MadeUp.orders, MadeUp.revenue, ratio, MadeUp.refunds][seed % 4],
            guardrails: [MadeUp.refunds, MadeUp.revenue],
            people: seed.isMultiple(of: 3) ? nil : 1000
        )
        plan.otherMetrics = [ratio]
        let counts = maker.counts(plan)

        let result = ExperimentResult(of: plan, counts: counts, now: counts.asOf)

        #expect((0...1).contains(result.split.pValue))
        for metric in result.metrics {
            for version in metric.versions { Self.expectSound(version, metric) }
        }
    }

    private static func expectSound(_ version: VersionResult, _ metric: MetricResult) {
        #expect((0...1).contains(version.chanceBetter))
        #expect(version.expectedLoss >= 0 && version.expectedLoss.isFinite)
        for range in [version.difference, version.change].compactMap({ $0 }) {
            #expect(range.lower <= range.bestGuess && range.bestGuess <= range.upper)
            #expect(range.lower.isFinite && range.upper.isFinite && range.measured.isFinite)
            let sign = metric.metric.higherIsBetter ? 1.0 : -1.0
            switch version.outcome {
            case .better: #expect(min(sign * range.lower, sign * range.upper) >= 0)
            case .worse: #expect(max(sign * range.lower, sign * range.upper) <= 0)
            case .open: break
            }
            if metric.role == .primary, version.outcome == .open {
                #expect(range.lower <= 0 && range.upper >= 0)
            }
        }
        if let values = version.pValues {
            #expect((0...1).contains(values.once) && (0...1).contains(values.anyTime))
        }
    }
}
