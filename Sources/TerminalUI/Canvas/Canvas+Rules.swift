extension Canvas {
    /// Draws a horizontal rule over the whole row `y`, with `title` near its left end and `note`
    /// near its right end.
    public mutating func horizontalRule(
        _ y: Int,
        title: SafeText = "",
        note: SafeText = ""
    ) {
        horizontalRule(
            Rect(x: 0, y: y, width: size.columns, height: 1),
            title: title,
            note: note
        )
    }

    /// Draws a horizontal rule over the first row of `rect`.
    ///
    /// - Parameters:
    ///   - rect: the columns to cover, and the row.
    ///   - title: shown after two cells of rule; cut when there is no room.
    ///   - note: shown before the last two cells; left out when it would take half of the rule.
    public mutating func horizontalRule(_ rect: Rect, title: SafeText = "", note: SafeText = "") {
        let line = Rect(x: rect.x, y: rect.y, width: rect.width, height: 1)
        fill(line, with: glyphs.horizontal, role: .rule)
        var titleEnd = rect.x + 2
        if !title.isEmpty && rect.width > 4 {
            // A long title leaves room for the note while half of the rule is left for itself.
            let room = note.isEmpty ? 0 : note.width + 4
            let isNoteKept = rect.width - 4 - room >= rect.width / 2
            let shown = title.truncated(toWidth: rect.width - 4 - (isNoteKept ? room : 0))
            let x = draw(" ", at: Point(x: rect.x + 2, y: rect.y))
            titleEnd = draw(shown, at: Point(x: x, y: rect.y), role: .heading)
            titleEnd = draw(" ", at: Point(x: titleEnd, y: rect.y), maxWidth: rect.maxX - titleEnd)
        }
        let noteStart = rect.maxX - 4 - note.width
        guard !note.isEmpty, noteStart > titleEnd else { return }
        let x = draw(" ", at: Point(x: noteStart, y: rect.y))
        let end = draw(note, at: Point(x: x, y: rect.y), role: .dim)
        draw(" ", at: Point(x: end, y: rect.y))
    }

    /// Draws a vertical rule in the first column of `rect`.
    ///
    /// - Parameters:
    ///   - rect: its first column and its rows count.
    ///   - joined: whether it meets horizontal rules in the rows above and below, and turns their
    ///     cells into tees.
    public mutating func verticalRule(_ rect: Rect, joined: Bool = false) {
        let line = Rect(x: rect.x, y: rect.y, width: 1, height: rect.height)
        fill(line, with: glyphs.vertical, role: .rule)
        guard joined else { return }
        draw(glyphs.teeDown, at: Point(x: rect.x, y: rect.y - 1), role: .rule)
        draw(glyphs.teeUp, at: Point(x: rect.x, y: rect.maxY), role: .rule)
    }

    /// Blanks `rect` and draws a box along its edge, with `title` in the upper one.
    ///
    /// - Returns: the rectangle inside, with one blank column on each side.
    @discardableResult
    public mutating func box(_ rect: Rect, title: SafeText = "") -> Rect {
        fill(rect)
        guard rect.width >= 2, rect.height >= 2 else { return rect }
        horizontalRule(rect, title: title)
        let bottom = Rect(x: rect.x, y: rect.maxY - 1, width: rect.width, height: 1)
        horizontalRule(bottom)
        let side = Rect(x: rect.x, y: rect.y + 1, width: 1, height: rect.height - 2)
        verticalRule(side)
        verticalRule(Rect(x: rect.maxX - 1, y: side.y, width: 1, height: side.height))
        draw(glyphs.topLeft, at: Point(x: rect.x, y: rect.y), role: .rule)
        draw(glyphs.topRight, at: Point(x: rect.maxX - 1, y: rect.y), role: .rule)
        draw(glyphs.bottomLeft, at: Point(x: rect.x, y: bottom.y), role: .rule)
        draw(glyphs.bottomRight, at: Point(x: rect.maxX - 1, y: bottom.y), role: .rule)
        return rect.inset(left: 2, top: 1, right: 2, bottom: 1)
    }

    /// Takes the colour out of everything, so that an overlay stands out.
    public mutating func dim() {
        select(bounds, false)
        highlight(bounds, role: .dim)
    }
}
