public import Statistics

/// Sums over the customers of one version, in whole millionths of the metric's unit.
///
/// Whole numbers, because then every order of the same events gives the same bits: what was added
/// up event by event equals what is counted anew from all of them.
///
/// - Invariant: up to 10^8 customers with totals up to ``largestTotal`` each fit; more do not fit
///   into 128 bits, which ends the process.
public struct ExactSums: Hashable, Sendable {
    /// How many customers there are.
    public var count: Int
    /// The sum of their totals, in millionths.
    public var value: Int128
    /// The sum of the squares of their totals, in millionths of millionths.
    public var square: Int128
    /// The sum of their other totals: what is divided by, or what was before the experiment.
    public var other: Int128
    /// The sum of the squares of their other totals.
    public var otherSquare: Int128
    /// The sum of the products of both totals.
    public var product: Int128

    /// How many parts one unit has.
    public static let unit: Int64 = 1_000_000
    /// The largest total of a customer, in millionths, above and below 0: 10^9 units.
    public static let largestTotal: Int64 = 1_000_000_000 * unit

    /// Nobody yet.
    public init() {
        count = 0
        (value, square, other, otherSquare, product) = (0, 0, 0, 0, 0)
    }

    /// Puts a customer's totals in.
    public mutating func add(_ total: Int64, other past: Int64 = 0) {
        change(Int128(total), Int128(past), by: 1)
    }

    /// Takes a customer out who was put in with the same totals.
    public mutating func remove(_ total: Int64, other past: Int64 = 0) {
        change(Int128(total), Int128(past), by: -1)
    }

    private mutating func change(_ total: Int128, _ past: Int128, by customers: Int) {
        let sign = Int128(customers)
        count += customers
        value += sign * total
        square += sign * total * total
        other += sign * past
        otherSquare += sign * past * past
        product += sign * total * past
    }

    /// Takes in the customers of another part.
    public mutating func merge(_ part: ExactSums) {
        count += part.count
        value += part.value
        square += part.square
        other += part.other
        otherSquare += part.otherSquare
        product += part.product
    }
}

extension ExactSums {
    /// The totals as one quantity of a comparison, in units.
    public func moments(_ kind: JointMoments.Kind) -> JointMoments {
        let moments = joint([kind, .amount])
        return JointMoments(
            count: count,
            sums: [moments.sums[0]],
            products: [moments.products[0]],
            kinds: [kind],
            shifts: [moments.shifts[0]]
        ) ?? JointMoments(kinds: [kind])
    }

    /// Both totals as two quantities of a comparison, in units.
    public func jointMoments(_ kinds: (JointMoments.Kind, JointMoments.Kind)) -> JointMoments {
        let kinds = [kinds.0, kinds.1]
        let moments = joint(kinds)
        return JointMoments(
            count: count,
            sums: moments.sums,
            products: moments.products,
            kinds: kinds,
            shifts: moments.shifts
        ) ?? JointMoments(kinds: kinds)
    }

    /// Sums around whole shifts close to the means: the large parts cancel exactly, before anything
    /// is rounded.
    private func joint(
        _ kinds: [JointMoments.Kind]
    ) -> (sums: [Double], products: [Double], shifts: [Double]) {
        let customers = Int128(max(count, 1))
        // A rate is not shifted: its squares are its sums.
        let shift = kinds[0] == .yesOrNo ? 0 : value / customers
        let past = kinds[1] == .yesOrNo ? 0 : other / customers
        let people = Int128(count)
        let unit = Double(Self.unit)
        return (
            [Double(value - people * shift) / unit, Double(other - people * past) / unit],
            [
                Double(square - shift * value - shift * (value - people * shift)) / (unit * unit),
                Double(product - shift * other - past * (value - people * shift)) / (unit * unit),
                Double(otherSquare - past * other - past * (other - people * past))
                    / (unit * unit),
            ],
            [Double(shift) / unit, Double(past) / unit]
        )
    }
}
