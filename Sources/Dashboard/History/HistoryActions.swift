internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// Changes that a question spells out.
    private static let spelledChanges = 6
    /// Changes that can wait as one draft; more are taken back at once or not at all.
    private static let draftableChanges = 1000

    /// The entry that keys act on.
    var currentEntry: HistoryEntry? {
        history.page.flatMap { history.entries[$0] } ?? history.selected
    }

    /// The keys of the history, and of the page of one entry.
    var historyBindings: [Binding] {
        let isPage = history.page != nil
        let onOne: Availability =
            currentEntry == nil ? .no(reason: "There is no entry here.") : .yes
        var bindings = [
            isPage
                ? Binding(
                    .left,
                    .character("h"),
                    action: .back,
                    label: "back",
                    help: "Back to the list",
                    footer: 10
                )
                : Binding(
                    .enter,
                    .right,
                    .character("l"),
                    action: .open,
                    label: "open",
                    help: "Everything that the entry did",
                    footer: 10,
                    availability: onOne
                ),
            historyKey("u", .takeBack, "take back", "Take this entry back, after a question", 11),
            historyKey(
                "b",
                .putBackAsDrafts,
                "back as draft",
                "Prepare a draft that puts things back as they were",
                12
            ),
            historyKey(
                "w",
                .onlyThis,
                "only this thing",
                "Only what happened to the same thing",
                13
            ),
            historyKey("y", .copy, "copy", "Copy the entry as one line of text", nil),
        ]
        guard !isPage else { return bindings }
        bindings.append(
            Binding(
                .character("/"),
                action: .find,
                label: "find",
                help: "Find in the entries that are here, by who, what or why",
                footer: 14
            )
        )
        if frame.layout.isWide {
            bindings.append(
                Binding(
                    .tab,
                    .backTab,
                    action: .nextPart,
                    label: "other side",
                    help: "Move in the detail, or in the list again"
                )
            )
        }
        return bindings
    }

    private func historyKey(
        _ key: Character,
        _ action: HistoryAction,
        _ label: SafeText,
        _ help: SafeText,
        _ footer: Int?
    ) -> Binding {
        Binding(
            .character(key),
            action: .history(action),
            label: label,
            help: help,
            footer: footer,
            availability: currentEntry == nil ? .no(reason: "There is no entry here.") : .yes
        )
    }

    mutating func performHistory(_ action: HistoryAction) {
        switch action {
        case .takeBack: askInverse { .undo($0) }
        case .putBackAsDrafts: askInverse { .draft($0) }
        case .putBack(let number):
            history.intent = .draft(number)
            outbox.append(.inverse(of: number))
        case .confirmTakeBack(let number): undo(entry: number)
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

    private mutating func copyEntry() {
        guard let entry = currentEntry else { return }
        let set = entry.changeSet
        let why = set.note.isEmpty ? "" : " (\(set.note))"
        let when = times.exact(set.time).text
        outbox.append(.copy("\(entry.number)\t\(when)\t\(set.actor)\t\(set.sentence)\(why)"))
        say("Copied number \(SafeText.count(Int(clamping: entry.number)).text).")
    }

    // MARK: - Taking back

    private mutating func askInverse(_ intent: (UInt64) -> HistoryPane.Intent) {
        guard let entry = currentEntry else { return }
        guard waiting.isEmpty else {
            complain("One moment: the last change is still being saved.")
            return
        }
        history.intent = intent(entry.number)
        outbox.append(.inverse(of: entry.number))
    }

    /// Takes the changes that would take an entry back.
    mutating func takeInverse(of entry: UInt64, _ result: Result<[Change], ServiceProblem>) {
        guard let intent = history.intent else { return }
        switch (intent, result) {
        case (.undo(entry), .success(let changes)):
            history.intent = nil
            // Whoever went on to something else does not want a question now.
            guard tab == .history, overlays.isEmpty else { return }
            askTakingBack(entry, changes)
        case (.draft(entry), .success(let changes)):
            history.intent = nil
            putBackAsDraft(entry, changes)
        case (.undo(entry), .failure(let problem)), (.draft(entry), .failure(let problem)):
            history.intent = nil
            complain("Number \(numberText(entry)) stays: \(problem.description)")
        default: break
        }
    }

    private func numberText(_ number: UInt64) -> String {
        SafeText.count(Int(clamping: number)).text
    }

    /// Says what taking an entry back will do, and asks.
    private mutating func askTakingBack(_ number: UInt64, _ changes: [Change]) {
        let actor = history.entries[number]?.changeSet.actor ?? ""
        let isLive = changes.contains { change in
            guard let id = change.subject.environmentID else { return false }
            return model.environment(id)?.environment.settings.asksForDrafts ?? false
        }
        var choices: [ChoiceBox.Choice] = []
        if !isLive || actor == self.actor {
            choices.append(
                .init(
                    label: "Take it back",
                    note: isLive ? "at once, customers notice" : "at once",
                    action: .history(.confirmTakeBack(number))
                )
            )
        }
        if isLive {
            choices.append(
                .init(
                    label: "Prepare a draft",
                    note: "nothing changes before you publish",
                    action: .history(.putBack(number))
                )
            )
        }
        let title = "Take number \(numberText(number)) back?"
        open(.choices(.question(title, text: inverseWords(changes), choices)))
    }

    /// "The history will then say: turned Gift wrap off in LIVE".
    private func inverseWords(_ changes: [Change]) -> String {
        var now = model
        var lines: [String] = []
        // The answers below must stay on screen.
        let isTiny = frame.layout == .tiny
        var room = isTiny ? 1 : frame.body.height - 7
        let length = isTiny ? max(10, size.columns - 3) : 200
        var drafts = 0
        var count = 0
        for change in changes {
            if change.isAboutDrafts, changes.count > 1 {
                drafts += 1
                continue
            }
            count += 1
            guard room > 0, lines.count < Self.spelledChanges else { continue }
            let before = now
            guard let next = try? now.previewing([change]) else { continue }
            now = next
            let line = "- " + Words.short(change.sentence(before: before, after: next), length)
            room -= SafeText.wrapped(line, width: min(74, max(10, size.columns - 4))).count
            lines.append(line)
        }
        if count > lines.count { lines.append("- and \(Words.grouped(count - lines.count)) more") }
        if drafts > 0, room > 0, !isTiny {
            lines.append("\(Words.count(drafts, "draft")) will wait as before.")
        }
        if !isTiny { lines.insert("The history will then say that you", at: 0) }
        return lines.joined(separator: "\n")
    }

    private mutating func putBackAsDraft(_ number: UInt64, _ changes: [Change]) {
        // What was published came from drafts: they do not come back, their opposite does.
        let changes = changes.filter { !$0.isAboutDrafts }
        if let problem = draftProblem(changes) {
            complain("Number \(numberText(number)): \(problem)")
            return
        }
        let draft = Draft(
            id: GUID(using: &random),
            author: actor,
            createdAt: now,
            note: "puts number \(numberText(number)) back",
            changes: changes
        )
        let words = "puts number \(numberText(number)) back"
        propose([.saveDraft(draft)], origin: .drafting, .init(kind: .draft(words)))
    }

    /// Why changes cannot wait as a draft.
    private func draftProblem(_ changes: [Change]) -> String? {
        guard waiting.isEmpty else { return "one moment, the last change is still being saved." }
        guard !changes.isEmpty else {
            return "it only kept or dropped a draft; u takes that back."
        }
        guard changes.count <= Self.draftableChanges else {
            return "\(Words.count(changes.count, "change")) are too many for a draft; "
                + "u takes them back."
        }
        for change in changes {
            if case .none = change.subject.environmentID {
                return "it is not about flags, audiences or experiments; u takes it back."
            }
            if drafts.about(change.subject) != nil {
                return "\(name(of: change.subject)) has a draft already. "
                    + "Publish it or remove it first (p)."
            }
        }
        do {
            _ = try model.previewing(changes)
            return nil
        } catch {
            return error.description
        }
    }
}
