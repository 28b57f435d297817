internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// The rules of an audience in words, with who they hold for.
extension DashboardState {
    /// A line of the list of rules.
    private struct RuleRow {
        let rule: Int
        let isFirst: Bool
        let text: SafeText
    }

    private static let countWidth = 14

    func drawAudienceRules(
        _ page: AudiencePage,
        _ view: AudienceView,
        in area: Rect,
        on canvas: inout Canvas
    ) {
        guard !page.rules.isEmpty else {
            canvas.draw(emptyRules, in: area.inset(left: 1))
            return
        }
        let intro =
            page.rules.count == 1
            ? "Whoever this holds for belongs as well:"
            : "Whoever one of these holds for belongs as well:"
        let (head, list) = area.split(top: area.height > 2 ? 1 : 0)
        canvas.draw([Line(SafeText(intro), .dim)], in: head.inset(left: 1))
        let question = countQuestion(view).flatMap { question in
            if case .audience = question { question } else { nil as PeopleQuestion? }
        }
        let isTiny = frame.layout == .tiny
        let width = max(8, list.width - 6 - (isTiny ? 0 : Self.countWidth))
        let rows = ruleRows(page, width: width)
        for (line, row) in rows.dropFirst(offset(of: page, rows, list.height))
            .prefix(list.height).enumerated()
        {
            let y = list.y + line
            let isNew = isNewRule(row.rule, view)
            if row.isFirst {
                let number = SafeText("\(row.rule + 1)").padded(to: 3, alignment: .trailing)
                canvas.draw(number, at: Point(x: list.x + 1, y: y), role: .dim)
                if !isTiny {
                    let last = Self.rule(row.rule, view)?.conditions.count ?? 0
                    let name = PeopleAnswer.Name.fulfils(rule: row.rule, condition: last - 1)
                    let words = question.map { last > 0 ? countWords(name, of: $0) : "" } ?? ""
                    canvas.draw(words, endingAt: Point(x: list.maxX, y: y), role: .dim)
                }
            }
            canvas.draw(
                row.text,
                at: Point(x: list.x + 6, y: y),
                role: isNew ? .draft : .text,
                maxWidth: width
            )
            guard row.rule == page.ruleView.selection else { continue }
            if row.isFirst {
                canvas.draw(glyphs.pointer, at: Point(x: list.x, y: y), role: .accent)
            }
            canvas.select(Rect(x: 0, y: y, width: size.columns, height: 1))
        }
    }

    private var emptyRules: [Line] {
        [
            "No rules: only members belong.",
            Line([Span("n", .key), Span("  adds a rule, such as country is Germany.")]),
        ]
    }

    private static func rule(_ place: Int, _ view: AudienceView) -> AudienceRule? {
        guard let rules = view.latest?.rules, rules.indices.contains(place) else { return nil }
        return rules[place]
    }

    private func isNewRule(_ place: Int, _ view: AudienceView) -> Bool {
        guard view.isOwn, let rule = Self.rule(place, view) else { return false }
        return !(view.now?.rules.contains(rule) ?? false)
    }

    private func ruleRows(_ page: AudiencePage, width: Int) -> [RuleRow] {
        page.rules.enumerated().flatMap { place, lines in
            lines.flatMap { SafeText.wrapped($0, width: width) }.enumerated().map { row, text in
                RuleRow(rule: place, isFirst: row == 0, text: text)
            }
        }
    }

    /// The first row on screen, so that all of the selected rule can be read.
    private func offset(of page: AudiencePage, _ rows: [RuleRow], _ height: Int) -> Int {
        let selected = page.ruleView.selection
        guard let start = rows.firstIndex(where: { $0.rule == selected }) else { return 0 }
        let end = rows.lastIndex { $0.rule == selected } ?? start
        return max(0, min(start, end + 1 - height))
    }
}
