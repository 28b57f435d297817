internal import TerminalUI

/// What the rule above a list says.
struct ListTitle {
    /// "128 flags, last changed first".
    var title: SafeText
    /// What is typed to find.
    var query: TextField
    var isTyping: Bool
    /// "3 of 128".
    var count: SafeText
    /// What else there is to know, at the right.
    var note: SafeText
    /// What narrows the list besides what is typed.
    var narrowed: SafeText = ""
    /// How many are marked, and the key for them.
    var marks: SafeText = ""
}

/// The parts that every pane's list has in common.
extension DashboardState {
    /// The rule above the list, or what is being found.
    func drawListTitle(_ title: ListTitle, on canvas: inout Canvas, _ frame: Frame) {
        guard !frame.title.isEmpty else {
            if title.isTyping { canvas.cursor = Point(x: 1 + title.query.cursor, y: 0) }
            return
        }
        let y = frame.title.y
        if title.isTyping {
            canvas.horizontalRule(y, note: title.count)
            let x = canvas.draw(" Find: ", at: Point(x: 2, y: y), role: .key)
            let room = max(4, min(40, size.columns - x - title.count.width - 8))
            title.query.draw(on: &canvas, at: Point(x: x, y: y), width: room)
        } else if !title.query.isEmpty {
            let only: SafeText = title.narrowed.isEmpty ? "" : ", only \(title.narrowed)"
            let found: SafeText = "\(title.count) hold \"\(SafeText(title.query.text))\"\(only)"
            let esc: SafeText = "Esc \(only.isEmpty ? "shows all" : "clears")"
            let clear: SafeText = title.marks.isEmpty ? esc : "\(title.marks)  \(esc)"
            canvas.horizontalRule(y, title: found, note: clear)
        } else {
            canvas.horizontalRule(y, title: title.title, note: title.note)
        }
    }

    /// The pointer and the reverse bar of a selected row; the selection is never a colour alone.
    func drawPointer(_ isSelected: Bool, at row: Int, on canvas: inout Canvas, _ frame: Frame) {
        guard isSelected else { return }
        let y = frame.list.y + row
        let x = frame.layout == .tiny ? 0 : 1
        canvas.draw(glyphs.pointer, at: Point(x: x, y: y), role: .accent)
        canvas.select(Rect(x: 0, y: y, width: frame.list.width, height: 1))
    }

    /// Nothing matches: says so, how to get back, and where else to look.
    func drawNothingFound<ID>(
        _ list: FilterList<ID>,
        on canvas: inout Canvas,
        _ frame: Frame
    ) {
        let line = Line([
            Span("Nothing holds \"\(SafeText(list.query.text))\".  "), Span("Esc", .key),
            Span(" shows all", .dim),
        ])
        canvas.draw(
            line,
            at: Point(x: frame.layout == .tiny ? 2 : 3, y: frame.list.y),
            width: frame.list.width - 4
        )
    }

    /// The detail beside the list, below a vertical rule.
    func drawDetail(_ lines: [Line], scroll: Int, on canvas: inout Canvas, _ frame: Frame) {
        guard !frame.detail.isEmpty else { return }
        canvas.horizontalRule(frame.bottomRule.y)
        let left = Rect(x: frame.detail.x, y: frame.detail.y, width: 1, height: frame.detail.height)
        canvas.verticalRule(left, joined: true)
        canvas.draw(lines, in: frame.detail.inset(left: 2, right: 1), offset: scroll)
        if lines.count - scroll > frame.detail.height {
            canvas.draw(
                "more: Tab, then \(glyphs.isASCII ? "Down" : "↓") ",
                endingAt: Point(x: frame.detail.maxX, y: frame.detail.maxY - 1),
                role: .dim
            )
        }
    }

    /// The third column, at 160 columns and more.
    func drawSide(_ lines: [Line], on canvas: inout Canvas, _ frame: Frame) {
        guard !frame.side.isEmpty else { return }
        let left = Rect(x: frame.side.x, y: frame.side.y, width: 1, height: frame.side.height)
        canvas.verticalRule(left, joined: true)
        canvas.draw(lines, in: frame.side.inset(left: 2, right: 1))
    }

    /// The few lines about the selection below the list.
    func drawPeek(
        title: SafeText,
        place: SafeText,
        _ lines: [Line],
        on canvas: inout Canvas,
        _ frame: Frame
    ) {
        guard !frame.peek.isEmpty else { return }
        canvas.horizontalRule(frame.peekRule.y, title: title, note: place)
        let area = frame.peek.inset(left: 1)
        canvas.draw(lines.cut(to: area.height, width: area.width), in: area)
    }

    /// A page over the whole body.
    func drawPage(
        _ lines: [Line],
        title: SafeText,
        scroll: Int? = nil,
        on canvas: inout Canvas,
        _ frame: Frame
    ) {
        let scroll = scroll ?? flags.scroll
        guard frame.layout != .tiny else {
            canvas.draw(lines, in: frame.body, offset: scroll)
            return
        }
        let height = frame.body.height - 1
        let rest = lines.count - scroll - height
        let note: SafeText = rest > 0 ? "\(SafeText.count(rest)) more lines" : ""
        canvas.horizontalRule(frame.body.y, title: title, note: note)
        canvas.draw(lines, in: frame.body.inset(left: 1, top: 1, right: 1), offset: scroll)
    }

    /// An empty pane: what it is, why it is empty, which key changes that.
    func drawEmpty(_ lines: [Line], on canvas: inout Canvas, _ frame: Frame) {
        let isTiny = frame.layout == .tiny
        let area = isTiny ? frame.body : frame.body.inset(left: size.columns >= 80 ? 10 : 2, top: 1)
        let spare = max(0, (area.height - lines.count) / 3)
        canvas.draw(lines, in: area.inset(top: isTiny ? 0 : spare))
    }
}
