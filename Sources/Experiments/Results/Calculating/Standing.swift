internal import FlagModel

/// How a run stood at one moment, with the stretches of time that had the same split joined.
struct Standing {
    /// Up to before when events are counted.
    let until: Moment
    /// One for each split that was in force, in the order of their first appearance.
    let periods: [PeriodCounts]
    /// Customers who saw two versions.
    let mixed: Int
    /// Customers who were left out.
    let leftOut: Int

    /// Joins the periods of a day.
    init(_ day: DayCounts) {
        until = day.until
        mixed = day.mixed
        leftOut = day.leftOut
        var joined: [PeriodCounts] = []
        for period in day.periods {
            if let index = joined.firstIndex(where: { $0.hasSplit(of: period) }) {
                joined[index].merge(period)
            } else {
                joined.append(period)
            }
        }
        periods = joined
    }

    /// Who came after an earlier moment; what they did is left out.
    ///
    /// Somebody who was taken out in between counts as nobody.
    func since(_ earlier: Standing) -> Standing {
        let came = periods.map { period in
            var period = period
            let before = earlier.periods.first { $0.hasSplit(of: period) }
            for index in period.arms.indices {
                let known = before?.arm(index)?.people ?? 0
                let people = max(0, period.arms[index].people - known)
                period.arms[index] = ArmCounts(people: people, metrics: [])
            }
            return period
        }
        return Standing(
            DayCounts(
                until: until,
                periods: came,
                mixed: max(0, mixed - earlier.mixed),
                leftOut: max(0, leftOut - earlier.leftOut)
            )
        )
    }

    /// Whether it is the end of a day in UTC, which is kept; another moment is seen once only.
    var isWholeDay: Bool { until.microseconds % RunRule.day == 0 }

    /// Customers who count, of all versions.
    var people: Int {
        periods.reduce(0) { sum, period in period.arms.reduce(sum) { $0 + $1.people } }
    }

    /// How many of them may still do something that counts.
    var immature: Int {
        periods.reduce(0) { sum, period in period.arms.reduce(sum) { $0 + $1.immature } }
    }

    /// Customers of one version.
    func people(of version: Int) -> Int {
        periods.reduce(0) { $0 + ($1.arm(version)?.people ?? 0) }
    }

    /// Whether a version ever had a share, or has customers.
    func takesPart(_ version: Int) -> Bool {
        people(of: version) > 0 || periods.contains { $0.weight(version) > 0 }
    }

    /// The sums of a metric in a version, of each period by itself; nobody where nothing is kept.
    func counts(of metric: Int, in version: Int) -> [MetricCounts] {
        periods.map { period in
            guard let arm = period.arm(version), arm.metrics.indices.contains(metric) else {
                return .nobody
            }
            return arm.metrics[metric]
        }
    }
}

extension PeriodCounts {
    /// The parts of a version, 0 for one that the split does not name.
    func weight(_ version: Int) -> Int {
        weights.indices.contains(version) ? max(weights[version], 0) : 0
    }

    /// The counts of a version.
    func arm(_ version: Int) -> ArmCounts? {
        arms.indices.contains(version) ? arms[version] : nil
    }

    /// Whether both have the same shares, in whatever unit.
    fileprivate func hasSplit(of other: PeriodCounts) -> Bool {
        guard weights.count == other.weights.count else { return false }
        let (own, others) = (weights.reduce(0, +), other.weights.reduce(0, +))
        // A split that is not known is like no known one.
        guard (own > 0) == (others > 0) else { return false }
        return zip(weights, other.weights).allSatisfy {
            Int128($0) * Int128(others) == Int128($1) * Int128(own)
        }
    }

    /// Takes in the customers of a period with the same split.
    fileprivate mutating func merge(_ other: PeriodCounts) {
        for (index, arm) in other.arms.enumerated() {
            if arms.indices.contains(index) { arms[index].merge(arm) } else { arms.append(arm) }
        }
    }
}

extension ArmCounts {
    fileprivate mutating func merge(_ other: ArmCounts) {
        people += other.people
        immature += other.immature
        for (index, part) in other.metrics.enumerated() {
            if metrics.indices.contains(index) {
                metrics[index].merge(part)
            } else {
                metrics.append(part)
            }
        }
    }
}
