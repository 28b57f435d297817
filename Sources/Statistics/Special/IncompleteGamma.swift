#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The regularised incomplete gamma function with both tails: P(a, x) below, Q(a, x) above.
///
/// Sources: the power series and the continued fraction of DLMF 8.7 and 8.9; the common factor
/// x^a e^-x / Γ(a) through Loader's saddle point.
///
/// - Parameters:
///   - shape: a, greater than 0.
///   - x: at least 0.
/// - Returns: P and Q; not-a-number for a shape outside of its limits.
/// - Complexity: O(√a) near the mean.
public func incompleteGamma(shape: Double, at x: Double) -> Tails {
    guard shape > 0, shape.isFinite, !x.isNaN else { return .undefined }
    guard x > 0 else { return .allAbove }
    guard x.isFinite else { return .allBelow }
    let apart = deviance(observed: shape, expected: x, difference: shape - x)
    let factor = exp(-apart - stirlingError(shape)) * (shape / 6.283185307179586).squareRoot()
    if x < shape + 1 {
        return Tails(lower: factor / shape * gammaSeries(shape: shape, x: x))
    }
    return Tails(lower: factor * gammaFraction(shape: shape, x: x)).swapped
}

/// 1 + x/(a+1) + x²/((a+1)(a+2)) + …, all terms positive.
private func gammaSeries(shape: Double, x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var divisor = shape
    while term > sum * 1e-17 {
        divisor += 1
        term *= x / divisor
        sum += term
    }
    return sum
}

/// The continued fraction of Γ(a, x) / (x^a e^-x), by the method of Lentz.
private func gammaFraction(shape: Double, x: Double) -> Double {
    var fraction = ContinuedFraction(x + 1 - shape)
    for step in 1...maximalSteps {
        let number = Double(step)
        fraction.extend(
            by: -number * (number - shape),
            over: x + 2 * number + 1 - shape
        )
        if fraction.isSettled { break }
    }
    return 1 / fraction.value
}

/// A continued fraction b0 + a1/(b1 + a2/(b2 + …)) evaluated from the front.
///
/// Source: Lentz 1976, with the safeguard of Thompson and Barnett 1986 against division by zero.
struct ContinuedFraction {
    private(set) var value: Double
    private var numerators: Double
    private var denominators: Double = 0
    private var change: Double = 0

    init(_ first: Double) {
        value = first == 0 ? tiny : first
        numerators = value
    }

    /// Takes in the next pair of terms.
    mutating func extend(by partial: Double, over next: Double) {
        denominators = next + partial * denominators
        if denominators == 0 { denominators = tiny }
        numerators = next + partial / numerators
        if numerators == 0 { numerators = tiny }
        denominators = 1 / denominators
        change = numerators * denominators
        value *= change
    }

    /// Whether the last pair changed nothing any more.
    var isSettled: Bool { abs(change - 1) < 2.3e-16 }
}

private let tiny = 1e-290
/// More steps than any shape within the limits needs; a bound for shapes beyond them.
let maximalSteps = 200_000
