internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    func drawCompared(_ box: OverlapBox, on canvas: inout Canvas, _ frame: Frame) {
        let first = Words.short(audienceView(box.first)?.name ?? "", 24)
        let second = Words.short(audienceView(box.second)?.name ?? "", 24)
        let title = SafeText("\(first) and \(second)")
        let area = openBox(title, rows: 13, on: &canvas, frame)
        let isTiny = frame.layout == .tiny
        let counts = comparedLines(box, first, second)
        canvas.draw(isTiny ? Array(counts.prefix(3)) : counts + [""], in: area)
        let below = area.inset(top: isTiny ? 3 : counts.count + 1)
        guard box.obstacle == nil else {
            canvas.draw(Line.wrapped(box.obstacle ?? "", .dim, width: below.width), in: below)
            return
        }
        var list = below
        if !isTiny {
            canvas.draw([Line("Make an audience of the listed members:", .dim)], in: below)
            list = below.inset(top: 1)
        }
        let names = [
            "in one of them or both", "in both", "only in \(first)", "only in \(second)",
        ]
        var view = box.view
        view.fit(height: list.height)
        drawRows(view, in: list, on: &canvas) { canvas, index, point, width in
            let count = SafeText.count(box.listedCounts[index]).padded(to: 9, alignment: .trailing)
            let shown = Line([Span(count), Span("  "), Span(SafeText(names[index]))])
            canvas.draw(shown, at: point, width: width)
        }
    }

    private func comparedLines(_ box: OverlapBox, _ first: String, _ second: String) -> [Line] {
        let question = PeopleQuestion.overlap(box.first, box.second)
        let rows: [(PeopleAnswer.Name, String)] = [
            (.inside, "in both"), (.onlyFirst, "only in \(first)"),
            (.onlySecond, "only in \(second)"),
        ]
        var lines = rows.map { name, words in
            let count = countWords(name, of: question).padded(to: 15, alignment: .trailing)
            return Line([Span(count, .heading), Span("  "), Span(SafeText(words))])
        }
        if let count = peopleCount(question), let known = count.known {
            lines.append(Line("Of \(SafeText.count(known)) known customers, rules included.", .dim))
        } else {
            lines.append("")
        }
        return lines
    }
}
