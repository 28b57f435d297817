internal import FlagModel
internal import TerminalUI

/// Forms about audiences.
extension DashboardState {
    mutating func newAudience() {
        var form = Form(
            .newAudience,
            title: "New audience",
            intro: "It starts empty. To make one from a list of customers, leave this and press i.",
            fields: [
                Form.text(.name, "Name", hint: "What people call it: VIP 2024"),
                Form.text(.key, "Key", hint: "What commands call it; it can never change"),
                Form.text(.description, "About", limit: 500, hint: "Who these customers are"),
            ]
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "make it"
        open(.form(form))
    }

    mutating func editAudience() {
        guard let view = currentAudience, let audience = view.latest else { return }
        var form = Form(
            .editAudience(view.id),
            title: "Edit \(audience.name)",
            intro: "Key \(audience.key.text)",
            fields: [
                Form.text(.name, "Name", audience.name),
                Form.text(.description, "About", audience.description.onOneLine, limit: 2000),
                Form.text(
                    .tags,
                    "Tags",
                    audience.tags.joined(separator: ", "),
                    limit: 2000,
                    hint: "Words to find it by, with commas between"
                ),
            ]
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "save"
        open(.form(form))
    }

    mutating func askAudienceDeletion(_ id: GUID) {
        guard let view = audienceView(id) else { return }
        var form = Form(
            .deleteAudience(id),
            title: "Delete \(view.name) for good?",
            intro: "Its history stays. To delete it, type its name.",
            fields: [Form.text(.typedName, "Name")]
        )
        form.submitLabel = "delete"
        open(.form(form))
    }

    /// Does what a form about audiences is for.
    ///
    /// - Returns: whether it is done; a problem is shown in the form.
    mutating func submitAudience(_ form: inout Form) -> Bool {
        switch form.purpose {
        case .newAudience: return submitNewAudience(&form)
        case .editAudience(let id): return submitAudienceWords(&form, id)
        case .deleteAudience(let id): return submitAudienceDeletion(&form, id)
        default: return true
        }
    }

    private mutating func submitNewAudience(_ form: inout Form) -> Bool {
        guard let environmentID, let (name, key) = newNameAndKey(&form) else { return false }
        var audience = Audience(id: GUID(using: &random), key: key, name: name, createdAt: now)
        audience.description = form.text(.description).trimmed
        let change = Change.createAudience(environment: environmentID, audience)
        return finish(
            &form,
            [change],
            about: change.subject,
            words: "new audience \(name)",
            selecting: audience.id
        )
    }

    private mutating func submitAudienceWords(_ form: inout Form, _ id: GUID) -> Bool {
        guard let environmentID, let audience = audienceView(id)?.latest else {
            overlays.removeLast()
            return true
        }
        let name = form.text(.name).trimmed
        guard !name.isEmpty else {
            form.mark(.name, "Type a name.")
            return false
        }
        var edits: [AudienceEdit] = []
        if name != audience.name { edits.append(.rename(name)) }
        let about = form.text(.description)
        if about != audience.description.onOneLine { edits.append(.describe(about.trimmed)) }
        let tags = Self.tags(form.text(.tags))
        if tags != audience.tags { edits.append(.setTags(tags)) }
        return finish(
            &form,
            edits.map { .editAudience(environment: environmentID, audience: id, $0) },
            about: .audience(environment: environmentID, id),
            words: name == audience.name ? "\(name) edited" : "\(audience.name) → \(name)"
        )
    }

    private mutating func submitAudienceDeletion(_ form: inout Form, _ id: GUID) -> Bool {
        guard let environmentID, let view = audienceView(id) else {
            overlays.removeLast()
            return true
        }
        guard form.text(.typedName).trimmed == view.name.trimmed else {
            form.mark(.typedName, "That is not its name. Nothing was deleted.")
            return false
        }
        return finish(
            &form,
            [.deleteAudience(environment: environmentID, audience: id)],
            about: .audience(environment: environmentID, id),
            words: "\(view.name) deleted"
        )
    }
}
