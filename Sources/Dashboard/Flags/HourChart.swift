internal import TerminalUI

/// Counts by the hour as bars of a few rows.
struct HourChart: Equatable, Sendable {
    /// The bars, the highest row first.
    let lines: [Line]
    /// The cells of one hour.
    private let step: Int
    private let hourCount: Int
    private let most: Int

    /// Rows of the bars.
    static let rows = 3

    /// A cell filled from below by so many eighths; in ASCII the last sign stands for a half and
    /// more.
    private static let eighths: [SafeText] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let asciiEighths: [SafeText] = [".", ".", ".", ":", ":", ":", "#", "#"]

    /// - Parameters:
    ///   - hours: how often, the oldest first; negative numbers count as 0.
    ///   - glyphs: the signs to draw with.
    ///   - width: the cells there are; an hour takes two where there is room.
    init(hours: [Int], glyphs: Glyphs, width: Int) {
        let step = width >= hours.count * 2 ? 2 : 1
        let most = max(1, hours.max() ?? 1)
        let levels = glyphs.isASCII ? Self.asciiEighths : Self.eighths
        // What happened at all shows at least the lowest sign, so that a few never look like none.
        let heights = hours.map { count in
            count <= 0 ? 0 : max(1, Int(Double(count) / Double(most) * Double(Self.rows * 8)))
        }
        lines = (0..<Self.rows).map { row in
            let below = (Self.rows - 1 - row) * 8
            let cells = heights.map { height -> SafeText in
                let filled = min(8, height - below)
                let sign: SafeText = filled > 0 ? levels[filled - 1] : " "
                return Array(repeating: sign, count: step).joined()
            }
            var line = Line(cells.joined(), .some)
            if row == 0 { line.append("  \(SafeText.count(most)) an hour at most", .dim) }
            return line
        }
        (self.step, hourCount, self.most) = (step, hours.count, most)
    }

    /// The line below the bars: when the first hour began, the middle, and now.
    func labels(_ clock: (Int) -> SafeText) -> Line {
        let width = hourCount * step
        let middle = hourCount / 2
        let start = clock(0).padded(to: middle * step)
        let centre = clock(middle).padded(to: max(0, width - middle * step - 3))
        return Line([Span(start, .dim), Span(centre, .dim), Span("now", .dim)])
    }
}
