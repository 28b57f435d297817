internal import CNcurses
public import TerminalUI

/// The terminal that the program runs in: paints canvases, reports events, gives everything back.
///
/// There can be only one, and it cannot be copied or sent to another thread, so nothing else can
/// reach ncurses. The terminal is given back when the value ends, when a signal ends the program,
/// and on `exit`.
///
/// ```swift
/// var terminal = try CursesTerminal(crashLog: path)
/// while running {
///     terminal.paint(canvas, theme: theme)
///     for event in terminal.wait(wakeDescriptor: wake.descriptor) { … }
/// }
/// ```
public struct CursesTerminal: ~Copyable {
    /// The signs that this terminal can show.
    public let glyphs: Glyphs
    /// How many colours there are; 0 when there are none or none are wanted.
    public let colours: Int
    /// The size that was last reported.
    public private(set) var size: Size

    private var painted: Canvas?
    private var paintedTheme: Theme?
    private var looks: [Look] = []
    private var input = EventInput()
    private var hasAsked = false

    /// Takes the terminal on standard input and output.
    ///
    /// - Parameters:
    ///   - allowsColours: `false` never uses colours; `NO_COLOR` in the environment does the same.
    ///   - crashLog: the file that standard error is appended to while the screen is up.
    ///   - farewell: one line that is shown after a crash, such as where the log is.
    /// - Throws: ``TerminalError`` when there is no terminal that can show a screen; nothing was
    ///   changed then.
    public init(
        allowsColours: Bool = true,
        crashLog: String? = nil,
        farewell: SafeText? = nil
    ) throws(TerminalError) {
        let withoutColours = !allowsColours || Environment.isSet("NO_COLOR")
        let line = farewell.map { $0.text + "\r\n" }
        let status = nc_open(withoutColours, crashLog, line)
        if let error = TerminalError(status, crashLog: crashLog) { throw error }
        colours = Int(nc_colours())
        glyphs = nc_is_unicode() ? .unicode : .ascii
        size = Self.currentSize()
    }

    deinit {
        nc_close()
    }

    /// Shows `canvas`; only what differs from the one before is written.
    ///
    /// A canvas of another size than the terminal's is cut or leaves blanks. On terminals without
    /// colours only the attributes of the mono theme are used.
    public mutating func paint(_ canvas: Canvas, theme: Theme) {
        let isSame = painted?.size == canvas.size && paintedTheme == theme
        if paintedTheme != theme {
            looks = Look.all(of: theme, colours: colours)
            paintedTheme = theme
        }
        var isChanged = !isSame || painted?.cursor != canvas.cursor
        if painted != nil && !isSame { nc_redraw() }
        for y in 0..<min(canvas.size.rows, size.rows) {
            if isSame, let painted, painted.rowEquals(canvas, y) { continue }
            draw(canvas.row(y), y: y)
            isChanged = true
        }
        guard isChanged else { return }
        let isCursorShown = canvas.cursor.map(canvas.bounds.contains) ?? false
        let cursor = isCursorShown ? canvas.cursor : nil
        nc_cursor(Int32(cursor?.x ?? -1), Int32(cursor?.y ?? -1))
        nc_flush(input.isSynchronized)
        painted = canvas
        if !hasAsked {
            // After the first screen, so that no start waits for the answer.
            hasAsked = true
            nc_ask_synchronized()
        }
    }

    /// Draws everything again with the next ``paint(_:theme:)``, whatever else wrote on the screen.
    public mutating func redraw() {
        nc_redraw()
        painted = nil
    }

    /// Waits until something happens, then reports everything that has.
    ///
    /// While nothing happens, nothing runs: there is no timer.
    ///
    /// - Parameters:
    ///   - timeoutMilliseconds: how long to wait at most; `nil` waits for ever.
    ///   - wakeDescriptor: a descriptor that becomes readable when another thread has news, such
    ///     as that of a ``WakePipe``; it is emptied here.
    /// - Returns: the events in order; none when the time is over.
    public mutating func wait(
        timeoutMilliseconds: Int32? = nil,
        wakeDescriptor: Int32? = nil
    ) -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        for report in input.wait(milliseconds: timeoutMilliseconds, wake: wakeDescriptor) {
            switch report {
            case .event(.key(.control("z"))): events += suspend(wholeGroup: true)
            case .event(let event): events.append(event)
            case .sizeChanged: break
            case .stopped: events += suspend(wholeGroup: false)
            case .continued:
                nc_resume()
                painted = nil
                events.append(.resumed)
            }
        }
        return events + sizeEvents()
    }

    private mutating func suspend(wholeGroup: Bool) -> [TerminalEvent] {
        nc_suspend(wholeGroup)
        input.noteSizeChange()
        painted = nil
        return [.resumed]
    }

    /// One event for any number of size changes.
    private mutating func sizeEvents() -> [TerminalEvent] {
        guard input.takeSizeChange() else { return [] }
        let current = Self.currentSize()
        guard current != size else { return [] }
        size = current
        nc_resize(Int32(size.columns), Int32(size.rows))
        painted = nil
        return [.resized(size)]
    }

    private static func currentSize() -> Size {
        var columns: Int32 = 0
        var rows: Int32 = 0
        nc_size(&columns, &rows)
        return Size(columns: Int(columns), rows: Int(rows))
    }

    private func draw(_ row: ArraySlice<Cell>, y: Int) {
        withUnsafeTemporaryAllocation(of: nc_cell.self, capacity: row.count) { buffer in
            for (index, cell) in row.enumerated() {
                buffer.initializeElement(at: index, to: look(of: cell).applied(to: cell))
            }
            nc_draw_row(Int32(y), buffer.baseAddress, Int32(row.count))
        }
    }

    private func look(of cell: Cell) -> Look {
        looks[Int(cell.role.rawValue) * 2 + (cell.isSelected ? 1 : 0)]
    }
}
