internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Taking an entry back: first what it would do and what stands in the way, then a question.
extension DashboardState {
    /// Changes that can wait as one draft; more are taken back at once or not at all.
    private static let draftableChanges = 1000

    /// Asks what taking the entry back would do.
    mutating func askUndoPlan(_ intent: (UInt64) -> HistoryPane.Intent) {
        guard let entry = currentEntry else { return }
        guard waiting.isEmpty else {
            complain("One moment: the last change is still being saved.")
            return
        }
        history.intent = intent(entry.number)
        outbox.append(.undoPlan(of: entry.number))
    }

    /// Takes what taking an entry back would do.
    mutating func takeUndoPlan(of entry: UInt64, _ result: Result<UndoPlan, ServiceProblem>) {
        guard let intent = history.intent else { return }
        switch (intent, result) {
        case (.undo(entry), .success(let plan)):
            history.intent = nil
            // Whoever went on to something else does not want a question now.
            guard tab == .history, overlays.isEmpty, past == nil else { return }
            ask(about: plan)
        case (.undoLast(entry), .success(let plan)):
            history.intent = nil
            guard overlays.isEmpty || calendarBox != nil, past == nil else { return }
            ask(about: plan)
        case (.draft(entry, let isPart), .success(let plan)):
            history.intent = nil
            guard past == nil else { return }
            if plan.changes.isEmpty { ask(about: plan) } else { putBackAsDraft(plan, isPart) }
        case (.undo(entry), .failure(let problem)), (.undoLast(entry), .failure(let problem)),
            (.draft(entry, _), .failure(let problem)):
            history.intent = nil
            complain("Number \(numberText(entry)) stays: \(problem.description)")
        default: break
        }
    }

    /// Takes an entry back, after the question.
    mutating func takeBack(_ number: UInt64, isPartial: Bool) {
        for step in history.entries[number]?.changeSet.steps ?? [] {
            touched.formUnion(step.change.touchedIDs)
        }
        undo(entry: number, isPartial: isPartial)
    }

    /// Goes to the page of another entry from any screen, also when the list does not show it.
    mutating func open(entry number: UInt64) {
        let height = historyHeight
        guard history.entries[number] != nil else {
            show(history: HistoryFilter())
            history.questions.wanted = number
            return
        }
        if tab != .history { show(.history) }
        history.changeList { list in
            if !list.select(number, height: height) {
                list.clearQuery(height: height)
                list.select(number, height: height)
            }
        }
        history.page = number
        history.scroll = 0
        askDetail()
    }

    func numberText(_ number: UInt64) -> String {
        SafeText.count(Int(clamping: number)).text
    }

    // MARK: - The question

    /// Says what can be put back and what stands in the way, and asks.
    private mutating func ask(about plan: UndoPlan) {
        let choices = undoChoices(plan)
        let title: String
        switch (plan.changes.isEmpty, plan.obstacles.isEmpty) {
        case (true, true): title = "There is nothing to take back"
        case (true, false): title = "Number \(numberText(plan.entry)) cannot be taken back"
        default: title = "Take number \(numberText(plan.entry)) back?"
        }
        open(
            .choices(
                .question(title, text: undoWords(plan, choices: choices.count + 1), choices)
            )
        )
    }

    /// "at once, in Practice only": where nobody who looks at LIVE need fear for it.
    private func atOnce(_ plan: UndoPlan) -> SafeText {
        let places = Set(plan.changes.compactMap(\.subject.environmentID))
        guard places.count == 1, let place = places.first, place != environmentID,
            let title = model.environment(place)?.environment.name
        else { return "at once" }
        return "at once, in \(SafeText(Words.short(title, 20))) only"
    }

    private func undoChoices(_ plan: UndoPlan) -> [ChoiceBox.Choice] {
        let number = plan.entry
        let asksForDrafts = plan.changes.contains { change in
            guard let id = change.subject.environmentID else { return false }
            return model.environment(id)?.environment.settings.asksForDrafts ?? false
        }
        let isOwn =
            history.entries[number]?.changeSet.actor == actor
            || done.contains { $0.entry == number }
        let isPartial = !plan.obstacles.isEmpty
        var choices: [ChoiceBox.Choice] = []
        if !plan.changes.isEmpty, !asksForDrafts || isOwn {
            let all = plan.changes.count + plan.obstacles.count
            choices.append(
                .init(
                    label: isPartial
                        ? "Put back what still fits (\(SafeText.count(plan.changes.count)) of "
                            + "\(SafeText.count(all)))" : "Take it back",
                    note: asksForDrafts ? "at once, customers notice" : atOnce(plan),
                    action: .history(.confirmTakeBack(number, isPartial: isPartial))
                )
            )
        }
        if !plan.changes.isEmpty, asksForDrafts {
            let isAboutMore = changesOfList(plan) != nil
            if isAboutMore {
                choices.append(
                    .init(
                        label: "Prepare a draft about \(SafeText(history.filter.subjectName)) only",
                        note: "the rest stays as it is",
                        action: .history(.putBack(number, isPart: true))
                    )
                )
            }
            choices.append(
                .init(
                    label: isAboutMore ? "Prepare a draft about all of it" : "Prepare a draft",
                    note: "nothing changes before you publish",
                    action: .history(.putBack(number, isPart: false))
                )
            )
        }
        if let later = plan.obstacles.lazy.compactMap(\.entry).max() {
            choices.append(
                .init(
                    label: "Open number \(SafeText.count(Int(clamping: later)))",
                    note: "the later change",
                    action: .history(.openEntry(later))
                )
            )
        }
        return choices
    }

