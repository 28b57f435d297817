public import FlagModel

/// What a result says, in plain sentences: the answer first, then how much, how sure and what next.
///
/// - Shape: every sentence has at most 20 words besides names, and nothing is ever said to be
///   certain.
public struct ExperimentWords: Hashable, Sendable {
    /// The result.
    public let result: ExperimentResult
    /// The plan that was agreed on.
    public let plan: Experiment
    /// What things are called.
    public let names: ExperimentNames
    /// The result if customers who saw two versions counted under the one that they saw first;
    /// `nil` when nobody did, or that is not known.
    public let byFirstVersion: ExperimentResult?

    /// Puts the parts together.
    public init(
        _ result: ExperimentResult,
        plan: Experiment,
        names: ExperimentNames,
        byFirstVersion: ExperimentResult? = nil
    ) {
        self.result = result
        self.plan = plan
        self.names = names
        self.byFirstVersion = result.split.mixed > 0 ? byFirstVersion : nil
    }

    /// The answer and everything that belongs to it, one sentence each; at least one.
    public var answer: [String] {
        switch result.verdict {
        case .nothingArrived: nothingArrived
        case .unevenSplit: unevenSplit
        case .mixedCustomers: mixedCustomers
        case .guardrailHarmed(let id, let guardrail): harmed(id, guardrail)
        case .loss(let id): loss(id)
        case .tooEarly(let reason): tooEarly(reason)
        case .win(let id): win(id)
        case .guardrailUnknown(let id, let guardrail): unknown(id, guardrail)
        case .noDifference: noDifference
        case .undecided: undecided
        }
    }

    /// The answer in one sentence.
    public var headline: String { answer.first ?? "" }

    /// The metric that decides, with its words.
    var primary: (result: MetricResult, words: MetricWords)? {
        result.metrics.first.map { ($0, MetricWords($0, names)) }
    }

    /// What a version is called at the beginning of a sentence.
    func capitalName(_ id: String) -> String {
        let name = names.version(id)
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    /// A version in the metric that decides.
    func version(_ id: String) -> VersionResult? {
        result.metrics.first?.versions.first { $0.arm.variationID == id }
    }

    /// The version that is spoken of: the one of the answer, otherwise the likeliest to be better.
    public var subject: VersionResult? {
        switch result.verdict {
        case .guardrailHarmed(let id, _), .loss(let id), .win(let id), .guardrailUnknown(let id, _):
            version(id)
        case .nothingArrived, .unevenSplit, .mixedCustomers, .tooEarly, .noDifference, .undecided:
            result.metrics.first?.versions.max { $0.chanceBetter < $1.chanceBetter }
        }
    }

    /// How likely the version that is spoken of is better; nothing while that cannot be said.
    public var chance: String? {
        guard !isBroken, let subject, subject.difference != nil else { return nil }
        let name = names.version(subject.arm.variationID)
        return "Chance that \(name) is better: \(Amounts.chance(subject.chanceBetter))."
    }

    /// What the chance would be by the numbers alone, where the expectation that most changes are
    /// small makes a difference of ten in a hundred or more.
    public var sensitivity: String? {
        guard chance != nil, let subject, let primary, let difference = subject.difference,
            let once = subject.pValues?.once
        else { return nil }
        let isGood = (difference.measured > 0) == primary.result.metric.higherIsBetter
        let alone = isGood ? 1 - once / 2 : once / 2
        guard abs(alone - subject.chanceBetter) >= 0.1 else { return nil }
        return "Most changes are small, and that is reckoned with; by the numbers alone it is"
            + " \(Amounts.chance(alone))."
    }

    /// What it costs to keep the version that is spoken of when it is worse after all.
    ///
    /// Nothing where it is known to be worse, or that cannot be said.
    public var ifWrong: String? {
        guard !isBroken, let subject, subject.outcome != .worse, subject.change != nil, let primary
        else { return nil }
        let loss = subject.expectedLoss
        let share =
            loss < 0.0001
            ? "less than 0.01%"
            : "about \(Amounts.decimal(loss * 100, places: loss < 0.01 ? 2 : 0))%"
        let name = names.version(subject.arm.variationID)
        let costs =
            primary.result.metric.higherIsBetter
            ? "that loses \(share) of \(primary.words.title)"
            : "that brings \(share) more \(primary.words.title)"
        return "If \(name) is kept and we are wrong, \(costs) on average."
    }
}
