/// What several questions at once do to their answers.
public enum Corrections {
    /// Holm's step-down adjustment: the probability of any false yes stays below alpha (Holm 1979).
    ///
    /// - Parameter pValues: one for each question, within 0...1, in any order.
    /// - Returns: adjusted values in the same order; yes where one is at most alpha.
    public static func holm(_ pValues: [Double]) -> [Double] {
        let count = pValues.count
        var adjusted = pValues
        var largest = 0.0
        for (rank, index) in ascending(pValues).enumerated() {
            largest = max(largest, min(1, Double(count - rank) * pValues[index]))
            adjusted[index] = largest
        }
        return adjusted
    }

    /// The step-up adjustment of Benjamini and Hochberg (1995), for breakdowns, which never decide.
    ///
    /// Of all yes, at most a share of alpha is false on average.
    ///
    /// - Parameter pValues: one for each question, within 0...1, in any order.
    /// - Returns: adjusted values in the same order.
    public static func benjaminiHochberg(_ pValues: [Double]) -> [Double] {
        let count = pValues.count
        var adjusted = pValues
        var smallest = 1.0
        for (rank, index) in ascending(pValues).enumerated().reversed() {
            smallest = min(smallest, Double(count) * pValues[index] / Double(rank + 1))
            adjusted[index] = smallest
        }
        return adjusted
    }

    /// Bonferroni's adjustment: every value times their number.
    public static func bonferroni(_ pValues: [Double]) -> [Double] {
        pValues.map { min(1, $0 * Double(pValues.count)) }
    }

    private static func ascending(_ pValues: [Double]) -> [Int] {
        pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    }
}
