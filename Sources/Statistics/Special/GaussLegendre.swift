#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Integration of a smooth function over a short piece with 16 points.
///
/// Source: Gauss and Legendre's rule; the points are the roots of the Legendre polynomial, found by
/// Newton's method from the usual cosine start.
enum GaussLegendre {
    private static let size = 16

    private static let points: [(place: Double, weight: Double)] = (1...size).map { index in
        var root = cos(3.141592653589793 * (Double(index) - 0.25) / (Double(size) + 0.5))
        var slope = 1.0
        for _ in 0..<50 {
            let (value, derivative) = legendre(root)
            slope = derivative
            let step = value / derivative
            root -= step
            if abs(step) < 1e-16 { break }
        }
        return (root, 2 / ((1 - root * root) * slope * slope))
    }

    /// The polynomial of degree ``size`` and its derivative, by Bonnet's recurrence.
    private static func legendre(_ x: Double) -> (value: Double, derivative: Double) {
        var (before, value) = (1.0, x)
        for degree in 2...size {
            let next = (Double(2 * degree - 1) * x * value - Double(degree - 1) * before)
            (before, value) = (value, next / Double(degree))
        }
        return (value, Double(size) * (x * value - before) / (x * x - 1))
    }

    /// The integral of `function` between two points.
    static func integral(
        from low: Double,
        to high: Double,
        of function: (Double) -> Double
    ) -> Double {
        let half = (high - low) / 2
        let middle = (high + low) / 2
        return half * points.reduce(0) { $0 + $1.weight * function(middle + half * $1.place) }
    }
}
