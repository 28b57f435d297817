internal import FlagModel
internal import TerminalUI

extension DashboardState {
    private static let memberColumns = ColumnLayout([
        .flexible(minimum: 12, maximum: 40, flex: 1, importance: 10),
        .flexible(minimum: 12, maximum: 40, flex: 1, importance: 9),
        .fixed(20, importance: 4),
    ])
    private static let tinyMemberColumns = ColumnLayout(
        [
            .flexible(minimum: 8, flex: 1, importance: 10),
            .flexible(minimum: 8, flex: 1, importance: 9), .fixed(1),
        ],
        gap: 1
    )

    /// The rows that the page of an audience has for the list in front.
    var audiencePageHeight: Int { audienceArea(frame).list.height }

    /// Where the parts of the page are.
    private func audienceArea(_ frame: Frame) -> (head: Rect, list: Rect) {
        let isTiny = frame.layout == .tiny
        let body = isTiny ? frame.body : frame.body.inset(left: 1, top: 1, right: 1)
        let (head, list) = body.split(top: audiencePageHead(frame).count)
        return (head, list)
    }

    /// What stands above the list in front, the names of the columns included.
    private func audiencePageHead(_ frame: Frame) -> [Line] {
        guard let page = audiences.page, let view = audienceView(page.id) else { return [] }
        let width = max(10, size.columns - 2)
        guard frame.layout != .tiny else { return [partsLine(page)] }
        var lines: [Line] = []
        if let about = view.latest?.description, !about.isEmpty {
            lines.append(Line(SafeText(about.onOneLine).truncated(toWidth: width)))
        }
        lines += countLines(view, width: width)
        lines.append(usedByLine(view, width: width))
        if view.draft != nil { lines.append(audienceDraftLine(view)) }
        lines += changeLines(view)
        if size.rows >= 20 { lines.append("") }
        lines.append(partsLine(page))
        return lines
    }

    /// "USED BY  Free returns and Summer sale banner".
    func usedByLine(_ view: AudienceView, width: Int) -> Line {
        let flags = audiences.users[view.id] ?? []
        var line = Line([Span("USED BY  ", .heading)])
        if flags.isEmpty {
            line.append("no flag yet", .dim)
        } else {
            let names = Words.list(flags, most: max(1, min(6, width / 26)))
            line.append(SafeText(names))
        }
        return line
    }

    func audienceDraftLine(_ view: AudienceView) -> Line {
        guard let draft = view.draft else { return Line() }
        let words = draftSentence(draft, view.difference, problem: view.problem)
        return Line([Span("Draft    ", .dim), Span(words, .draft)])
    }

    /// "[MEMBERS 3]  NEVER 0  RULES 1".
    private func partsLine(_ page: AudiencePage) -> Line {
        var line = Line()
        let counts: [(AudiencePage.Part, SafeText, Int)] = [
            (.members, "MEMBERS", page.members.count - page.members.leaving.count),
            (.never, "NEVER", page.never.count - page.never.leaving.count),
            (.rules, "RULES", page.rules.count),
        ]
        for (part, name, count) in counts {
            let text: SafeText = "\(name) \(SafeText.count(count))"
            let isOn = part == page.part
            line.append(isOn ? "[\(text)]" : " \(text) ", isOn ? .tabOn : .dim)
            line.append(" ")
        }
        if frame.layout != .tiny, page.isFiltered, !page.isTyping, let rows = page.rows {
            let found: SafeText =
                "   \(SafeText.count(rows.view.count)) hold \"\(SafeText(page.query.text))\", Esc "
                + "shows all"
            line.append(found, .dim)
        }
        return line
    }

    /// Draws the page of an audience.
    func drawAudiencePage(_ page: AudiencePage, on canvas: inout Canvas, _ frame: Frame) {
        guard let view = audienceView(page.id) else { return }
        drawAudienceTitle(page, view, on: &canvas, frame)
        let area = audienceArea(frame)
        canvas.draw(audiencePageHead(frame), in: area.head)
        switch page.part {
        case .rules:
            drawAudienceRules(page, view, in: area.list, on: &canvas)
        case .members, .never:
            if let rows = page.rows { drawCustomers(rows, page, in: area.list, on: &canvas, frame) }
        }
    }

