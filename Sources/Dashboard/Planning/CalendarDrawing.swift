internal import FlagModel
internal import TerminalUI

/// How everything that happens by itself looks: a list by day, and below it what the selected line
/// is about.
extension DashboardState {
    private static let columns = ColumnLayout([
        .fixed(5, importance: 9),
        .flexible(minimum: 16, flex: 1, importance: 10),
        .fixed(9, importance: 6),
        .fixed(9, importance: 5),
    ])
    private static let tinyColumns = ColumnLayout(
        [.fixed(5, importance: 9), .flexible(minimum: 10, flex: 1, importance: 10)],
        gap: 1
    )
    /// The lines of the text about the selected line.
    private static let textRows = 4

    /// The rows of the list of what happens next.
    var calendarHeight: Int { max(1, calendarParts(frame).list.height) }

    private func calendarParts(_ frame: Frame) -> (names: Rect, list: Rect, text: Rect) {
        guard frame.layout != .tiny, frame.layout != .unusable else {
            let none = frame.body.split(top: 0).top
            return (none, frame.body, none)
        }
        let (names, rest) = frame.body.inset(top: 1).split(top: 1)
        let hasText = frame.body.height >= 17
        let list = hasText ? rest.inset(bottom: Self.textRows + 1) : rest
        let text = hasText ? rest.inset(top: list.height) : rest.split(top: 0).top
        return (names, list, text)
    }

    func drawCalendar(_ box: CalendarBox, on canvas: inout Canvas, _ frame: Frame) {
        canvas.cursor = nil
        canvas.select(frame.body, false)
        canvas.fill(frame.body)
        if let page = box.page {
            let (title, lines) = (calendarTitle(page), planLines(page, width: planWidth))
            drawPage(lines, title: title, scroll: box.scroll, on: &canvas, frame)
            return
        }
        if frame.layout != .tiny {
            let note: SafeText = "times of \(zoneWords)"
            canvas.horizontalRule(frame.body.y, title: "What happens next", note: note)
        }
        guard !box.items.isEmpty else {
            drawEmpty(emptyCalendar, on: &canvas, frame)
            return
        }
        drawCalendarRows(box, on: &canvas, frame)
        let text = calendarParts(frame).text
        guard !text.isEmpty, let current = box.selected?.subject else { return }
        canvas.horizontalRule(text.y, title: calendarTitle(current))
        canvas.draw(
            planPeek(current, width: text.width - 2),
            in: text.inset(left: 1, top: 1)
        )
    }

    private func drawCalendarRows(
        _ box: CalendarBox,
        on canvas: inout Canvas,
        _ frame: Frame
    ) {
        let isTiny = frame.layout == .tiny
        let (names, list, _) = calendarParts(frame)
        let indent = isTiny ? 2 : 3
        let table = isTiny ? Self.tinyColumns : Self.columns
        let widths = table.widths(total: list.width - indent - 1)
        if !isTiny {
            let words: [SafeText] = ["WHEN", "WHAT", "WHERE", "BY"]
            let point = Point(x: indent, y: names.y)
            table.draw(words.map { ($0, Role.dim) }, on: &canvas, at: point, widths: widths)
        }
        for (row, index) in box.view.visibleRows(height: list.height).enumerated() {
            let point = Point(x: indent, y: list.y + row)
            guard case .item(let place) = box.rows[index] else {
                let head = Line(headingWords(box.rows[index]), .heading)
                canvas.draw(head, at: Point(x: indent, y: point.y), width: list.width - indent)
                continue
            }
            let cells = calendarCells(box.items[place])
            let shown = isTiny ? Array(cells.prefix(2)) : cells
            table.draw(shown, on: &canvas, at: point, widths: widths)
            guard index == box.view.selection else { continue }
            canvas.draw(glyphs.pointer, at: Point(x: indent - 2, y: point.y), role: .accent)
            canvas.select(Rect(x: 0, y: point.y, width: list.width, height: 1))
        }
    }

    private func headingWords(_ row: CalendarBox.Row) -> SafeText {
        switch row {
        case .due: "Its time has come"
        case .day(let moment): times.dayHeading(moment)
        case .stopped: "Stopped, until somebody lets it go on"
        case .item: ""
        }
    }

    private func calendarCells(_ item: CalendarItem) -> [(text: SafeText, role: Role)] {
        let isDraft = if case .drafted = item.subject { true } else { false }
        let role: Role = isDraft ? .draft : item.isStopped ? .dim : .text
        let what = calendarWords(item)
        let time = item.isStopped ? "" : times.clock(item.at)
        return [
            (time, .dim), (SafeText(isDraft ? "draft: \(what)" : what), role),
            (SafeText(placeWords(of: item.subject)), .text),
            (SafeText(author(of: item.subject)), .dim),
        ]
    }

    /// What happens at a time, in one line.
    private func calendarWords(_ item: CalendarItem) -> String {
        switch item.subject {
        case .experiment(let place, let id):
            let experiment = model.environment(place)?.experiment(id)
            let days = Words.count(experiment?.plannedDays ?? 0, "day")
            return "\(experiment?.name ?? ""): its planned \(days) are over"
        case .plan, .drafted:
            guard let (plan, base) = plan(of: item.subject) else { return "" }
            return planWords(plan, step: item.step, in: base)
        }
    }

    private var emptyCalendar: [Line] {
        func key(_ key: SafeText, _ words: SafeText) -> Line {
            Line([Span(key, .key), Span("  \(words)")])
        }
        return ["Nothing is planned, and nothing ends by itself.", ""]
            + [
                key("S", "on a flag (1): on or off at a time, or a share in steps"),
                key("S", "on a draft (5): let it happen at a day and time"),
                key("T", "on a customer (4): a trial of a plan's features"),
            ]
    }
}

// MARK: - What a line is about

extension DashboardState {
    /// The plan of a line, and the model that it will find as far as drafts go.
    func plan(of subject: CalendarItem.Subject) -> (plan: Schedule, base: Model)? {
        switch subject {
        case .plan(let id): return model.schedule(id).map { ($0, model) }
        case .drafted(let draft, let id):
            guard let changes = model.draft(draft)?.changes,
                let plan = model.draft(draft)?.plans.first(where: { $0.id == id })
            else { return nil }
            let first = changes.filter { !$0.isAboutSchedules }
            return (plan, (try? model.previewing(first)) ?? model)
        case .experiment: return nil
        }
    }

    /// The environments of a line, for people.
    func placeWords(of subject: CalendarItem.Subject) -> String {
        let places = places(of: subject).compactMap { model.environment($0)?.environment.title }
        return Words.list(places, most: 1)
    }

    func places(of subject: CalendarItem.Subject) -> [GUID] {
        if case .experiment(let place, _) = subject { return [place] }
        return plan(of: subject)?.plan.environmentIDs ?? []
    }

    /// Who planned it.
    func author(of subject: CalendarItem.Subject) -> String {
        guard let author = plan(of: subject)?.plan.author else { return "" }
        return author == actor ? "you" : author
    }

    func calendarTitle(_ subject: CalendarItem.Subject) -> SafeText {
        switch subject {
        case .experiment(let place, let id):
            SafeText(model.environment(place)?.experiment(id)?.name ?? "Gone")
        case .plan, .drafted: SafeText(plan(of: subject)?.plan.title ?? "Gone")
        }
    }
}
