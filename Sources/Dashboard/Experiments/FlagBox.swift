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
        let x = canvas.draw("> ", at: Point(x: top.x, y: top.y), role: .key)
        let room = max(4, min(60, top.width - 4 - count.width))
        box.query.draw(on: &canvas, at: Point(x: x, y: top.y), width: room)
        canvas.draw(count, endingAt: Point(x: top.maxX, y: top.y), role: .dim)
        if box.found.isEmpty {
            canvas.draw("No flag holds that. Esc closes.", at: Point(x: list.x, y: list.y))
        }
        for (row, index) in box.view.visibleRows(height: list.height).enumerated() {
            let y = list.y + row
            let view = flagView(box.found[index])
            let versions = view?.latest?.variations.map(\.name) ?? []
            var line = Line(SafeText(view?.name ?? "").padded(to: max(8, list.width * 45 / 100)))
            line.append("  ")
            line.append(SafeText(Words.list(versions, most: 3)), .dim)
            canvas.draw(line, at: Point(x: list.x + 2, y: y), width: list.width - 2)
            guard index == box.view.selection else { continue }
            canvas.draw(glyphs.pointer, at: Point(x: list.x, y: y), role: .accent)
            canvas.select(Rect(x: list.x, y: y, width: list.width, height: 1))
        }
    }
}
