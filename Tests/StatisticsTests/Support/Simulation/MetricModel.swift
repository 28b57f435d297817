import Statistics

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How made-up people behave, to try rules out.
enum MetricModel: Hashable, Sendable {
    /// A share of people says yes.
    case rate(Double)
    /// A share of people buys; amounts are lognormal around e^0 with a standard deviation of the
    /// logarithm.
    case revenue(buyers: Double, logDeviation: Double)
    /// Clicks by visits: each person has 1 to 10 visits and an own rate of clicking around the
    /// given one.
    case clicksByVisits(rate: Double)
    /// A normal value with mean 10 and deviation 5, and a past value with this correlation.
    case adjusted(correlation: Double)

    /// What some people of one arm did.
    ///
    /// - Parameters:
    ///   - people: how many, at least 0.
    ///   - lift: the true relative change of the arm: 0.1 for 10 % more.
    ///   - generator: where chance comes from.
    /// - Returns: a sample that can be merged with others of the same model.
    func sample(
        people: Int,
        lift: Double,
        using generator: inout SeededGenerator
    ) -> ArmSample {
        switch self {
        case .rate(let rate):
            let yes = Double(generator.successes(of: people, rate: rate * (1 + lift)))
            return .mean(Self.moments(people, [yes], [yes], [.yesOrNo]))
        case .revenue(let buyers, let logDeviation):
            var sums = ShiftedSums(shift: 0)
            let count = generator.successes(of: people, rate: buyers)
            for _ in 0..<count { sums.add((1 + lift) * exp(logDeviation * generator.normal())) }
            return .mean(Self.moments(people, [sums.sum], [sums.squares], [.amount]))
        case .clicksByVisits(let rate):
            return .ratio(
                Self.pairs(people) {
                    let visits = Int(generator.next() % 10) + 1
                    let own = rate * (1 + lift) * (0.5 + generator.uniform())
                    return (Double(generator.successes(of: visits, rate: own)), Double(visits))
                }
            )
        case .adjusted(let correlation):
            let rest = (1 - correlation * correlation).squareRoot()
            return .adjustedMean(
                Self.pairs(people) {
                    let past = generator.normal()
                    let now = correlation * past + rest * generator.normal()
                    return (10 * (1 + lift) + 5 * now, 10 + 5 * past)
                }
            )
        }
    }

    /// Adds up two numbers for each person.
    private static func pairs(_ people: Int, _ draw: () -> (Double, Double)) -> JointMoments {
        var (first, second) = (0.0, 0.0)
        var (firstSquares, product, secondSquares) = (0.0, 0.0, 0.0)
        for _ in 0..<people {
            let (left, right) = draw()
            first += left
            second += right
            firstSquares += left * left
            product += left * right
            secondSquares += right * right
        }
        let squares = [firstSquares, product, secondSquares]
        return moments(people, [first, second], squares, [.amount, .amount])
    }

    private static func moments(
        _ people: Int,
        _ sums: [Double],
        _ products: [Double],
        _ kinds: [JointMoments.Kind]
    ) -> JointMoments {
        JointMoments(count: people, sums: sums, products: products, kinds: kinds)
            ?? JointMoments(kinds: kinds)
    }
}
