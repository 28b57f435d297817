internal import Experiments
internal import FlagModel
internal import TerminalUI

/// The range of every version beside the one of today.
extension ResultPage {
    /// The cells of the numbers behind the drawing.
    private static let rangeWidth = 17
    private static let chanceWidth = 12
    private static let guessWidth = 10

    /// A heading, the axis, and a line a version.
    var forest: [Line] {
        guard let primary, !primary.versions.isEmpty else { return [] }
        if isTiny { return tinyForest(primary) }
        let label = min(
            16,
            max(8, primary.versions.map { name($0.arm.variationID).width }.max() ?? 0)
        )
        let numbers = Self.rangeWidth + Self.chanceWidth + (isWide ? Self.guessWidth : 0)
        let plot = ForestPlot(
            primary.versions.map(\.change),
            smallest: Double(plan.smallestChange) / 10_000,
            width: min(61, width - label - 2 - numbers - 2),
            glyphs: glyphs
        )
        let before: SafeText = .blanks(label + 2)
        var lines = [comparedWith, Line([Span(before)]) + plot.scale.padded(to: plot.width)]
        lines[1].append("  ")
        if isWide { lines[1].append(right("best guess", Self.guessWidth), .dim) }
        lines[1].append(right("likely range", Self.rangeWidth), .dim)
        lines[1].append(right("better?", Self.chanceWidth), .dim)
        let empty = Line([Span(before)]) + plot.line(nil)
        for version in primary.versions {
            lines += [empty, line(of: version, label: label, plot)]
        }
        let directions = plot.directions(higherIsBetter: primary.metric.higherIsBetter)
        return lines + [empty, Line([Span(before)]) + directions, ""]
    }

    private var comparedWith: Line {
        let baseline = name(plan.baselineVariationID)
        let title = SafeText(Words.short(plan.metric.title, max(10, width - 40)).uppercased())
        return Line("\(title), COMPARED WITH \(SafeText(baseline.text.uppercased()))", .heading)
    }

    private func right(_ text: SafeText, _ width: Int) -> SafeText {
        text.padded(to: width, alignment: .trailing)
    }

    private func line(of version: VersionResult, label: Int, _ plot: ForestPlot) -> Line {
        var line = Line(name(version.arm.variationID).padded(to: label) + "  ")
        line = line + plot.line(version.change, role: role(of: version.outcome))
        line.append("  ")
        guard let change = version.change else {
            line.append("cannot be stated in percent yet", .dim)
            return line
        }
        if isWide { line.append(right(ResultNumbers.percent(change.bestGuess), Self.guessWidth)) }
        line.append(right(ResultNumbers.range(change, glyphs), Self.rangeWidth))
        line.append(right(ResultNumbers.chance(version.chanceBetter), Self.chanceWidth))
        return line
    }

    private func role(of outcome: VersionResult.Outcome) -> Role {
        switch outcome {
        case .better: .good
        case .worse: .bad
        case .open: .text
        }
    }

    /// Without room for an axis: the numbers alone.
    private func tinyForest(_ primary: MetricResult) -> [Line] {
        primary.versions.flatMap { version -> [Line] in
            let range =
                version.change.map { ResultNumbers.range($0, glyphs) } ?? "no percent yet"
            let words: SafeText = "\(name(version.arm.variationID)): \(range)"
            return [
                Line(words),
                Line("  better: \(ResultNumbers.chance(version.chanceBetter))", .dim),
            ]
        } + [""]
    }
}
