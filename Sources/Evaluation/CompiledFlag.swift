public import FlagModel

/// One flag, ready to be evaluated.
public final class CompiledFlag: Sendable {
    /// The flag that it was made of.
    public let flag: Flag

    let key: UTF8Text
    let isArchived: Bool
    let isEnabled: Bool
    let countsEveryone: Bool
    let offIndex: Int?
    let targets: [CompiledTarget]
    let rules: CompiledRules
    /// What each rule hands out.
    let servings: [CompiledServing]
    let defaultServing: CompiledServing
    /// The shares of all servings.
    let shares: [CompiledShare]
    /// The audiences that its rules look at, whether they exist or not.
    public let audienceIDs: Set<GUID>

    /// Customers who are named on a flag.
    struct CompiledTarget: Sendable {
        let customers: TextTable.SetPlace
        let index: Int?
    }

    init(_ flag: Flag, audiences: [GUID: CompiledAudience]) {
        var indices: [UTF8Text: Int] = [:]
        for (index, variation) in flag.variations.enumerated() {
            indices[UTF8Text(variation.id), default: index] = index
        }
        var rules = CompiledRules()
        var shares: [CompiledShare] = []
        func compiled(_ serving: Serving) -> CompiledServing {
            let start = shares.count
            shares += serving.shares.map { CompiledShare($0, indices) }
            let attribute = serving.dispatchKey.flatMap { UTF8Text($0).isBlank ? nil : $0 }
            return CompiledServing(
                dispatch: attribute.map { rules.addAttribute($0) } ?? .key,
                isInExperiment: serving.isInExperiment,
                shares: start..<shares.count
            )
        }
        for rule in flag.rules { rules.add(rule.conditions, audiences: audiences) }
        servings = flag.rules.map { compiled($0.serving) }
        defaultServing = compiled(flag.defaultRule)
        targets = flag.targets.map { target in
            CompiledTarget(
                customers: rules.addSet(target.customers),
                index: indices[UTF8Text(target.variationID)]
            )
        }
        self.flag = flag
        key = UTF8Text(flag.key.text)
        (isArchived, isEnabled) = (flag.isArchived, flag.isEnabled)
        countsEveryone = flag.countsEveryoneInExperiments
        offIndex = indices[UTF8Text(flag.offVariationID)]
        audienceIDs = flag.audienceIDs
        self.rules = rules
        self.shares = shares
    }
}

// MARK: - Answering

extension CompiledFlag {
    /// What a customer gets.
    func answer(for customer: EvaluationCustomer) -> Answer {
        guard !isArchived else {
            return Answer(variationIndex: nil, reason: .archived, countsForExperiments: false)
        }
        guard isEnabled else {
            return Answer(variationIndex: offIndex, reason: .off, countsForExperiments: false)
        }
        if let target = target(of: customer) {
            return Answer(
                variationIndex: targets[target].index,
                reason: .targeted,
                countsForExperiments: countsEveryone
            )
        }
        guard let rule = rules.first(for: customer) else {
            return answer(defaultServing, .defaultRule, customer)
        }
        return answer(servings[rule], .rule(rule), customer)
    }

    /// The first list that names the customer.
    private func target(of customer: EvaluationCustomer) -> Int? {
        guard !targets.isEmpty else { return nil }
        let key = customer.keyField
        let text = customer.bytes.span.extracting(key.value.range)
        var index = 0
        while index < targets.count {
            if rules.texts.holds(text, hash: key.hash, in: targets[index].customers) {
                return index
            }
            index += 1
        }
        return nil
    }

    private func answer(
        _ serving: CompiledServing,
        _ reason: Answer.Reason,
        _ customer: EvaluationCustomer
    ) -> Answer {
        let share = share(of: serving, for: customer)
        return Answer(
            variationIndex: share?.index,
            reason: reason,
            countsForExperiments: countsEveryone
                || share.map { counts($0, of: serving, for: customer) } ?? false
        )
    }

    /// The share that a customer falls into.
    private func share(
        of serving: CompiledServing,
        for customer: EvaluationCustomer
    ) -> CompiledShare? {
        var index = serving.shares.lowerBound
        guard index < serving.shares.upperBound else { return nil }
        if shares[index].isWhole { return shares[index] }
        let place = place(of: customer, in: serving)
        while index < serving.shares.upperBound {
            let share = shares[index]
            if share.isWhole || share.holds(place) { return share }
            index += 1
        }
        return nil
    }

    /// Where a customer falls between 0 and 1.
    func place(
        of customer: EvaluationCustomer,
        in serving: CompiledServing,
        prefix: StaticString = ""
    ) -> Double {
        let field = customer.field(serving.dispatch, in: rules.texts)
        let value = customer.bytes.span.extracting(field.value.range)
        let key = key.bytes
        return BucketHash.place(key.span, value, prefix: prefix)
    }

    /// Whether somebody who fell into a share counts for experiments.
    private func counts(
        _ share: CompiledShare,
        of serving: CompiledServing,
        for customer: EvaluationCustomer
    ) -> Bool {
        let width = share.upper - share.lower
        guard serving.isInExperiment, share.experiment != 0, width != 0 else { return false }
        let part = min(share.experiment / width, 1)
        if 1 - part < 1e-5 { return true }
        return place(of: customer, in: serving, prefix: "expt") <= part
    }
}
