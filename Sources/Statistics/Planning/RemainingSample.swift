#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How many more people a running experiment needs, from what it has measured so far.
public struct RemainingSample: Hashable, Sendable {
    /// The test whose power is asked for.
    public enum Test: Hashable, Sendable {
        /// One ordinary test.
        case fixed
        /// A test at any time, with its tuning.
        case alwaysValid(AlwaysValid)
        /// A range of belief that excludes 0, with the belief before.
        case bayesian(Prior)
    }

    /// What was measured, usually on the relative scale.
    public let effect: Effect
    /// The effect that matters, on the same scale; its sign does not.
    public let change: Double
    /// How often an effect may be claimed where there is none, after any correction.
    public let alpha: Double
    /// The test.
    public let test: Test

    /// Asks about a comparison.
    ///
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for alpha.
    public init(
        effect: Effect,
        change: Double,
        alpha: Double,
        test: Test
    ) throws(StatisticsError) {
        try checkAlpha(alpha)
        self.effect = effect
        self.change = abs(change)
        self.alpha = alpha
        self.test = test
    }

    /// The probability of finding the effect that matters with `extra` times as many further
    /// people.
    ///
    /// - Parameter extra: further people for each there is now, at least 0.
    /// - Returns: a probability.
    public func power(extra: Double) -> Double {
        let error = effect.standardError / (1 + extra).squareRoot()
        let z = NormalDistribution.upperQuantile(alpha / 2)
        var multiplier = z
        var lean = 0.0
        switch test {
        case .fixed: break
        case .alwaysValid(let sequence):
            let count = Double(effect.count) * (1 + extra)
            multiplier = sequence.multiplier(count: count, alpha: alpha)
        case .bayesian(let prior):
            let scale = effect.scale == .relative ? 1 : abs(effect.controlMean)
            let believed = 1 / (prior.deviation * scale * (prior.deviation * scale))
            multiplier = z * error * (believed + 1 / (error * error)).squareRoot()
            lean = error * prior.mean * scale * believed
        }
        let size = change / error
        return NormalDistribution.upperTail(multiplier - lean - size)
            + NormalDistribution.lowerTail(-(multiplier + lean + size))
    }

    /// How many further people for each there is now make the power as wanted.
    ///
    /// - Parameters:
    ///   - power: the wanted probability of finding the effect in all metrics, between 0 and 1.
    ///   - metrics: how many metrics must find theirs, at least 1.
    /// - Returns: a factor, 0 when there are enough already, or `nil` when not even 2^27 times as
    ///   many are.
    public func extra(forPower power: Double, metrics: Int = 1) -> Double? {
        let goal = pow(power, 1 / Double(max(metrics, 1)))
        if self.power(extra: 0) > goal { return 0 }
        var high = 1.0
        while self.power(extra: high) < goal {
            high *= 2
            if high > 134_217_728 { return nil }
        }
        // Tests at any time may lose power at first, so the search starts from 0.
        var low = 0.0
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if middle <= low || middle >= high { break }
            if self.power(extra: middle) > goal { high = middle } else { low = middle }
        }
        return high
    }
}
