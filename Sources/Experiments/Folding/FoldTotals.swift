/// What was added up over the customers of each version and split.
struct FoldTotals: Hashable, Sendable {
    /// How the totals of one metric are found and added up.
    struct Metric: Hashable, Sendable {
        /// Events count from so long after the first exposure, in microseconds.
        var from: Int64
        /// Up to before so long after it.
        var to: Int64
        /// Where a customer's total is, behind the header.
        var place: Int
        /// Where the other total is; 0 when there is none.
        var otherPlace: Int
        /// Whether a total is 0 or 1.
        var isYesOrNo: Bool
        /// Whether the other total is that of the past.
        var usesPast: Bool
        /// Which of the histograms of a group it has; below 0 for none.
        var histogram: Int
        /// Which of the retention metrics it is; below 0 for none.
        var retention: Int
    }

    let metrics: [Metric]
    /// Whether anybody's window can be open.
    let hasWindows: Bool
    private let histogramCount: Int
    private let retentionCount: Int

    /// Customers of each group; a group is one version under one split.
    var people: [Int] = []
    /// A group's sums, metric by metric.
    var sums: [ExactSums] = []
    /// A group's customers with an event that counts, metric by metric.
    var active: [Int] = []
    var histograms: [AmountHistogram] = []
    /// Each group's customers by the hour of their first exposure.
    var hours: [[Int]] = []
    /// The sums of retention metrics by the same hours.
    var retained: [[ExactSums]] = []

    init(_ plan: FoldPlan) {
        var place = CustomerTable.header
        var (histogramCount, retentionCount) = (0, 0)
        var metrics: [Metric] = []
        for metric in plan.metrics {
            let hasOther = metric.usesPast || metric.measure == .ratio
            let (from, to) = metric.window
            metrics.append(
                Metric(
                    from: from,
                    to: to,
                    place: place,
                    otherPlace: hasOther ? place + 1 : 0,
                    isYesOrNo: metric.isYesOrNo,
                    usesPast: metric.usesPast,
                    histogram: metric.isCapped ? histogramCount : -1,
                    retention: metric.isRetention ? retentionCount : -1
                )
            )
            place += hasOther ? 2 : 1
            if metric.isCapped { histogramCount += 1 }
            if metric.isRetention { retentionCount += 1 }
        }
        self.metrics = metrics
        self.histogramCount = histogramCount
        self.retentionCount = retentionCount
        hasWindows = metrics.contains { $0.to != .max }
        for _ in plan.periods { appendSplit(versions: plan.variationIDs.count) }
    }

    /// How many totals each customer has.
    var width: Int { metrics.reduce(0) { $0 + ($1.otherPlace == 0 ? 1 : 2) } }

    /// Makes room for a split's customers.
    mutating func appendSplit(versions: Int) {
        people += Array(repeating: 0, count: versions)
        sums += Array(repeating: ExactSums(), count: versions * metrics.count)
        active += Array(repeating: 0, count: versions * metrics.count)
        histograms += Array(repeating: AmountHistogram(), count: versions * histogramCount)
        hours += Array(repeating: [], count: versions)
        retained += Array(repeating: [], count: versions * retentionCount)
    }

    /// Counts a new customer of a group, who did nothing yet.
    mutating func enter(_ group: Int, hour: Int) {
        changePeople(of: group, hour: hour, by: 1)
        for metric in metrics.indices {
            if metrics[metric].retention < 0, metrics[metric].histogram < 0 {
                sums[group * metrics.count + metric].count += 1
            } else {
                change(metric, of: group, hour: hour, total: 0, other: 0, by: 1)
            }
        }
    }

    /// Counts a customer of a group, or takes one out, without any totals.
    mutating func changePeople(of group: Int, hour: Int, by sign: Int) {
        people[group] += sign
        guard hasWindows else { return }
        Self.lengthen(&hours[group], to: hour, with: 0)
        hours[group][hour] += sign
    }

    /// Puts a customer's totals of a metric into a group's sums, or takes them out.
    mutating func change(
        _ metric: Int,
        of group: Int,
        hour: Int,
        total: Int64,
        other: Int64,
        by sign: Int
    ) {
        let shape = metrics[metric]
        if shape.retention >= 0 {
            let list = group * retentionCount + shape.retention
            Self.lengthen(&retained[list], to: hour, with: ExactSums())
            retained[list][hour].change(total, other, by: sign)
            return
        }
        sums[group * metrics.count + metric].change(total, other, by: sign)
        guard shape.histogram >= 0 else { return }
        histograms[group * histogramCount + shape.histogram].change(total, other: other, by: sign)
    }

    /// Moves a customer from one total to another.
    @inline(__always)
    mutating func move(
        _ metric: Int,
        of group: Int,
        hour: Int,
        from old: (total: Int64, other: Int64),
        to new: (total: Int64, other: Int64)
    ) {
        let shape = metrics[metric]
        guard shape.retention < 0, shape.histogram < 0 else {
            change(metric, of: group, hour: hour, total: old.total, other: old.other, by: -1)
            change(metric, of: group, hour: hour, total: new.total, other: new.other, by: 1)
            return
        }
        sums[group * metrics.count + metric].move(from: old, to: new)
    }

    private static func lengthen<Item>(_ list: inout [Item], to index: Int, with item: Item) {
        while list.count <= index { list.append(item) }
    }

    /// The histograms of a metric, of all groups.
    func histograms(of metric: Int) -> [AmountHistogram] {
        people.indices.map { histogram(of: metric, group: $0) }
    }

    /// The histogram of a metric that is capped.
    func histogram(of metric: Int, group: Int) -> AmountHistogram {
        histograms[group * histogramCount + metrics[metric].histogram]
    }

    /// The sums of a retention metric over the customers of the first hours.
    func retained(_ metric: Int, group: Int, hours: Int) -> ExactSums {
        let list = retained[group * retentionCount + metrics[metric].retention]
        return list.prefix(max(0, hours)).reduce(into: ExactSums()) { $0.merge($1) }
    }
}

extension ExactSums {
    /// Puts a customer's totals in, or takes them out.
    mutating func change(_ total: Int64, _ other: Int64, by sign: Int) {
        if sign > 0 { add(total, other: other) } else { remove(total, other: other) }
    }

    /// Gives a customer who is in other totals.
    @inline(__always)
    mutating func move(
        from old: (total: Int64, other: Int64),
        to new: (total: Int64, other: Int64)
    ) {
        let (total, other) = (Int128(new.total), Int128(new.other))
        let (oldTotal, oldOther) = (Int128(old.total), Int128(old.other))
        value += total - oldTotal
        square += (total - oldTotal) * (total + oldTotal)
        if new.other != old.other || other != 0 {
            self.other += other - oldOther
            otherSquare += (other - oldOther) * (other + oldOther)
            product += total * other - oldTotal * oldOther
        }
    }
}
