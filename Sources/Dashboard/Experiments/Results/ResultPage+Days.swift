internal import Experiments
internal import FlagModel
internal import TerminalUI

/// How the answer moved, day by day.
extension ResultPage {
    /// The cells of the notes beside the drawing.
    private static let notesWidth = 26

    var days: [Line] {
        guard !isTiny, let primary, let spoken,
            let plot = DayPlot(
                result.days,
                version: spoken,
                smallest: Double(plan.smallestChange) / 10_000,
                width: isWide ? width - Self.notesWidth : width,
                glyphs: glyphs
            )
        else { return [] }
        let version = name(primary.versions[spoken].arm.variationID)
        let title = "HOW THE ANSWER FOR \(version.text.uppercased()) MOVED, DAY BY DAY"
        let notes = notes(plot)
        var lines = [Line(SafeText(title), .heading)]
        for (row, line) in plot.lines.enumerated() {
            var line = line
            if isWide, notes.indices.contains(row) { line.append("  ") }
            lines.append(isWide && notes.indices.contains(row) ? line + notes[row] : line)
        }
        let drawn = isWide ? width - Self.notesWidth : width
        lines.append(plot.labels(day, width: drawn))
        if !isWide { lines += notes }
        return lines + [""]
    }

    /// The day that ends at a moment.
    private func day(_ end: Moment) -> SafeText { times.short(end.adding(microseconds: -1)) }

    private func notes(_ plot: DayPlot) -> [Line] {
        let line: SafeText = glyphs.isASCII ? "stars: best guess" : "solid: best guess"
        var notes = [Line(line, .dim), Line("dotted: likely range", .dim)]
        guard let since = plot.decidedSince else { return notes }
        let side = since.isAbove ? "above" : "below"
        let words = "The likely range is \(side) \"same\" since \(day(since.moment).text)."
        notes += [""] + Line.wrapped(words, width: isWide ? Self.notesWidth - 3 : width)
        return notes
    }
}
