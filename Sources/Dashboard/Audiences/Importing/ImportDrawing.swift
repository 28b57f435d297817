internal import FlagModel
internal import TerminalUI

extension DashboardState {
    func drawImport(_ box: ImportBox, on canvas: inout Canvas, _ frame: Frame) {
        switch box.stage {
        case .choosing(let columns): drawColumns(columns, box, on: &canvas, frame)
        case .reading:
            let area = openBox(SafeText(box.title), rows: 5, on: &canvas, frame)
            canvas.draw(readingLines(box, width: area.width), in: area)
        case .counted:
            let area = openBox(SafeText(box.title), rows: 10, on: &canvas, frame)
            canvas.draw(countedLines(box, width: area.width), in: area)
        }
    }

    private func drawColumns(
        _ columns: [String],
        _ box: ImportBox,
        on canvas: inout Canvas,
        _ frame: Frame
    ) {
        let rows = min(overlayListHeight, columns.count) + 2
        let area = openBox("Which column holds the keys?", rows: rows, on: &canvas, frame)
        var list = area
        if frame.layout != .tiny {
            let about: SafeText = "The first line names the columns and is not taken."
            canvas.draw([Line(about, .dim)], in: area)
            list = area.inset(top: 2)
        }
        var view = box.view
        view.fit(height: list.height)
        drawRows(view, in: list, on: &canvas) { canvas, index, point, width in
            let name = columns[index]
            let shown: SafeText =
                name.isEmpty ? "column \(SafeText.count(index + 1))" : SafeText(name)
            canvas.draw(shown, at: point, maxWidth: width)
        }
    }

    private func readingLines(_ box: ImportBox, width: Int) -> [Line] {
        let percent = box.totalBytes > 0 ? box.readBytes * 100 / box.totalBytes : 0
        let found = SafeText.count(box.list.keys.count)
        return Line.wrapped("Reading \(box.path ?? "")", width: width)
            + ["", Line("\(SafeText.count(percent))%   \(found) keys so far")]
    }

    private func countedLines(_ box: ImportBox, width: Int) -> [Line] {
        var lines: [Line] = []
        for (place, sentence) in box.sentences.enumerated() {
            lines += Line.wrapped(sentence, place == 0 ? .heading : .text, width: width)
        }
        if !box.new.isEmpty {
            let some = box.new.prefix(3).map { Words.short($0.text, 24) }
            let list = some.joined(separator: ", ")
            let more = box.new.count > 3 ? ", …" : ""
            lines += [Line("The first ones: \(SafeText(list + more))", .dim)]
        }
        if let problem = box.problem {
            lines += [""] + Line.wrapped(problem, .bad, width: width)
        } else if frame.layout != .tiny {
            let words: SafeText =
                box.canSave
                ? asksForDrafts
                    ? "Nothing is saved yet. Enter makes one draft of it."
                    : "Nothing is saved yet. Enter saves it as one change."
                : "Nothing is saved."
            lines += ["", Line(words, .dim)]
        }
        return lines
    }
}
