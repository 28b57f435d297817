internal import Experiments
internal import FlagModel
internal import TerminalUI

/// What the list says of an experiment's run, in a few cells.
struct ResultRow {
    let words: ExperimentWords
    let glyphs: Glyphs

    /// "✓ SHIP", "◆ WAIT too early": what to do in one word, and why not more.
    var answer: (text: SafeText, role: Role) {
        let line = words.line
        let (sign, role): (SafeText, Role) =
            switch line.advice {
            case .ship: (glyphs.check, .good)
            case .keep, .hold, .fix: (glyphs.cross, .bad)
            case .either: (glyphs.dot, .text)
            case .wait where words.result.verdict == .nothingArrived: (glyphs.look, .look)
            case .wait: (glyphs.experiment, .experiment)
            }
        let certainty = line.certainty == "sure" ? "" : " \(line.certainty)"
        return ("\(sign) \(SafeText(line.advice.rawValue + certainty))", role)
    }

    /// The range, where numbers may be shown.
    private var bar: ResultLine.Bar? { words.isBroken ? nil : words.line.bar }

    /// "+11%".
    var bestGuess: SafeText { bar.map { ResultNumbers.percent($0.change.bestGuess) } ?? "" }

    /// The range around no difference and the smallest change that matters.
    func bar(width: Int) -> Line {
        guard let bar else { return Line() }
        let plot = ForestPlot(
            [bar.change],
            smallest: bar.smallestChange,
            width: width,
            glyphs: glyphs
        )
        return plot.line(bar.change, role: .text)
    }

    /// "3/3 ok": guardrails that are safe with the version that is spoken of, of all.
    var guardrails: (text: SafeText, role: Role) {
        let all = words.result.metrics.filter { $0.role == .guardrail }
        guard !all.isEmpty, !words.isBroken else { return ("", .dim) }
        let id = words.subject?.arm.variationID
        let safety = all.map { metric in
            metric.versions.first { $0.arm.variationID == id }?.safety ?? .unknown
        }
        let safe = safety.count { $0 == .safe }
        if safety.contains(.harmed) { return ("\(safe)/\(all.count) harm", .bad) }
        return safe == all.count
            ? ("\(safe)/\(all.count) ok", .good) : ("\(safe)/\(all.count) open", .dim)
    }

    /// "split ok".
    var split: (text: SafeText, role: Role) {
        switch words.result.verdict {
        case .nothingArrived: ("", .dim)
        case .mixedCustomers: ("mixed", .bad)
        default: words.result.split.isBroken ? ("uneven", .bad) : ("split ok", .dim)
        }
    }
}
