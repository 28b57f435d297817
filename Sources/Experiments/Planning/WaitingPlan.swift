internal import FlagModel
internal import Statistics

/// How long to wait for how small a change: "how long can you wait?".
///
/// A change is seen when the test finds it four times in five. Whole weeks, because weekends differ
/// from weekdays.
public struct WaitingPlan: Hashable, Sendable {
    /// What a number of weeks shows.
    public struct Row: Hashable, Sendable {
        /// How long to wait.
        public let weeks: Int
        /// How many customers that is, of all versions together.
        public let people: Int
        /// The smallest change that is seen, as a share: 0.05 is 5 %; `nil` when none is.
        public let smallestChange: Double?

        /// The change in words: "2.4%"; `nil` when none is seen.
        public var changeWords: String? { smallestChange.map(Amounts.percent) }

        /// The row as a sentence.
        public var text: String {
            let time = Words.count(weeks, "week")
            guard let size = changeWords else {
                return "\(time): not even the largest change would be seen."
            }
            return "\(time): you will be able to see changes of about \(size) or more."
        }
    }

    /// How the metric is today.
    public let base: MetricBase
    /// How customers come, of all versions together.
    public let arrivals: Arrivals
    /// The shares of all customers that the versions get, the baseline's first; they add up to 1.
    public let shares: [Double]

    /// The longest time that is planned for, in weeks.
    public static let mostWeeks = 52

    /// Plans; `nil` for numbers from which nothing can be planned.
    ///
    /// - Parameters:
    ///   - base: how the metric is today.
    ///   - peoplePerDay: new customers on a day, above 0.
    ///   - weights: each version's part, the baseline first: two or more, each above 0.
    public init?(base: MetricBase, peoplePerDay: Double, weights: [Int]) {
        guard let arrivals = Arrivals(perDay: peoplePerDay) else { return nil }
        self.init(base: base, arrivals: arrivals, weights: weights)
    }

    /// Plans for customers who come as others did; `nil` as above.
    public init?(base: MetricBase, arrivals: Arrivals, weights: [Int]) {
        let total = Double(weights.reduce(0, +))
        guard weights.count > 1, weights.allSatisfy({ $0 > 0 }), total > 0 else { return nil }
        self.base = base
        self.arrivals = arrivals
        shares = weights.map { Double($0) / total }
        guard comparison != nil else { return nil }
    }

    /// The comparison of the baseline with the version that the fewest get.
    ///
    /// The final test has four hundredths, which all versions share.
    private var comparison: SamplePlan? {
        let versions = Double(shares.count - 1)
        guard let smallest = shares.dropFirst().min() else { return nil }
        return try? base.plan(alpha: 0.04 / versions, power: 0.8, ratio: smallest / shares[0])
    }

    /// What so many weeks show.
    public func row(weeks: Int) -> Row {
        Row(
            weeks: weeks,
            people: Int(arrivals.people(byDay: 7 * weeks).rounded()),
            smallestChange: smallestChange(days: 7 * weeks)
        )
    }

    /// The smallest change that so many days show, as a share; `nil` when not even the largest one.
    public func smallestChange(days: Int) -> Double? {
        comparison?.smallestChange(controlCount: arrivals.people(byDay: days) * shares[0])
    }

    /// The table that people choose from.
    public var table: [Row] { [1, 2, 3, 4, 6, 8, 12].map { row(weeks: $0) } }

    /// How many weeks it takes to see a change.
    ///
    /// - Parameter change: as a share: 0.05 is 5 %; not 0, and above -1.
    /// - Returns: whole weeks, `nil` when a year is not enough.
    public func weeks(toSee change: Double) -> Int? {
        guard let people = people(toSee: change) else { return nil }
        return (1...Self.mostWeeks).first { arrivals.people(byDay: 7 * $0) >= people }
    }

    /// How many customers of all versions together it takes to see a change.
    public func people(toSee change: Double) -> Double? {
        (try? comparison?.exactControlCount(toSee: change)).flatMap { count in
            count.map { $0 / shares[0] }
        }
    }
}
