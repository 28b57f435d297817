/// How one version compares with the baseline.
public struct VersionResult: Hashable, Sendable {
    /// Which way it is decided.
    public enum Outcome: Hashable, Sendable {
        /// Better.
        case better
        /// Worse.
        case worse
        /// Both are still possible.
        case open
    }

    /// What is known about a guardrail.
    public enum Safety: Hashable, Sendable {
        /// It got worse.
        case harmed
        /// It got worse by less than the margin, if at all.
        case safe
        /// Both are still possible.
        case unknown
    }

    /// What it did.
    public var arm: ArmResult
    /// Which way it is decided; always open for metrics that are not primary.
    public var outcome: Outcome
    /// What is known about it as a guardrail; `nil` for other metrics.
    public var safety: Safety?
    /// The difference in the metric's unit with its range; `nil` while nothing can be said.
    public var difference: Range?
    /// The difference as a share of the baseline: 0.1 is 10 % more; `nil` when it cannot be stated.
    public var change: Range?
    /// The probability that it is better, from 0 to 1; 0.5 while nothing can be said.
    public var chanceBetter: Double
    /// What is lost on average, as a share of the baseline, if it is kept and is worse.
    public var expectedLoss: Double
    /// How likely chance alone is to make the difference as large; `nil` while nothing can be said.
    public var pValues: PValues?

    /// How likely chance alone is to make a difference as large as the measured one.
    public struct PValues: Hashable, Sendable {
        /// When looked at once.
        public var once: Double
        /// When looked at any number of times.
        public var anyTime: Double

        /// Puts the parts together.
        public init(once: Double, anyTime: Double) {
            self.once = once
            self.anyTime = anyTime
        }
    }

    /// A best guess within a range.
    public struct Range: Hashable, Sendable {
        /// The lower end.
        public var lower: Double
        /// The best guess, drawn towards no difference, since early results look too large.
        public var bestGuess: Double
        /// As measured.
        public var measured: Double
        /// The upper end.
        public var upper: Double

        /// Puts the parts together.
        public init(lower: Double, bestGuess: Double, measured: Double, upper: Double) {
            self.lower = lower
            self.bestGuess = bestGuess
            self.measured = measured
            self.upper = upper
        }
    }

    /// Puts the parts together.
    public init(
        arm: ArmResult,
        outcome: Outcome = .open,
        safety: Safety? = nil,
        difference: Range? = nil,
        change: Range? = nil,
        chanceBetter: Double = 0.5,
        expectedLoss: Double = 0,
        pValues: PValues? = nil
    ) {
        self.arm = arm
        self.outcome = outcome
        self.safety = safety
        self.difference = difference
        self.change = change
        self.chanceBetter = chanceBetter
        self.expectedLoss = expectedLoss
        self.pValues = pValues
    }
}
