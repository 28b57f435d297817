/// Sums of one quantity that can be changed unit by unit in constant time.
///
/// A unit's total that grows is taken out and put back in; somebody who turns out to be a robot is
/// taken out. Every value is lessened by one fixed shift first, because sums of raw squares lose
/// the spread of large values: at a mean of 10^8 standard deviations nothing of it is left.
public struct ShiftedSums: Hashable, Sendable {
    /// What is taken from every value, best a typical value such as the first one.
    public let shift: Double
    /// How many units there are.
    public private(set) var count = 0
    /// The sum of the shifted values.
    public private(set) var sum = 0.0
    /// The sum of the squares of the shifted values.
    public private(set) var squares = 0.0

    /// Nobody yet.
    public init(shift: Double) { self.shift = shift }

    /// Puts a unit's value in.
    public mutating func add(_ value: Double) {
        count += 1
        sum += value - shift
        squares += (value - shift) * (value - shift)
    }

    /// Takes a unit's value out that was put in before.
    public mutating func remove(_ value: Double) {
        count -= 1
        sum -= value - shift
        squares -= (value - shift) * (value - shift)
    }

    /// Puts a new value of a unit in place of its old one.
    public mutating func replace(_ old: Double, with new: Double) {
        sum += new - old
        squares += (new - old) * (new + old - 2 * shift)
    }

    /// Mean and variance of the values.
    public var moments: JointMoments {
        JointMoments(
            count: count,
            sums: [sum],
            products: [squares],
            kinds: [.amount],
            shifts: [shift]
        ) ?? JointMoments(kinds: [.amount])
    }
}
