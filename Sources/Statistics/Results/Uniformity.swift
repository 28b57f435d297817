#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Whether p-values of equal arms are spread evenly, as they must be when the numbers can be
/// trusted.
public enum Uniformity {
    /// The p-value of Kolmogorov's and Smirnov's test that numbers are spread evenly over 0...1.
    ///
    /// Source: Kolmogorov's limit distribution with the correction of Stephens (1970) for few
    /// numbers.
    ///
    /// - Parameter values: within 0...1, in any order.
    /// - Returns: how often chance makes as large a gap; 1 when there are none.
    public static func pValue(of values: [Double]) -> Double {
        guard !values.isEmpty else { return 1 }
        let count = Double(values.count)
        var gap = 0.0
        for (rank, value) in values.sorted().enumerated() {
            gap = max(gap, Double(rank + 1) / count - value, value - Double(rank) / count)
        }
        let root = count.squareRoot()
        return tail((root + 0.12 + 0.11 / root) * gap)
    }

    /// 2 Σ (-1)^(k-1) exp(-2 k² d²), or for small d its twin that converges there.
    private static func tail(_ distance: Double) -> Double {
        guard distance > 0 else { return 1 }
        if distance < 1 {
            let pi = 3.141592653589793
            let sum = stride(from: 1.0, through: 15, by: 2).reduce(0) {
                $0 + exp(-$1 * $1 * pi * pi / (8 * distance * distance))
            }
            return min(max(1 - (2 * pi).squareRoot() / distance * sum, 0), 1)
        }
        let sum = (1...20).reduce(0.0) { sum, step in
            let term = exp(-2 * Double(step * step) * distance * distance)
            return step % 2 == 1 ? sum + term : sum - term
        }
        return min(max(2 * sum, 0), 1)
    }
}
