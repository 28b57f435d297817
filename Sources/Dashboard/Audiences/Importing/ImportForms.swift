internal import FlagModel
internal import TerminalUI

/// Forms that lead to an import.
extension DashboardState {
    /// Asks which file, or takes a paste, for the audience whose page is open.
    mutating func askImport() {
        guard let view = currentAudience else { return }
        var form = Form(
            .importKeys(view.id),
            title: "Import into \(Words.short(view.name))",
            intro: "Paste the list here, or type where the file is: a key a line, or CSV.",
            fields: [
                Form.text(.path, "File", limit: 4096, hint: "~/Downloads/customers.csv"),
                Form.choice(
                    .who,
                    "Into",
                    ["members", "never"],
                    selected: audiences.page?.part == .never ? 1 : 0,
                    hint: "Members belong; never keeps them out whatever the rules say"
                ),
            ]
        )
        form.submitLabel = "read it"
        open(.form(form))
    }

    /// Asks for the name of a new audience, and for its list.
    mutating func newAudienceFromList() {
        var form = Form(
            .newFromList,
            title: "New audience from a list",
            intro: "Type a name, then paste the list, or type where the file is.",
            fields: [
                Form.text(.name, "Name", hint: "What people call it: Newsletter July"),
                Form.text(.key, "Key", hint: "What commands call it; it can never change"),
                Form.text(.path, "File", limit: 4096, hint: "Paste the list here, or type a path"),
            ]
        )
        form.submitLabel = "read it"
        open(.form(form))
    }

    /// Takes a paste of several lines as the list that a form asks for.
    ///
    /// - Returns: whether the form asks for one; a single line is text like any other.
    mutating func pasteList(_ text: String, in form: Form) -> Bool {
        let lines = text.split(maxSplits: 2, whereSeparator: \.isNewline)
        guard lines.count > 1 else { return false }
        switch form.purpose {
        case .importKeys, .newFromList: break
        default: return false
        }
        var form = form
        if let target = importTarget(&form) {
            overlays.removeLast()
            beginImport(target, pasted: text)
        } else {
            replaceTop(.form(form))
        }
        return true
    }

    mutating func submitAudienceList(_ form: inout Form) -> Bool {
        if case .combined(let combination) = form.purpose {
            return submitCombination(&form, combination)
        }
        guard let target = importTarget(&form) else { return false }
        let path = form.text(.path).trimmed
        guard !path.isEmpty else {
            form.mark(.path, "Type where the file is, or paste the list here.")
            return false
        }
        overlays.removeLast()
        beginImport(target, path: path, from: form)
        return true
    }

    /// Where the keys go, as the form says; marks what is missing.
    private func importTarget(_ form: inout Form) -> ImportBox.Target? {
        switch form.purpose {
        case .importKeys(let id): return form[.who]?.selected == 1 ? .never(id) : .members(id)
        case .newFromList:
            guard let (name, key) = newNameAndKey(&form) else { return nil }
            return .new(name: name, key: key)
        default: return nil
        }
    }

    /// The name and key of a new audience; marks what cannot be.
    func newNameAndKey(_ form: inout Form) -> (name: String, key: FlagModel.Key)? {
        let name = form.text(.name).trimmed
        guard !name.isEmpty else {
            form.mark(.name, "Type a name first.")
            return nil
        }
        guard let key = try? FlagModel.Key(form.text(.key).trimmed) else {
            form.mark(.key, "A key has letters, digits, dots, _ and - only.")
            return nil
        }
        guard environmentInWords?.audience(key) == nil else {
            form.mark(.key, "Another audience has this key already.")
            return nil
        }
        return (name, key)
    }
}
