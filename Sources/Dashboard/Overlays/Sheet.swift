internal import TerminalUI

/// A whole page over the pane: the answer first, then a list, then a text about the selected line.
struct Sheet {
    let title: SafeText
    /// What stands at the right of the title.
    var note: SafeText = ""
    /// The answer, two lines.
    let top: [Line]
    let view: ListView
    /// About the selected line; `nil` without one.
    let text: (title: SafeText, text: String)?

    /// The lines of the text about the selected line.
    fileprivate static let textRows = 4
}

extension DashboardState {
    /// The rows of the list of a sheet.
    var sheetListHeight: Int { sheetParts(frame).list.height }

    private func sheetParts(_ frame: Frame) -> (top: Rect, list: Rect, text: Rect) {
        guard frame.layout != .tiny, frame.layout != .unusable else {
            return (frame.body.split(top: 0).top, frame.body, frame.body.split(top: 0).top)
        }
        let (top, rest) = frame.body.inset(top: 1).split(top: 2)
        let hasText = frame.body.height >= 17
        let list = hasText ? rest.inset(bottom: Sheet.textRows + 1) : rest
        let text = hasText ? rest.inset(top: list.height) : rest.split(top: 0).top
        return (top, list, text)
    }

    /// Draws a sheet; `row` draws one line of its list.
    func drawSheet(
        _ sheet: Sheet,
        on canvas: inout Canvas,
        _ frame: Frame,
        row: (inout Canvas, Int, Point, Int) -> Void
    ) {
        canvas.cursor = nil
        canvas.select(frame.body, false)
        canvas.fill(frame.body)
        let (top, list, text) = sheetParts(frame)
        if frame.layout != .tiny {
            canvas.horizontalRule(frame.body.y, title: sheet.title, note: sheet.note)
            canvas.draw(sheet.top, in: top.inset(left: 1, right: 1))
        }
        let indent = frame.layout == .tiny ? 2 : 3
        for (line, index) in sheet.view.visibleRows(height: list.height).enumerated() {
            let point = Point(x: indent, y: list.y + line)
            row(&canvas, index, point, list.width - indent - 1)
            guard index == sheet.view.selection else { continue }
            canvas.draw(glyphs.pointer, at: Point(x: indent - 2, y: point.y), role: .accent)
            canvas.select(Rect(x: 0, y: point.y, width: list.width, height: 1))
        }
        guard !text.isEmpty, let (title, words) = sheet.text else { return }
        canvas.horizontalRule(text.y, title: title)
        canvas.draw(
            Line.wrapped(words, width: text.width - 2),
            in: text.inset(left: 1, top: 1)
        )
    }
}
