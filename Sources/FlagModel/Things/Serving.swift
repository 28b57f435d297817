/// How a rule hands out versions: one to everybody, or shares of people.
public struct Serving: Hashable, Sendable {
    /// The attribute whose value places a customer; `nil` means the customer's key.
    public var dispatchKey: String?
    /// Whether those who come here count for experiments.
    public var isInExperiment: Bool
    /// The shares, in order.
    ///
    /// - Invariant: they tile 0 to 100,000 without gap or overlap; a share may be empty.
    public var shares: [Share]

    /// Puts the parts together.
    public init(dispatchKey: String? = nil, isInExperiment: Bool = true, shares: [Share]) {
        self.dispatchKey = dispatchKey
        self.isInExperiment = isInExperiment
        self.shares = shares
    }

    /// One version for everybody.
    public init(everyone variationID: String) {
        self.init(shares: [Share(variationID: variationID, lower: 0, upper: Share.whole)])
    }

    /// Versions in proportion to whole parts of 100,000, from the bottom up.
    ///
    /// - Parameter parts: sum up to ``Share/whole``; the check at the change says so otherwise.
    public init(parts: [(variationID: String, parts: Int)]) {
        var lower = 0
        self.init(
            shares: parts.map { part in
                defer { lower += part.parts }
                return Share(
                    variationID: part.variationID,
                    lower: lower,
                    upper: lower + part.parts
                )
            }
        )
    }

    /// The parts of 100,000 that get any of some versions.
    public func parts(where isCounted: (String) -> Bool) -> Int {
        shares.reduce(0) { $0 + (isCounted($1.variationID) ? $1.parts : 0) }
    }

    /// Whether the shares cover everybody exactly once.
    public var tiles: Bool {
        guard shares.first?.lower == 0, shares.last?.upper == Share.whole else { return false }
        return shares.allSatisfy { $0.lower <= $0.upper }
            && zip(shares, shares.dropFirst()).allSatisfy { $0.upper == $1.lower }
    }
}

/// A version and the range of places that get it; screens say *share*.
public struct Share: Hashable, Sendable {
    /// All places: a rollout is counted in parts of 100,000.
    public static let whole = 100_000
    /// Where ranges begin and end.
    static let places = 0...whole

    /// The version that is handed out.
    public let variationID: String
    /// The first place, in parts of 100,000 from 0.
    public var lower: Int
    /// The place behind the last one; 100,000 at the most.
    public var upper: Int
    /// The share of *all* traffic that counts for experiments, in parts of 100,000.
    ///
    /// FeatBit asks that it be no wider than the range; real data is, so it is kept as it came.
    public var experimentParts: Int

    /// Puts the parts together; by default the whole share counts for experiments.
    public init(variationID: String, lower: Int, upper: Int, experimentParts: Int? = nil) {
        self.variationID = variationID
        self.lower = lower
        self.upper = upper
        self.experimentParts = experimentParts ?? max(0, upper - lower)
    }

    /// The width in parts of 100,000.
    public var parts: Int { upper - lower }
}
