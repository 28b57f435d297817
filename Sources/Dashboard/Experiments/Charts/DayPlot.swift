internal import Experiments
internal import FlagModel
internal import TerminalUI

/// How the answer about one version moved: the best guess as a line, its range dotted around it.
struct DayPlot: Equatable, Sendable {
    /// The rows of the drawing.
    static let rows = 7
    /// The cells before the drawing: the numbers of the axis.
    static let labelWidth = 8

    /// The drawing, with the numbers of the axis before it.
    let lines: [Line]
    /// The days that could be stated.
    let days: [(until: Moment, range: VersionResult.Range)]

    static func == (left: DayPlot, right: DayPlot) -> Bool { left.lines == right.lines }

    /// `nil` with less than two days to draw, or without room.
    ///
    /// - Parameters:
    ///   - days: the end of every day, the oldest first.
    ///   - version: the place of the version.
    ///   - smallest: the smallest change that matters, as a share.
    ///   - width: the cells there are, the numbers of the axis included.
    ///   - glyphs: the signs to draw with.
    init?(_ days: [DayResult], version: Int, smallest: Double, width: Int, glyphs: Glyphs) {
        let stated = days.compactMap { day -> (until: Moment, range: VersionResult.Range)? in
            guard day.changes.indices.contains(version), let range = day.changes[version],
                range.lower.isFinite, range.upper.isFinite
            else { return nil }
            return (day.until, range)
        }
        let columns = min(width - Self.labelWidth, 120)
        guard stated.count > 1, columns > 10, let last = stated.last else { return nil }
        self.days = stated
        let reach = max(abs(last.range.lower), abs(last.range.upper))
        let limit = ChartScale.limit(max(reach * 1.8, smallest * 1.3))
        var solid = DotGrid(columns: columns, rows: Self.rows)
        var dotted = solid
        Self.draw(stated.map(\.range), limit: limit, solid: &solid, dotted: &dotted)
        lines = (0..<Self.rows).map { row in
            Self.label(row, limit) + Self.row(row, solid, dotted, glyphs)
        }
    }

    /// Draws every column of dots, straight from one day to the next.
    private static func draw(
        _ ranges: [VersionResult.Range],
        limit: Double,
        solid: inout DotGrid,
        dotted: inout DotGrid
    ) {
        let width = solid.columns * DotGrid.columnsOfCell
        var before: Int?
        for x in 0..<width {
            let place = Double(x) / Double(width - 1) * Double(ranges.count - 1)
            let index = min(ranges.count - 2, Int(place))
            let part = place - Double(index)
            func between(_ value: (VersionResult.Range) -> Double) -> Int {
                let change = value(ranges[index]) * (1 - part) + value(ranges[index + 1]) * part
                return y(change, limit)
            }
            let best = between(\.bestGuess)
            // Steep lines stay one line.
            for y in min(before ?? best, best)...max(before ?? best, best) { solid.set(x: x, y: y) }
            before = best
            guard x % 3 == 0 else { continue }
            dotted.set(x: x, y: between(\.lower))
            dotted.set(x: x, y: between(\.upper))
        }
    }

    /// The row of dots of a change, from the top; may be outside.
    private static func y(_ change: Double, _ limit: Double) -> Int {
        let last = Double(rows * DotGrid.rowsOfCell - 1)
        let middle = last / 2
        return Int(max(-last, min(2 * last, middle - change / limit * middle)).rounded())
    }

    private static func label(_ row: Int, _ limit: Double) -> Line {
        let text: SafeText =
            switch row {
            case 0: ResultNumbers.percent(limit)
            case rows / 2: "same"
            case rows - 1: ResultNumbers.percent(-limit)
            default: ""
            }
        return Line(text.padded(to: labelWidth - 1, alignment: .trailing) + " ", .dim)
    }

    private static func row(
        _ row: Int,
        _ solid: DotGrid,
        _ dotted: DotGrid,
        _ glyphs: Glyphs
    ) -> Line {
        var line = SignLine()
        for column in 0..<solid.columns {
            let (best, range) = (
                solid.dots(column: column, row: row), dotted.dots(column: column, row: row)
            )
            if best != 0 {
                line.append(glyphs.isASCII ? "*" : DotGrid.sign(best | range), .text)
            } else if range != 0 {
                line.append(glyphs.isASCII ? "." : DotGrid.sign(range), .dim)
            } else {
                line.append(row == rows / 2 ? glyphs.horizontal : " ", .rule)
            }
        }
        return line.line
    }

    /// The line below: the first day, one in the middle and the last one.
    func labels(_ day: (Moment) -> SafeText, width: Int) -> Line {
        guard let first = days.first, let last = days.last else { return Line() }
        let columns = max(0, min(width - Self.labelWidth, 120))
        let (begin, end) = (day(first.until), day(last.until))
        let room = max(0, columns - begin.width - end.width)
        return Line(.blanks(Self.labelWidth) + begin + .blanks(room) + end, .dim)
    }

    /// Since when the range is on one side of no difference, counted back from the last day.
    var decidedSince: (moment: Moment, isAbove: Bool)? {
        guard let last = days.last else { return nil }
        let isAbove = last.range.lower > 0
        guard isAbove || last.range.upper < 0 else { return nil }
        let since = days.reversed().prefix { isAbove ? $0.range.lower > 0 : $0.range.upper < 0 }
        return since.last.map { ($0.until, isAbove) }
    }
}
