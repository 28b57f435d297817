internal import Experiments
internal import FlagModel
internal import TerminalUI

/// What the run of an experiment says, as lines: the answer first, then what it stands on.
struct ResultPage {
    let plan: Experiment
    let result: ExperimentResult
    /// What it says, in sentences.
    let words: ExperimentWords
    /// What it was worked out from.
    let counts: ExperimentCounts?
    let glyphs: Glyphs
    let width: Int
    let layout: Layout
    let times: TimeWords

    /// Columns at which two parts stand beside each other.
    private static let wideColumns = 96

    var isWide: Bool { width >= Self.wideColumns }
    var isTiny: Bool { layout == .tiny }

    /// What people call a version.
    func name(_ id: String) -> SafeText { SafeText(Words.short(words.names.version(id), 24)) }

    /// The metric that decides.
    var primary: MetricResult? { result.metrics.first }

    /// The version that the answer speaks of, or the first one; its place among the others.
    var spoken: Int? {
        guard let primary, !primary.versions.isEmpty else { return nil }
        let id = words.subject?.arm.variationID
        return primary.versions.firstIndex { $0.arm.variationID == id } ?? 0
    }

    /// The whole answer.
    var lines: [Line] {
        var lines = headline
        switch result.verdict {
        case .nothingArrived: return lines + [""] + whatIsMeasured
        default: break
        }
        lines += [""] + forest
        if isWide { lines += days }
        lines += isWide ? trustBesidePeople : trust
        lines += ifWrong
        if !isWide { lines += days + people }
        return lines + asOf
    }

    /// The first sentence large, the others below.
    private var headline: [Line] {
        let rest = words.answer.dropFirst() + [words.chance, words.finishing].compactMap(\.self)
        return Line.wrapped(words.headline, role(of: result.verdict), width: width)
            + Line.wrapped(rest.joined(separator: " "), width: width)
    }

    /// The colour of an answer; it is never the only sign.
    private func role(of verdict: Verdict) -> Role {
        switch verdict {
        case .win: .good
        case .loss, .guardrailHarmed, .unevenSplit, .mixedCustomers: .bad
        case .nothingArrived, .guardrailUnknown: .look
        case .tooEarly, .noDifference, .undecided: .heading
        }
    }

    private var whatIsMeasured: [Line] {
        let event: SafeText = "event \(SafeText(plan.metric.eventName))"
        return [Line("MEASURED", .heading)]
            + Line.wrapped(plan.metric.title, width: width) + [Line(event, .dim)]
    }

    private var asOf: [Line] {
        let days = Words.count(result.progress.fullDays, "full day")
        let when = times.moment(result.progress.asOf)
        return [""] + Line.wrapped("Counted up to \(when.text), from \(days).", .dim, width: width)
    }
}
