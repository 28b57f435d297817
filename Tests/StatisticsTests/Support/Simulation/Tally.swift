/// How often something happened in simulated experiments.
struct Tally: Hashable, Sendable {
    /// How many experiments there were.
    private(set) var count = 0
    /// In how many it happened.
    private(set) var hits = 0

    /// Nothing yet.
    init() {}

    /// Counts one more experiment.
    mutating func add(_ happened: Bool) {
        count += 1
        if happened { hits += 1 }
    }

    /// The share of experiments, 0 when there was none.
    var share: Double { count == 0 ? 0 : Double(hits) / Double(count) }

    /// The standard error of the share when the true one is `share`.
    func standardError(at share: Double) -> Double {
        (share * (1 - share) / Double(max(count, 1))).squareRoot()
    }

    /// Whether the share is higher than a limit by more than chance explains once in a hundred
    /// times.
    func exceeds(_ limit: Double) -> Bool {
        share > limit + 2.33 * standardError(at: limit)
    }
}
