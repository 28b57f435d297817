public import FlagModel

/// How people were split, beside how they should have been.
public struct SplitResult: Hashable, Sendable {
    /// A version's part.
    public struct Part: Hashable, Sendable {
        /// The version.
        public var variationID: String
        /// The planned share, from 0 to 1, over all splits that were in force.
        public var planned: Double
        /// Customers who came.
        public var people: Int

        /// Puts the parts together.
        public init(variationID: String, planned: Double, people: Int) {
            self.variationID = variationID
            self.planned = planned
            self.people = people
        }
    }

    /// The versions that have a share, in the flag's order.
    public var parts: [Part]
    /// How often chance alone makes the split as uneven, from 0 to 1, looked at once.
    public var pValue: Double
    /// Whether the evidence against the planned split is too strong to trust the run.
    public var isBroken: Bool
    /// When that was first seen at the end of a day; `nil` when it is not so.
    public var brokenSince: Moment?
    /// The logarithm of the evidence against the planned split, which holds however often one
    /// looks; what is right exceeds 100 to 1 in at most one run of 100.
    public var evidence: Double
    /// Customers who saw two versions.
    public var mixed: Int
    /// Customers who were left out.
    public var leftOut: Int

    /// Whether there is a planned split to compare with: none, when rules have different shares.
    public var isChecked: Bool { parts.contains { $0.planned > 0 } }

    /// Puts the parts together.
    public init(
        parts: [Part],
        pValue: Double,
        isBroken: Bool,
        brokenSince: Moment? = nil,
        evidence: Double = 0,
        mixed: Int,
        leftOut: Int
    ) {
        self.parts = parts
        self.pValue = pValue
        self.isBroken = isBroken
        self.brokenSince = brokenSince
        self.evidence = evidence
        self.mixed = mixed
        self.leftOut = leftOut
    }
}

/// How the primary metric looked at the end of one day.
public struct DayResult: Hashable, Sendable {
    /// The end of the day.
    public var until: Moment
    /// The change of each version but the baseline, in the order of ``MetricResult/versions``;
    /// `nil` while it cannot be stated.
    public var changes: [VersionResult.Range?]

    /// Puts the parts together.
    public init(until: Moment, changes: [VersionResult.Range?]) {
        self.until = until
        self.changes = changes
    }
}
