public import FlagModel

/// How many customers have come by the end of each day of an experiment.
///
/// Many come on the first days, since those who come every day all come then; later ones bring only
/// who was not there before. So what was counted is taken as it is, and only what comes after it is
/// reckoned, with the new customers of the last seven days.
public struct Arrivals: Hashable, Sendable {
    /// Customers by the end of the first day, the second and so on.
    private let known: [Double]
    /// New customers on each day after that.
    public let perDay: Double

    /// The same number on every day; above 0.
    public init?(perDay: Double) {
        guard perDay > 0, perDay <= 1e9 else { return nil }
        known = []
        self.perDay = perDay
    }

    /// Reads how customers came to a run; `nil` before its first day is over, or without customers.
    ///
    /// - Parameters:
    ///   - counts: what was counted.
    ///   - start: when counting began.
    public init?(_ counts: ExperimentCounts, since start: Moment) {
        // Days before the first customer are not the experiment's.
        let first = max(start, counts.firstSeenAt ?? start)
        var known: [Double] = []
        for day in counts.days {
            let age = Double(day.until.microseconds - first.microseconds) / Double(RunRule.day)
            let number = Int(age.rounded(.down))
            guard number >= 1 else { continue }
            let people = Double(Standing(day).people)
            // On days that were not kept they came evenly.
            let (before, days) = (known.last ?? 0, number - known.count)
            guard days > 0 else { continue }
            for one in 1...days {
                known.append(before + (people - before) * Double(one) / Double(days))
            }
        }
        guard let last = known.last, last > 0 else { return nil }
        let before = known.count > 7 ? known[known.count - 8] : known.count > 1 ? known[0] : 0
        let days = known.count > 7 ? 7 : max(1, known.count - 1)
        self.known = known
        // Where nobody new came lately, one may still come.
        perDay = max((last - before) / Double(days), last / Double(known.count) / 1000)
    }

    /// Customers by the end of so many days.
    public func people(byDay days: Int) -> Double {
        guard days > 0 else { return 0 }
        guard days > known.count else { return known[days - 1] }
        return (known.last ?? 0) + Double(days - known.count) * perDay
    }
}
