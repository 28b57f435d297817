#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The logarithm of the gamma function of a positive number, from the C library.
public func logGamma(_ x: Double) -> Double {
    let (value, _): (Double, Int) = lgamma(x)
    return value
}

/// What Stirling's formula leaves out of the logarithm of the gamma function:
/// log Γ(a) - [(a - ½) log a - a + ½ log 2π].
///
/// Computed by itself, because the difference of two large logarithms would have lost its digits.
/// Source: the asymptotic series with Bernoulli numbers for a >= 10 (Loader 2000 uses it so), and
/// the recurrence Γ(a + 1) = a Γ(a) below.
///
/// - Parameter shape: greater than 0.
/// - Returns: about 1 / (12 a) for large shapes.
func stirlingError(_ shape: Double) -> Double {
    var shifted = shape
    var sum = 0.0
    while shifted < 10 {
        sum += (shifted + 0.5) * log1p(1 / shifted) - 1
        shifted += 1
    }
    let inverse = 1 / shifted
    let square = inverse * inverse
    let series = stirlingCoefficients.reversed().reduce(0) { $0 * square + $1 }
    return sum + series * inverse
}

/// B(2k) / (2k (2k - 1)) for k from 1.
private let stirlingCoefficients: [Double] = [
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156,
    -3617.0 / 122400, 43867.0 / 244188,
]

/// How far a count is from its expectation: x log(x / m) + m - x, never negative.
///
/// Near the expectation the three terms cancel, so a series in (x - m) / (x + m) takes over.
/// Source: Loader 2000, "Fast and accurate computation of binomial probabilities".
///
/// - Parameters:
///   - observed: x, greater than 0.
///   - expected: m, greater than 0.
///   - difference: x - m, as exact as the caller can have it.
/// - Returns: half the deviance of a Poisson count, at least 0.
func deviance(observed: Double, expected: Double, difference: Double) -> Double {
    let ratio = difference / (observed + expected)
    guard abs(ratio) < 0.5 else {
        return observed * log(observed / expected) - difference
    }
    let square = ratio * ratio
    var power = 2 * observed * ratio
    var sum = difference * ratio
    var divisor = 3.0
    while true {
        power *= square
        let next = sum + power / divisor
        if next == sum { return next }
        sum = next
        divisor += 2
    }
}
