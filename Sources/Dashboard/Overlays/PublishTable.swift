internal import FlagModel
internal import TerminalUI

/// What is published, a row each: what it is about, what happens, who prepared it.
extension DashboardState {
    /// What is published, laid out.
    struct PublishTable {
        let rows: [PublishRow]
        let titles: [SafeText]
        let authors: [SafeText]
        let layout: ColumnLayout
        let widths: [Int]
        let namesAuthors: Bool
        /// What happens, whole and in lines as wide as there is room; `nil` where there are too
        /// many rows for more than a line each.
        let said: [(whole: (text: SafeText, role: Role), lines: [SafeText])]?

        /// How many lines it takes to say everything.
        var lineCount: Int { said?.reduce(0) { $0 + max(1, $1.lines.count) } ?? rows.count }
    }

    /// Rows up to which each may have several lines.
    private static let wrappedRows = 16

    func publishTable(_ rows: [PublishRow], width: Int) -> PublishTable {
        let titles = rows.map(title(of:))
        let authors = rows.map { SafeText(author(of: $0.view.draft)) }
        // The words say what happens: they get whatever names and authors do not need.
        let titleWidth = min(max(12, titles.map(\.width).max() ?? 0), width * 2 / 5)
        let namesAuthors = !authors.allSatisfy { $0 == "you" }
        let layout = ColumnLayout(
            [.fixed(titleWidth), .flexible(minimum: 12)]
                + (namesAuthors ? [.flexible(minimum: 4, maximum: 14, flex: 0, importance: 5)] : [])
        )
        let widths = layout.widths(total: width - 2)
        let room = widths.count > 1 ? widths[1] : 0
        let isWrapped = room > 0 && rows.count <= Self.wrappedRows
        return PublishTable(
            rows: rows,
            titles: titles,
            authors: authors,
            layout: layout,
            widths: widths,
            namesAuthors: namesAuthors,
            said: isWrapped
                ? rows.map { row in
                    let (text, role) = publishWords(for: row)
                    let fits = text.width <= room
                    let lines = fits ? [text] : SafeText.wrapped(text.text, width: room)
                    return ((text, role), lines)
                } : nil
        )
    }

    func drawDrafts(
        _ table: PublishTable,
        _ box: PublishBox,
        in list: Rect,
        on canvas: inout Canvas
    ) {
        let isWhole = table.lineCount <= list.height
        var y = list.y
        for index in box.view.visibleRows(height: list.height) {
            guard table.rows.indices.contains(index) else { continue }
            let said = table.said?[index]
            let what = said?.whole ?? publishWords(for: table.rows[index])
            let words = isWhole ? said?.lines ?? [what.text] : [what.text]
            let height = max(1, words.count)
            for (line, words) in words.enumerated() {
                let isFirst = line == 0
                let cells = [(isFirst ? table.titles[index] : "", Role.text), (words, what.role)]
                let author = (isFirst ? table.authors[index] : "", Role.dim)
                table.layout.draw(
                    table.namesAuthors ? cells + [author] : cells,
                    on: &canvas,
                    at: Point(x: list.x + 2, y: y + line),
                    widths: table.widths
                )
            }
            defer { y += height }
            guard index == box.view.selection, box.part == .list else { continue }
            canvas.draw(glyphs.pointer, at: Point(x: list.x, y: y), role: .accent)
            canvas.select(Rect(x: list.x, y: y, width: list.width, height: height))
        }
        let hidden = box.view.count - box.view.visibleRows(height: list.height).count
        if hidden > 0, list.height > 0 {
            canvas.draw(
                "\(hidden) more: Tab, then down",
                endingAt: Point(x: list.maxX, y: list.maxY),
                role: .dim
            )
        }
    }

    /// What a draft is about.
    func draftTitle(_ view: DraftView) -> SafeText {
        guard let first = view.draft.changes.first else { return "" }
        return draftTitle(view, about: first.subject)
    }

    private func draftTitle(_ view: DraftView, about subject: Subject) -> SafeText {
        if let plan = view.draft.onlyPlan, model.schedule(plan.id) == nil {
            return SafeText(planName(plan))
        }
        let name = name(of: subject)
        guard name == subject.id.text else { return SafeText(name) }
        switch subject {
        case .flag: return "a deleted flag"
        case .audience: return "a deleted audience"
        case .experiment: return "a deleted experiment"
        default: return SafeText(name)
        }
    }

    private func title(of row: PublishRow) -> SafeText { draftTitle(row.view, about: row.subject) }

    /// What a draft changes about one thing, in a few words.
    private func publishWords(for row: PublishRow) -> (text: SafeText, role: Role) {
        let view = row.view
        if let problem = view.problem {
            return ("\(glyphs.look) does not fit: \(SafeText(problem.description))", .look)
        }
        if overduePlan(view.draft) != nil {
            return ("\(glyphs.look) \(SafeText(Self.overdueWords))", .look)
        }
        if let words = planDifference(view.draft) { return (SafeText(words), .draft) }
        let end = endWords(view.draft)
        var part = view.draft
        part.changes.removeAll { $0.subject != row.subject }
        if case .flag(environmentID, let id) = row.subject, let flag = flagView(id, with: view) {
            let isLoss = view.turnedOff.contains(flag.now?.name ?? "")
            let isVague = flag.difference == FlagView.vague
            let sentence = part.sentence(in: base(for: view.draft.changes, after: nil))
            let text = SafeText((isVague ? sentence.capitalisedSentence : flag.difference) + end)
            let who = SafeText(flag.afterSummary?.who ?? "")
            // Where who gets it is what changes, that is said already.
            let isNewState = flag.nowSummary?.state != flag.afterSummary?.state
            let saysWho = isNewState && flag.difference.contains(" → ") && who != "nobody"
            return isLoss
                ? ("\(glyphs.look) \(text), for everyone", .bad)
                : (saysWho ? "\(text)  \(who)" : text, .draft)
        }
        return (SafeText(part.sentence(in: model).capitalisedSentence + end), .draft)
    }
}
