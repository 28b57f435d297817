internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The columns of the list of flags: name, state, who gets it, when it changed.
    private static let columns = ColumnLayout([
        .flexible(minimum: 14, maximum: 44, flex: 3, importance: 10),
        .flexible(minimum: 13, maximum: 26, flex: 1, importance: 9),
        .flexible(minimum: 12, maximum: 40, flex: 2, importance: 5),
        .fixed(7, importance: 4),
    ])
    /// The same with the owner, where names stay readable beside it; else the peek says it.
    private static let columnsWithOwner = ColumnLayout([
        .flexible(minimum: 14, maximum: 44, flex: 3, importance: 10),
        .flexible(minimum: 13, maximum: 26, flex: 1, importance: 9),
        .flexible(minimum: 12, maximum: 40, flex: 2, importance: 5),
        .fixed(7, importance: 4),
        .flexible(minimum: 11, maximum: 14, flex: 0, importance: 3),
    ])
    /// The columns beside a detail, which says the time.
    private static let columnsBesideDetail = ColumnLayout([
        .flexible(minimum: 14, maximum: 44, flex: 4, importance: 10),
        .flexible(minimum: 13, maximum: 26, flex: 0, importance: 9),
        .flexible(minimum: 12, maximum: 40, flex: 2, importance: 5),
    ])
    /// The columns of a tiny screen.
    private static let tinyColumns = ColumnLayout(
        [.flexible(minimum: 10, flex: 1), .fixed(14)],
        gap: 1
    )

    private func columns(_ layout: Layout) -> ColumnLayout {
        switch layout {
        case .unusable, .tiny: Self.tinyColumns
        case .compact: size.columns < 90 ? Self.columns : Self.columnsWithOwner
        case .regular, .wide: Self.columnsBesideDetail
        }
    }

    /// Draws the list of flags, or the page of one.
    func drawFlags(on canvas: inout Canvas, _ frame: Frame) {
        if flags.page != nil {
            drawFlagPage(title: currentFlagTitle, on: &canvas, frame)
            return
        }
        drawListTitle(flagsTitle, on: &canvas, frame)
        let isEmpty = flags.list.shownCount == 0
        if isEmpty {
            drawEmpty(emptyFlags, on: &canvas, frame)
            return
        }
        drawFlagRows(on: &canvas, frame)
        if frame.layout.isWide {
            drawDetail(flagDetailLines, scroll: flags.scroll, on: &canvas, frame)
            drawSide(flagSideLines, on: &canvas, frame)
        } else {
            drawPeek(title: currentFlagTitle, place: placeText, flagPeekLines, on: &canvas, frame)
        }
    }

    private var currentFlagTitle: SafeText {
        SafeText(currentFlagID.flatMap(flagView)?.name ?? "")
    }

    /// "1 of 128".
    private var placeText: SafeText {
        guard flags.list.selectedID != nil else { return "" }
        return "\(SafeText.count(flags.list.view.selection + 1)) of "
            + SafeText.count(flags.list.matches.count)
    }

    private var flagsTitle: ListTitle {
        let (shown, all) = (flags.list.shownCount, flags.list.ids.count)
        var notes: [SafeText] = []
        let marks: SafeText = flags.marks.ids.isEmpty ? "" : "\(markWords), m acts"
        if !marks.isEmpty { notes.append(marks) }
        if flags.changedCount > 0 {
            notes.append("\(SafeText.count(flags.changedCount)) changed elsewhere, R sorts")
        }
        let words = flags.listing.words
        if words.isEmpty, flags.archivedCount > 0, flags.marks.ids.isEmpty {
            notes.append("\(SafeText.count(flags.archivedCount)) archived, A shows")
        }
        if !words.isEmpty { notes.append("Esc shows all") }
        let title: SafeText =
            words.isEmpty
            ? "\(SafeText.count(shown)) flag\(shown == 1 ? "" : "s"), \(flags.listing.order.words)"
            : "\(SafeText.count(shown)) of \(SafeText.count(all)): \(SafeText(words)), "
                + flags.listing.order.words
        return ListTitle(
            title: title,
            query: flags.list.query,
            isTyping: flags.list.isTyping,
            count: flags.list.countText,
            note: notes.joined(separator: "  "),
            narrowed: SafeText(words),
            marks: marks
        )
    }

    private var emptyFlags: [Line] {
        if flags.listing.isNarrowed {
            return [
                Line("No flag is like that: \(SafeText(flags.listing.words))."), "",
                Line([Span("Esc", .key), Span("      show all flags")]),
                Line([Span("f", .key), Span("        choose something else")]),
            ]
        }
        if flags.archivedCount > 0 {
            return [
                "All flags are archived.", "", Line([Span("A", .key), Span("        show them")]),
            ]
        }
        return [
            "No flags yet.", "",
            "A flag turns something on or off for your customers, for all of them",
            "or for some, without a new release.", "",
            Line([Span("n", .key), Span("        make the first one")]),
            Line([Span(":", .key), Span("        everything else, by name")]),
        ]
    }

    private func drawFlagRows(on canvas: inout Canvas, _ frame: Frame) {
        let indent = frame.layout == .tiny ? 2 : 3
        let table = columns(frame.layout)
        let widths = table.widths(total: frame.list.width - indent - 1)
        if !frame.columns.isEmpty {
            let names: [SafeText] = [
                "FLAG", past == nil ? "NOW" : "THEN", "WHO GETS IT", "CHANGED", "OWNER",
            ]
            table.draw(
                names.map { ($0, Role.dim) },
                on: &canvas,
                at: Point(x: indent, y: frame.columns.y),
                widths: widths
            )
        }
        for (row, item) in flags.list.visible(height: frame.list.height).enumerated() {
            let point = Point(x: indent, y: frame.list.y + row)
            if let view = flagView(item.id) {
                table.draw(cells(view, widths), on: &canvas, at: point, widths: widths)
            } else {
                canvas.draw("deleted by somebody else", at: point, role: .dim)
            }
            if flags.marks.ids.contains(item.id) {
                canvas.draw(glyphs.mark, at: Point(x: indent - 1, y: point.y), role: .accent)
            }
            drawPointer(item.isSelected, at: row, on: &canvas, frame)
        }
        if flags.list.matches.isEmpty { drawNothingFound(flags.list, on: &canvas, frame) }
    }

    private func cells(_ view: FlagView, _ widths: [Int]) -> [(text: SafeText, role: Role)] {
        let (state, role) = stateCell(view, width: widths.count > 1 ? widths[1] : 12)
        let isPlain = view.latest?.isArchived ?? false
        return [
            (SafeText(view.name), isPlain ? .dim : .text), (state, role),
            (whoCell(view), view.draft == nil ? .text : .draft),
            (view.now.map { ages.age($0.updatedAt) } ?? "", .dim),
            (SafeText(view.latest?.owner ?? ""), .dim),
        ]
    }

    /// The state in a glyph and a word, and what the draft makes of it.
    func stateCell(_ view: FlagView, width: Int) -> (SafeText, Role) {
        let arrow = glyphs.arrow
        guard let now = view.now, let summary = view.nowSummary else {
            return (
                "\(glyphs.off) new \(arrow) \(SafeText(view.afterSummary?.state.text ?? "?"))",
                .draft
            )
        }
        let (glyph, role) = sign(summary, now)
        let word = now.isArchived ? "archived" : stateWord(summary, width: width)
        guard view.draft != nil else { return ("\(glyph) \(word)", role) }
        if view.problem != nil { return ("\(glyph) \(word) \(arrow) ?", .look) }
        guard let after = view.after, let next = view.afterSummary else {
            return ("\(glyph) \(word) \(arrow) gone", .draft)
        }
        if now.isArchived != after.isArchived {
            return ("\(glyph) \(word) \(arrow) \(after.isArchived ? "archived" : "back")", .draft)
        }
        if summary.state == next.state {
            return summary.who == next.who
                ? ("\(glyph) \(word) \(arrow) edited", .draft) : ("\(glyph) \(word)", .draft)
        }
        return ("\(glyph) \(word) \(arrow) \(stateWord(next, width: width))", .draft)
    }

    private func stateWord(_ summary: FlagSummary, width: Int) -> SafeText {
        if case .experiment = summary.state { return width < 14 ? "exp." : "experiment" }
        return SafeText(summary.state.text)
    }

    private func sign(_ summary: FlagSummary, _ flag: Flag) -> (SafeText, Role) {
        if flag.isArchived { return (glyphs.off, .dim) }
        return switch summary.state {
        case .off: (glyphs.off, .off)
        case .on: (glyphs.on, .on)
        case .some: (glyphs.some, .some)
        case .experiment: (glyphs.experiment, .experiment)
        }
    }

    private func whoCell(_ view: FlagView) -> SafeText {
        let now = view.nowSummary?.who
        guard view.draft != nil, let after = view.afterSummary?.who, after != now else {
            return SafeText(now ?? view.afterSummary?.who ?? "")
        }
        guard let now else { return SafeText(after) }
        return "\(SafeText(now)) \(glyphs.arrow) \(SafeText(after))"
    }
}
