/// Both tails of a distribution at one point.
///
/// Each is computed on its own, so that a tail of 1e-300 keeps all of its digits: `1 - lower` would
/// be 0 there.
///
/// - Shape: both within 0...1; they add up to 1, but for rounding.
public struct Tails: Hashable, Sendable {
    /// The probability of a value at or below the point.
    public let lower: Double
    /// The probability of a value above the point.
    public let upper: Double

    /// Pairs two tails.
    public init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    /// The tails of a point that nothing lies below.
    static let allAbove = Tails(lower: 0, upper: 1)
    /// The tails of a point that nothing lies above.
    static let allBelow = Tails(lower: 1, upper: 0)
    /// The tails of a question that has no answer, such as a negative shape.
    static let undefined = Tails(lower: .nan, upper: .nan)

    /// The same point seen from the other side.
    var swapped: Tails { Tails(lower: upper, upper: lower) }

    /// Two tails of which the smaller is known; the larger is what it leaves.
    init(lower: Double) {
        let clamped = Swift.min(Swift.max(lower, 0), 1)
        self.init(lower: clamped, upper: 1 - clamped)
    }
}
