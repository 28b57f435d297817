internal import FlagModel
internal import TerminalUI

/// Forms about flags.
extension DashboardState {
    private static let kinds: [(name: String, kind: ValueKind)] = [
        ("on or off", .boolean), ("text", .string), ("number", .number), ("JSON", .json),
    ]
    /// How many versions the form for a new flag takes.
    private static let mostVersions = 6

    // MARK: - New flag

    mutating func newFlag() {
        var form = Form(
            .newFlag,
            title: "New flag",
            intro: "It starts switched off: nobody gets it before you turn it on.",
            fields: [
                Form.text(.name, "Name", hint: "What people call it: Summer sale banner"),
                Form.text(.key, "Key", hint: "What programs ask for; it can never change"),
                Form.text(.description, "About", limit: 500, hint: "What customers notice"),
                Form.text(.owner, "Owner", limit: 64, hint: "Who knows about it"),
                Form.text(.purpose, "Purpose", limit: 500, hint: "Why it exists, and until when"),
                Form.text(
                    .tags,
                    "Tags",
                    limit: 500,
                    hint: "Words to find it by, with commas between"
                ),
                Form.choice(
                    .kind,
                    "Kind",
                    Self.kinds.map(\.name),
                    hint: "What programs read its value as"
                ),
            ]
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "make the flag"
        open(.form(form))
    }

    /// Shows as many fields for versions as the kind needs.
    func newFlagChanged(_ form: inout Form, _ id: Form.FieldID) {
        switch id {
        case .kind:
            form.fields.removeAll { if case .version = $0.id { true } else { false } }
            if Self.kinds[form[.kind]?.selected ?? 0].kind != .boolean {
                form.fields += [versionField(0), versionField(1)]
            }
        case .version:
            let versions = form.fields.filter { if case .version = $0.id { true } else { false } }
            if versions.count < Self.mostVersions, versions.allSatisfy({ !$0.text.isEmpty }) {
                form.fields.append(versionField(versions.count))
            }
        default: break
        }
    }

    private func versionField(_ index: Int) -> Form.Field {
        let hint: SafeText =
            switch index {
            case 0: "For off: name = value, such as No banner = none"
            case 1: "For everyone once it is on: Blue banner = blue"
            default: "One more, or leave it empty"
            }
        return Form.text(.version(index), "Version \(index + 1)", limit: 4000, hint: hint)
    }

    mutating func submitNewFlag(_ form: inout Form) -> Bool {
        guard let environmentID else { return false }
        guard let key = try? FlagModel.Key(form.text(.key)) else {
            form.mark(
                form.text(.name).trimmed.isEmpty ? .name : .key,
                form.text(.name).trimmed.isEmpty
                    ? "Type a name." : "A key has letters, digits, dots and hyphens only."
            )
            return false
        }
        if let problem = textProblem(form) {
            form.mark(problem.field, problem.words)
            return false
        }
        let kind = Self.kinds[form[.kind]?.selected ?? 0].kind
        let variations: [Variation]
        do {
            variations = try versions(in: form, kind: kind)
        } catch {
            form.mark(error.field, error.words)
            return false
        }
        var flag = Flag(
            id: GUID(using: &random),
            key: key,
            name: form.text(.name).trimmed,
            kind: kind,
            variations: variations,
            defaultVariationID: variations[1].id,
            offVariationID: variations[0].id,
            revision: GUID(using: &random),
            createdAt: now
        )
        flag.description = form.text(.description).trimmed
        flag.owner = form.text(.owner).trimmed
        flag.purpose = form.text(.purpose).trimmed
        flag.tags = Self.tags(form.text(.tags))
        let change = Change.createFlag(environment: environmentID, flag)
        return finish(
            &form,
            [change],
            about: change.subject,
            words: "new flag \(flag.name), off",
            selecting: flag.id
        )
    }

    /// What is wrong with a field.
    struct FieldProblem: Error {
        let field: Form.FieldID
        let words: String
    }

    /// The first text that the model would refuse, where a field can be named.
    private func textProblem(_ form: Form) -> FieldProblem? {
        let name = form.text(.name).trimmed
        if name.isEmpty { return FieldProblem(field: .name, words: "Type a name.") }
        if let environment, let key = try? FlagModel.Key(form.text(.key)),
            environment.flag(key) != nil
        {
            return FieldProblem(field: .key, words: "Another flag has this key already.")
        }
        return nil
    }

    private mutating func versions(
        in form: Form,
        kind: ValueKind
    ) throws(FieldProblem) -> [Variation] {
        if kind == .boolean {
            return [
                Variation(id: GUID(using: &random).text, name: "Off", value: "false"),
                Variation(id: GUID(using: &random).text, name: "On", value: "true"),
            ]
        }
        var variations: [Variation] = []
        for field in form.fields {
            guard case .version(let index) = field.id else { continue }
            let text = field.text.trimmed
            if text.isEmpty {
                guard index > 1 else {
                    throw FieldProblem(field: field.id, words: "Give it a name and a value.")
                }
                continue
            }
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0]).trimmed
            let value = parts.count > 1 ? String(parts[1]).trimmed : name
            guard !name.isEmpty else {
                throw FieldProblem(field: field.id, words: "Give the version a name before the =.")
            }
            guard kind.accepts(value) else {
                throw FieldProblem(field: field.id, words: "\"\(value)\" is not \(kind.words).")
            }
            variations.append(Variation(id: GUID(using: &random).text, name: name, value: value))
        }
        return variations
    }

    /// Words between commas, each once.
    static func tags(_ text: String) -> [String] {
        var seen: Set<String> = []
        return text.split(separator: ",").map { String($0).trimmed }
            .filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    // MARK: - Words of a flag

    mutating func editFlag() {
        guard let id = currentFlagID, let flag = flagView(id)?.latest else { return }
        let versions = flag.variations.map(\.name)
        let off = flag.variations.firstIndex { $0.id == flag.offVariationID } ?? 0
        var form = Form(
            .editFlag(id),
            title: "Edit \(flag.name)",
            intro: "Key \(flag.key.text)",
            fields: [
                Form.text(.name, "Name", flag.name),
                Form.text(.description, "About", flag.description.onOneLine, limit: 2000),
                Form.text(.owner, "Owner", flag.owner, limit: 64, hint: "Who knows about it"),
                Form.text(.purpose, "Purpose", flag.purpose.onOneLine, limit: 2000),
                Form.text(
                    .tags,
                    "Tags",
                    flag.tags.joined(separator: ", "),
                    limit: 2000,
                    hint: "With commas between"
                ),
                Form.choice(
                    .whenOff,
                    "When off",
                    versions,
                    selected: off,
                    hint: "The version that everybody gets while it is off"
                ),
            ]
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "save"
        open(.form(form))
    }

    mutating func submitFlagWords(_ form: inout Form, _ id: GUID) -> Bool {
        guard let environmentID, let flag = flagView(id)?.latest else {
            overlays.removeLast()
            return true
        }
        let name = form.text(.name).trimmed
        guard !name.isEmpty else {
            form.mark(.name, "Type a name.")
            return false
        }
        var edits: [FlagEdit] = []
        if name != flag.name { edits.append(.rename(name)) }
        let about = form.text(.description)
        if about != flag.description.onOneLine { edits.append(.describe(about.trimmed)) }
        let owner = form.text(.owner).trimmed
        if owner != flag.owner { edits.append(.setOwner(owner)) }
        let purpose = form.text(.purpose)
        if purpose != flag.purpose.onOneLine { edits.append(.setPurpose(purpose.trimmed)) }
        let tags = Self.tags(form.text(.tags))
        if tags != flag.tags { edits.append(.setTags(tags)) }
        if let selected = form[.whenOff]?.selected, flag.variations.indices.contains(selected) {
            let off = flag.variations[selected].id
            if off != flag.offVariationID { edits.append(.setOffVariation(off)) }
        }
        return finish(
            &form,
            edits.map { .editFlag(environment: environmentID, flag: id, $0) },
            about: .flag(environment: environmentID, id),
            words: name == flag.name ? "\(name) edited" : "\(flag.name) → \(name)"
        )
    }
}

extension String {
    /// Line feeds and tabs made blanks, for a field of one line.
    var onOneLine: String {
        String(map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }
}
