/// Customers of one version with what they did, to be split at random.
public struct SetupSample: Sendable {
    /// What a customer did, in millionths.
    public struct Totals: Hashable, Sendable {
        /// The metric's total.
        public var total: Int64
        /// What is divided by, or what was before.
        public var other: Int64
    }

    /// The customers.
    public let customers: [Totals]

    /// Takes the customers of one version.
    ///
    /// - Parameters:
    ///   - fold: what was counted.
    ///   - arm: the version, an index of ``FoldPlan/variationIDs``.
    ///   - metric: an index of ``FoldPlan/metrics``.
    ///   - limit: how many; of more, some are chosen by a hash of their numbers.
    /// - Complexity: O(*n*) in the customers of the run.
    public init(
        _ fold: ExperimentFold,
        arm: Int,
        metric: Int,
        limit: Int = SetupCheck.maximumPeople
    ) {
        var count = 0
        fold.customers(ofArm: arm, metric: metric) { _, _, _ in count += 1 }
        let step = UInt64(max(1, (count + limit - 1) / max(1, limit)))
        var chosen: [(order: UInt64, totals: Totals)] = []
        fold.customers(ofArm: arm, metric: metric) { customer, total, other in
            let order = RandomHalf.mixed(UInt64(bitPattern: customer))
            guard order % step == 0 else { return }
            chosen.append((order, Totals(total: total, other: other)))
        }
        // The order of a table is nobody's business: the same customers, the same splits.
        customers = chosen.sorted { ($0.order, $0.totals.total) < ($1.order, $1.totals.total) }
            .prefix(limit).map(\.totals)
    }

    /// Takes customers as they are.
    public init(customers: [Totals]) { self.customers = customers }
}

extension SetupSample.Totals {
    /// Puts the parts together.
    public init(_ total: Int64, _ other: Int64 = 0) { self.init(total: total, other: other) }
}

/// Which half of a split somebody is in: one bit of a hash of a place and the split's number.
enum RandomHalf {
    /// SplitMix64's last step (Steele, Lea and Flood, 2014).
    static func mixed(_ number: UInt64) -> UInt64 {
        var word = number &+ 0x9E37_79B9_7F4A_7C15
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// Whether the customer at a place is in the second half of a split.
    static func isSecond(_ place: Int, of split: Int) -> Bool {
        mixed(UInt64(place) ^ mixed(UInt64(split) &<< 40)) >> 63 == 1
    }
}
