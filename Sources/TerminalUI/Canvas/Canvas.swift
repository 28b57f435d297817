/// A grid of cells that screens draw on.
///
/// Drawing outside of it is allowed and does nothing.
///
/// A canvas is a value: two equal canvases look the same on every terminal, so tests compare
/// canvases and the terminal writes only what differs from the one before.
///
/// - Invariant: a wide character has its continuation cell to its right, and no continuation cell
///   stands alone.
public struct Canvas: Equatable, Sendable {
    /// The grid's size, fixed for the canvas's life.
    public let size: Size
    /// The signs to draw with.
    ///
    /// In ASCII, all other text is turned into ASCII too.
    public let glyphs: Glyphs
    /// Where the terminal's cursor is shown; hidden when there is no place.
    public var cursor: Point?

    /// All cells, row after row.
    private(set) var cells: [Cell]

    /// Makes a blank canvas.
    public init(size: Size, glyphs: Glyphs = .unicode) {
        self.size = size
        self.glyphs = glyphs
        cells = Array(repeating: .blank, count: size.columns * size.rows)
    }

    /// The whole canvas as a rectangle.
    public var bounds: Rect { Rect(size) }

    /// The cell at `point`, or a blank outside of the canvas.
    public subscript(point: Point) -> Cell {
        bounds.contains(point) ? cells[point.y * size.columns + point.x] : .blank
    }

    /// Whether row `y` of both canvases has the same cells.
    public func rowEquals(_ other: Canvas, _ y: Int) -> Bool {
        guard size == other.size, (0..<size.rows).contains(y) else { return false }
        let range = y * size.columns..<(y + 1) * size.columns
        return cells[range] == other.cells[range]
    }

    /// The cells of row `y`; none outside of the canvas.
    public func row(_ y: Int) -> ArraySlice<Cell> {
        guard (0..<size.rows).contains(y) else { return [] }
        return cells[y * size.columns..<(y + 1) * size.columns]
    }

    /// Draws `text` from `point` to the right, and cuts with `…` what does not fit.
    ///
    /// - Parameters:
    ///   - text: what to draw.
    ///   - point: the first cell; it may lie outside of the canvas, also to the left of it.
    ///   - role: what the text means.
    ///   - maxWidth: the cells there are; up to the right edge when `nil`.
    /// - Returns: the column after the last cell drawn, for text that follows.
    @discardableResult
    public mutating func draw(
        _ text: SafeText,
        at point: Point,
        role: Role = .text,
        maxWidth: Int? = nil
    ) -> Int {
        let room = min(size.columns - point.x, maxWidth ?? Int.max)
        guard room > 0 else { return point.x }
        let shown = text.width <= room ? text : text.truncated(toWidth: room)
        let end = point.x + shown.width
        guard (0..<size.rows).contains(point.y), end > 0 else { return end }
        write(shown, at: point, role: role)
        return end
    }

    /// Draws `text` so that it ends before column `end`.
    ///
    /// - Returns: the first column drawn.
    @discardableResult
    public mutating func draw(
        _ text: SafeText,
        endingAt end: Point,
        role: Role = .text
    ) -> Int {
        let start = end.x - text.width
        draw(text, at: Point(x: start, y: end.y), role: role, maxWidth: text.width)
        return start
    }

    /// Blanks every cell of `rect`, or fills it with a sign of one cell.
    public mutating func fill(_ rect: Rect, with sign: SafeText = " ", role: Role = .text) {
        let area = rect.intersection(bounds)
        guard !area.isEmpty, sign.width == 1 else { return }
        let line = SafeText(
            trusted: String(repeating: sign.text, count: area.width),
            width: area.width
        )
        for y in area.y..<area.maxY {
            write(line, at: Point(x: area.x, y: y), role: role)
        }
    }

    /// Lays the selection over `rect`, or takes it away; roles stay.
    public mutating func select(_ rect: Rect, _ isSelected: Bool = true) {
        update(rect) { $0.isSelected = isSelected }
    }

    /// Gives every cell of `rect` another role; the text stays.
    public mutating func highlight(_ rect: Rect, role: Role) {
        update(rect) { $0.role = role }
    }

    /// Lays `other` over this canvas with its top left cell at `point`.
    public mutating func draw(_ other: Canvas, at point: Point) {
        let area = Rect(
            x: point.x,
            y: point.y,
            width: other.size.columns,
            height: other.size.rows
        ).intersection(bounds)
        for y in area.y..<area.maxY {
            for x in area.x..<area.maxX {
                let cell = other[Point(x: x - point.x, y: y - point.y)]
                if cell.width == 0 && x > area.x { continue }
                let fits = cell.width == 1 || (cell.width == 2 && x + 1 < area.maxX)
                set(fits ? cell : .blank, x: x, y: y)
            }
        }
    }

    private mutating func update(_ rect: Rect, _ change: (inout Cell) -> Void) {
        let area = rect.intersection(bounds)
        for y in area.y..<area.maxY {
            for x in area.x..<area.maxX {
                change(&cells[y * size.columns + x])
            }
        }
    }

    /// Writes safe text cell by cell; what lies left of column 0 is left out.
    private mutating func write(_ text: SafeText, at point: Point, role: Role) {
        var x = point.x
        if text.isASCII {
            for byte in text.text.utf8 {
                if x >= 0 { set(Cell(base: UInt32(byte), role: role), x: x, y: point.y) }
                x += 1
            }
            return
        }
        for scalar in text.text.unicodeScalars {
            let width = CellWidth.of(scalar)
            if width == 0 {
                addMark(scalar, x: x - 1, y: point.y)
                continue
            }
            let value = glyphs.isASCII ? ASCIIForm.of(scalar) : scalar.value
            // In ASCII a wide character becomes one sign and a blank.
            let cellWidth = glyphs.isASCII ? 1 : UInt8(width)
            let isWhole = x >= 0 && x + width <= size.columns
            if isWhole {
                set(Cell(base: value, role: role, width: cellWidth), x: x, y: point.y)
            }
            let isTail = width == 2 && (!isWhole || glyphs.isASCII)
            if isTail { setBlank(from: isWhole ? x + 1 : x, to: x + 2, y: point.y, role: role) }
            x += width
        }
    }

    private mutating func setBlank(from: Int, to end: Int, y: Int, role: Role) {
        for x in max(0, from)..<max(0, from, min(end, size.columns)) {
            set(Cell(role: role), x: x, y: y)
        }
    }

    private mutating func addMark(_ mark: Unicode.Scalar, x: Int, y: Int) {
        guard x >= 0, !glyphs.isASCII else { return }
        let index = y * size.columns + x
        let isTail = cells[index].isContinuation && x > 0
        cells[isTail ? index - 1 : index].add(mark: mark)
    }

    /// Puts one cell, and turns the other half of any wide character it cuts into a blank.
    private mutating func set(_ cell: Cell, x: Int, y: Int) {
        guard x >= 0, x + max(1, Int(cell.width)) <= size.columns else { return }
        let index = y * size.columns + x
        let old = cells[index]
        if old.isContinuation && x > 0 { blankText(index - 1) }
        let last = index + max(1, Int(cell.width)) - 1
        if cells[last].width == 2 { blankText(last + 1) }
        cells[index] = cell
        if cell.width == 2 {
            cells[index + 1] = Cell(
                base: 0,
                role: cell.role,
                isSelected: cell.isSelected,
                width: 0
            )
        }
    }

    private mutating func blankText(_ index: Int) {
        cells[index] = Cell(role: cells[index].role, isSelected: cells[index].isSelected)
    }
}
