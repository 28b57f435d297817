/// The answer to whether a new version is better: the first that applies, in this order.
public enum Verdict: Hashable, Sendable {
    /// Nobody came yet.
    case nothingArrived
    /// The groups have not the size that they should have.
    case unevenSplit
    /// Too many customers saw two versions.
    case mixedCustomers
    /// A guardrail got worse with this version; the index is one of ``ExperimentResult/metrics``.
    case guardrailHarmed(variationID: String, guardrail: Int)
    /// This version is worse, and no other one is better.
    case loss(variationID: String)
    /// Less than seven full days, or too few customers who did anything.
    case tooEarly(TooEarly)
    /// This version is better.
    case win(variationID: String)
    /// This version is better, but a guardrail is not known to be safe yet.
    case guardrailUnknown(variationID: String, guardrail: Int)
    /// No version differs from the baseline by as much as matters.
    case noDifference
    /// Better and worse are both still possible.
    case undecided

    /// Why it is too early.
    public struct TooEarly: Hashable, Sendable {
        /// Full days so far.
        public var fullDays: Int
        /// The fewest customers of any version who did what is measured.
        public var fewest: Int
        /// How many of them every version needs: 25 for conversions, 100 for amounts.
        public var needed: Int

        /// Puts the parts together.
        public init(fullDays: Int, fewest: Int, needed: Int) {
            self.fullDays = fullDays
            self.fewest = fewest
            self.needed = needed
        }
    }
}
