internal import FlagModel
internal import TerminalUI

extension DashboardState {
    func drawPublish(_ box: PublishBox, on canvas: inout Canvas, _ frame: Frame) {
        let isTiny = frame.layout == .tiny
        let rows = publishRows
        let title: SafeText = "Publish to \(SafeText(environmentTitle))"
        var area = openBox(title, rows: rows.count + 18, on: &canvas, frame)
        if !isTiny, area.height > 12 { area = area.inset(top: 1, bottom: 1) }
        canvas.draw(
            publishIntro(isNarrow: area.width < 56),
            at: Point(x: area.x, y: area.y),
            maxWidth: area.width
        )
        let table = publishTable(rows, width: area.width)
        let asked = rows.count > 0 ? publishAsked(box, width: area.width) : []
        let below = publishBelow(box, width: area.width)
        let spare = isTiny ? 1 : 3
        let room = max(0, area.height - spare - below.count - asked.count)
        let lines = isTiny || table.lineCount > room / 2 ? rows.count : table.lineCount
        let wanted = isTiny || room < 4 ? 0 : max(2, min(9, room - min(lines, room / 2) - 1))
        let impact = wanted == 0 ? [] : publishImpact(rows: wanted, width: area.width)
        let top = area.inset(top: isTiny ? 1 : 2)
        let listHeight = max(1, room - (impact.isEmpty ? 0 : impact.count + 1))
        let list = Rect(
            x: top.x,
            y: top.y,
            width: top.width,
            height: min(max(1, lines), listHeight)
        )
        drawDrafts(table, box, in: list, on: &canvas)
        canvas.draw(impact, in: top.inset(top: list.height + 1))
        guard drafts.count > 0 else { return }
        let y = area.maxY - asked.count
        // On a tiny screen it lies over the list, which must not show behind it.
        canvas.draw(
            below.map { $0.padded(to: area.width) },
            in: Rect(x: area.x, y: y - below.count, width: area.width, height: below.count)
        )
        drawAsked(asked, box, in: area, on: &canvas)
    }

    private func publishIntro(isNarrow: Bool) -> SafeText {
        let count = publishCount
        switch count {
        case 0:
            if drafts.count == 0 { return "There are no drafts here." }
            guard review.ready.count > 0 else { return "Nothing may be published yet." }
            return publishScope == .approved
                ? "Nothing that was approved waits any more." : "Nothing of yours waits any more."
        case 1: return "This change\(whose) happens when you publish it:"
        default:
            return isNarrow
                ? "\(SafeText.count(count)) changes\(whose), all together:"
                : "These \(SafeText.count(count)) changes\(whose) happen together, at the same "
                    + "moment:"
        }
    }

    /// Whose changes are listed: those of others are read in the review, elsewhere they surprise.
    private var whose: SafeText {
        if publishScope == .approved {
            return publishCount == 1 ? " that was approved" : " that were approved"
        }
        if tab == .review { return "" }
        let listed = publishList.views.map(\.draft)
        let own = listed.count { $0.isBy(actor) }
        if own == 0 { return " by others" }
        guard own == listed.count else { return "" }
        // Whoever works on a draft with others publishes their part, too.
        let others = Set(listed.flatMap(\.authors)).subtracting([actor]).sorted()
        if let first = others.first {
            let people = Words.short(first, 20) + (others.count > 1 ? ", others" : "")
            return " of \(SafeText(people)) and you"
        }
        return narrowScope != nil ? " of yours" : ""
    }

    /// What all of it changes for people.
    private func publishImpact(rows: Int, width: Int) -> [Line] {
        publishList.question.map { question in
            Array(impactLines(question, rows: rows, width: width).prefix(rows))
        } ?? []
    }

    /// What stands above the fields: a problem, or what should be known before publishing.
    private func publishBelow(_ box: PublishBox, width: Int) -> [Line] {
        if let problem = box.problem { return Line.wrapped(problem, .bad, width: width) }
        let lost = secretWarnings.flatMap {
            Line.wrapped("\(glyphs.look.text) \($0)", .bad, width: width)
        }
        let warnings =
            lost + stayingLines(width: width)
            + box.spoilings.flatMap {
                Line.wrapped("\(glyphs.experiment.text) \($0)", .look, width: width)
            }
        let count = publishCount
        let names = publishList.turnedOff
        if names.indices.contains(box.confirmed) {
            let name = names[box.confirmed]
            return warnings
                + Line.wrapped(
                    "This turns \(name) off for everyone who has it now.",
                    .look,
                    width: width
                )
        }
        guard count > 0, width >= 56 else { return warnings }
        let text =
            count == 1
            ? "You can put it back with one key afterwards."
            : "You can put all \(count) back with one key afterwards."
        return warnings + Line.wrapped(text, .dim, width: width)
    }

    /// One line of what is asked for: words, and the field behind them.
    private struct Asked {
        var words: Line
        /// The part whose field stands behind the words.
        var part: PublishBox.Part?
        var width = 0
    }

    /// What must be typed, said exactly.
    private func publishAsked(_ box: PublishBox, width: Int) -> [Asked] {
        var asked: [Asked] = []
        if publishWantsReason {
            let role: Role = box.part == .reason ? .heading : .text
            asked.append(Asked(words: Line("Reason: ", role), part: .reason, width: 50))
        }
        let names = publishList.turnedOff
        let role: Role = box.part == .word ? .heading : .text
        let start: SafeText = width < 56 ? "Type " : "To publish, type "
        guard names.indices.contains(box.confirmed) else {
            let words = Line([
                Span(start, role), Span("\(publishCount)", .key),
                Span(width < 56 ? ": " : " and press Enter: ", role),
            ])
            return asked + [Asked(words: words, part: .word, width: 6)]
        }
        let place: SafeText =
            names.count > 1
            ? " (\(SafeText.count(box.confirmed + 1)) of \(SafeText.count(names.count)))" : ""
        let name = SafeText(names[box.confirmed])
        let words = Line([
            Span(width < 56 ? start : "To publish, type this name\(place) and press Enter: ", role),
            Span(name, .key),
        ])
        return asked + [
            Asked(words: words), Asked(words: Line("> ", .key), part: .word, width: 50),
        ]
    }

    private func drawAsked(
        _ asked: [Asked],
        _ box: PublishBox,
        in area: Rect,
        on canvas: inout Canvas
    ) {
        for (row, line) in asked.enumerated() {
            let y = area.maxY - asked.count + row
            let x = canvas.draw(line.words, at: Point(x: area.x, y: y), width: area.width)
            guard let part = line.part else { continue }
            let field = part == .reason ? box.reason : box.typed
            field.draw(
                on: &canvas,
                at: Point(x: x, y: y),
                width: max(1, min(line.width, area.maxX - x)),
                hasFocus: box.part == part
            )
        }
    }
}
