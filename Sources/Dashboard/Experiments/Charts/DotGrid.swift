internal import TerminalUI

/// Dots on a grid of cells, two beside each other and four below each other to a cell, which
/// braille signs show.
struct DotGrid: Equatable, Sendable {
    /// Dots of a cell.
    static let columnsOfCell = 2
    static let rowsOfCell = 4

    /// Cells.
    let columns: Int
    let rows: Int
    private var cells: [UInt8]

    /// The bit of each dot of a cell, column by column from the top (Unicode, chapter 21.1).
    private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

    init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
        cells = Array(repeating: 0, count: self.columns * self.rows)
    }

    /// Sets a dot, counted from the top left; one outside of the grid is left out.
    mutating func set(x: Int, y: Int) {
        guard (0..<columns * Self.columnsOfCell).contains(x),
            (0..<rows * Self.rowsOfCell).contains(y)
        else { return }
        let cell = y / Self.rowsOfCell * columns + x / Self.columnsOfCell
        cells[cell] |= Self.bits[x % Self.columnsOfCell][y % Self.rowsOfCell]
    }

    /// The dots of a cell; 0 for none.
    func dots(column: Int, row: Int) -> UInt8 { cells[row * columns + column] }

    /// The braille sign for the dots of a cell.
    static func sign(_ dots: UInt8) -> SafeText {
        guard let scalar = Unicode.Scalar(0x2800 + UInt32(dots)) else { return " " }
        return SafeText(String(scalar))
    }
}

/// A line that is put together sign by sign; neighbours of one role become one span.
struct SignLine {
    private(set) var line = Line()

    mutating func append(_ sign: SafeText, _ role: Role) {
        if let last = line.spans.indices.last, line.spans[last].role == role {
            line.spans[last].text += sign
        } else {
            line.spans.append(Span(sign, role))
        }
    }
}
