internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// Name, customers by name, rules, flags that use it, when it changed.
    private static let columns = ColumnLayout([
        .flexible(minimum: 14, maximum: 40, flex: 3, importance: 10),
        .fixed(11, alignment: .trailing, importance: 9),
        .flexible(minimum: 12, maximum: 40, flex: 2, importance: 5),
        .fixed(8, importance: 7),
        .fixed(7, importance: 4),
    ])
    /// The columns beside a detail, which says the rest.
    private static let columnsBesideDetail = ColumnLayout([
        .flexible(minimum: 14, maximum: 44, flex: 4, importance: 10),
        .fixed(11, alignment: .trailing, importance: 9),
        .flexible(minimum: 10, maximum: 30, flex: 2, importance: 5),
        .fixed(8, importance: 7),
    ])
    private static let tinyColumns = ColumnLayout(
        [.flexible(minimum: 10, flex: 1), .fixed(11, alignment: .trailing)],
        gap: 1
    )

    private func columns(_ layout: Layout) -> ColumnLayout {
        switch layout {
        case .unusable, .tiny: Self.tinyColumns
        case .compact: Self.columns
        case .regular, .wide: Self.columnsBesideDetail
        }
    }

    /// Draws the list of audiences, or the page of one.
    func drawAudiences(on canvas: inout Canvas, _ frame: Frame) {
        if let page = audiences.page {
            drawAudiencePage(page, on: &canvas, frame)
            return
        }
        drawListTitle(audiencesTitle, on: &canvas, frame)
        guard !audiences.list.ids.isEmpty else {
            drawEmpty(emptyAudiences, on: &canvas, frame)
            return
        }
        drawAudienceRows(on: &canvas, frame)
        if frame.layout.isWide {
            drawDetail(audienceDetailLines, scroll: audiences.scroll, on: &canvas, frame)
            drawSide(audienceSideLines, on: &canvas, frame)
        } else {
            drawPeek(
                title: SafeText(currentAudience?.name ?? ""),
                place: audiencePlace,
                audiencePeekLines,
                on: &canvas,
                frame
            )
        }
    }

    private var audiencePlace: SafeText {
        guard audiences.list.selectedID != nil else { return "" }
        return "\(SafeText.count(audiences.list.view.selection + 1)) of "
            + SafeText.count(audiences.list.matches.count)
    }

    private var audiencesTitle: ListTitle {
        let count = audiences.list.ids.count
        var notes: [SafeText] = []
        if audiences.changedCount > 0 {
            notes.append("\(SafeText.count(audiences.changedCount)) changed elsewhere, R sorts")
        }
        if audiences.archivedCount > 0 {
            notes.append("\(SafeText.count(audiences.archivedCount)) archived, A shows")
        }
        let noun = count == 1 ? "audience" : "audiences"
        return ListTitle(
            title: "\(SafeText.count(count)) \(SafeText(noun)), \(audiences.order.words)",
            query: audiences.list.query,
            isTyping: audiences.list.isTyping,
            count: audiences.list.countText,
            note: notes.joined(separator: "  ")
        )
    }

    private var emptyAudiences: [Line] {
        if audiences.archivedCount > 0 {
            return [
                "All audiences are archived.", "",
                Line([Span("A", .key), Span("        show them")]),
            ]
        }
        let about =
            "An audience is a named group of customers, such as VIP or Staff. Flags use it to say "
            + "who gets something. Nobody has made one here."
        return ["No audiences yet.", ""] + Line.wrapped(about, width: emptyWidth)
            + ["", Line([Span("n", .key), Span("        make the first one")])]
    }

    private func drawAudienceRows(on canvas: inout Canvas, _ frame: Frame) {
        let indent = frame.layout == .tiny ? 2 : 3
        let table = columns(frame.layout)
        let widths = table.widths(total: frame.list.width - indent - 1)
        if !frame.columns.isEmpty {
            let names: [SafeText] = ["AUDIENCE", "BY NAME", "RULES", "USED BY", "CHANGED"]
            table.draw(
                names.map { ($0, Role.dim) },
                on: &canvas,
                at: Point(x: indent, y: frame.columns.y),
                widths: widths
            )
        }
        for (row, item) in audiences.list.visible(height: frame.list.height).enumerated() {
            let point = Point(x: indent, y: frame.list.y + row)
            if let view = audienceView(item.id) {
                table.draw(audienceCells(view), on: &canvas, at: point, widths: widths)
            } else {
                canvas.draw("deleted by somebody else", at: point, role: .dim)
            }
            drawPointer(item.isSelected, at: row, on: &canvas, frame)
        }
        if audiences.list.matches.isEmpty { drawNothingFound(audiences.list, on: &canvas, frame) }
    }

    private func audienceCells(_ view: AudienceView) -> [(text: SafeText, role: Role)] {
        let isPlain = view.latest?.isArchived ?? false
        let users = audiences.users[view.id]?.count ?? 0
        let (count, role) = namedCell(view)
        return [
            (SafeText(view.name), isPlain ? .dim : .text), (count, role),
            ((view.after ?? view.now)?.rulesInShort ?? "", view.hasOtherRules ? .draft : .text),
            (users == 0 ? "" : "\(SafeText.count(users)) flag\(users == 1 ? "" : "s")", .text),
            (view.now.map { ages.age($0.updatedAt) } ?? "", .dim),
        ]
    }

    /// "3", and what the draft makes of it: "3 → 4", "3 → gone", "new → 2".
    private func namedCell(_ view: AudienceView) -> (SafeText, Role) {
        let arrow = glyphs.arrow
        guard let now = view.now else {
            return ("new \(arrow) \(SafeText.count(view.after?.members.count ?? 0))", .draft)
        }
        let count = SafeText.count(now.members.count)
        guard view.draft != nil else {
            return now.isArchived ? ("archived", .dim) : (count, .text)
        }
        if view.problem != nil { return ("\(count) \(arrow) ?", .look) }
        guard let after = view.after else { return ("\(count) \(arrow) gone", .draft) }
        if now.isArchived != after.isArchived {
            let words: SafeText = after.isArchived ? "archived" : "back"
            return ("\(arrow) \(words)", .draft)
        }
        let next = SafeText.count(after.members.count)
        return now.members.count == after.members.count
            ? ("\(count) edited", .draft) : ("\(count) \(arrow) \(next)", .draft)
    }

    // MARK: - About one

    private var audiencePeekLines: [Line] {
        guard let view = currentAudience, let audience = view.latest else {
            return audiences.list.selectedID == nil
                ? [] : ["Somebody deleted this audience. R puts the list in order."]
        }
        let width = size.columns - 2
        let about = audience.description.isEmpty ? whoBelongs(audience) : audience.description
        var lines = [Line(SafeText(about.onOneLine).truncated(toWidth: width))]
        lines.append(usedByLine(view, width: width))
        if view.draft != nil {
            lines.append(audienceDraftLine(view))
        } else if !audience.description.isEmpty {
            lines.append(Line(SafeText(whoBelongs(audience)).truncated(toWidth: width), .dim))
        }
        return lines
    }

    /// "3 customers by name, and whoever a rule holds for. Nobody is kept out."
    private func whoBelongs(_ audience: Audience) -> String {
        let named = Words.count(audience.members.count, "customer")
        var text: String
        switch (audience.members.isEmpty, audience.rules.isEmpty) {
        case (true, true): text = "Nobody belongs yet: a adds customers"
        case (true, false): text = "Whoever a rule holds for belongs"
        case (false, true): text = "\(named) by name, nobody else"
        case (false, false): text = "\(named) by name, and whoever a rule holds for"
        }
        text += "."
        if !audience.excluded.isEmpty { text += " \(audience.excluded.count) kept out." }
        return text
    }

    /// Everything about the selected audience, for the detail beside the list.
    var audienceDetailLines: [Line] {
        guard let view = currentAudience, let audience = view.latest else { return [] }
        let width = max(20, frame.detail.width - 3)
        var lines = [Line(SafeText(audience.name), .heading)]
        if !audience.description.isEmpty {
            lines += Line.wrapped(audience.description, width: width)
        }
        lines.append(Line([Span("key ", .dim), Span(SafeText(audience.key.text))]))
        if view.draft != nil {
            let words = audienceDraftLine(view).spans.last?.text.text ?? ""
            lines += Line.wrapped("Draft: " + words, .draft, width: width)
        }
        lines.append("")
        if frame.layout != .wide { lines += detailMembers(audience) }
        lines.append(Line("RULES", .heading))
        if audience.rules.isEmpty { lines.append(Line("none", .dim)) }
        for rule in audience.rules.prefix(20) { lines += Line.wrapped(rule.inWords, width: width) }
        if audience.rules.count > 20 {
            lines.append(Line("and \(SafeText.count(audience.rules.count - 20)) more", .dim))
        }
        lines += ["", Line("USED BY", .heading)]
        let users = audiences.users[view.id] ?? []
        if users.isEmpty { lines.append(Line("no flag yet", .dim)) }
        lines += users.prefix(20).map { Line(SafeText($0)) }
        if users.count > 20 {
            lines.append(Line("and \(SafeText.count(users.count - 20)) more", .dim))
        }
        if let now = view.now {
            lines += ["", Line([Span("Changed ", .dim), Span(times.when(now.updatedAt))])]
        }
        return lines
    }

    /// The third column: who is named.
    private var audienceSideLines: [Line] { currentAudience?.latest.map(detailMembers) ?? [] }

    private func detailMembers(_ audience: Audience) -> [Line] {
        var lines = [
            Line([
                Span("MEMBERS ", .heading), Span(SafeText.count(audience.members.count)),
                Span("   NEVER ", .heading), Span(SafeText.count(audience.excluded.count)),
            ])
        ]
        for key in audience.members.prefix(namedInDetail) {
            let name = audiences.names[key] ?? ""
            lines.append(
                Line([
                    Span(SafeText(Words.short(key.text, 60)).padded(to: 16)), Span("  "),
                    Span(SafeText(name)),
                ])
            )
        }
        let rest = audience.members.count - namedInDetail
        if rest > 0 {
            lines.append(
                Line([
                    Span("and \(SafeText.count(rest)) more: ", .dim), Span("Enter", .key),
                    Span(" shows all", .dim),
                ])
            )
        }
        if audience.members.isEmpty {
            lines.append(
                Line([Span("nobody by name; ", .dim), Span("a", .key), Span(" adds", .dim)])
            )
        }
        return lines + [""]
    }
}

extension DashboardState {
    /// The cells of a line in an empty pane.
    var emptyWidth: Int {
        frame.layout == .tiny ? size.columns : size.columns - (size.columns >= 80 ? 20 : 4)
    }
}

extension AudienceView {
    fileprivate var hasOtherRules: Bool {
        guard draft != nil, let now, let after else { return false }
        return now.rules != after.rules
    }
}
