internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The entry that keys act on.
    var currentEntry: HistoryEntry? {
        history.page.flatMap { history.entries[$0] } ?? history.selected
    }

    /// The keys of the history, of the page of one entry, and of a comparison.
    var historyBindings: [Binding] {
        guard history.comparison == nil else { return [.backToList(footer: 10)] }
        let isPage = history.page != nil
        let onOne = onEntry
        var bindings =
            isPage
            ? [
                .backToList(footer: 10),
                historyKey("v", .look, "look back", "See everything as it was then", 11, .enter),
            ]
            : [
                Binding(
                    .enter,
                    .right,
                    .character("l"),
                    .character("o"),
                    action: .open,
                    label: "open",
                    help: "Everything that the entry did",
                    footer: 10,
                    availability: onOne
                ),
                historyKey("v", .look, "look back", "See everything as it was then", 11),
            ]
        bindings += [
            historyKey("u", .takeBack, "take back", "Take this entry back, after a question", 12),
            historyKey(
                "b",
                .putBackAsDrafts,
                "back as draft",
                "Prepare a draft that puts things back as they were",
                40
            ),
            historyKey("w", .onlyThis, "only this", "Only what happened to the same thing", 41),
            historyKey("y", .copy, "copy", "Copy the entry as one line of text", nil),
        ]
        guard !isPage else { return bindings }
        return bindings + historyListBindings
    }

    private var onEntry: Availability {
        currentEntry == nil ? .no(reason: "There is no entry here.") : .yes
    }

    private var historyListBindings: [Binding] {
        var bindings = [
            Binding(
                .character("f"),
                action: .history(.filter),
                label: "show only",
                help: "Only one thing, one person, one kind, or a time",
                footer: 13
            ),
            Binding(
                .character("/"),
                action: .find,
                label: "find",
                help: "Find in the entries that are here, by who, what or why",
                footer: 15
            ),
            historyKey(" ", .mark, "mark", "Mark the entry; two are compared", 16),
            Binding(
                .character("="),
                action: .history(.compare),
                label: "compare",
                help: "What differs between the two marked entries",
                footer: history.marks.isEmpty ? nil : 9,
                availability: history.marks.count == HistoryPane.markLimit
                    ? .yes : .no(reason: "Mark two entries with Space first.")
            ),
        ]
        if frame.layout.isWide {
            bindings.append(.otherSide)
        }
        return bindings
    }

    private func historyKey(
        _ key: Character,
        _ action: HistoryAction,
        _ label: SafeText,
        _ help: SafeText,
        _ footer: Int?,
        _ other: Key? = nil
    ) -> Binding {
        var binding = Binding(
            .character(key),
            action: .history(action),
            label: label,
            help: help,
            footer: footer,
            availability: onEntry
        )
        if let other { binding.keys.append(other) }
        return binding
    }

    mutating func performHistory(_ action: HistoryAction) {
        switch action {
        case .takeBack: askUndoPlan { .undo($0) }
        case .putBackAsDrafts: askUndoPlan { .draft($0, isPart: true) }
        case .putBack(let number, let isPart):
            history.intent = .draft(number, isPart: isPart)
            outbox.append(.undoPlan(of: number))
        case .confirmTakeBack(let number, let isPartial): takeBack(number, isPartial: isPartial)
        case .look: lookAtEntry()
        case .mark: markEntry()
        case .compare: compareMarked()
        case .filter: openHistoryFilter()
        case .pick(let subject): pick(subject)
        case .only(let part): narrowHistory(part)
        case .askTimes: askHistoryTimes()
        case .openEntry(let number):
            // The question may have been asked over another box.
            overlays = []
            open(entry: number)
        case .onlyThis: showOnlyThis()
        case .copy: copyEntry()
        }
    }

    private mutating func showOnlyThis() {
        guard let change = currentEntry?.changeSet.steps.first?.change else { return }
        let subject: Subject =
            if case .saveDraft(let draft) = change, let first = draft.changes.first {
                first.subject
            } else {
                change.subject
            }
        showHistory(of: [subject], named: name(of: subject))
    }

    private mutating func lookAtEntry() {
        guard let entry = currentEntry else { return }
        look(at: .entry(entry.number))
    }

    private mutating func copyEntry() {
        guard let entry = currentEntry else { return }
        let set = entry.changeSet
        let why = set.note.isEmpty ? "" : " (\(set.note))"
        let when = times.exact(set.time).text
        let number = SafeText.count(Int(clamping: entry.number)).text
        let line = "\(entry.number)\t\(when)\t\(set.actor)\t\(set.sentence)\(why)"
        copyOut(line, "number \(number)")
    }
}
