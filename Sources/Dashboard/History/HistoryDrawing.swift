internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    private func columns(actorWidth: Int) -> ColumnLayout {
        ColumnLayout([
            .fixed(13, importance: 9),
            .fixed(max(4, min(14, actorWidth)), importance: 8),
            .flexible(minimum: 16, importance: 10),
            .fixed(7, alignment: .trailing, importance: 7),
        ])
    }
    private static let tinyColumns = ColumnLayout(
        [.fixed(6, importance: 5), .flexible(minimum: 10, flex: 1)],
        gap: 1
    )

    /// Draws the history, or the page of one entry.
    func drawHistory(on canvas: inout Canvas, _ frame: Frame) {
        if history.comparison != nil {
            drawPage(
                comparisonLines,
                title: comparisonTitle,
                scroll: history.scroll,
                on: &canvas,
                frame
            )
            return
        }
        if history.page != nil {
            drawPage(
                entryLines,
                title: entryTitle,
                scroll: history.scroll,
                on: &canvas,
                frame
            )
            return
        }
        drawListTitle(historyTitle, on: &canvas, frame)
        guard !history.list.ids.isEmpty else {
            drawEmpty(emptyHistory, on: &canvas, frame)
            return
        }
        drawEntryRows(on: &canvas, frame)
        if frame.layout.isWide {
            drawDetail(entryLines, scroll: history.scroll, on: &canvas, frame)
        } else {
            drawPeek(title: entryTitle, place: "", entryPeekLines, on: &canvas, frame)
        }
    }

    private var emptyHistory: [Line] {
        guard history.isLoaded else { return ["Reading the history…"] }
        guard history.filter.isEmpty else {
            return Line.wrapped(
                "No entry: \(history.filter.words(times)).",
                width: emptyWidth
            ) + [
                "", Line([Span("Esc", .key), Span("      shows everything")]),
                Line([Span("f", .key), Span("        shows something else")]),
            ]
        }
        let about =
            "Every change that anybody makes will stand here, with who, when and why. It can be "
            + "taken back from here at any time."
        return ["Nothing happened yet.", ""] + Line.wrapped(about, width: emptyWidth)
    }

    private var historyTitle: ListTitle {
        let (list, shown) = (history.list, history.list.ids.count)
        var title: SafeText
        var note: SafeText = ""
        if history.filter.isEmpty {
            let total = Int(clamping: history.total)
            title = "History, \(SafeText.count(total)) entr\(total == 1 ? "y" : "ies")"
        } else {
            let count: SafeText = "\(SafeText.count(shown))\(history.next == nil ? "" : "+")"
            let words = SafeText(history.filter.words(times))
            title = "\(count) entr\(shown == 1 ? "y" : "ies"), \(words)"
            note = past == nil ? "Esc clears" : "f, Everything clears"
        }
        if !history.marks.isEmpty {
            note = "\(history.marks.count) of \(HistoryPane.markLimit) marked, = compares"
        }
        let fresh = freshCount
        if fresh > 0 { note = "\(SafeText.count(fresh)) new, R to see" }
        let isPart = history.next != nil
        return ListTitle(
            title: title,
            query: list.query,
            isTyping: list.isTyping,
            count: isPart ? list.countText + " read so far" : list.countText,
            note: note
        )
    }

    private func drawEntryRows(on canvas: inout Canvas, _ frame: Frame) {
        let isTiny = frame.layout == .tiny
        let indent = isTiny ? 2 : 3
        let table = isTiny ? Self.tinyColumns : columns(actorWidth: history.actorWidth)
        let widths = table.widths(total: frame.list.width - indent - 1)
        if !frame.columns.isEmpty {
            let names: [SafeText] = ["WHEN", "WHO", "WHAT", "NUMBER"]
            table.draw(
                names.map { ($0, Role.dim) },
                on: &canvas,
                at: Point(x: indent, y: frame.columns.y),
                widths: widths
            )
        }
        let visible = history.list.visible(height: historyHeight)
        let here = placeOfMoment(visible.map(\.id))
        for (row, item) in visible.enumerated() {
            let row = row + (here.map { row >= $0 } ?? false ? 1 : 0)
            let point = Point(x: indent, y: frame.list.y + row)
            if let entry = history.entries[item.id] {
                drawEntry(entry, table, widths, at: point, isTiny: isTiny, on: &canvas)
            }
            if history.marks.contains(item.id) {
                let x = point.x - 1
                canvas.draw(glyphs.mark, at: Point(x: x, y: point.y), role: .accent)
            }
            drawPointer(item.isSelected, at: row, on: &canvas, frame)
        }
        if let here { drawYouAreHere(at: frame.list.y + here, on: &canvas, frame) }
        if history.list.matches.isEmpty { drawNothingFound(history.list, on: &canvas, frame) }
    }

    /// The row above which everything is later than the moment that is looked at.
    private func placeOfMoment(_ visible: [UInt64]) -> Int? {
        guard let number = past?.entry else { return nil }
        guard let row = visible.firstIndex(where: { $0 <= number }) else {
            return history.next == nil && visible.last == history.list.ids.last
                ? visible.count : nil
        }
        let ids = history.list.matches.map { history.list.ids[$0] }
        return row > 0 || visible.first == ids.first ? row : nil
    }

    private func drawYouAreHere(at y: Int, on canvas: inout Canvas, _ frame: Frame) {
        let line = Rect(x: frame.list.x, y: y, width: frame.list.width, height: 1)
        canvas.fill(line, with: glyphs.isASCII ? "-" : "╌", role: .rule)
        canvas.draw(" you are here ", at: Point(x: 2, y: y), role: .heading)
    }

    private func drawEntry(
        _ entry: HistoryEntry,
        _ table: ColumnLayout,
        _ widths: [Int],
        at point: Point,
        isTiny: Bool,
        on canvas: inout Canvas
    ) {
        let set = entry.changeSet
        let number = SafeText.count(Int(clamping: entry.number))
        let texts: [(SafeText, Role)] =
            isTiny
            ? [(times.short(set.time), .dim), ("", .text)]
            : [
                (times.when(set.time), .dim), (SafeText(set.actor), .text), ("", .text),
                (number, .dim),
            ]
        table.draw(texts, on: &canvas, at: point, widths: widths)
        let column = isTiny ? 1 : 2
        guard widths.indices.contains(column), widths[column] > 0 else { return }
        let before = widths.prefix(column).reduce(0) { $0 + ($1 > 0 ? $1 + table.gap : 0) }
        canvas.draw(
            entryLine(entry).padded(to: widths[column]),
            at: Point(x: point.x + before, y: point.y),
            width: widths[column]
        )
    }

    /// What was done, and behind it in a quieter voice why, or that it is taken back.
    private func entryLine(_ entry: HistoryEntry) -> Line {
        let set = entry.changeSet
        let isBack = history.takenBack[entry.number] != nil
        let role: Role = set.origin == .drafting ? .draft : isBack ? .dim : .text
        var line = isBack ? Line("taken back: ", .dim) : Line()
        let sentence = entry.rowSentence(about: history.filter.subjects)
        line.append(SafeText(Words.short(sentence, 300)), role)
        if !set.note.isEmpty { line.append("  \(SafeText(Words.short(set.note, 200)))", .dim) }
        return line
    }
}
