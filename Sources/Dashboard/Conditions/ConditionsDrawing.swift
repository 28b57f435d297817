internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// What, how, with what; and who is left.
    private static let conditionColumns = ColumnLayout([
        .flexible(minimum: 8, maximum: 20, flex: 1, importance: 9),
        .flexible(minimum: 8, maximum: 26, flex: 1, importance: 8),
        .flexible(minimum: 8, flex: 2, importance: 10),
        .fixed(12, alignment: .trailing, importance: 5),
    ])
    private static let barWidth = 10

    func drawConditions(_ box: ConditionsBox, on canvas: inout Canvas, _ frame: Frame) {
        let isTiny = frame.layout == .tiny
        let place = box.picker == nil ? placeNote(box) : nil
        let area = openBox(
            SafeText(box.title),
            rows: box.picker == nil
                ? max(6, box.lines.count + (place == nil ? 5 : 6)) : frame.body.height,
            on: &canvas,
            frame
        )
        if let picker = box.picker, isTiny || area.height < 14 {
            drawPicker(picker, in: area, on: &canvas)
            return
        }
        let countable = box.countable
        let left = ConditionsLeft(
            lines: countable.count,
            count: question(of: box, about: countable).map { peopleCount($0) }
        )
        let (head, rest) = area.split(top: isTiny ? 0 : 2)
        canvas.draw([conditionsHead(box)], in: head)
        if left.count != nil, !head.isEmpty {
            canvas.draw("LEFT AFTER THIS", endingAt: Point(x: head.maxX, y: head.y), role: .dim)
        }
        guard let picker = box.picker else {
            drawConditionLines(box, left, place, in: rest, on: &canvas)
            return
        }
        let shown = min(max(1, box.lines.count), 4)
        let (lines, below) = rest.split(top: shown)
        drawLines(box, left, in: lines, on: &canvas)
        let inner = canvas.box(below.inset(left: 2), title: SafeText(picker.title))
        drawPicker(picker, in: inner, hasTitle: true, on: &canvas)
    }

    private func conditionsHead(_ box: ConditionsBox) -> Line {
        Line(
            box.lines.count == 1
                ? "People for whom this holds:" : "People for whom all of these hold:"
        )
    }

    private func drawConditionLines(
        _ box: ConditionsBox,
        _ left: ConditionsLeft,
        _ place: Line?,
        in area: Rect,
        on canvas: inout Canvas
    ) {
        let notes =
            box.problem.map { Line.wrapped($0, .bad, width: area.width) }
            ?? conditionNotes(box, left, place)
        let count = min(notes.count, max(0, area.height - 1))
        let (list, foot) = area.split(top: area.height - count)
        drawLines(box, left, in: list, on: &canvas)
        canvas.draw(notes, in: foot)
    }

    private func conditionNotes(
        _ box: ConditionsBox,
        _ left: ConditionsLeft,
        _ place: Line?
    ) -> [Line] {
        guard frame.layout != .tiny else { return [] }
        var notes = place.map { [$0] } ?? []
        if box.lines.isEmpty { notes.append(Line([Span("n", .key), Span("  adds a line.")])) }
        if case .some(let count?) = left.count {
            if let problem = count.problem {
                notes += Line.wrapped("Not counted: \(problem)", .dim, width: 74)
            } else if let known = count.known {
                notes.append(Line("Of \(SafeText.count(known)) known customers.", .dim))
            }
        }
        return notes
    }

    /// Where a new rule goes among the others of its flag, before it is saved.
    private func placeNote(_ box: ConditionsBox) -> Line? {
        guard frame.layout != .tiny, !box.conditions.isEmpty,
            case .flagRule(let id, nil) = box.purpose,
            let flag = flagView(id)?.latest, !flag.rules.isEmpty
        else { return nil }
        let place = flag.place(forRuleAbout: box.conditions)
        guard flag.rules.indices.contains(place) else {
            return Line("Decides after the other rules, which are about other people.", .dim)
        }
        let next = Words.short(flag.rules[place].title(in: environmentInWords), 46)
        return Line("Decides before the rule \(SafeText(next)).", .dim)
    }

    private func drawLines(
        _ box: ConditionsBox,
        _ left: ConditionsLeft,
        in area: Rect,
        on canvas: inout Canvas
    ) {
        let table = Self.conditionColumns
        let isWide = area.width >= 90
        let width = area.width - 2 - (isWide ? Self.barWidth + 2 : 0)
        let widths = table.widths(total: width)
        for (row, place) in box.view.visibleRows(height: area.height).enumerated() {
            let line = box.lines[place]
            let point = Point(x: area.x + 2, y: area.y + row)
            let isOn = place == box.view.selection
            let isCounted = left.count != nil && place < left.lines
            let people = left.count.flatMap { $0 }
            let number =
                isCounted ? self.left(after: place, of: box, lines: left.lines, in: people) : nil
            let count = isCounted ? words(for: number, in: people) : ""
            var cells = ConditionsBox.Part.allCases.map { part in
                let words = SafeText(line.words(part, in: environmentInWords))
                let isHere = isOn && part == box.part && !words.isEmpty
                return (text: isHere ? "[\(words)]" : words, role: isHere ? Role.tabOn : .text)
            }
            cells.append((text: count, role: .text))
            table.draw(cells, on: &canvas, at: point, widths: widths)
            if isWide, isCounted {
                let end = area.maxX
                let share = share(number, of: people?.known)
                drawBar(share, endingAt: Point(x: end, y: point.y), on: &canvas)
            }
            guard isOn else { continue }
            canvas.draw(glyphs.pointer, at: Point(x: area.x, y: point.y), role: .accent)
            canvas.select(Rect(x: area.x, y: point.y, width: area.width, height: 1))
        }
    }

    /// The share of all known people in a group, 0 to 1.
    private func share(_ some: Int?, of known: Int?) -> Double {
        guard let some, let known, known > 0 else { return 0 }
        return min(1, Double(some) / Double(known))
    }

    private func drawBar(_ share: Double, endingAt point: Point, on canvas: inout Canvas) {
        let full = Int((share * Double(Self.barWidth)).rounded(.up))
        for column in 0..<Self.barWidth {
            let x = point.x - Self.barWidth + column
            canvas.draw(column < full ? glyphs.full : glyphs.light, at: Point(x: x, y: point.y))
        }
    }

    // MARK: - The open list

    private func drawPicker(
        _ picker: ConditionPicker,
        in area: Rect,
        hasTitle: Bool = false,
        on canvas: inout Canvas
    ) {
        var area = area
        if !hasTitle {
            canvas.draw(SafeText(picker.title), at: Point(x: area.x, y: area.y), role: .heading)
            area = area.inset(top: 1)
        }
        let (top, below) = area.split(top: 1)
        let count: SafeText =
            picker.isMany && !picker.marked.isEmpty
            ? "\(SafeText.count(picker.marked.count)) marked"
            : "\(SafeText.count(picker.shown.count { !$0.isTyped })) of "
                + SafeText.count(picker.choices.count)
        drawQuery(picker.query, count: count, in: top, on: &canvas)
        let notes = pickerNotes(picker, width: below.width)
        let (list, foot) = below.split(top: max(1, below.height - notes.count))
        canvas.draw(notes, in: foot)
        let table = ColumnLayout([
            .flexible(minimum: 10, flex: 3, importance: 10),
            .flexible(minimum: 10, flex: 4, importance: 4),
        ])
        drawRows(fitting(picker.view, list.height), in: list, on: &canvas) {
            canvas,
            index,
            point,
            width in
            let choice = picker.shown[index]
            let mark: SafeText =
                picker.isMany ? (picker.marked.contains(choice.pick) ? "[x] " : "[ ] ") : ""
            let title: SafeText =
                choice.isTyped ? "\"\(SafeText(choice.title))\"" : SafeText(choice.title)
            table.draw(
                [(mark + title, .text), (choice.note, .dim)],
                on: &canvas,
                at: point,
                widths: table.widths(total: width)
            )
        }
    }

    /// The list scrolled for fewer rows than the state knows of.
    private func fitting(_ view: ListView, _ height: Int) -> ListView {
        var view = view
        view.fit(height: height)
        return view
    }

    private func pickerNotes(_ picker: ConditionPicker, width: Int) -> [Line] {
        if let problem = picker.problem { return Line.wrapped(problem, .bad, width: width) }
        guard frame.layout != .tiny else { return [] }
        if picker.shown.isEmpty {
            let words: SafeText =
                picker.part == .value
                ? "No value was seen yet. Type one, then Enter."
                : "Nothing holds that."
            return [Line(words, .dim)]
        }
        guard picker.isMany else { return [] }
        return [Line("Space marks several; a list can be pasted.", .dim)]
    }
}

/// How many people are left after each line, looked up once for a drawing.
private struct ConditionsLeft {
    /// The lines that can be counted, from the first on.
    let lines: Int
    /// What is known of them; `nil` when there is nothing to ask, and a `nil` in it before anybody
    /// asked.
    let count: PeopleCount??
}