    private func drawAudienceTitle(
        _ page: AudiencePage,
        _ view: AudienceView,
        on canvas: inout Canvas,
        _ frame: Frame
    ) {
        guard frame.layout != .tiny else {
            if page.isTyping { canvas.cursor = Point(x: 1 + page.query.cursor, y: 0) }
            return
        }
        let y = frame.body.y
        guard page.isTyping, let rows = page.rows else {
            let key: SafeText = "key \(SafeText(view.latest?.key.text ?? ""))"
            let isArchived = view.latest?.isArchived ?? false
            let note = isArchived ? "archived, d restores  \(key)" : key
            canvas.horizontalRule(y, title: "Audience: \(SafeText(view.name))", note: note)
            return
        }
        let count: SafeText = "\(SafeText.count(rows.view.count)) of \(SafeText.count(rows.count))"
        canvas.horizontalRule(y, note: count)
        let x = canvas.draw(" Find a key: ", at: Point(x: 2, y: y), role: .key)
        let room = max(4, min(40, size.columns - x - count.width - 8))
        page.query.draw(on: &canvas, at: Point(x: x, y: y), width: room)
    }

    private func drawCustomers(
        _ rows: CustomerRows,
        _ page: AudiencePage,
        in area: Rect,
        on canvas: inout Canvas,
        _ frame: Frame
    ) {
        guard rows.view.count > 0 else {
            canvas.draw(emptyPart(page), in: area.inset(left: 1))
            return
        }
        let isTiny = frame.layout == .tiny
        let table = isTiny ? Self.tinyMemberColumns : Self.memberColumns
        let indent = 2
        let widths = table.widths(total: area.width - indent)
        for (row, place) in rows.visible(height: area.height).enumerated() {
            let (key, mark) = rows[place]
            let y = area.y + row
            table.draw(
                memberCells(key, mark, isTiny: isTiny),
                on: &canvas,
                at: Point(x: area.x + indent, y: y),
                widths: widths
            )
            guard place == rows.view.selection else { continue }
            canvas.draw(glyphs.pointer, at: Point(x: area.x, y: y), role: .accent)
            canvas.select(Rect(x: 0, y: y, width: size.columns, height: 1))
        }
    }

    private func memberCells(
        _ key: CustomerKey,
        _ mark: CustomerRows.Mark,
        isTiny: Bool
    ) -> [(text: SafeText, role: Role)] {
        let role: Role = mark == .none ? .text : .draft
        let name = audiences.names[key]
        let words: SafeText =
            switch mark {
            case .none: ""
            case .joins: isTiny ? "+" : "joins, draft"
            case .leaves: isTiny ? "-" : "leaves, draft"
            }
        let shown = SafeText(key.text.utf8.count > 200 ? Words.short(key.text, 100) : key.text)
        let missing: SafeText = name == nil ? glyphs.ellipsis : "name not known"
        let title = name.map { $0.isEmpty ? missing : SafeText($0) } ?? missing
        return [(shown, role), (title, name?.isEmpty ?? true ? .dim : role), (words, .draft)]
    }

    private func emptyPart(_ page: AudiencePage) -> [Line] {
        if page.isFiltered {
            return [Line("No key here holds \"\(SafeText(page.query.text))\". Esc shows all.")]
        }
        switch page.part {
        case .members:
            return [
                "Nobody is named here.",
                Line([Span("a", .key), Span("  adds customers by name or key.")]),
                Line([Span("i", .key), Span("  imports a list of keys.")]),
                Line([Span("n", .key), Span("  adds a rule, such as country is Germany.")]),
            ]
        case .never:
            return [
                "Nobody is kept out.",
                Line([Span("N", .key), Span("  keeps a customer out.")]),
            ]
        case .rules: return []
        }
    }
}
