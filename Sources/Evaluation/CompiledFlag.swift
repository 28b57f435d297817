public import FlagModel

/// One flag, ready to be evaluated.
public final class CompiledFlag: Sendable {
    /// The flag that it was made of.
    public let flag: Flag

    let key: UTF8Text
    let offIndex: Int?
    let targets: [(customers: Set<UTF8Text>, index: Int?)]
    let rules: [CompiledRule]
    let defaultRule: CompiledServing

    init(_ flag: Flag, audiences: [GUID: CompiledAudience]) {
        var indices: [UTF8Text: Int] = [:]
        for (index, variation) in flag.variations.enumerated() {
            indices[UTF8Text(variation.id), default: index] = index
        }
        self.flag = flag
        key = UTF8Text(flag.key.text)
        offIndex = indices[UTF8Text(flag.offVariationID)]
        targets = flag.targets.map { target in
            (Set(target.customers.map { UTF8Text($0.text) }), indices[UTF8Text(target.variationID)])
        }
        rules = flag.rules.map { rule in
            CompiledRule(
                conditions: rule.conditions.map { CompiledCondition($0, audiences: audiences) },
                serving: CompiledServing(rule.serving, indices)
            )
        }
        defaultRule = CompiledServing(flag.defaultRule, indices)
    }

    /// What makes no sense in its rules and therefore holds for nobody, in sentences.
    var faults: [String] {
        zip(flag.rules, rules).flatMap { rule, compiled in
            compiled.conditions.compactMap(\.fault).map { fault in
                "The rule \"\(Words.short(rule.title(in: nil)))\" holds for nobody: \(fault)."
            }
        }
    }
}

/// One rule of a flag, ready to be asked.
struct CompiledRule: Sendable {
    let conditions: [CompiledCondition]
    let serving: CompiledServing

    func holds(for customer: EvaluationCustomer) -> Bool {
        conditions.allSatisfy { $0.holds(for: customer) }
    }
}

/// How versions are handed out, with the fractions that stand on the wire.
struct CompiledServing: Sendable {
    /// `nil` stands for the customer's key.
    let dispatch: AttributeName?
    let isInExperiment: Bool
    let shares: [Share]

    struct Share: Sendable {
        let index: Int?
        let lower: Double
        let upper: Double
        /// The share of the whole that counts for experiments.
        let experiment: Double

        /// Everybody falls into it, so nobody's place needs to be known.
        var isWhole: Bool { lower == 0 && 1 - upper < 1e-5 }

        /// Both ends belong to a share; of two that meet, the first one wins.
        func holds(_ place: Double) -> Bool {
            upper > 0 && lower <= place && place <= upper
        }
    }

    init(_ serving: Serving, _ indices: [UTF8Text: Int]) {
        let isKey = serving.dispatchKey.map { UTF8Text($0).isBlank } ?? true
        dispatch = isKey ? nil : serving.dispatchKey.map(AttributeName.init)
        isInExperiment = serving.isInExperiment
        shares = serving.shares.map { share in
            Share(
                index: indices[UTF8Text(share.variationID)],
                lower: Double(share.lower) / Double(FlagModel.Share.whole),
                upper: Double(share.upper) / Double(FlagModel.Share.whole),
                experiment: Double(share.experimentParts) / Double(FlagModel.Share.whole)
            )
        }
    }

    /// The text that places a customer, behind the flag's key.
    func placed(_ customer: EvaluationCustomer) -> UTF8Text {
        dispatch.map { customer.value(of: $0).text } ?? customer.keyValue.text
    }

    /// The share that a customer falls into.
    func share(of customer: EvaluationCustomer, flagKey: UTF8Text) -> Share? {
        if let first = shares.first, first.isWhole { return first }
        let place = BucketHash.place(flagKey, placed(customer))
        return shares.first { $0.isWhole || $0.holds(place) }
    }

    /// Whether somebody who fell into a share counts for experiments.
    func counts(_ share: Share, _ customer: EvaluationCustomer, flagKey: UTF8Text) -> Bool {
        let width = share.upper - share.lower
        guard isInExperiment, share.experiment != 0, width != 0 else { return false }
        let part = min(share.experiment / width, 1)
        if 1 - part < 1e-5 { return true }
        return BucketHash.place(flagKey, placed(customer), prefix: "expt") <= part
    }
}

extension UTF8Text {
    /// Whether it is empty or only spaces.
    var isBlank: Bool { bytes.allSatisfy { $0 == 32 || (9...13).contains($0) } }
}
