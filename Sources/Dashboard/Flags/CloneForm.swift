internal import FlagModel
internal import TerminalUI

/// The form for a new flag that does the same as another one.
extension DashboardState {
    mutating func cloneFlag() {
        guard let id = currentFlagID, let flag = flagView(id)?.latest else { return }
        let name = String("\(flag.name) copy".prefix(Limits.nameLength.upperBound))
        var form = Form(
            .cloneFlag(id),
            title: "New flag like \(flag.name)",
            intro: "Everything else is the same: versions, who gets what, owner, tags. "
                + "\(flag.name) itself stays as it is.",
            fields: [
                Form.text(.name, "Name", name, hint: "What people call the new flag"),
                Form.text(
                    .key,
                    "Key",
                    freeKey(like: name),
                    hint: "What programs ask for; it can never change"
                ),
                Form.choice(
                    .kind,
                    "Starts",
                    ["switched off", "like the other one"],
                    hint: flag.isEnabled ? "The other one is on" : "The other one is off, too"
                ),
            ]
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "make the flag"
        open(.form(form))
    }

    /// A key made from a name, with a number where another flag has it.
    private func freeKey(like name: String) -> String {
        guard let key = FlagModel.Key(slugOf: name) else { return "" }
        guard environment?.flag(key) != nil else { return key.text }
        for number in 2...99 {
            guard let next = FlagModel.Key(slugOf: "\(name) \(number)") else { break }
            if environment?.flag(next) == nil { return next.text }
        }
        return key.text
    }

    mutating func submitClone(_ form: inout Form, _ id: GUID) -> Bool {
        guard let environmentID, let flag = flagView(id)?.latest else {
            overlays.removeLast()
            return true
        }
        let name = form.text(.name).trimmed
        guard !name.isEmpty else {
            form.mark(.name, "Type a name.")
            return false
        }
        guard let key = try? FlagModel.Key(form.text(.key)) else {
            form.mark(.key, "A key has letters, digits, dots and hyphens only.")
            return false
        }
        guard environment?.flag(key) == nil else {
            form.mark(.key, "Another flag has this key already.")
            return false
        }
        var copy = flag.copy(
            id: GUID(using: &random),
            key: key,
            name: name,
            revision: GUID(using: &random),
            at: now
        )
        copy.isArchived = false
        if form[.kind]?.selected == 0 { copy.isEnabled = false }
        let change = Change.createFlag(environment: environmentID, copy)
        return finish(
            &form,
            [change],
            about: change.subject,
            words: "new flag \(name), \(copy.isEnabled ? "on" : "off")",
            selecting: copy.id
        )
    }
}