    /// What stands in the way, then what will be put back; as much as leaves the answers on screen.
    private func undoWords(_ plan: UndoPlan, choices: Int) -> String {
        let isTiny = frame.layout == .tiny
        let room = max(1, frame.body.height - (isTiny ? 2 : 6) - choices)
        let width = min(74, max(10, size.columns - 4))
        var left = room
        func fitting(_ lines: [String], within room: Int) -> [String] {
            var shown: [String] = []
            var used = 0
            for line in lines {
                let rows = SafeText.wrapped(line, width: width).count
                let isLast = shown.count == lines.count - 1
                guard used + rows + (isLast ? 0 : 1) <= room || shown.isEmpty else { break }
                shown.append(line)
                used += rows
            }
            let rest = lines.count - shown.count
            left -= used + (rest > 0 ? 1 : 0)
            return rest > 0 ? shown + ["- and \(Words.grouped(rest)) more"] : shown
        }
        var text: [String] = []
        let length = isTiny ? max(10, size.columns - 3) : 200
        if !plan.obstacles.isEmpty {
            let obstacles = plan.obstacles.map { Words.short(obstacleWords($0), length) }
            let most = plan.changes.isEmpty ? room - (isTiny ? 0 : 2) : max(1, (room - 2) / 2)
            text += fitting(obstacles, within: most)
        }
        if plan.changes.isEmpty {
            if !isTiny { text.append(whatNow(plan)) }
            return text.joined(separator: "\n")
        }
        if !isTiny {
            text.append(
                plan.obstacles.isEmpty
                    ? "The history will then say that you"
                    : "The rest still fits; the history will then say that you"
            )
            left -= 1
        }
        let isAllDrafts = plan.changes.allSatisfy(\.isAboutDrafts)
        let drafts = isAllDrafts ? 0 : plan.changes.count(where: \.isAboutDrafts)
        if drafts > 0, !isTiny { left -= 1 }
        if left > 0 || text.isEmpty {
            text += fitting(plan.lines.map { "- " + Words.short($0, length) }, within: left)
        }
        if drafts > 0, !isTiny {
            text.append("\(Words.count(drafts, "draft")) will wait as before.")
        }
        return text.joined(separator: "\n")
    }

    private func whatNow(_ plan: UndoPlan) -> String {
        plan.obstacles.isEmpty
            ? "All of it was taken back already, or is as it was before."
            : "Take the later change back first, or set it by hand where it is now."
    }

    /// "- Gift wrap stays: Jo changed it again, today 11:02 (number 5: turned Gift wrap off)".
    ///
    /// The number is not grouped: a line must not break within it.
    private func obstacleWords(_ obstacle: UndoPlan.Obstacle) -> String {
        let name = Words.short(obstacle.name)
        if let later = obstacle.later {
            let set = later.changeSet
            return "- \(name) stays: \(set.actor) changed it again, \(times.moment(set.time).text) "
                + "(number \(later.number): \(Words.short(set.sentence, 80)))"
        }
        guard let entry = obstacle.entry else { return "- \(name) stays: it was changed again" }
        return "- \(name) stays: number \(entry) changed it again"
    }

    // MARK: - As a draft

    /// What taking an entry back changes about the things that the list is about; `nil` where the
    /// list is about everything, or the entry about nothing else.
    private func changesOfList(_ plan: UndoPlan) -> [Change]? {
        let all = plan.changes.filter { !$0.isAboutDrafts }
        let some = all.filter { history.filter.subjects.contains($0.subject) }
        return tab == .history && !some.isEmpty && some.count < all.count ? some : nil
    }

    private mutating func putBackAsDraft(_ plan: UndoPlan, _ isPart: Bool) {
        let number = plan.entry
        let some = isPart ? changesOfList(plan) : nil
        // What was published came from drafts: they do not come back, their opposite does.
        let changes = some ?? plan.changes.filter { !$0.isAboutDrafts }
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
        let part = plan.obstacles.isEmpty ? "" : "what fits of "
        let only = some == nil ? "" : " for \(Words.short(history.filter.subjectName)) only"
        let words = "puts \(part)number \(numberText(number)) back\(only)"
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
            if drafts.own(change.subject) != nil {
                return "you have a draft of \(name(of: change.subject)). "
                    + "Publish it or remove it first (p)."
            }
            if let other = draftInTheWay(of: [change], about: change.subject) {
                return "\(other.authorWords) has a draft of \(name(of: change.subject)). "
                    + "Publish it first (p), or ask \(other.authorWords)."
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
