internal import FlagModel
internal import TerminalUI

/// Flags to choose from, found by name or key as one types.
struct FlagBox: Equatable, Sendable {
    var title: String
    var query = TextField(limit: 100)
    var found: [GUID]
    var view: ListView

    init(title: String, found: [GUID]) {
        self.title = title
        self.found = found
        view = ListView(count: found.count)
    }
}

extension DashboardState {
    /// Asks which flag an experiment is about.
    mutating func pickFlag() {
        open(.flags(found(FlagBox(title: "An experiment with which flag?", found: []))))
    }

    /// Fills the box with the flags that can be compared and hold what is typed.
    private func found(_ box: FlagBox) -> FlagBox {
        var box = box
        box.found = flags.list.finding(box.query.text)
        box.view.setCount(box.found.count, selection: 0, height: overlayListHeight)
        return box
    }

    mutating func type(_ key: Key, in box: FlagBox) -> Bool {
        var box = box
        let before = box.query.text
        guard box.query.handle(key) else { return false }
        replaceTop(.flags(box.query.text == before ? box : found(box)))
        return true
    }

    mutating func paste(_ text: String, in box: FlagBox) {
        var box = box
        box.query.insert(text)
        replaceTop(.flags(found(box)))
    }

    mutating func choose(in box: FlagBox) {
        guard box.found.indices.contains(box.view.selection) else { return }
        overlays.removeLast()
        planExperiment(on: box.found[box.view.selection])
    }

    func drawFlagBox(_ box: FlagBox, on canvas: inout Canvas, _ frame: Frame) {
        let rows = min(overlayListHeight, max(box.view.count, 6)) + 3
        let area = openBox(SafeText(box.title), rows: rows, on: &canvas, frame)
        let (top, list) = area.split(top: 2)
        let count: SafeText = "\(SafeText.count(box.found.count)) found"
        drawQuery(box.query, count: count, in: top, on: &canvas)
        if box.found.isEmpty {
            canvas.draw("No flag holds that. Esc closes.", at: Point(x: list.x, y: list.y))
        }
        drawRows(box.view, in: list, on: &canvas) { canvas, index, point, width in
            let view = flagView(box.found[index])
            let versions = view?.latest?.variations.map(\.name) ?? []
            let name = SafeText(view?.name ?? "").padded(to: max(8, list.width * 45 / 100))
            let shown = Line([
                Span(name), Span("  "), Span(SafeText(Words.list(versions, most: 3)), .dim),
            ])
            canvas.draw(shown, at: point, width: width)
        }
    }
}
