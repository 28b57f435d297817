internal import FlagModel
internal import TerminalUI

extension DashboardState {
    func formBindings(_ form: Form) -> [Binding] {
        var bindings = [
            Binding(
                .control("s"),
                action: .overlay(.submit),
                label: form.submitLabel,
                help: "Save what is filled in",
                footer: 1
            ),
            Binding(
                .enter,
                action: .overlay(.choose),
                label: isAtLastField(form) ? form.submitLabel : "next",
                help: "To the next field; in the last one it saves",
                footer: form.fields.count > 1 ? 2 : nil
            ),
            Binding(
                .escape,
                action: .back,
                label: "leave it",
                help: "Close without saving",
                footer: 4
            ),
        ]
        if form.fields.count > 1 {
            bindings += [
                Binding(
                    .tab,
                    .down,
                    action: .overlay(.next),
                    label: "next",
                    help: "To the next field"
                ),
                Binding(
                    .backTab,
                    .up,
                    action: .overlay(.previous),
                    label: "before",
                    help: "To the field before"
                ),
            ]
        }
        if form.fields.indices.contains(form.focus), case .choice = form.fields[form.focus].input {
            bindings += [
                Binding(
                    .right,
                    .character(" "),
                    action: .overlay(.nextChoice),
                    label: "other",
                    help: "The next choice",
                    footer: 3
                ),
                Binding(
                    .left,
                    action: .overlay(.previousChoice),
                    label: "other",
                    help: "The choice before"
                ),
            ]
        }
        return bindings + eventBindings(form)
    }

    private func isAtLastField(_ form: Form) -> Bool { form.focus >= form.fields.count - 1 }

    mutating func type(_ key: Key, in form: Form) -> Bool {
        var form = form
        guard form.fields.indices.contains(form.focus),
            case .text(var field) = form.fields[form.focus].input
        else { return false }
        let before = field.text
        guard field.handle(key) else { return false }
        form.fields[form.focus].input = .text(field)
        if field.text != before {
            noteChange(in: &form)
        } else if case .character = key, field.text.count >= field.limit {
            form.fields[form.focus].problem = Self.tooLong(limit: field.limit, leftOut: 1)
        }
        replaceTop(.form(form))
        return true
    }

    mutating func paste(_ text: String, in form: Form) {
        if pasteList(text, in: form) { return }
        var form = form
        guard form.fields.indices.contains(form.focus),
            case .text(var field) = form.fields[form.focus].input
        else {
            complain("Pasted text is taken only where you type. Nothing was done.")
            return
        }
        let leftOut = field.insert(text)
        form.fields[form.focus].input = .text(field)
        noteChange(in: &form)
        if leftOut > 0 {
            form.fields[form.focus].problem = Self.tooLong(limit: field.limit, leftOut: leftOut)
        }
        replaceTop(.form(form))
    }

    /// What is said when a text does not fit into its field.
    static func tooLong(limit: Int, leftOut: Int) -> String {
        "Room for \(Words.count(limit, "character")): the last "
            + "\(leftOut == 1 ? "one was" : "\(Words.grouped(leftOut)) were") left out."
    }

    mutating func perform(_ action: OverlayAction, in form: Form) {
        var form = form
        switch action {
        case .next: form.focus = (form.focus + 1) % max(1, form.fields.count)
        case .previous:
            form.focus = (form.focus + form.fields.count - 1) % max(1, form.fields.count)
        case .nextChoice: turn(&form, by: 1)
        case .previousChoice: turn(&form, by: -1)
        case .choose where !isAtLastField(form): form.focus += 1
        case .choose, .submit:
            submit(form)
            return
        default: return
        }
        replaceTop(.form(form))
    }

    private mutating func turn(_ form: inout Form, by step: Int) {
        guard form.fields.indices.contains(form.focus),
            case .choice(let names, let selected) = form.fields[form.focus].input, !names.isEmpty
        else { return }
        let next = (selected + step + names.count) % names.count
        form.fields[form.focus].input = .choice(names, selected: next)
        noteChange(in: &form)
    }

    /// What other fields learn from a change.
    mutating func noteChange(in form: inout Form) {
        form.isChanged = true
        form.hasAsked = false
        form.problem = nil
        let id = form.fields[form.focus].id
        form.fields[form.focus].problem = nil
        if id == .key { form.isKeyOwn = true }
        if id == .name, !form.isKeyOwn, form[.key] != nil {
            form.set(.key, text: FlagModel.Key(slugOf: form.text(.name))?.text ?? "")
        }
        switch form.purpose {
        case .newFlag: newFlagChanged(&form, id)
        case .customerChange where id == .until: customerChangeChanged(&form)
        case .time, .trial: timeChanged(&form, id)
        case .version: versionChanged(&form)
        default: break
        }
    }

    /// Does what the form is for; it stays open with a problem when that is not possible.
    private mutating func submit(_ form: Form) {
        var form = form
        form.problem = nil
        for index in form.fields.indices { form.fields[index].problem = nil }
        let isDone: Bool
        switch form.purpose {
        case .newFlag: isDone = submitNewFlag(&form)
        case .editFlag(let id): isDone = submitFlagWords(&form, id)
        case .customerChange(let id, let customer):
            isDone = submitCustomerChange(&form, id, customer)
        case .version(let id, let version):
            isDone = submitVersion(&form, flag: id, version: version)
        case .ruleName(let id, let rule):
            isDone = submitRuleName(&form, flag: id, rule: rule)
        case .deleteFlag(let id): isDone = submitDeletion(&form, id)
        case .cloneFlag(let id): isDone = submitClone(&form, id)
        case .marked(let field): isDone = submitMarked(&form, field)
        case .keepView: isDone = submitView(&form)
        case .copying(let request): isDone = submitCopying(&form, request)
        case .newAudience, .editAudience, .deleteAudience: isDone = submitAudience(&form)
        case .importKeys, .newFromList, .combined: isDone = submitAudienceList(&form)
        case .newExperiment, .editExperiment: isDone = submitExperiment(&form)
        case .export(let id, let format): isDone = submitExport(&form, id, format)
        case .identity: isDone = submitIdentity(&form)
        case .importPath: isDone = submitImportPath(&form)
        case .reason(let pending): isDone = submitReason(&form, pending)
        case .undoReason(let entry, let isPartial):
            isDone = submitUndoReason(&form, entry, isPartial: isPartial)
        case .review(let purpose): isDone = submitReview(&form, purpose)
        case .time(let target): isDone = submitTime(&form, target)
        case .trial(let audience, let customer):
            isDone = submitTrial(&form, audience, customer)
        case .goToDate: isDone = submitDate(&form)
        case .historyTimes: isDone = submitHistoryTimes(&form)
        }
        guard !isDone else { return }
        replaceTop(.form(form))
    }

    /// Closes the form on top and makes its changes.
    ///
    /// - Returns: whether the form is done; a refusal is shown in it.
    mutating func finish(
        _ form: inout Form,
        _ changes: [Change],
        about subject: Subject,
        words: String,
        selecting: GUID? = nil
    ) -> Bool {
        guard !changes.isEmpty else {
            overlays.removeLast()
            say("Nothing was changed.")
            return true
        }
        if let problem = obstacle(to: changes, about: subject) {
            form.problem = problem
            return false
        }
        overlays.removeLast()
        send(.init(changes: changes, subject: subject, words: words, selecting: selecting))
        return true
    }
}
