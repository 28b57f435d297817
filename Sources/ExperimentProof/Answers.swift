internal import Statistics

/// The answers of many experiments to one question.
package struct Answers: Hashable, Sendable {
    /// How many there are.
    package private(set) var count = 0
    /// Their sum: for yes and no, how often it was so.
    package private(set) var sum = 0.0
    /// All of them, when their spread matters.
    private var values: [Double] = []
    private let keepsValues: Bool

    /// Nothing yet.
    package init(to question: Simulation.Question) {
        if case .even = question.limit { keepsValues = true } else { keepsValues = false }
    }

    /// Takes one more.
    package mutating func add(_ value: Double?) {
        guard let value else { return }
        count += 1
        sum += value
        if keepsValues { values.append(value) }
    }

    /// Takes those of other experiments.
    package mutating func add(_ others: Answers) {
        count += others.count
        sum += others.sum
        values += others.values
    }

    /// Their average: for yes and no, the share of yes.
    package var average: Double { count == 0 ? 0 : sum / Double(count) }

    /// The p-value of their being spread evenly over 0 to 1.
    package var evenness: Double { Uniformity.pValue(of: values) }

    /// Whether a limit holds as it stands.
    package func hold(_ limit: Simulation.Limit) -> Bool {
        switch limit {
        case .share(let range), .average(let range): count > 0 && range.contains(average)
        case .even(let least): count > 0 && evenness > least
        case .told: true
        }
    }

    /// How likely at least so bad a share is when the truth is just at the limit, from 0 to 1: for
    /// few experiments, where chance alone can break a limit.
    ///
    /// Exact, by the binomial distribution: P(at least k of n) is the beta distribution with k and
    /// n - k + 1 at the limit. Limits of another kind have 1 when they hold, else 0.
    package func chance(of limit: Simulation.Limit) -> Double {
        guard case .share(let range) = limit else { return hold(limit) ? 1 : 0 }
        let hits = Int(sum)
        let many = range.upperBound < 1 ? Self.atLeast(hits, of: count, range.upperBound) : 1
        let few =
            range.lowerBound > 0 ? Self.atLeast(count - hits, of: count, 1 - range.lowerBound) : 1
        return min(many, few)
    }

    private static func atLeast(_ hits: Int, of count: Int, _ share: Double) -> Double {
        guard hits > 0 else { return 1 }
        guard
            let beta = BetaDistribution(alpha: Double(hits), beta: Double(count - hits + 1))
        else { return 1 }
        return beta.tails(share).lower
    }
}
