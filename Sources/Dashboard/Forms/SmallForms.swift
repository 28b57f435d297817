internal import FlagModel
internal import TerminalUI

/// Forms of one field.
extension Form {
    static func identity(_ actor: String) -> Form {
        Form(
            .identity,
            title: "Who are you?",
            intro:
                "Your name goes into every change that you make, so that others know whom to ask.",
            fields: [
                suggestion(.person, "Name", actor, limit: Limits.personLength.upperBound)
            ]
        )
    }

    static func importPath() -> Form {
        var form = Form(
            .importPath,
            title: "Import a file",
            intro: "A file that was exported from FeatBit, or a backup of Flagdeck.",
            fields: [text(.path, "File", limit: 1024, hint: "The path, such as ./flags.json")]
        )
        form.submitLabel = "import"
        return form
    }

    static func reason(for change: PendingChange, in environment: String) -> Form {
        var form = Form(
            .reason(change),
            title: "Why?",
            intro: "\(environment) wants a reason with every change.\n\(change.words)",
            fields: [text(.reason, "Reason", limit: 500, hint: "Others read it in the history")]
        )
        form.submitLabel = "make the change"
        return form
    }

    static func undoReason(entry: UInt64, isPartial: Bool, in environment: String) -> Form {
        var form = Form(
            .undoReason(entry, isPartial: isPartial),
            title: "Why?",
            intro: "\(environment) wants a reason with every change, also when one is taken back.",
            fields: [text(.reason, "Reason", limit: 500, hint: "Others read it in the history")]
        )
        form.submitLabel = "undo"
        return form
    }
}

extension DashboardState {
    mutating func submitIdentity(_ form: inout Form) -> Bool {
        let name = form.text(.person).trimmed
        guard !name.isEmpty else {
            form.mark(.person, "Type a name.")
            return false
        }
        guard SafeText(name).text == name else {
            form.mark(.person, "The name holds characters that are not for reading.")
            return false
        }
        actor = name
        learnStanding()
        overlays.removeLast()
        outbox.append(.remember(actor: name))
        say("You are \(name) now.")
        return true
    }

    mutating func submitImportPath(_ form: inout Form) -> Bool {
        let path = form.text(.path).trimmed
        guard !path.isEmpty else {
            form.mark(.path, "Type the path of a file.")
            return false
        }
        overlays.removeLast()
        outbox.append(.welcome(.importFile(path: path)))
        return true
    }

    mutating func submitReason(_ form: inout Form, _ pending: PendingChange) -> Bool {
        let reason = form.text(.reason).trimmed
        guard !reason.isEmpty else {
            form.mark(.reason, "Say in a few words why.")
            return false
        }
        overlays.removeLast()
        change(
            pending.changes,
            about: pending.subject,
            words: pending.words,
            selecting: pending.selecting,
            note: reason
        )
        return true
    }

    mutating func submitUndoReason(
        _ form: inout Form,
        _ entry: UInt64,
        isPartial: Bool
    ) -> Bool {
        let reason = form.text(.reason).trimmed
        guard !reason.isEmpty else {
            form.mark(.reason, "Say in a few words why.")
            return false
        }
        overlays.removeLast()
        undo(entry: entry, note: reason, isPartial: isPartial)
        return true
    }
}
