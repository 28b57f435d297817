internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Things, people or kinds to narrow the history by, found by name as one types.
struct PickBox: Equatable, Sendable {
    /// What is picked from.
    enum Subject: Hashable, Sendable {
        case things
        case people
        case kinds
    }

    /// One line.
    struct Line: Equatable, Sendable {
        var title: SafeText
        var note: SafeText
        var part: HistoryPart
    }

    let subject: Subject
    var query = TextField(limit: 100)
    var lines: [Line] = []
    var view = ListView()

    /// The question above the list.
    var title: SafeText {
        switch subject {
        case .things: "The history of which flag, audience or experiment?"
        case .people: "What whom did?"
        case .kinds: "Which kind of change?"
        }
    }
}

extension DashboardState {
    /// Lines of one kind that the box shows.
    private static let pickLimit = 50

    mutating func pick(_ subject: PickBox.Subject) {
        open(.pick(found(PickBox(subject: subject))))
    }

    /// Fills the box with what its letters find.
    private func found(_ box: PickBox) -> PickBox {
        var box = box
        let query = box.query.text
        switch box.subject {
        case .things: box.lines = things(query)
        case .people: box.lines = people(query)
        case .kinds:
            box.lines = matching(query, HistoryKind.allCases.map(\.title)).map { index in
                let kind = HistoryKind.allCases[index]
                return PickBox.Line(title: SafeText(kind.title), note: "", part: .kind(kind))
            }
        }
        box.view.setCount(box.lines.count, selection: 0, height: overlayListHeight)
        return box
    }

    private func matching(_ query: String, _ titles: [String]) -> [Int] {
        query.isEmpty ? Array(titles.indices) : Filter(titles).matches(query)
    }

    private func things(_ query: String) -> [PickBox.Line] {
        guard let environmentID else { return [] }
        func line(_ subject: Subject, _ name: String, _ kind: SafeText) -> PickBox.Line {
            PickBox.Line(title: SafeText(name), note: kind, part: .thing(subject, name))
        }
        let limit = Self.pickLimit
        let flags = flags.list.finding(query).prefix(limit).compactMap { id in
            flagView(id).map { line(.flag(environment: environmentID, id), $0.name, "flag") }
        }
        let audiences = audiences.list.finding(query).prefix(limit).compactMap { id in
            audienceView(id).map {
                line(.audience(environment: environmentID, id), $0.name, "audience")
            }
        }
        let experiments = experiments.list.finding(query).prefix(limit).compactMap { id in
            experimentView(id)?.latest.map {
                line(.experiment(environment: environmentID, id), $0.name, "experiment")
            }
        }
        return flags + audiences + experiments
    }

    /// People of the entries that are here, and what is typed as somebody else's name.
    private func people(_ query: String) -> [PickBox.Line] {
        let names = Set(history.entries.values.map(\.changeSet.actor)).union([actor]).sorted()
        var lines = matching(query, names).map { index in
            PickBox.Line(
                title: SafeText(names[index]),
                note: names[index] == actor ? "you" : "",
                part: .person(names[index])
            )
        }
        let typed = query.trimmed
        if !typed.isEmpty, !names.contains(where: { $0.lowercased() == typed.lowercased() }) {
            lines.append(
                PickBox.Line(title: SafeText(typed), note: "as typed", part: .person(typed))
            )
        }
        return lines
    }

    mutating func type(_ key: Key, in box: PickBox) -> Bool {
        var box = box
        let before = box.query.text
        guard box.query.handle(key) else { return false }
        replaceTop(.pick(box.query.text == before ? box : found(box)))
        return true
    }

    mutating func paste(_ text: String, in box: PickBox) {
        var box = box
        box.query.insert(text)
        replaceTop(.pick(found(box)))
    }

    mutating func choose(in box: PickBox) {
        guard box.lines.indices.contains(box.view.selection) else { return }
        overlays.removeLast()
        narrowHistory(box.lines[box.view.selection].part)
    }

    func drawPickBox(_ box: PickBox, on canvas: inout Canvas, _ frame: Frame) {
        let rows = min(overlayListHeight, max(box.view.count, 6)) + 3
        let area = openBox(box.title, rows: rows, on: &canvas, frame)
        let (top, list) = area.split(top: 2)
        let count: SafeText = "\(SafeText.count(box.lines.count)) found"
        drawQuery(box.query, count: count, in: top, on: &canvas)
        if box.lines.isEmpty {
            canvas.draw("Nothing holds that. Esc closes.", at: Point(x: list.x, y: list.y))
        }
        drawRows(box.view, in: list, on: &canvas) { canvas, index, point, width in
            let line = box.lines[index]
            let title = line.title.padded(to: max(8, width * 60 / 100))
            let shown = Dashboard.Line([Span(title), Span("  "), Span(line.note, .dim)])
            canvas.draw(shown, at: point, width: width)
        }
    }
}
