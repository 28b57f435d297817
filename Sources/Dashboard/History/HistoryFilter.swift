internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Which entries of the history are shown.
struct HistoryFilter: Hashable, Sendable {
    /// Only entries about one of these; empty means all.
    var subjects: Set<Subject> = []
    /// What people call them.
    var subjectName = ""
    /// Only by this person.
    var actor: String?
    /// Only of this kind.
    var kind: HistoryKind?
    /// Only from this moment on.
    var from: Moment?
    /// Only before this moment.
    var until: Moment?

    /// Whether all entries are shown.
    var isEmpty: Bool {
        subjects.isEmpty && actor == nil && kind == nil && from == nil && until == nil
    }

    /// The question for a page of entries.
    func request(before: UInt64?, limit: Int) -> HistoryRequest {
        HistoryRequest(
            before: before,
            limit: limit,
            subjects: subjects,
            actor: actor,
            kinds: kind.map { [$0] } ?? [],
            from: from,
            until: until
        )
    }

    /// "only Checkout, by Ana, since 1 Jul"; nothing when all are shown.
    func words(_ times: TimeWords) -> String {
        var parts: [String] = []
        if !subjects.isEmpty { parts.append("only \(Words.short(subjectName))") }
        if let actor { parts.append("by \(Words.short(actor))") }
        if let kind { parts.append("about \(kind.title)") }
        if let from { parts.append("since \(times.dayOrMoment(from).text)") }
        if let until {
            // The end of a day is said as that day.
            let last = times.dayOrMoment(until.adding(microseconds: -60_000_000)).text
            let isMidnight = !times.dayOrMoment(until).text.contains(":")
            let day = last.split(separator: ",").first.map(String.init) ?? last
            parts.append("until \(isMidnight ? day : times.moment(until).text)")
        }
        return parts.joined(separator: ", ")
    }
}

/// What a filter is narrowed by.
enum HistoryPart: Hashable, Sendable {
    case thing(Subject, String)
    case person(String)
    case kind(HistoryKind)
    case everything
}

extension DashboardState {
    /// Offers the ways to narrow the history.
    mutating func openHistoryFilter() {
        let filter = history.filter
        let dates = [filter.from, filter.until].contains { $0 != nil }
        var choices: [ChoiceBox.Choice] = [
            .init(
                label: "One thing",
                note: filter.subjects.isEmpty
                    ? "a flag, an audience, an experiment" : SafeText(filter.subjectName),
                action: .history(.pick(.things))
            ),
            .init(
                label: "One person",
                note: SafeText(filter.actor ?? "who did it"),
                action: .history(.pick(.people))
            ),
            .init(
                label: "One kind of change",
                note: SafeText(filter.kind?.title ?? "on and off, audiences, drafts…"),
                action: .history(.pick(.kinds))
            ),
            .init(
                label: "A time",
                note: dates ? SafeText(datesOnly(filter).words(times)) : "since a day, until a day",
                action: .history(.askTimes)
            ),
        ]
        if !filter.isEmpty {
            choices.append(
                .init(
                    label: "Everything",
                    note: "clears all of it",
                    action: .history(.only(.everything))
                )
            )
        }
        open(.choices(ChoiceBox(title: "Show only", choices: choices)))
    }

    private func datesOnly(_ filter: HistoryFilter) -> HistoryFilter {
        HistoryFilter(from: filter.from, until: filter.until)
    }

    /// Narrows the history by one more part.
    mutating func narrowHistory(_ part: HistoryPart) {
        var filter = history.filter
        switch part {
        case .thing(let subject, let name):
            (filter.subjects, filter.subjectName) = ([subject], name)
        case .person(let person): filter.actor = person
        case .kind(let kind): filter.kind = kind
        case .everything: filter = HistoryFilter()
        }
        show(history: filter)
    }

    /// Shows the entries that a filter lets through.
    mutating func show(history filter: HistoryFilter) {
        history.restrict(to: filter)
        show(.history)
    }

    /// Shows what happened to some things.
    mutating func showHistory(of subjects: Set<Subject>, named name: String) {
        show(history: HistoryFilter(subjects: subjects, subjectName: name))
    }

    // MARK: - Times

    mutating func askHistoryTimes() {
        let filter = history.filter
        func text(_ moment: Moment?) -> String { moment.map { times.dayOrMoment($0).text } ?? "" }
        let until = filter.until.map {
            HistoryFilter(until: $0).words(times).dropFirst("until ".count)
        }
        var form = Form(
            .historyTimes,
            title: "From when, until when?",
            intro: "Either may be empty.",
            fields: [
                Form.suggestion(
                    .since,
                    "Since",
                    text(filter.from),
                    limit: TimeReading.lengthLimit,
                    hint: "1 Jul, yesterday, 2026-07-03 17:00 (\(times.zoneName(at: now)))"
                ),
                Form.suggestion(
                    .until,
                    "Until",
                    until.map(String.init) ?? "",
                    limit: TimeReading.lengthLimit,
                    hint: "A day counts to its end"
                ),
            ]
        )
        form.submitLabel = "show"
        open(.form(form))
    }

    mutating func submitHistoryTimes(_ form: inout Form) -> Bool {
        var read: [Form.FieldID: TimeReading.Result] = [:]
        for field in [Form.FieldID.since, .until] where !form.text(field).trimmed.isEmpty {
            guard let time = timeReading.read(form.text(field)) else {
                form.mark(field, TimeReading.problem(form.text(field)))
                return false
            }
            read[field] = time
        }
        let (since, until) = (read[.since], read[.until])
        if let since, let until, until.end < since.start {
            form.mark(.until, "That is before the time above.")
            return false
        }
        var filter = history.filter
        filter.from = since?.start
        filter.until = until.map { $0.hasClock ? $0.end : $0.end.adding(microseconds: 1) }
        overlays.removeLast()
        show(history: filter)
        return true
    }
}
