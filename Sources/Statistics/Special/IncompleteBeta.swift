#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The regularised incomplete beta function I_x(a, b) with both tails.
///
/// The side of the mean on which the point lies is computed, the other is what it leaves. The
/// common factor x^a y^b / B(a, b) comes from Loader's saddle point (2000); what it is multiplied
/// with is the continued fraction of DiDonato and Morris (1992, their BFRAC) or, for small shapes,
/// the power series of positive terms (DLMF 8.17.7-8).
struct IncompleteBeta {
    /// The first shape, greater than 0.
    let a: Double
    /// The second shape, greater than 0.
    let b: Double
    /// The point.
    let x: Double
    /// What the point leaves: 1 - x, with all of its digits.
    let y: Double
    /// a y - b x: how far the point is below the mean, in the units of the shapes.
    let lead: Double

    /// Places a point.
    ///
    /// The smaller of `x` and `y` is trusted to its last digit; the larger one may be rounded.
    init(a: Double, b: Double, x: Double, y: Double) {
        self.a = a
        self.b = b
        self.x = x
        self.y = y
        let left = a * y
        let right = b * x
        let leftLost = (-left).addingProduct(a, y)
        let rightLost = (-right).addingProduct(b, x)
        // What rounding took from the larger of the two parts counts once more with its shape.
        let missing = y <= x ? -b * ((1 - x) - y) : a * ((1 - y) - x)
        lead = (left - right) + (leftLost - rightLost + missing)
    }

    private init(a: Double, b: Double, x: Double, y: Double, lead: Double) {
        self.a = a
        self.b = b
        self.x = x
        self.y = y
        self.lead = lead
    }

    /// The same point counted from 1.
    var mirrored: IncompleteBeta { IncompleteBeta(a: b, b: a, x: y, y: x, lead: -lead) }

    /// Both tails.
    var tails: Tails {
        lead >= 0 ? tailsBelowMean : mirrored.tailsBelowMean.swapped
    }

    /// x^a y^b / B(a, b), which is also the density with respect to log(x / y).
    var factor: Double {
        let total = a + b
        let apart =
            deviance(observed: a, expected: total * x, difference: lead)
            + deviance(observed: b, expected: total * y, difference: -lead)
        let errors = stirlingError(total) - stirlingError(a) - stirlingError(b)
        return exp(errors - apart) * (a / 6.283185307179586 * (b / total)).squareRoot()
    }

    private var tailsBelowMean: Tails {
        // Close to 1 with a small second shape both ways of the lower side are slow, and the
        // upper side is a few terms.
        if b <= 1, x > 0.9, a * y < 0.5 {
            return Tails(lower: mirrored.factor * mirrored.series).swapped
        }
        return Tails(lower: factor * (usesSeries ? series : fraction))
    }

    private var usesSeries: Bool { a <= 1 || (b <= 1 && x <= 0.9) }

    /// I_x / factor as a sum of positive terms.
    private var series: Double {
        var term = 1 / a
        var sum = term
        var step = 0.0
        while term > sum * 1e-17, step < Double(maximalSteps) {
            term *= (a + b + step) / (a + 1 + step) * x
            sum += term
            step += 1
        }
        return sum
    }

    /// I_x / factor as a continued fraction.
    private var fraction: Double {
        var fraction = ContinuedFraction(a / (a + 1) * (lead + 1))
        for step in 1...maximalSteps {
            let n = Double(step)
            let odd = a + 2 * n - 1
            let rising = (a + n - 1) / odd * ((a + b + n - 1) / odd)
            let next =
                n + n * (b - n) * x / odd + (a + n) / (odd + 2) * (lead + 1 + n * (1 + y))
            fraction.extend(by: rising * n * (b - n) * x * x, over: next)
            if fraction.isSettled { break }
        }
        return 1 / fraction.value
    }
}
