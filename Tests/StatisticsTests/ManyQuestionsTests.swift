import Statistics
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Small simulations with several arms, metrics and guardrails, and of metrics that need a
/// histogram.
struct ManyQuestionsTests {
    static let seed: UInt64 = 20_260_401

    static func rates(
        _ rate: Double,
        looks: Int,
        using generator: inout SeededGenerator
    ) -> [ArmSample] {
        var moments = JointMoments(kinds: [.yesOrNo])
        return (0..<looks).map { _ in
            let sample = MetricModel.rate(rate).sample(people: 300, lift: 0, using: &generator)
            if case .mean(let more) = sample { moments.merge(more) }
            return .mean(moments)
        }
    }

    @Test func `two new versions and two metrics give a false win in at most five of a hundred`()
        throws
    {
        let looks = 14
        let rule = try DecisionRule(plannedCount: Double(2 * 300 * looks))
        var wins = Tally()
        for index in 0..<200 {
            var generator = SeededGenerator(seed: Self.seed, experiment: index)
            // Per metric the control and two versions, each at every look.
            let metrics = [0.1, 0.04].map { rate in
                (0..<3).map { _ in Self.rates(rate, looks: looks, using: &generator) }
            }
            var hasWin = false
            for look in 0..<looks where !hasWin {
                var candidates: [Candidate] = []
                for arms in metrics {
                    for version in 1...2 {
                        let pair = try Comparison(
                            control: arms[0][look],
                            treatment: arms[version][look]
                        )
                        let effect = try pair.effect(.absolute)
                        candidates.append(Candidate(effect: effect, weight: 0.25))
                    }
                }
                let moment: Look = look == looks - 1 ? .plannedEnd : .running
                hasWin = try rule.decide(candidates, at: moment).contains(.win)
            }
            wins.add(hasWin)
        }

        #expect(!wins.exceeds(0.05), "\(wins.share)")
        #expect(wins.hits > 0)
    }

    @Test func `five guardrails are called harmed wrongly in at most ten of a hundred`() throws {
        let looks = 14
        let guardrail = try Guardrail(goal: .less, plannedCount: Double(2 * 300 * looks))
        var harmed = Tally()
        for index in 0..<150 {
            var generator = SeededGenerator(seed: Self.seed, experiment: index)
            var isHarmed = false
            for _ in 0..<5 {
                let control = Self.rates(0.1, looks: looks, using: &generator)
                let treatment = Self.rates(0.1, looks: looks, using: &generator)
                for (first, second) in zip(control, treatment) where !isHarmed {
                    let pair = try Comparison(control: first, treatment: second)
                    isHarmed = try guardrail.status(of: pair.effect(.absolute)) == .harmed
                }
            }
            harmed.add(isHarmed)
        }

        #expect(!harmed.exceeds(0.1), "\(harmed.share)")
    }

    /// Equal arms of lognormal amounts, looked at through histograms.
    static func verdicts(
        times: Int,
        buyers: Double,
        measure: (ValueHistogram, ValueHistogram) throws -> (ArmSample, ArmSample)?
    ) throws -> Tally {
        let (looks, people) = (7, 150)
        let rule = try DecisionRule(plannedCount: Double(2 * people * looks))
        var verdicts = Tally()
        for index in 0..<times {
            var generator = SeededGenerator(seed: Self.seed, experiment: index)
            var arms = [ValueHistogram(), ValueHistogram()]
            var isDecided = false
            for look in 1...looks where !isDecided {
                for arm in 0..<2 {
                    for _ in 0..<people {
                        let buys = generator.uniform() < buyers
                        arms[arm].add(buys ? exp(2 * generator.normal()) : 0)
                    }
                }
                guard let (control, treatment) = try measure(arms[0], arms[1]),
                    let effect = try Comparison(control: control, treatment: treatment)
                        .effectIfAny()
                else { continue }
                let moment: Look = look == looks ? .plannedEnd : .running
                let outcome = try rule.decide([Candidate(effect: effect)], at: moment)[0]
                isDecided = outcome != .undecided
            }
            verdicts.add(isDecided)
        }
        return verdicts
    }

    @Test func `money with a cap gets a verdict in fewer than five of a hundred`() throws {
        let verdicts = try Self.verdicts(times: 100, buyers: 0.2) { control, treatment in
            let cap = ValueHistogram.cap(of: [control, treatment])
            return (
                .adjustedMean(control.moments(cap: cap)), .adjustedMean(treatment.moments(cap: cap))
            )
        }

        #expect(!verdicts.exceeds(0.05), "\(verdicts.share)")
        #expect(verdicts.hits > 0)
    }

    @Test func `the ninth tenth gets a verdict in about five of a hundred at most`() throws {
        let verdicts = try Self.verdicts(times: 100, buyers: 1) { control, treatment in
            guard let first = control.sample(level: 0.9), let second = treatment.sample(level: 0.9)
            else { return nil }
            return (.quantile(first), .quantile(second))
        }

        #expect(!verdicts.exceeds(0.055), "\(verdicts.share)")
        #expect(verdicts.hits > 0)
    }

    @Test func `p-values of equal arms at the end are spread evenly`() throws {
        let experiment = SimulatedExperiment(model: .rate(0.3), peoplePerLook: 2000, looks: 1)
        var values: [Double] = []
        for index in 0..<1000 {
            var generator = SeededGenerator(seed: Self.seed, experiment: index)
            let value = try experiment.run(using: &generator) {
                comparison,
                _ throws(StatisticsError) -> Double? in
                try FixedHorizon.test(comparison.effect(.absolute), alpha: 0.05).pValue
            }
            if let value { values.append(value.answer) }
        }

        #expect(values.count == 1000)
        #expect(Uniformity.pValue(of: values) > 0.001)
    }
}
