internal import FlagModel

/// A result on one line of a list, in parts that a screen arranges.
public struct ResultLine: Hashable, Sendable {
    /// What to do, in one word.
    public enum Advice: String, Hashable, Sendable {
        /// The version is better.
        case ship = "SHIP"
        /// The baseline is better.
        case keep = "KEEP"
        /// Neither is.
        case either = "EITHER"
        /// The answer is to come.
        case wait = "WAIT"
        /// Something that must not get worse did.
        case hold = "HOLD"
        /// The numbers are not to be used.
        case fix = "FIX"
    }

    /// A range with the marks that its picture must have.
    public struct Bar: Hashable, Sendable {
        /// The change, as a share of the baseline.
        public let change: VersionResult.Range
        /// The smallest change that matters, above 0; marked on both sides of no difference.
        public let smallestChange: Double
    }

    /// What to do.
    public let advice: Advice
    /// The version that is spoken of.
    public let version: String
    /// The best guess: "orders +11%"; only the metric while there is none.
    public let effect: String
    /// Its range; `nil` while it cannot be stated in percent.
    public let bar: Bar?
    /// The lower and the upper end: "+4%", "+20%".
    public var ends: (lower: String, upper: String)? {
        bar.map { (Amounts.signed($0.change.lower), Amounts.signed($0.change.upper)) }
    }
    /// How sure it is: "sure", "open".
    public let certainty: String
    /// "guardrails 3/3 ok"; empty when there are none.
    public let guardrails: String
    /// "split ok", "split uneven", "split unknown".
    public let split: String
    /// "14 days".
    public let days: String

    /// All parts on one line.
    public var text: String {
        let range = ends.map { "[ \($0.lower) … \($0.upper) ]" } ?? ""
        return [advice.rawValue, version, effect, range, certainty, guardrails, split, days]
            .filter { !$0.isEmpty }.joined(separator: "   ")
    }
}

extension ExperimentWords {
    /// The result on one line of a list.
    public var line: ResultLine {
        let title = plan.metric.title
        let change = subject?.change
        return ResultLine(
            advice: advice,
            version: subject.map { names.version($0.arm.variationID) } ?? "",
            effect: change.map { "\(title) \(Amounts.signed($0.bestGuess))" } ?? title,
            bar: change.map {
                ResultLine.Bar(
                    change: $0,
                    smallestChange: Double(plan.smallestChange) / 10_000
                )
            },
            certainty: certainty,
            guardrails: guardrailCount,
            split: splitWord,
            days: Words.count(result.progress.fullDays, "day")
        )
    }

    private var advice: ResultLine.Advice {
        switch result.verdict {
        case .win: .ship
        case .loss: .keep
        case .noDifference: .either
        case .guardrailHarmed: .hold
        case .unevenSplit, .mixedCustomers: .fix
        case .nothingArrived, .tooEarly, .guardrailUnknown, .undecided: .wait
        }
    }

    private var certainty: String {
        switch result.verdict {
        case .win, .loss, .noDifference, .guardrailHarmed: "sure"
        case .guardrailUnknown, .undecided: "open"
        case .tooEarly: "too early"
        case .nothingArrived: "nobody yet"
        case .unevenSplit, .mixedCustomers: "do not use"
        }
    }

    private var guardrailCount: String {
        let guardrails = result.metrics.filter { $0.role == .guardrail }
        guard !guardrails.isEmpty else { return "" }
        let id = subject?.arm.variationID
        let safe = guardrails.count { metric in
            metric.versions.contains { $0.arm.variationID == id && $0.safety == .safe }
        }
        return "guardrails \(safe)/\(guardrails.count) ok"
    }

    private var splitWord: String {
        if result.split.isBroken { return "split uneven" }
        if result.progress.people > 0, !result.split.isChecked { return "split unknown" }
        return result.verdict == .mixedCustomers ? "versions mixed" : "split ok"
    }
}
