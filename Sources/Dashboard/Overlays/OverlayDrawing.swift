internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The rows that a list in an overlay shows.
    var overlayListHeight: Int { max(1, frame.body.height - 6) }

    func drawOverlay(_ overlay: Overlay, on canvas: inout Canvas, _ frame: Frame) {
        switch overlay {
        case .help(let box): drawHelp(box, on: &canvas, frame)
        case .palette(let box): drawPalette(box, on: &canvas, frame)
        case .choices(let box): drawChoices(box, on: &canvas, frame)
        case .form(let form): drawForm(form, on: &canvas, frame)
        case .publish(let box): drawPublish(box, on: &canvas, frame)
        case .customers(let box): drawCustomers(box, on: &canvas, frame)
        case .applications(let box): drawApplications(box, on: &canvas, frame)
        case .rights(let box): drawRights(box, on: &canvas, frame)
        case .conditions(let box): drawConditions(box, on: &canvas, frame)
        case .importing(let box): drawImport(box, on: &canvas, frame)
        case .compared(let box): drawCompared(box, on: &canvas, frame)
        case .shares(let box): drawShares(box, on: &canvas, frame)
        case .named(let box): drawNamed(box, on: &canvas, frame)
        case .byName(let box): drawByName(box, on: &canvas, frame)
        case .list(let box): drawListBox(box, on: &canvas, frame)
        case .compare(let box): drawCompare(box, on: &canvas, frame)
        case .calendar(let box): drawCalendar(box, on: &canvas, frame)
        case .message(let box):
            drawMessage(box, on: &canvas, frame)
        case .copied(let text): drawCopied(text, on: &canvas, frame)
        }
    }

    /// Draws an empty box: floating over dimmed text where there is room, else over all of the
    /// body.
    ///
    /// - Returns: the rectangle for what is in it.
    func openBox(
        _ title: SafeText,
        rows: Int,
        columns: Int = 78,
        on canvas: inout Canvas,
        _ frame: Frame
    ) -> Rect {
        canvas.cursor = nil
        guard frame.layout != .tiny else {
            canvas.fill(frame.body)
            canvas.draw(title, at: Point(x: 0, y: frame.body.y), role: .heading)
            return frame.body.inset(top: 1)
        }
        if frame.layout.isWide {
            dimBody(of: &canvas, frame)
        } else {
            canvas.fill(frame.body)
        }
        let margin = frame.layout.isWide || rows + 2 < frame.body.height ? 4 : 0
        let width = min(columns + 4, size.columns - margin)
        let height = min(rows + 2, frame.body.height)
        let rect = Rect(
            x: (size.columns - width) / 2,
            y: frame.body.y + (frame.body.height - height) / 3,
            width: width,
            height: height
        )
        canvas.fill(
            Rect(x: rect.x - 1, y: rect.y, width: rect.width + 2, height: rect.height)
        )
        return canvas.box(rect, title: title)
    }

    private func dimBody(of canvas: inout Canvas, _ frame: Frame) {
        canvas.select(frame.body, false)
        canvas.highlight(frame.body, role: .dim)
    }

    /// The field above a list in an overlay, with a count at the right.
    func drawQuery(
        _ query: TextField,
        count: SafeText,
        in area: Rect,
        on canvas: inout Canvas
    ) {
        let x = canvas.draw("> ", at: Point(x: area.x, y: area.y), role: .key)
        let room = area.width - 2 - count.width - 2
        query.draw(on: &canvas, at: Point(x: x, y: area.y), width: max(4, min(60, room)))
        canvas.draw(count, endingAt: Point(x: area.maxX, y: area.y), role: .dim)
    }

    /// The visible lines of a list in an overlay.
    func drawRows(
        _ view: ListView,
        in area: Rect,
        on canvas: inout Canvas,
        _ row: (inout Canvas, Int, Point, Int) -> Void
    ) {
        for (line, index) in view.visibleRows(height: area.height).enumerated() {
            let y = area.y + line
            row(&canvas, index, Point(x: area.x + 2, y: y), area.width - 2)
            guard index == view.selection else { continue }
            canvas.draw(glyphs.pointer, at: Point(x: area.x, y: y), role: .accent)
            canvas.select(Rect(x: area.x, y: y, width: area.width, height: 1))
        }
    }

    // MARK: - Lists

    private func drawHelp(_ box: HelpBox, on canvas: inout Canvas, _ frame: Frame) {
        let area = openBox("Keys", rows: box.matches.count + 5, on: &canvas, frame)
        let isTiny = frame.layout == .tiny
        let about = isTiny ? [] : Line.wrapped(box.about, .dim, width: area.width)
        canvas.draw(about, in: area)
        let (top, list) = area.inset(top: about.count).split(top: 2)
        drawQuery(box.query, count: "\(box.matches.count) found", in: top, on: &canvas)
        let keys = min(20, box.entries.map(\.keys.width).max() ?? 8)
        drawRows(box.view, in: list, on: &canvas) { canvas, index, point, width in
            let entry = box.entries[box.matches[index]]
            let isOff = entry.reason != nil
            var line = Line(entry.keys.padded(to: keys), isOff ? .dim : .key)
            line.append("  ")
            if let reason = entry.reason {
                line.append("\(entry.label): not now. \(reason)", .dim)
            } else {
                line.append(entry.help)
            }
            canvas.draw(line, at: point, width: width)
        }
        if box.matches.isEmpty {
            canvas.draw("No key holds that. Esc closes.", at: Point(x: list.x, y: list.y))
        }
    }

    private func drawChoices(_ box: ChoiceBox, on canvas: inout Canvas, _ frame: Frame) {
        let text = box.text.isEmpty ? [] : Line.wrapped(box.text, width: 74) + [""]
        let rows = text.count + box.choices.count + 2
        let area = openBox(SafeText(box.title), rows: rows, on: &canvas, frame)
            .inset(top: frame.layout == .tiny ? 0 : 1)
        let whole = box.text.isEmpty ? [] : Line.wrapped(box.text, width: area.width) + [""]
        // However long the text is, what can be chosen stays on screen.
        let shown = Array(whole.prefix(max(0, area.height - box.choices.count)))
        canvas.draw(shown, in: area)
        let width = min(40, box.choices.map(\.label.width).max() ?? 0)
        drawRows(box.view, in: area.inset(top: shown.count), on: &canvas) {
            canvas,
            index,
            point,
            room in
            let choice = box.choices[index]
            var line = Line(choice.label.padded(to: width))
            line.append("  ")
            line.append(choice.note, .dim)
            canvas.draw(line, at: point, width: room)
        }
    }

    private func drawCustomers(_ box: CustomerBox, on canvas: inout Canvas, _ frame: Frame) {
        let rows = overlayListHeight + 3
        let area = openBox(SafeText(box.title), rows: rows, on: &canvas, frame)
        let (top, list) = area.split(top: 2)
        let count: SafeText =
            switch box.count {
            case nil: "looking…"
            case let count? where count >= CustomerPage.countLimit: "10 000+ found"
            case let count?: "\(SafeText.count(count)) found"
            }
        drawQuery(box.query, count: count, in: top, on: &canvas)
        let keys = box.keys
        drawRows(box.view, in: list, on: &canvas) { canvas, index, point, width in
            guard keys.indices.contains(index) else { return }
            var line = Line()
            if index < box.found.count {
                let customer = box.found[index]
                line.append(
                    SafeText(customer.name.isEmpty ? "no name" : customer.name).padded(to: 28)
                )
                line.append("  ")
                line.append(SafeText(customer.key.text), .dim)
            } else {
                line.append("Use the key \"\(SafeText(keys[index].text))\" as typed")
            }
            canvas.draw(line, at: point, width: width)
        }
    }

    // MARK: - Form

    private func drawForm(_ form: Form, on canvas: inout Canvas, _ frame: Frame) {
        let label = (form.fields.map(\.label.width).max() ?? 0) + 2
        let intro = form.intro.isEmpty ? [] : Line.wrapped(form.intro, .dim, width: 74) + [""]
        let rows = intro.count + form.fields.count * 2 + 3
        let area = openBox(SafeText(form.title), rows: rows, on: &canvas, frame)
        var lines: [Line] = []
        let wrapped =
            form.intro.isEmpty ? [] : Line.wrapped(form.intro, .dim, width: area.width) + [""]
        let isTight = area.height < wrapped.count + form.fields.count * 2 + 2
        if !isTight || form.focus == 0 { lines += wrapped }
        let start = lines.count
        // Where there is little room, only the focused field has its hint.
        let step = isTight ? 1 : 2
        let room = max(1, area.height - start - 2)
        let first = max(0, min(form.focus - room / step + 1, form.fields.count - 1))
        canvas.draw(lines, in: area)
        var y = area.y + start
        for (index, field) in form.fields.enumerated().dropFirst(first) where y < area.maxY {
            drawField(
                field,
                isFocused: index == form.focus,
                label: label,
                at: Point(x: area.x, y: y),
                area,
                on: &canvas
            )
            y += 1
            let note = field.problem.map { Line(SafeText($0), .bad) } ?? Line(field.hint, .dim)
            let showsNote = !isTight || index == form.focus
            guard showsNote, y < area.maxY else { continue }
            canvas.draw(note, at: Point(x: area.x + label + 2, y: y), width: area.width - label - 2)
            y += 1
        }
        guard let problem = form.problem, area.height > 1 else { return }
        let shown = Line.wrapped(problem, .bad, width: area.width).prefix(2)
        canvas.draw(
            Array(shown),
            in: Rect(x: area.x, y: area.maxY - shown.count, width: area.width, height: shown.count)
        )
    }

    private func drawField(
        _ field: Form.Field,
        isFocused: Bool,
        label: Int,
        at point: Point,
        _ area: Rect,
        on canvas: inout Canvas
    ) {
        if isFocused { canvas.draw(glyphs.pointer, at: point, role: .accent) }
        let role: Role = isFocused ? .heading : .text
        canvas.draw(field.label, at: Point(x: point.x + 2, y: point.y), role: role, maxWidth: label)
        let x = point.x + label + 2
        let width = max(1, area.maxX - x)
        switch field.input {
        case .text(let text):
            text.draw(
                on: &canvas,
                at: Point(x: x, y: point.y),
                width: min(60, width),
                hasFocus: isFocused
            )
        case .choice(let names, let selected):
            var line = Line()
            for (index, name) in names.enumerated() {
                let isChosen = index == selected
                line.append(
                    isChosen ? "[\(SafeText(name))]" : " \(SafeText(name)) ",
                    isChosen ? .tabOn : .dim
                )
                line.append(" ")
            }
            canvas.draw(line, at: Point(x: x, y: point.y), width: width)
        }
    }
}
