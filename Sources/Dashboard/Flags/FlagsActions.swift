internal import FlagModel
internal import TerminalUI

extension DashboardState {
    mutating func performFlags(_ action: FlagsAction) {
        switch action {
        case .toggle: toggleFlag()
        case .edit: editFlag()
        case .serving: editServing()
        case .new: newFlag()
        case .remove: askRemoval()
        case .clone: cloneFlag()
        case .toggleArchived:
            flags.listing.showsArchived.toggle()
            prepareFlags(isWhole: true, selecting: nil)
        case .listing(let action): performListing(action)
        case .marking(let action): performMarking(action)
        case .markedForm(let field): openMarkedForm(field)
        case .comparing(let action): performComparing(action)
        case .who: showHistory(ofFlag: currentFlagID)
        case .copyKey:
            guard let flag = currentFlagID.flatMap(flagView)?.latest else { return }
            copyOut(flag.key.text, flag.key.text)
        case .show(let id): show(flag: id)
        case .joinDraft: joinDraft()
        case .join(let id): join(id)
        case .putBackAsThen: askPuttingBack()
        case .reallyPutBack: putBackAsThen()
        case .archive(let id): setArchived(id, true)
        case .restore(let id): setArchived(id, false)
        case .askDelete(let id): askDeletion(id)
        case .with(let id, let action):
            select(flag: id)
            performFlags(action)
        }
    }

    /// Selects a flag in the list, also when what is typed hides it.
    mutating func select(flag id: GUID) {
        tab = .flags
        if flags.page != nil { flags.page = id }
        guard !flags.list.select(id, height: listHeight) else { return }
        flags.list.clearQuery(height: listHeight)
        guard !flags.list.select(id, height: listHeight) else { return }
        flags.listing = flags.listing.widened
        if flagView(id)?.now?.isArchived ?? false { flags.listing.showsArchived = true }
        prepareFlags(isWhole: true, selecting: id)
    }

    private func subject(_ flag: GUID) -> Subject? {
        environmentID.map { .flag(environment: $0, flag) }
    }

    private mutating func toggleFlag() {
        guard let id = currentFlagID, let view = flagView(id), let flag = view.latest,
            let environmentID, let subject = subject(id)
        else { return }
        let edit = Change.editFlag(
            environment: environmentID,
            flag: id,
            .setEnabled(!flag.isEnabled)
        )
        change([edit], about: subject, words: toggleWords(view, edit))
    }

    /// "Gift wrap off → on for everyone".
    private func toggleWords(_ view: FlagView, _ edit: Change) -> String {
        guard let environmentID, let environment else { return view.name }
        let joined = Amending.join(view.ownDraft?.changes ?? [], [edit], in: model)
        guard let after = (try? model.previewing(joined))?.environment(environmentID),
            let flag = after.flag(view.id)
        else { return view.name }
        let (old, new) = (view.now?.summary(in: environment), flag.summary(in: after))
        let before = old?.state.text ?? "new"
        let text = "\(flag.name) \(before) → \(flag.isEnabled ? new.state.text : "off")"
        guard flag.isEnabled else { return text }
        return new.who == "nobody"
            ? "\(flag.name) \(before) → on, but nobody gets it yet: c chooses who"
            : "\(text) for \(new.who)"
    }

    // MARK: - Removing

    private mutating func askRemoval() {
        guard let id = currentFlagID, let view = flagView(id), let flag = view.latest ?? view.now
        else { return }
        if let problem = obstacle(to: .setArchived(!flag.isArchived), of: flag) {
            complain(problem)
            return
        }
        guard view.now != nil else {
            if let draft = view.ownDraft { drop(draft, name: view.name) }
            return
        }
        guard flag.isArchived else {
            askArchiving(flag)
            return
        }
        open(
            .choices(
                .question(
                    "\(flag.name) is archived",
                    text: "Restored, it can be used again. Deleted, it is gone for good.",
                    [
                        .init(label: "Restore it", note: "", action: .flags(.restore(id))),
                        .init(
                            label: "Delete it for good…",
                            note: "asks again",
                            action: .flags(.askDelete(id))
                        ),
                    ]
                )
            )
        )
    }

    /// Asks before a flag is archived.
    mutating func askArchiving(_ flag: Flag) {
        open(
            .choices(
                .question(
                    "Archive \(flag.name)?",
                    text: flag.isEnabled
                        ? "It is on. Once archived, everybody gets the version for off. "
                            + "It can be restored at any time."
                        : "It leaves the list and can be restored at any time.",
                    [
                        .init(
                            label: "Archive it",
                            note: asksForDrafts ? "makes a draft" : "at once",
                            action: .flags(.archive(flag.id))
                        )
                    ]
                )
            )
        )
    }

    private mutating func setArchived(_ id: GUID, _ isArchived: Bool) {
        guard let environmentID, let subject = subject(id), let view = flagView(id) else { return }
        change(
            [.editFlag(environment: environmentID, flag: id, .setArchived(isArchived))],
            about: subject,
            words: "\(view.name) \(isArchived ? "archived" : "restored")"
        )
    }

    private mutating func askDeletion(_ id: GUID) {
        guard let view = flagView(id) else { return }
        var form = Form(
            .deleteFlag(id),
            title: "Delete \(view.name) for good?",
            intro: "Its history stays. To delete it, type its name.",
            fields: [Form.text(.typedName, "Name")]
        )
        form.submitLabel = "delete"
        open(.form(form))
    }

    mutating func submitDeletion(_ form: inout Form, _ id: GUID) -> Bool {
        guard let environmentID, let subject = subject(id), let view = flagView(id) else {
            overlays.removeLast()
            return true
        }
        guard form.text(.typedName).trimmed == view.name.trimmed else {
            form.mark(.typedName, "That is not its name. Nothing was deleted.")
            return false
        }
        return finish(
            &form,
            [.deleteFlag(environment: environmentID, flag: id)],
            about: subject,
            words: "\(view.name) deleted"
        )
    }
}
