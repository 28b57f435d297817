internal import TerminalUI

/// Lines to choose one of, found by typing; choosing does what the line says.
struct ListBox: Equatable, Sendable {
    /// One line.
    struct Line: Equatable, Sendable {
        var title: SafeText
        /// What it is, or how many there are.
        var note: SafeText = ""
        /// What choosing does.
        var action: Action
        /// Whether it holds now.
        var isOn = false
    }

    var title: SafeText
    var lines: [Line]
    var query = TextField(limit: 100)
    /// The lines that hold what is typed.
    var matches: [Int]
    var view: ListView

    init(title: SafeText, lines: [Line], selected: Int = 0, height: Int) {
        self.title = title
        self.lines = lines
        matches = Array(lines.indices)
        view = ListView(count: lines.count)
        view.select(selected, height: height)
    }

    /// The selected line.
    var selected: Line? {
        matches.indices.contains(view.selection) ? lines[matches[view.selection]] : nil
    }

    mutating func find(height: Int) {
        matches = Filter(lines.map { "\($0.title.text) \($0.note.text)" }).matches(query.text)
        view.setCount(matches.count, selection: 0, height: height)
    }
}

extension DashboardState {
    /// Opens lines to choose one of.
    mutating func openList(_ title: SafeText, _ lines: [ListBox.Line], selected: Int = 0) {
        let box = ListBox(
            title: title,
            lines: lines,
            selected: selected,
            height: overlayListHeight
        )
        open(.list(box))
    }

    mutating func type(_ key: Key, in box: ListBox) -> Bool {
        var box = box
        let before = box.query.text
        guard box.query.handle(key) else { return false }
        if box.query.text != before { box.find(height: overlayListHeight) }
        replaceTop(.list(box))
        return true
    }

    mutating func paste(_ text: String, in box: ListBox) {
        var box = box
        box.query.insert(text)
        box.find(height: overlayListHeight)
        replaceTop(.list(box))
    }

    mutating func choose(in box: ListBox) {
        guard let line = box.selected else { return }
        overlays.removeLast()
        perform(line.action)
    }

    func drawListBox(_ box: ListBox, on canvas: inout Canvas, _ frame: Frame) {
        let rows = min(overlayListHeight, max(box.lines.count, 6)) + 3
        let area = openBox(box.title, rows: rows, on: &canvas, frame)
        let (top, list) = area.split(top: 2)
        let count: SafeText = "\(SafeText.count(box.matches.count)) found"
        drawQuery(box.query, count: count, in: top, on: &canvas)
        if box.matches.isEmpty {
            canvas.draw("Nothing holds that. Esc closes.", at: Point(x: list.x, y: list.y))
        }
        let shown = box.matches.map { box.lines[$0] }
        let title = min(44, shown.map(\.title.width).max() ?? 0)
        drawRows(box.view, in: list, on: &canvas) { canvas, index, point, width in
            let line = shown[index]
            let text = Dashboard.Line([
                Span(line.isOn ? glyphs.check : " ", .on), Span(" "),
                Span(line.title.padded(to: min(title, max(8, width - 16)))), Span("  "),
                Span(line.note, .dim),
            ])
            canvas.draw(text, at: point, width: width)
        }
    }
}
