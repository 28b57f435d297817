internal import FlagModel
internal import TerminalUI

/// What doing something with marked flags would do.
private struct MarkedPlan {
    /// The changes by flag, in the order of the list.
    var edits: [(view: FlagView, change: Change)] = []
    /// Flags that are like that already.
    var alreadyCount = 0
    /// Flags that cannot be changed so, with the reason of the first.
    var refused: [(name: String, reason: String)] = []
}

extension DashboardState {
    /// "3 flags", "Gift wrap".
    private func flagWords(_ plan: MarkedPlan) -> String {
        plan.edits.count == 1 ? plan.edits[0].view.name : Words.count(plan.edits.count, "flag")
    }

    /// Offers what can be done with the marked flags.
    mutating func askMarked() {
        let marked = markedIDs.compactMap { flagView($0)?.latest }
        let off = marked.count { !$0.isEnabled && !$0.isArchived }
        let on = marked.count { $0.isEnabled && !$0.isArchived }
        let archived = marked.count(where: \.isArchived)
        func line(_ title: SafeText, _ count: Int?, _ action: Action) -> ListBox.Line {
            let note: SafeText = count.map { "\(SafeText.count($0)) of them" } ?? ""
            return ListBox.Line(title: title, note: note, action: action)
        }
        func deed(_ title: SafeText, _ count: Int, _ deed: MarkedDeed) -> [ListBox.Line] {
            count > 0 ? [line(title, count, .flags(.marking(.begin(deed))))] : []
        }
        var lines = deed("Turn on", off, .turnOn) + deed("Turn off", on, .turnOff)
        lines += [
            line("Add a tag…", nil, .flags(.markedForm(.tag))),
            line("Set the owner…", nil, .flags(.markedForm(.owner))),
        ]
        for tag in Set(marked.flatMap(\.tags)).sorted().prefix(20) {
            let count = marked.count { $0.tags.contains(tag) }
            lines += deed("Take off the tag \(SafeText(tag))", count, .removeTag(tag))
        }
        lines += deed("Archive", marked.count - archived, .archive)
        lines += deed("Restore", archived, .restore)
        lines += [
            line("Copy their keys", nil, .flags(.marking(.copyKeys))),
            line("Mark nothing any more", nil, .flags(.marking(.none))),
        ]
        openList("\(markWords): do what?", lines)
    }

    private func plan(_ deed: MarkedDeed) -> MarkedPlan {
        var plan = MarkedPlan()
        guard let environmentID else { return plan }
        for id in markedIDs {
            guard let view = flagView(id), let flag = view.latest else { continue }
            guard let edit = deed.edit(of: flag) else {
                plan.alreadyCount += 1
                continue
            }
            let change = Change.editFlag(environment: environmentID, flag: id, edit)
            let subject = Subject.flag(environment: environmentID, id)
            if flag.isArchived, deed != .restore {
                plan.refused.append((flag.name, "it is archived"))
            } else if let problem = refusal(of: [change], about: subject) {
                plan.refused.append((flag.name, problem))
            } else {
                plan.edits.append((view, change))
            }
        }
        return plan
    }

    /// Asks, with the count and the names, before more than one flag is changed.
    mutating func begin(_ deed: MarkedDeed) {
        let plan = plan(deed)
        guard !plan.edits.isEmpty else {
            complain(
                plan.refused.first.map { "\($0.name): \($0.reason)" }
                    ?? "Nothing to change: the marked flags are like that already."
            )
            return
        }
        guard plan.edits.count > 1 || !plan.refused.isEmpty || hiddenMarkCount > 0 else {
            doWithMarked(deed)
            return
        }
        let names = plan.edits.map(\.view.name)
        var text = Words.list(names, most: 6) + "."
        let hidden = hiddenMarkCount
        if hidden > 0 { text += "\n\(hidden) of the marked flags not shown by what is found." }
        if plan.alreadyCount > 0 { text += "\n\(plan.alreadyCount) like that already." }
        if let first = plan.refused.first {
            let more = plan.refused.count > 1 ? " and \(plan.refused.count - 1) more" : ""
            text += "\nLeft out: \(first.name)\(more): \(first.reason)"
        }
        let drafts = Words.count(plan.edits.count, "draft")
        let box = ChoiceBox.question(
            deed.question(flagWords(plan)),
            text: text,
            [
                .init(
                    label: "Yes, all \(SafeText.count(plan.edits.count))",
                    note: asksForDrafts ? "makes \(SafeText(drafts))" : "at once",
                    action: .flags(.marking(.really(deed)))
                )
            ]
        )
        open(.choices(box))
    }

