#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The values of one arm's units in bins that are half a percent wide, changed unit by unit in
/// constant time.
///
/// For quantiles, and for cutting off the few largest amounts, which otherwise drown a result about
/// money: because a cap is always the edge of a bin, the sums of the capped values are exact.
///
/// - Shape: values from 0.01 to 100,000 have bins of their own; smaller ones (also 0 and below)
///   share the first, larger ones the last. About 3,200 bins of 48 bytes.
public struct ValueHistogram: Hashable, Sendable {
    /// The sums of one bin, of values less the bin's lower edge, and of their covariates.
    private struct Bin: Hashable, Sendable {
        var count = 0
        var value = 0.0
        var squares = 0.0
        var covariate = 0.0
        var covariateSquares = 0.0
        var products = 0.0
    }

    private static let lowest = 0.01
    private static let highest = 100_000.0
    private static let step = log1p(0.005)
    private static let inner = Int((log(highest / lowest) / step).rounded(.up))

    private var bins = Array(repeating: Bin(), count: inner + 2)
    /// How many units there are.
    public private(set) var count = 0

    /// Nobody yet.
    public init() {}

    /// The lower edge of a bin; 0 for the first.
    private static func edge(_ index: Int) -> Double {
        index == 0 ? 0 : lowest * exp(Double(index - 1) * step)
    }

    /// The bin that holds a value.
    private static func bin(of value: Double) -> Int {
        guard value >= lowest else { return 0 }
        guard value < edge(inner + 1) else { return inner + 1 }
        var index = min(max(Int(log(value / lowest) / step) + 1, 1), inner)
        // The logarithm may be off by its last digit at an edge.
        if value < edge(index) { index -= 1 }
        if value >= edge(index + 1) { index += 1 }
        return index
    }

    /// Puts a unit in.
    ///
    /// - Parameters:
    ///   - value: its total so far, finite.
    ///   - covariate: its value from before the experiment, finite.
    public mutating func add(_ value: Double, covariate: Double = 0) {
        change(value, covariate, by: 1)
    }

    /// Takes a unit out that was put in before with the same numbers.
    public mutating func remove(_ value: Double, covariate: Double = 0) {
        change(value, covariate, by: -1)
    }

    /// Moves a unit to its new total.
    public mutating func replace(_ old: Double, with new: Double, covariate: Double = 0) {
        remove(old, covariate: covariate)
        add(new, covariate: covariate)
    }

    private mutating func change(_ value: Double, _ covariate: Double, by units: Int) {
        let index = Self.bin(of: value)
        let above = value - Self.edge(index)
        let sign = Double(units)
        count += units
        bins[index].count += units
        bins[index].value += sign * above
        bins[index].squares += sign * above * above
        bins[index].covariate += sign * covariate
        bins[index].covariateSquares += sign * covariate * covariate
        bins[index].products += sign * above * covariate
    }

    /// The cap that leaves a share of all arms' values as they are: the upper edge of the bin of
    /// that quantile.
    ///
    /// One cap for all arms, so that the cap cannot favour one of them.
    ///
    /// - Parameters:
    ///   - arms: all arms of the experiment.
    ///   - share: between 0 and 1; 0.999 is usual for money.
    /// - Returns: the cap, or `nil` when there is nobody or the quantile is beyond the last edge.
    public static func cap(of arms: [ValueHistogram], share: Double = 0.999) -> Double? {
        let total = arms.reduce(0) { $0 + $1.count }
        guard total > 0 else { return nil }
        let goal = Double(total) * share
        var below = 0
        for index in 0...inner {
            below += arms.reduce(0) { $0 + $1.bins[index].count }
            if Double(below) >= goal { return edge(index + 1) }
        }
        return nil
    }

    /// Means, variances and covariance of value and covariate.
    ///
    /// - Parameter cap: an answer of ``cap(of:share:)``: larger values count as it; `nil` for no
    ///   cap.
    /// - Returns: two amounts, the value first.
    public func moments(cap: Double? = nil) -> JointMoments {
        var all = JointMoments(kinds: [.amount, .amount])
        for (index, bin) in bins.enumerated() where bin.count > 0 {
            let edge = Self.edge(index)
            let isCapped = cap.map { edge >= $0 } ?? false
            let part = JointMoments(
                count: bin.count,
                sums: [isCapped ? 0 : bin.value, bin.covariate],
                products: [
                    isCapped ? 0 : bin.squares, isCapped ? 0 : bin.products, bin.covariateSquares,
                ],
                kinds: all.kinds,
                shifts: [isCapped ? cap ?? edge : edge, 0]
            )
            if let part { all.merge(part) }
        }
        return all
    }

    /// The value that a share of the units stays at or below, interpolated within its bin.
    ///
    /// - Parameter share: within 0...1.
    /// - Returns: a value within half a percent, or `nil` when there is nobody.
    public func quantile(_ share: Double) -> Double? {
        guard count > 0 else { return nil }
        let goal = Double(count) * min(max(share, 0), 1)
        var below = 0
        for (index, bin) in bins.enumerated() where bin.count > 0 {
            if Double(below + bin.count) >= goal {
                // The first bin is mostly zeros, the last has no upper edge.
                if index == 0 { return 0 }
                if index == Self.inner + 1 {
                    return Self.edge(index) + bin.value / Double(bin.count)
                }
                let part = (goal - Double(below)) / Double(bin.count)
                return Self.edge(index) + part * (Self.edge(index + 1) - Self.edge(index))
            }
            below += bin.count
        }
        return nil
    }

    /// A quantile with its interval.
    ///
    /// - Parameter level: which quantile, between 0 and 1.
    /// - Returns: the sample of an arm, or `nil` when there are too few units for this quantile.
    public func sample(level: Double) -> QuantileSample? {
        guard let ranks = QuantileSample.ranks(count: count, level: level),
            let middle = quantile(level),
            let lower = quantile(ranks.lower),
            let upper = quantile(ranks.upper)
        else { return nil }
        return QuantileSample(
            count: count,
            level: level,
            quantile: middle,
            lower: lower,
            upper: upper
        )
    }
}
