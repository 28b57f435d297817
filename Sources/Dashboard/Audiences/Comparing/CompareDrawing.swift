internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    func drawOtherAudience(_ box: OtherAudienceBox, on canvas: inout Canvas, _ frame: Frame) {
        let name = SafeText(Words.short(audienceView(box.first)?.name ?? ""))
        let rows = min(overlayListHeight, max(box.view.count, 6)) + 3
        let area = openBox("Compare \(name) with", rows: rows, on: &canvas, frame)
        let (top, list) = area.split(top: 2)
        let count: SafeText = "\(SafeText.count(box.found.count)) found"
        drawQuery(box.query, count: count, in: top, on: &canvas)
        if box.found.isEmpty {
            canvas.draw("No other audience holds that.", at: Point(x: list.x, y: list.y))
        }
        drawRows(box.view, in: list, on: &canvas) { canvas, index, point, width in
            let view = audienceView(box.found[index])
            let count = SafeText.count(view?.latest?.members.count ?? 0)
            let name = SafeText(view?.name ?? "").padded(to: max(8, width * 60 / 100))
            let shown = Line([Span(name), Span("  "), Span("\(count) by name", .dim)])
            canvas.draw(shown, at: point, width: width)
        }
    }

    func drawCompared(_ box: CompareBox, on canvas: inout Canvas, _ frame: Frame) {
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

    private func comparedLines(_ box: CompareBox, _ first: String, _ second: String) -> [Line] {
        let question = PeopleQuestion.overlap(box.first, box.second)
        let rows: [(PeopleAnswer.Name, String)] = [
            (.inside, "in both"), (.onlyFirst, "only in \(first)"), (.onlySecond, "only in \(second)"),
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
