import Experiments
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Drawings of ranges: what is true of them at every size.
struct ChartTests {
    private static func range(_ lower: Double, _ best: Double, _ upper: Double)
        -> VersionResult.Range
    {
        .init(lower: lower, bestGuess: best, measured: best, upper: upper)
    }

    private func text(_ line: Line) -> String { line.spans.map(\.text.text).joined() }

    @Test(arguments: [1, 2, 5, 14, 15, 40, 61, 200], [Glyphs.unicode, .ascii])
    func `a line has exactly its width, and a best guess`(width: Int, glyphs: Glyphs) {
        let range = Self.range(0.02, 0.04, 0.06)
        let plot = ForestPlot([range], smallest: 0.05, width: width, glyphs: glyphs)
        let line = plot.line(range)

        #expect(line.width == plot.width)
        #expect(plot.width <= width)
        #expect(plot.scale.padded(to: plot.width).width == plot.width)
        #expect(text(line).contains(glyphs.isASCII ? "#" : "⣿"))
    }

    @Test(arguments: [Glyphs.unicode, .ascii])
    func `no difference and the smallest change are marked where nothing lies over them`(
        glyphs: Glyphs
    ) {
        let plot = ForestPlot([nil], smallest: 0.05, width: 41, glyphs: glyphs)
        let line = text(plot.line(nil))

        #expect(line.filter { $0 == Character(glyphs.vertical.text) }.count == 1)
        #expect(line.filter { $0 == (glyphs.isASCII ? ":" : "┊") }.count == 2)
    }

    @Test func `a range above no difference lies right of its mark`() throws {
        let range = Self.range(0.02, 0.04, 0.06)
        let plot = ForestPlot([range], smallest: 0.05, width: 41, glyphs: .ascii)
        let line = text(plot.line(range))
        let zero = try #require(line.firstIndex(of: "|"))
        let first = try #require(line.firstIndex { $0 == "-" || $0 == "=" })

        #expect(zero < first)
    }

    @Test func `a range wider than the axis shows that it goes on`() {
        let range = Self.range(-4, 0.5, 9)
        let plot = ForestPlot([range], smallest: 0.05, width: 41, glyphs: .unicode)
        let line = text(plot.line(range))

        #expect(plot.limit == 1)
        #expect(line.hasPrefix("‹"))
        #expect(line.hasSuffix("›"))
    }

    @Test(arguments: [
        (-Double.infinity, 0.1, Double.infinity), (.nan, .nan, .nan), (-1e300, 0, 1e300),
    ])
    func `numbers that cannot be drawn do no harm`(lower: Double, best: Double, upper: Double) {
        let range = Self.range(lower, best, upper)
        let plot = ForestPlot([range], smallest: 0.05, width: 41, glyphs: .unicode)

        #expect(plot.line(range).width == 41)
        #expect(ResultNumbers.range(range, .unicode).width > 0)
        let days = [1, 2].map { DayResult(until: Moment(milliseconds: $0), changes: [range]) }
        #expect(
            (DayPlot(days, version: 0, smallest: 0, width: 80, glyphs: .unicode) == nil)
                == !(lower.isFinite && upper.isFinite)
        )
    }

    @Test func `days are drawn from two on, and say since when the range is on one side`() throws {
        let days = (1...4).map { day in
            DayResult(
                until: Moment(milliseconds: Int64(day) * 86_400_000),
                changes: [Self.range(day < 3 ? -0.01 : 0.01, 0.04, 0.09)]
            )
        }
        let one = DayPlot(days.suffix(1), version: 0, smallest: 0.05, width: 80, glyphs: .unicode)
        let plot = try #require(
            DayPlot(days, version: 0, smallest: 0.05, width: 80, glyphs: .unicode)
        )

        #expect(one == nil)
        #expect(plot.lines.count == DayPlot.rows)
        #expect(plot.lines.allSatisfy { $0.width == 80 })
        #expect(plot.decidedSince?.isAbove == true)
        #expect(plot.decidedSince?.moment == days[2].until)
    }

    @Test(arguments: [
        (0.024, "+2.4%"), (-0.12, "-12%"), (0, "0%"), (0.0996, "+10%"), (2.5, "+250%"),
        (.infinity, "more than 999%"),
    ])
    func `a change is said with its sign and no more digits than matter`(
        share: Double,
        text: String
    ) {
        #expect(ResultNumbers.percent(share).text == text)
    }

    @Test(arguments: [
        (0.0, "<1 in 100"), (0.28, "28 in 100"), (0.99, "99 in 100"), (1, ">99 in 100"),
        (.nan, "unknown"),
    ])
    func `a chance is never said to be nothing or certain`(chance: Double, text: String) {
        #expect(ResultNumbers.chance(chance).text == text)
    }
}
