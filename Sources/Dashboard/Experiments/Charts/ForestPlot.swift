internal import Experiments
internal import TerminalUI

/// Ranges of change on one axis around no difference, a line each.
///
/// Thin is where the change may be, thick its middle, a full sign the best guess. No difference and
/// the smallest change that matters have marks of their own on every line.
struct ForestPlot: Equatable, Sendable {
    /// The change at the right end of the axis; at the left end it is the same below 0.
    let limit: Double
    /// The cells of the axis: odd, so that no difference is in the middle.
    let width: Int
    private let smallest: Double
    private let glyphs: Glyphs

    private static let thinRow = 2
    private static let thickRow = 1
    /// The middle of a range: about half of what it holds.
    private static let middleShare = 0.34

    /// - Parameters:
    ///   - ranges: what will be drawn; the axis reaches over all of it where it can.
    ///   - smallest: the smallest change that matters, as a share.
    ///   - width: the cells there are; one less is used where that is even.
    ///   - glyphs: the signs to draw with.
    init(_ ranges: [VersionResult.Range?], smallest: Double, width: Int, glyphs: Glyphs) {
        let ends = ranges.compactMap { range in range.map { max(abs($0.lower), abs($0.upper)) } }
        let widest = ends.filter(\.isFinite).max() ?? 0
        limit = ChartScale.limit(max(widest * 1.1, smallest * 1.3))
        self.width = max(1, width % 2 == 0 ? width - 1 : width)
        self.smallest = smallest
        self.glyphs = glyphs
    }

    private var middle: Int { width / 2 }

    /// The dot of a change, from the left; may be outside of the axis.
    private func dot(_ change: Double) -> Int {
        let steps = Double(middle * DotGrid.columnsOfCell)
        let place = change / limit * steps
        guard place.isFinite else { return change < 0 ? -1 : width * DotGrid.columnsOfCell }
        return middle * DotGrid.columnsOfCell
            + Int(max(-3 * steps, min(3 * steps, place)).rounded())
    }

    /// A range; `nil` draws only the marks.
    func line(_ range: VersionResult.Range?, role: Role = .text) -> Line {
        var grid = DotGrid(columns: width, rows: 1)
        var best: Int?
        if let range {
            let low = range.bestGuess - (range.bestGuess - range.lower) * Self.middleShare
            let high = range.bestGuess + (range.upper - range.bestGuess) * Self.middleShare
            fill(&grid, from: range.lower, to: range.upper, row: Self.thinRow)
            fill(&grid, from: low, to: high, row: Self.thickRow)
            best = dot(range.bestGuess) / DotGrid.columnsOfCell
        }
        var line = SignLine()
        for column in 0..<width {
            let dots = grid.dots(column: column, row: 0)
            if column == best {
                line.append(glyphs.isASCII ? "#" : "⣿", role)
            } else if let sign = endSign(column, range) {
                line.append(sign, role)
            } else if dots == 0 {
                line.append(mark(column), .dim)
            } else {
                line.append(glyphs.isASCII ? asciiSign(dots) : DotGrid.sign(dots), role)
            }
        }
        return line.line
    }

    private func fill(_ grid: inout DotGrid, from lower: Double, to upper: Double, row: Int) {
        let last = width * DotGrid.columnsOfCell - 1
        let (first, end) = (max(0, dot(lower)), min(last, dot(upper)))
        guard first <= end else { return }
        for x in first...end { grid.set(x: x, y: row) }
    }

    /// What goes on outside of the axis.
    private func endSign(_ column: Int, _ range: VersionResult.Range?) -> SafeText? {
        guard let range else { return nil }
        if column == 0, dot(range.lower) < 0 { return glyphs.isASCII ? "<" : "‹" }
        if column == width - 1, dot(range.upper) >= width * DotGrid.columnsOfCell {
            return glyphs.isASCII ? ">" : "›"
        }
        return nil
    }

    private func asciiSign(_ dots: UInt8) -> SafeText { dots & 0x12 == 0 ? "-" : "=" }

    /// The sign of an empty cell: no difference, the smallest change that matters, or nothing.
    private func mark(_ column: Int) -> SafeText {
        if column == middle { return glyphs.vertical }
        let places = [dot(-smallest), dot(smallest)].map { $0 / DotGrid.columnsOfCell }
        guard smallest > 0, places.contains(column) else { return " " }
        return glyphs.isASCII ? ":" : "┊"
    }

    /// "-6%      same      +6%", to go above the lines.
    var scale: Line {
        let (low, high) = (ResultNumbers.percent(-limit), ResultNumbers.percent(limit))
        let same: SafeText = "same"
        let left = max(0, middle - 1 - low.width)
        let right = max(0, width - low.width - left - same.width - high.width)
        return Line(low + .blanks(left) + same + .blanks(right) + high, .dim)
    }

    /// "worse ‹   › better", to go below the lines.
    func directions(higherIsBetter: Bool) -> Line {
        let words: (SafeText, SafeText) =
            higherIsBetter ? ("worse", "better") : ("better", "worse")
        let (left, right): (SafeText, SafeText) = glyphs.isASCII ? ("<", ">") : ("‹", "›")
        let before: SafeText = "\(words.0) \(left)"
        let half = max(0, middle - 2)
        return Line(
            before.padded(to: half, alignment: .trailing) + .blanks(5) + "\(right) \(words.1)",
            .dim
        )
    }
}
