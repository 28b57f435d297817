/// The words of a report that programs read; they never change.
extension Verdict {
    /// Its name: "win".
    public var word: String {
        switch self {
        case .nothingArrived: "nothingArrived"
        case .unevenSplit: "unevenSplit"
        case .mixedCustomers: "mixedCustomers"
        case .guardrailHarmed: "guardrailHarmed"
        case .loss: "loss"
        case .tooEarly: "tooEarly"
        case .win: "win"
        case .guardrailUnknown: "guardrailUnknown"
        case .noDifference: "noDifference"
        case .undecided: "undecided"
        }
    }

    /// The version that it names.
    public var variationID: String? {
        switch self {
        case .guardrailHarmed(let id, _), .loss(let id), .win(let id), .guardrailUnknown(let id, _):
            id
        case .nothingArrived, .unevenSplit, .mixedCustomers, .tooEarly, .noDifference, .undecided:
            nil
        }
    }

    /// The guardrail that it names, as an index of ``ExperimentResult/metrics``.
    public var guardrail: Int? {
        switch self {
        case .guardrailHarmed(_, let guardrail), .guardrailUnknown(_, let guardrail): guardrail
        case .nothingArrived, .unevenSplit, .mixedCustomers, .loss, .tooEarly, .win, .noDifference,
            .undecided:
            nil
        }
    }
}

extension MetricResult.Role {
    /// Its name: "primary".
    public var word: String {
        switch self {
        case .primary: "primary"
        case .guardrail: "guardrail"
        case .other: "other"
        }
    }
}

extension VersionResult.Outcome {
    /// Its name: "better".
    public var word: String {
        switch self {
        case .better: "better"
        case .worse: "worse"
        case .open: "open"
        }
    }
}

extension VersionResult.Safety {
    /// Its name: "safe".
    public var word: String {
        switch self {
        case .harmed: "harmed"
        case .safe: "safe"
        case .unknown: "unknown"
        }
    }
}
