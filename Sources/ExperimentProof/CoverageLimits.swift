/// What must hold of many ranges, by the share of them that should have the truth in it.
///
/// Of ranges for 95 of 100, between 94.3 and 96.5 must have it, and not more than 3.2 miss it on
/// either side. That is 70 to 114 % of the five misses that they are drawn for, and 128 % of the
/// two and a half on a side. Ranges for another share are held to the same percentages of their
/// misses.
package struct CoverageLimits: Hashable, Sendable {
    /// The share of ranges that should have the truth in it, between 0 and 1.
    package let level: Double

    /// States the share.
    package init(level: Double) { self.level = level }

    /// Ranges with the truth in it.
    package var inside: Simulation.Limit {
        .share(1 - 1.14 * (1 - level)...1 - 0.7 * (1 - level))
    }

    /// Ranges with the truth on one side of it.
    package var beyond: Simulation.Limit { .share(0...1.28 * (1 - level) / 2) }
}
