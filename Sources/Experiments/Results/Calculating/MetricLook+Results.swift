internal import FlagModel
internal import Statistics

extension MetricLook {
    /// How often the range of a metric that does not decide may ever miss the truth.
    private static let besidesAlpha = 0.05

    /// The ranges of a version at a look; `nil` while nothing can be said.
    func ranges(of version: Int, at look: Look) -> PairRanges? {
        guard let pair = pairs[version],
            let multiplier = multiplier(for: pair.absolute, at: look)
        else { return nil }
        return PairRanges(of: pair, multiplier: multiplier)
    }

    /// How many standard errors the range to show reaches to each side: as far as decisions about
    /// the metric do.
    private func multiplier(for effect: Effect, at look: Look) -> Double? {
        if role == .primary {
            return rule.decisions?.multiplier(for: effect, at: look, weight: rule.weight)
        }
        return (try? AlwaysValid(tuning: rule.pairCount))?.multiplier(
            count: Double(effect.count),
            alpha: Self.besidesAlpha,
            sides: role == .guardrail ? .greater : .both
        )
    }

    /// A version's result.
    ///
    /// - Parameters:
    ///   - version: its place in ``pairs``.
    ///   - arm: what it did.
    ///   - outcome: what was decided, for the primary metric.
    ///   - ranges: its ranges at this look.
    ///   - moment: when this is.
    ///   - hasPValues: whether the p-values are wanted; nobody reads those of days that are over.
    /// - Returns: the result, its ranges clipped to agree with what was decided.
    func versionResult(
        _ version: Int,
        _ arm: ArmResult,
        _ outcome: VersionResult.Outcome,
        _ ranges: PairRanges?,
        at moment: Moment,
        hasPValues: Bool
    ) -> VersionResult {
        let safety = safety(of: version, at: moment)
        var result = VersionResult(arm: arm, outcome: outcome, safety: safety)
        guard let pair = pairs[version], var ranges else { return result }
        if role == .primary { ranges = ranges.agreeing(with: direction(of: outcome)) }
        if let safety, moment >= rule.pairCountSince {
            ranges = ranges.agreeing(with: safety, margin: metric.marginShare, goal: goal)
        }
        let belief = pair.belief
        let guess = belief?.mean ?? pair.absolute.estimate
        result.difference = VersionResult.Range(
            ranges.difference,
            bestGuess: guess,
            measured: pair.absolute.estimate
        )
        let base = abs(pair.absolute.controlMean)
        if let change = ranges.change, let measured = pair.measuredChange {
            result.change = VersionResult.Range(
                change,
                bestGuess: guess / base,
                measured: measured
            )
        }
        if let belief {
            let isMore = goal == .more
            result.chanceBetter = isMore ? belief.chanceAbove : belief.chanceBelow
            let loss = isMore ? belief.expectedBelow : belief.expectedAbove
            result.expectedLoss = base > 0 ? loss / base : 0
        }
        if hasPValues { result.pValues = pValues(of: pair.absolute) }
        return result
    }

    private func direction(of outcome: VersionResult.Outcome) -> Direction? {
        switch outcome {
        case .better: metric.higherIsBetter ? .above : .below
        case .worse: metric.higherIsBetter ? .below : .above
        case .open: nil
        }
    }

    private func pValues(of effect: Effect) -> VersionResult.PValues? {
        guard let decisions = rule.decisions,
            let once = try? FixedHorizon.test(effect, alpha: decisions.finalAlpha),
            let sequence = try? AlwaysValid(tuning: rule.pairCount),
            let anyTime = try? sequence.test(effect, alpha: decisions.runningAlpha * rule.weight)
        else { return nil }
        return VersionResult.PValues(once: once.pValue, anyTime: anyTime.pValue)
    }
}
