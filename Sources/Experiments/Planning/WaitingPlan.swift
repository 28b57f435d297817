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

        /// The row as a sentence.
        public var text: String {
            let time = Words.count(weeks, "week")
            guard let smallestChange else {
                return "\(time): not even the largest change would be seen."
            }
            let size = Amounts.percent(smallestChange)
            return "\(time): you will be able to see changes of about \(size) or more."
        }
    }

    /// How the metric is today.
    public let base: MetricBase
    /// New customers on a day, of all versions together; above 0.
    public let peoplePerDay: Double
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
        let total = Double(weights.reduce(0, +))
        guard peoplePerDay > 0, peoplePerDay <= 1e9, weights.count > 1,
            weights.allSatisfy({ $0 > 0 }), total > 0
        else { return nil }
        self.base = base
        self.peoplePerDay = peoplePerDay
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
        let people = peoplePerDay * 7 * Double(weeks)
        return Row(
            weeks: weeks,
            people: Int(people.rounded()),
            smallestChange: comparison?.smallestChange(controlCount: people * shares[0])
        )
    }

    /// The table that people choose from.
    public var table: [Row] { [1, 2, 3, 4, 6, 8, 12].map { row(weeks: $0) } }

    /// How many weeks it takes to see a change.
    ///
    /// - Parameter change: as a share: 0.05 is 5 %; not 0, and above -1.
    /// - Returns: whole weeks, `nil` when a year is not enough.
    public func weeks(toSee change: Double) -> Int? {
        people(toSee: change).flatMap { people in
            SamplePlan.weeks(people: people, peoplePerDay: peoplePerDay)
        }.flatMap { $0 <= Self.mostWeeks ? $0 : nil }
    }

    /// How many customers of all versions together it takes to see a change.
    public func people(toSee change: Double) -> Double? {
        (try? comparison?.exactControlCount(toSee: change)).flatMap { count in
            count.map { $0 / shares[0] }
        }
    }
}
