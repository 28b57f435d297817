internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// What the history can be narrowed by, found by name as one types.
enum HistorySubject: Hashable, Sendable {
    case things
    case people
    case kinds

    /// The question above the list.
    var title: SafeText {
        switch self {
        case .things: "The history of which flag, audience or experiment?"
        case .people: "What whom did?"
        case .kinds: "Which kind of change?"
        }
    }
}

extension DashboardState {
    /// Lines of one kind that the box shows.
    private static let pickLimit = 50

    mutating func pick(_ subject: HistorySubject) {
        openList(subject.title, from: .history(subject), verb: "show")
    }

    func historyLines(_ subject: HistorySubject, _ query: String) -> [ListBox.Line] {
        switch subject {
        case .things: things(query)
        case .people: people(query)
        case .kinds:
            matching(query, HistoryKind.allCases.map(\.title)).map { index in
                let kind = HistoryKind.allCases[index]
                return ListBox.Line(
                    title: SafeText(kind.title),
                    action: .history(.only(.kind(kind)))
                )
            }
        }
    }

    private func matching(_ query: String, _ titles: [String]) -> [Int] {
        query.isEmpty ? Array(titles.indices) : Filter(titles).matches(query)
    }

    private func things(_ query: String) -> [ListBox.Line] {
        guard let environmentID else { return [] }
        func line(_ subject: Subject, _ name: String, _ kind: SafeText) -> ListBox.Line {
            ListBox.Line(
                title: SafeText(name),
                note: kind,
                action: .history(.only(.thing(subject, name)))
            )
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
    private func people(_ query: String) -> [ListBox.Line] {
        let names = Set(history.entries.values.map(\.changeSet.actor)).union([actor]).sorted()
        var lines = matching(query, names).map { index in
            ListBox.Line(
                title: SafeText(names[index]),
                note: names[index] == actor ? "you" : "",
                action: .history(.only(.person(names[index])))
            )
        }
        let typed = query.trimmed
        if !typed.isEmpty, !names.contains(where: { $0.lowercased() == typed.lowercased() }) {
            lines.append(
                ListBox.Line(
                    title: SafeText(typed),
                    note: "as typed",
                    action: .history(.only(.person(typed)))
                )
            )
        }
        return lines
    }
}