    /// Makes the changes as one: drafts, one a flag, or at once.
    mutating func doWithMarked(_ deed: MarkedDeed) {
        guard waiting.isEmpty else {
            complain("One moment: the last change is still being saved.")
            return
        }
        let plan = plan(deed)
        guard let environmentID, let first = plan.edits.first else { return }
        let words = deed.done(flagWords(plan))
        guard asksForDrafts else {
            let subject = Subject.flag(environment: environmentID, first.view.id)
            let outcome = change(plan.edits.map(\.change), about: subject, words: words)
            if outcome == .sent { flags.marks = FlagMarks() }
            return
        }
        let changes = plan.edits.compactMap { draftChange($0.view, $0.change) }
        guard !changes.isEmpty else { return }
        flags.marks = FlagMarks()
        propose(changes, origin: .drafting, WaitingChange(kind: .draft(words)))
    }

    /// The draft of one flag with a further change; the draft goes when nothing is left of it.
    private mutating func draftChange(_ view: FlagView, _ change: Change) -> Change? {
        let earlier = view.ownDraft
        let joined = Amending.join(earlier?.changes ?? [], [change], in: model)
        guard !joined.isEmpty else { return earlier.map { .discardDraft($0.id) } }
        var draft = Draft(
            id: earlier?.id ?? GUID(using: &random),
            author: earlier?.author ?? actor,
            createdAt: earlier?.createdAt ?? now,
            note: earlier?.note ?? "",
            changes: joined
        )
        draft.others = earlier?.others ?? []
        return .saveDraft(draft)
    }

    mutating func copyMarkedKeys() {
        let keys = markedIDs.compactMap { flagView($0)?.latest?.key.text }
        guard !keys.isEmpty else { return }
        copyOut(keys.joined(separator: "\n"), "\(Words.count(keys.count, "key")), one a line")
    }

    // MARK: - Forms

    /// What a form asks for.
    enum MarkedField: Hashable, Sendable {
        case tag
        case owner
    }

    mutating func openMarkedForm(_ field: MarkedField) {
        let names = markedIDs.compactMap { flagView($0)?.name }
        let count = Words.count(names.count, "flag")
        var form = Form(
            .marked(field),
            title: field == .tag ? "Add a tag to \(count)" : "Set the owner of \(count)",
            intro: Words.list(names, most: 6) + ".",
            fields: [
                field == .tag
                    ? Form.text(.tags, "Tag", limit: 64, hint: "A word to find them by")
                    : Form.text(
                        .owner,
                        "Owner",
                        limit: 64,
                        hint: "Who knows about them; empty takes the owner off"
                    )
            ]
        )
        form.submitLabel = "go on"
        open(.form(form))
    }

    mutating func submitMarked(_ form: inout Form, _ field: MarkedField) -> Bool {
        let text = form.text(field == .tag ? .tags : .owner).trimmed
        guard field == .owner || !text.isEmpty else {
            form.mark(.tags, "Type a tag.")
            return false
        }
        guard SafeText(text).text == text, !text.contains(",") || field == .owner else {
            form.mark(field == .tag ? .tags : .owner, "Use letters that can be read, no commas.")
            return false
        }
        overlays.removeLast()
        begin(field == .tag ? .addTag(text) : .setOwner(text))
        return true
    }
}
