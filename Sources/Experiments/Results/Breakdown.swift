#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import Statistics

/// Parts of a run's customers beside each other: for looking around, never for deciding.
///
/// Among many parts one looks special by luck. What stands out here does so after the adjustment of
/// Benjamini and Hochberg: of all that is said to stand out, one in twenty is luck on average.
/// Splits are held to a stricter limit, so that a right one is suspected in one of 100 breakdowns
/// at the most (Bonferroni).
public struct Breakdown: Hashable, Sendable {
    /// What each part says, as if it were a run of its own.
    public let results: [ExperimentResult]
    /// The comparisons that stand out.
    public let standingOut: [Place]
    /// How many comparisons there are: each version in each part.
    public let comparisons: Int
    /// The parts with a split that chance does not explain, the worst first.
    public let uneven: [Int]

    /// A version in a part.
    public struct Place: Hashable, Sendable {
        /// The part, an index of ``Breakdown/results``.
        public let part: Int
        /// The version, an index of ``MetricResult/versions`` of the metric that decides.
        public let version: Int

        /// Names a comparison.
        public init(part: Int, version: Int) {
            self.part = part
            self.version = version
        }
    }

    /// How large a share of what stands out may be luck.
    private static let alpha = 0.05

    /// Compares parts.
    public init(_ results: [ExperimentResult]) {
        self.results = results
        var found: [(place: Place, pValue: Double)] = []
        for (part, result) in results.enumerated() {
            for (version, one) in (result.metrics.first?.versions ?? []).enumerated() {
                guard let pValues = one.pValues else { continue }
                // Breakdowns are looked at at any time.
                found.append((Place(part: part, version: version), pValues.anyTime))
            }
        }
        comparisons = found.count
        let adjusted = Corrections.benjaminiHochberg(found.map(\.pValue))
        standingOut = zip(found, adjusted).filter { $0.1 <= Self.alpha }.map(\.0.place)
        let checked = results.indices.filter { results[$0].split.isChecked }
        let limit = log(Double(max(checked.count, 1)) / SplitResult.alpha)
        uneven = checked.filter { results[$0].split.evidence >= limit }
            .sorted { results[$0].split.evidence > results[$1].split.evidence }
    }

    /// The part that an uneven split comes from: the worst one, if all others together are even.
    public var cause: Int? {
        guard uneven.count == 1, let worst = uneven.first, results.count > 1 else { return nil }
        let others = results.indices.filter { $0 != worst }
        let evidence = others.reduce(0) { $0 + max(results[$1].split.evidence, 0) }
        return evidence < -log(SplitResult.alpha) ? worst : nil
    }
}
