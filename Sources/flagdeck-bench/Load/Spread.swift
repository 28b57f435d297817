#if os(Linux)
/// Many times, and what they are like altogether.
struct Spread {
    private let sorted: [Int64]

    /// Takes times in microseconds.
    init(_ times: [Int64]) {
        sorted = times.sorted()
    }

    /// How many there are.
    var count: Int { sorted.count }

    /// Milliseconds below which a share of all times lies, such as 0.99; 0 without times.
    func milliseconds(_ share: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        let place = min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.down)))
        return Double(sorted[place]) / 1000
    }

    /// The usual shares in one line.
    var words: String {
        [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1)]
            .map { "\($0) \(tenths(milliseconds($1))) ms" }.joined(separator: ", ")
    }
}

/// A number with one digit after the point.
func tenths(_ value: Double) -> String {
    let whole = Int((value * 10).rounded())
    return "\(whole / 10).\(abs(whole % 10))"
}
#endif
