import FlagModel

/// How versions are handed out by one rule.
struct CompiledServing: Sendable {
    /// What places a customer; most often their key.
    let dispatch: AttributeName
    let isInExperiment: Bool
    /// Its shares among those of the flag.
    let shares: Range<Int>
}

/// One share, with the fractions that stand on the wire.
struct CompiledShare: Sendable {
    /// The place of the version in the flag's list.
    let index: Int?
    let lower: Double
    let upper: Double
    /// The share of the whole that counts for experiments.
    let experiment: Double

    init(_ share: Share, _ indices: [UTF8Text: Int]) {
        index = indices[UTF8Text(share.variationID)]
        lower = Double(share.lower) / Double(Share.whole)
        upper = Double(share.upper) / Double(Share.whole)
        experiment = Double(share.experimentParts) / Double(Share.whole)
    }

    /// Everybody falls into it, so nobody's place needs to be known.
    var isWhole: Bool { lower == 0 && 1 - upper < 1e-5 }

    /// Both ends belong to a share; of two that meet, the first one wins.
    func holds(_ place: Double) -> Bool {
        upper > 0 && lower <= place && place <= upper
    }
}
