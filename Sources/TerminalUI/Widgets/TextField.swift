/// One line of text being typed: its content, the cursor and the part on screen.
public struct TextField: Hashable, Sendable {
    /// The text as typed, exactly; it goes to a terminal only as ``SafeText``.
    public private(set) var text: String
    /// The cursor's place, in characters from the start, 0 through the number of characters.
    public private(set) var cursor: Int
    /// How many characters the field takes.
    public let limit: Int
    /// Whether nobody has typed here yet and the text is only suggested: what is typed or pasted
    /// next replaces it, while every other key keeps it to be edited.
    public private(set) var isSuggestion = false

    /// Makes a field with the cursor at the end of `text`.
    public init(text: String = "", limit: Int = 200) {
        self.limit = max(0, limit)
        self.text = String(text.prefix(self.limit))
        cursor = self.text.count
    }

    /// Makes a field with a text that the first typed letter replaces.
    public init(suggesting text: String, limit: Int = 200) {
        self.init(text: text, limit: limit)
        isSuggestion = !self.text.isEmpty
    }

    /// Whether nothing was typed.
    public var isEmpty: Bool { text.isEmpty }

    /// Changes the field as `key` asks.
    ///
    /// Takes printable characters, the arrows, Home, End, Backspace, Del, and the line editing keys
    /// Ctrl-A, Ctrl-E, Ctrl-U, Ctrl-K and Ctrl-W.
    ///
    /// - Returns: whether the key means something to a field; if not, it is the screen's.
    @discardableResult
    public mutating func handle(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(text.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = text.count
        case .backspace: remove(from: cursor - 1, to: cursor)
        case .delete: remove(from: cursor, to: cursor + 1)
        case .control("u"): remove(from: 0, to: cursor)
        case .control("k"): remove(from: cursor, to: text.count)
        case .control("w"): remove(from: startOfWord, to: cursor)
        default: return false
        }
        isSuggestion = false
        return true
    }

    /// Inserts `pasted` at the cursor: every line break and tab becomes one blank, a line break at
    /// the very end is dropped, and what goes beyond ``limit`` is left out.
    ///
    /// - Returns: how many characters were left out.
    @discardableResult
    public mutating func insert(_ pasted: String) -> Int {
        if isSuggestion { self = TextField(limit: limit) }
        var line = pasted
        while let last = line.last, last.isNewline { line.removeLast() }
        let clean = String(line.map { $0.isNewline || $0 == "\t" ? " " : $0 })
        let head = text.prefix(cursor)
        let tail = text.dropFirst(cursor)
        let added = clean.prefix(max(0, limit - text.count))
        let joined = head + added
        // Marks may join the character before them, so the cursor is counted anew.
        text = String((joined + tail).prefix(limit))
        cursor = min(joined.count, text.count)
        return clean.count - added.count
    }

    /// Replaces everything, with the cursor at the end.
    public mutating func replace(with text: String) {
        self = TextField(text: text, limit: limit)
    }

    private var startOfWord: Int {
        let head = Array(text.prefix(cursor))
        var start = head.count
        while start > 0, head[start - 1] == " " { start -= 1 }
        while start > 0, head[start - 1] != " " { start -= 1 }
        return start
    }

    private mutating func remove(from start: Int, to end: Int) {
        let start = max(0, start)
        let end = min(text.count, end)
        guard start < end else { return }
        let head = String(text.prefix(start))
        text = head + text.dropFirst(end)
        cursor = min(head.count, text.count)
    }

    /// What is on screen in a field of `width` cells.
    ///
    /// - Returns: the text, at most `width` cells, and the cursor's column in it, which is always
    ///   inside of the field while it has a cell.
    public func visible(width: Int) -> (text: SafeText, cursorColumn: Int) {
        guard width > 0 else { return ("", 0) }
        let before = SafeText(text.prefix(cursor))
        let whole = SafeText(text)
        // Scrolls by half a field, so that typing at the edge does not move the text on each key.
        let step = max(1, width / 2)
        var start = 0
        while before.width - start >= width { start += step }
        let shown = whole.dropping(width: start)
        let skipped = whole.width - shown.width
        let column = max(0, min(before.width - skipped, width - 1))
        return (shown.prefix(width: width), column)
    }

    /// Draws the field at `point` and places the canvas's cursor in it.
    public func draw(on canvas: inout Canvas, at point: Point, width: Int, hasFocus: Bool = true) {
        let (shown, column) = visible(width: width)
        canvas.draw(shown.padded(to: width), at: point, role: .field, maxWidth: width)
        guard hasFocus else { return }
        canvas.cursor = Point(x: point.x + column, y: point.y)
        if isSuggestion { drawSuggestion(shown.width, on: &canvas, at: point, width: width) }
    }

    /// Shows that the text is taken as a whole: in reverse, and in words where there is room.
    private func drawSuggestion(
        _ shown: Int,
        on canvas: inout Canvas,
        at point: Point,
        width: Int
    ) {
        canvas.select(Rect(x: point.x, y: point.y, width: shown, height: 1))
        let note: SafeText = "typing replaces it"
        guard shown + 3 + note.width <= width else { return }
        canvas.draw(note, endingAt: Point(x: point.x + width, y: point.y), role: .dim)
    }
}
