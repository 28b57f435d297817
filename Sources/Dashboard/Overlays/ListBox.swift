internal import FlagModel
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

    /// Where the lines come from.
    enum Source: Equatable, Sendable {
        /// These, whatever happens.
        case fixed([Line])
        /// Flags to plan an experiment with.
        case flags
        /// Flags that an audience can be used in.
        case flagsToUse(audience: GUID)
        /// Audiences to compare one with.
        case audiences(otherThan: GUID)
        /// What the history can be narrowed by.
        case history(HistorySubject)
    }

    /// Lines that a search fills the box with, at the most; whoever finds more types on.
    static let limit = 200

    let title: SafeText
    let source: Source
    /// What Enter does, in a word.
    let verb: SafeText
    var query = TextField(limit: 100)
    /// The lines that hold what is typed, up to ``limit``.
    var lines: [Line] = []
    /// How many hold it.
    var count = 0
    var view = ListView()

    /// The selected line.
    var selected: Line? {
        lines.indices.contains(view.selection) ? lines[view.selection] : nil
    }
}

extension DashboardState {
    /// Opens lines to choose one of.
    mutating func openList(_ title: SafeText, _ lines: [ListBox.Line], selected: Int = 0) {
        openList(title, from: .fixed(lines), selected: selected)
    }

    /// Opens a list whose lines are found as one types.
    mutating func openList(
        _ title: SafeText,
        from source: ListBox.Source,
        verb: SafeText = "take",
        selected: Int = 0
    ) {
        var box = found(ListBox(title: title, source: source, verb: verb))
        box.view.select(selected, height: overlayListHeight)
        open(.list(box))
    }

    /// Fills the box with what its letters find.
    private func found(_ box: ListBox) -> ListBox {
        var box = box
        let found = lines(of: box.source, holding: box.query.text)
        (box.lines, box.count) = found
        box.view.setCount(box.lines.count, selection: 0, height: overlayListHeight)
        return box
    }

    private func lines(
        of source: ListBox.Source,
        holding query: String
    ) -> (lines: [ListBox.Line], count: Int) {
        let found: [ListBox.Line]
        switch source {
        case .fixed(let lines):
            let filter = Filter(lines.lazy.map { "\($0.title.text) \($0.note.text)" })
            found = query.isEmpty ? lines : filter.matches(query).map { lines[$0] }
        case .flags:
            let ids = flags.list.finding(query)
            return (ids.prefix(ListBox.limit).compactMap(experimentLine), ids.count)
        case .flagsToUse(let audience):
            let ids = flags.list.finding(query)
            let lines = ids.prefix(ListBox.limit).compactMap { useLine($0, of: audience) }
            return (lines, ids.count)
        case .audiences(let first):
            let ids = audiences.list.finding(query).filter { $0 != first }
            return (ids.prefix(ListBox.limit).compactMap(comparisonLine), ids.count)
        case .history(let subject): found = historyLines(subject, query)
        }
        return (found, found.count)
    }

    mutating func type(_ key: Key, in box: ListBox) -> Bool {
        var box = box
        let before = box.query.text
        guard box.query.handle(key) else { return false }
        replaceTop(.list(box.query.text == before ? box : found(box)))
        return true
    }

    mutating func paste(_ text: String, in box: ListBox) {
        var box = box
        box.query.insert(text)
        replaceTop(.list(found(box)))
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
        drawQuery(box.query, count: "\(SafeText.count(box.count)) found", in: top, on: &canvas)
        if box.lines.isEmpty {
            canvas.draw("Nothing holds that. Esc closes.", at: Point(x: list.x, y: list.y))
        }
        let widest = box.lines.map(\.title.width).max() ?? 0
        let title = min(widest, 44, max(8, list.width * 60 / 100))
        let hasMarks = box.lines.contains(where: \.isOn)
        drawRows(box.view, in: list, on: &canvas) { canvas, index, point, width in
            let line = box.lines[index]
            let mark: [Span] =
                hasMarks ? [Span(line.isOn ? glyphs.check : " ", .on), Span(" ")] : []
            let text = Dashboard.Line(
                mark + [
                    Span(line.title.padded(to: title)), Span("  "), Span(line.note, .dim),
                ]
            )
            canvas.draw(text, at: point, width: width)
        }
    }
}
