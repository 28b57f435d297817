/// The effect over strata whose shares are set right afterwards, such as periods with different
/// shares of traffic.
///
/// Without it a stratum with many people in one arm only would shift the result (Simpson's
/// paradox). Each stratum weighs what both arms together have in it; that these weights are random
/// too is part of the variance (Miratrix, Sekhon and Yu 2013 state the idea).
public struct PostStratification: Sendable {
    private let cells: [Cell]
    private let pooled: Comparison

    /// One stratum: the means of both arms, control first, and their covariance.
    private struct Cell {
        let share: Double
        let means: [Double]
        let covariance: [[Double]]
    }

    /// Gathers strata; each pair is control and treatment.
    ///
    /// - Throws: ``StatisticsError/differentMetrics`` unless all are means or all are ratios,
    ///   ``StatisticsError/noVariation`` when there is no stratum or an arm has nobody in one.
    public init(
        _ strata: [(control: ArmSample, treatment: ArmSample)]
    ) throws(StatisticsError) {
        guard var (control, treatment) = strata.first else { throw .noVariation }
        for stratum in strata.dropFirst() {
            control = try control.merged(with: stratum.control)
            treatment = try treatment.merged(with: stratum.treatment)
        }
        if strata.count > 1 { (control, treatment) = (control.asAmounts, treatment.asAmounts) }
        pooled = try Comparison(control: control, treatment: treatment)
        let total = Double(control.count + treatment.count)
        var cells: [Cell] = []
        for stratum in strata {
            let count = stratum.control.count + stratum.treatment.count
            let share = Double(count) / total
            cells.append(try Self.cell(stratum.control, stratum.treatment, share: share))
        }
        self.cells = cells
    }

    private static func cell(
        _ control: ArmSample,
        _ treatment: ArmSample,
        share: Double
    ) throws(StatisticsError) -> Cell {
        guard let first = control.plainMoments, let second = treatment.plainMoments else {
            throw .differentMetrics
        }
        guard first.count > 0, second.count > 0 else { throw .noVariation }
        let size = first.means.count
        var covariance = Array(repeating: Array(repeating: 0.0, count: 2 * size), count: 2 * size)
        for row in 0..<size {
            for column in 0..<size {
                covariance[row][column] = first.covariance(row, column) / Double(first.count)
                covariance[size + row][size + column] =
                    second.covariance(row, column) / Double(second.count)
            }
        }
        return Cell(share: share, means: first.means + second.means, covariance: covariance)
    }

    /// The effect over all strata.
    ///
    /// - Throws: ``StatisticsError/noVariation`` and ``StatisticsError/noBaseline`` as for a
    ///   comparison.
    public func effect(_ scale: EffectScale) throws(StatisticsError) -> Effect {
        let means = cells[0].means.indices.map { index in
            cells.reduce(0) { $0 + $1.share * $1.means[index] }
        }
        let (control, treatment) = Self.values(means)
        let unit = scale == .relative ? abs(control) : 1
        guard unit > 0 else { throw .noBaseline }
        let growth = scale == .relative ? treatment / control : 1
        let gradient = Self.gradient(means, growth: growth, unit: unit)
        let variance = variance(of: gradient, around: means)
        guard variance > 0, variance.isFinite else { throw .noVariation }
        return Effect(
            scale: scale,
            estimate: (treatment - control) / unit,
            standardError: variance.squareRoot(),
            degreesOfFreedom: try pooled.effect(.absolute).degreesOfFreedom,
            count: pooled.control.count + pooled.treatment.count,
            controlMean: control,
            treatmentMean: treatment,
            slope: nil
        )
    }

    /// The metric of each arm: its mean, or the quotient of its two means.
    private static func values(_ means: [Double]) -> (control: Double, treatment: Double) {
        means.count == 2 ? (means[0], means[1]) : (means[0] / means[1], means[2] / means[3])
    }

    private static func gradient(_ means: [Double], growth: Double, unit: Double) -> [Double] {
        if means.count == 2 { return [-growth / unit, 1 / unit] }
        let (control, treatment) = values(means)
        return [
            -growth / (means[1] * unit), growth * control / (means[1] * unit),
            1 / (means[3] * unit), -treatment / (means[3] * unit),
        ]
    }

    /// The variance within the strata and that of their shares.
    private func variance(of gradient: [Double], around means: [Double]) -> Double {
        let total = Double(pooled.control.count + pooled.treatment.count)
        var within = 0.0
        var between = 0.0
        for cell in cells {
            var form = 0.0
            for row in gradient.indices {
                for column in gradient.indices {
                    form += gradient[row] * gradient[column] * cell.covariance[row][column]
                }
            }
            within += cell.share * cell.share * form
            let apart = gradient.indices.reduce(0) {
                $0 + gradient[$1] * (cell.means[$1] - means[$1])
            }
            between += cell.share * apart * apart
        }
        return within + between / total
    }
}

extension ArmSample {
    /// The moments of a mean or a ratio; `nil` for what cannot be put together from strata.
    fileprivate var plainMoments: JointMoments? {
        switch self {
        case .mean(let moments), .ratio(let moments): moments
        case .adjustedMean, .adjustedRatio, .quantile: nil
        }
    }

    /// The same sample with rates taken as amounts.
    fileprivate var asAmounts: ArmSample {
        switch self {
        case .mean(let moments): .mean(moments.asAmounts)
        case .ratio(let moments): .ratio(moments.asAmounts)
        case .adjustedMean, .adjustedRatio, .quantile: self
        }
    }
}
