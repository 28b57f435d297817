internal import Experiments
internal import FlagModel
internal import TerminalUI

extension ResultPage {
    /// The warning, what was planned and counted, and why that matters; what to do now goes below.
    var warning: [Line] {
        var lines = Line.wrapped(words.headline, .bad, width: width)
        if !isTiny { lines += [""] + splitTable + [""] }
        let rest = words.answer.dropFirst().joined(separator: " ")
        lines += Line.wrapped(rest, width: width)
        if !isTiny {
            if !words.usualCauses.isEmpty {
                let reasons = "Usual reasons: " + words.usualCauses.joined(separator: " ")
                lines += [""] + Line.wrapped(reasons, .dim, width: width)
            }
            if let since = result.split.brokenSince {
                lines.append(Line("First seen uneven: \(times.dayOrMoment(since)).", .dim))
                let days = counts.flatMap { SplitDays($0).sentence(plan, words.names) }
                if let days {
                    lines += Line.wrapped(days, .dim, width: width)
                }
            }
        }
        return lines + ["", Line("WHAT NOW", .heading)]
    }

    /// One thing to do, and what it does.
    func line(of step: NextStep) -> Line {
        let title = SafeText(step.title).padded(to: 22)
        return Line([Span(title), Span(SafeText(step.text), .dim)])
    }

    /// The numbers below the warning, for whoever wants them anyway.
    var anyway: [Line] {
        Line.wrapped("\(glyphs.look.text) \(words.headline)", .bad, width: width) + [""] + forest
            + (isWide ? days : []) + trust + people
    }
}
