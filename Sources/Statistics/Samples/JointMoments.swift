/// Means, variances and covariances of a few quantities over the units of one arm.
///
/// Squares and products are kept around the means (Welford 1962; merging after Chan, Golub and
/// LeVeque 1979), so that a large mean does not eat the digits of a small spread.
///
/// - Shape: 1 to 4 quantities; one value each for every unit.
public struct JointMoments: Hashable, Sendable {
    /// What a quantity is, which decides the divisor of its variance.
    public enum Kind: Hashable, Sendable {
        /// Any number; its variance is divided by n - 1.
        case amount
        /// 0 or 1; its variance is m (1 - m), divided by n.
        case yesOrNo
    }

    /// How many units there are.
    public private(set) var count: Int
    /// The mean of each quantity; 0 when there is no unit.
    public private(set) var means: [Double]
    /// What each quantity is.
    public private(set) var kinds: [Kind]
    /// Sums of products around the means, row by row.
    private var products: [Double]

    /// Nobody yet.
    public init(kinds: [Kind]) {
        count = 0
        means = Array(repeating: 0, count: kinds.count)
        products = Array(repeating: 0, count: kinds.count * kinds.count)
        self.kinds = kinds
    }

    /// Takes sums that somebody else has added up.
    ///
    /// - Parameters:
    ///   - count: how many units there are, at least 0.
    ///   - sums: the sum of each quantity, less `shifts` for every unit.
    ///   - products: for i <= j the sum of the product of the quantities i and j, less `shifts`, in
    ///     the order (0,0), (0,1), …, (1,1), ….
    ///   - kinds: what each quantity is.
    ///   - shifts: what was taken from every value before it was added; 0 by default.
    public init?(
        count: Int,
        sums: [Double],
        products: [Double],
        kinds: [Kind],
        shifts: [Double]? = nil
    ) {
        let size = kinds.count
        guard count >= 0, sums.count == size, products.count == size * (size + 1) / 2 else {
            return nil
        }
        self.init(kinds: kinds)
        guard count > 0 else { return }
        self.count = count
        let units = Double(count)
        means = sums.indices.map { sums[$0] / units + (shifts?[$0] ?? 0) }
        var next = 0
        for row in 0..<size {
            for column in row..<size {
                set(row, column, products[next] - sums[row] * sums[column] / units)
                next += 1
            }
        }
    }

    /// One quantity of which only mean and variance are known.
    init(count: Int, mean: Double, variance: Double) {
        self.count = count
        means = [mean]
        kinds = [.amount]
        products = [variance * Double(max(count - 1, 0))]
    }

    private mutating func set(_ row: Int, _ column: Int, _ product: Double) {
        products[row * kinds.count + column] = product
        products[column * kinds.count + row] = product
    }

    /// Takes in one more unit, with one value for each quantity.
    public mutating func add(_ values: [Double]) {
        precondition(values.count == kinds.count, "A unit has one value for each quantity.")
        var one = JointMoments(kinds: kinds)
        one.count = 1
        one.means = values
        merge(one)
    }

    /// Takes in the units of another arm or another part of the same one.
    public mutating func merge(_ other: JointMoments) {
        precondition(other.kinds == kinds, "Only the same quantities can be merged.")
        guard other.count > 0 else { return }
        let total = Double(count + other.count)
        let share = Double(other.count) / total
        let apart = means.indices.map { other.means[$0] - means[$0] }
        for row in means.indices {
            for column in row..<kinds.count {
                let place = row * kinds.count + column
                let between = apart[row] * apart[column] * Double(count) * share
                set(row, column, products[place] + other.products[place] + between)
            }
        }
        for row in means.indices { means[row] += apart[row] * share }
        count += other.count
    }

    /// The same units with every quantity taken as an amount, for the variance of rates over strata
    /// with different rates, which is not m (1 - m).
    var asAmounts: JointMoments {
        var moments = self
        moments.kinds = kinds.map { _ in .amount }
        return moments
    }

    /// The covariance of two quantities over the units, or the variance of one of them.
    ///
    /// 0 when there are fewer than two units.
    public func covariance(_ row: Int, _ column: Int) -> Double {
        guard count > 1 else { return 0 }
        let isRate = kinds[row] == .yesOrNo && kinds[column] == .yesOrNo
        if isRate, row == column { return means[row] * (1 - means[row]) }
        return products[row * kinds.count + column] / Double(isRate ? count : count - 1)
    }

    /// The covariance of two weighted sums of the quantities.
    func covariance(of left: [Double], with right: [Double]) -> Double {
        var sum = 0.0
        for row in left.indices where left[row] != 0 {
            for column in right.indices where right[column] != 0 {
                sum += left[row] * right[column] * covariance(row, column)
            }
        }
        return sum
    }

    /// The variance of a weighted sum of the quantities.
    func variance(of weights: [Double]) -> Double { covariance(of: weights, with: weights) }
}
