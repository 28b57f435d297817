/// A quantile of one arm with an interval around it, read from ordered values.
///
/// Its variance comes from the width of that interval (Yao, Li and Lu 2024). When the values are
/// events of which a unit has several, the variance grows by how much alike a unit's events are.
public struct QuantileSample: Hashable, Sendable {
    /// How many values there are.
    public var count: Int
    /// How many values the interval was made for; the count itself when it is exact.
    public var intervalCount: Int
    /// Which quantile, within 0...1 but neither of them; 0.9 for the value nine in ten stay below.
    public var level: Double
    /// The quantile itself.
    public var quantile: Double
    /// The value at the lower rank of the 95 % interval of ``ranks(count:level:)``.
    public var lower: Double
    /// The value at the upper rank.
    public var upper: Double
    /// For events of units: how many events of each unit, and how many of those at or below the
    /// quantile.
    ///
    /// Two quantities in this order: events at or below, events. `nil` when every unit has one
    /// value.
    public var clusters: JointMoments?
    /// Whether the variance of 100 values or more is at least 1e-5, whatever the unit.
    ///
    /// Some other programs have it so; only for comparing with them.
    public var hasFloor: Bool

    /// Names what was read.
    public init(
        count: Int,
        intervalCount: Int? = nil,
        level: Double,
        quantile: Double,
        lower: Double,
        upper: Double,
        clusters: JointMoments? = nil,
        hasFloor: Bool = false
    ) {
        self.count = count
        self.intervalCount = intervalCount ?? count
        self.level = level
        self.quantile = quantile
        self.lower = lower
        self.upper = upper
        self.clusters = clusters
        self.hasFloor = hasFloor
    }

    private static let z = 1.959963984540054

    /// Which values bound the interval: n (ν ± z √(ν (1 - ν) / n)), as fractions of the count.
    ///
    /// - Returns: two shares within 0...1, or `nil` when there are too few values for this
    ///   quantile.
    public static func ranks(count: Int, level: Double) -> (lower: Double, upper: Double)? {
        guard isUsable(count: count, level: level) else { return nil }
        let reach = z * (level * (1 - level) / Double(count)).squareRoot()
        return (max(level - reach, 0), min(level + reach, 1))
    }

    private static func isUsable(count: Int, level: Double) -> Bool {
        guard level > 0, level < 1 else { return false }
        let odds = level / (1 - level)
        return Double(count) > z * z * max(odds, 1 / odds)
    }

    /// The variance as if of one value, so that variance / count is that of the quantile; 0 when
    /// unusable.
    var variance: Double {
        guard Self.isUsable(count: count, level: level) else { return 0 }
        let raw = spread * clustering
        if raw <= 0, count < 1000 || !hasFloor { return 0 }
        return hasFloor && count >= 100 ? max(raw, 1e-5) : raw
    }

    private var spread: Double {
        guard count > 1 else { return 0 }
        let width = (upper - lower) / (2 * Self.z)
        return Double(intervalCount) / Double(count) * Double(count - 1) * width * width
    }

    /// How much more the share below the quantile varies than that of independent values.
    private var clustering: Double {
        guard let clusters else { return 1 }
        guard clusters.count > 1, clusters.means[1] > 0 else { return 0 }
        let share = clusters.means[0] / clusters.means[1]
        let weights = [1 / clusters.means[1], -share / clusters.means[1]]
        let clustered = clusters.variance(of: weights) / Double(clusters.count)
        return clustered / (level * (1 - level) / Double(count))
    }

    /// The quantile as a mean with that variance.
    var moments: JointMoments {
        JointMoments(count: count, mean: quantile, variance: variance)
    }
}
