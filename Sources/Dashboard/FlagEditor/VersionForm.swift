internal import FlagModel
internal import TerminalUI

/// The form for one version of a flag: its name, its value, and what programs read values as.
extension DashboardState {
    private static let kinds: [(name: String, kind: ValueKind)] = [
        ("on or off", .boolean), ("text", .string), ("number", .number), ("JSON", .json),
    ]

    /// Opens a version of the open flag; `nil` adds one.
    mutating func openVersion(_ id: String?) {
        guard let flag = editedFlag else { return }
        let edit = id.flatMap { flag.variation($0) }.map(FlagEdit.editVariation)
        let new = Variation(id: "", name: "", value: "")
        if let problem = obstacle(to: edit ?? .addVariation(new, at: 0), of: flag) {
            complain(problem)
            return
        }
        let version = id.flatMap { flag.variation($0) }
        let kind = Self.kinds.firstIndex { $0.kind == flag.kind } ?? 0
        var form = Form(
            .version(flag: flag.id, id: id),
            title: version.map { "Version \($0.name)" } ?? "A new version of \(flag.name)",
            intro: version == nil
                ? "Nobody gets it before a line of the flag hands it out."
                : inUse(flag, id ?? ""),
            fields: [
                Form.text(.name, "Name", version?.name ?? "", hint: "What people call it"),
                Form.text(
                    .value,
                    "Value",
                    version?.value.onOneLine ?? "",
                    limit: Limits.valueBytes.upperBound,
                    hint: Self.hint(for: flag.kind)
                ),
                Form.choice(
                    .kind,
                    "Values are",
                    Self.kinds.map(\.name),
                    selected: kind,
                    hint: "What programs read the values of all versions as"
                ),
            ]
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "save"
        open(.form(form))
    }

    private func inUse(_ flag: Flag, _ id: String) -> String {
        let places = flag.places(using: id)
        return places.isEmpty ? "Nobody gets it now." : "In use: \(Words.list(places))."
    }

    private static func hint(for kind: ValueKind) -> SafeText {
        switch kind {
        case .boolean: "What programs get: true or false"
        case .string: "The text that programs get"
        case .number: "What programs get, such as 10 or 0.5"
        case .json: "What programs get, such as {\"colour\": \"blue\"}"
        }
    }

    /// Says while a value is typed what is wrong with it.
    func versionChanged(_ form: inout Form) {
        let kind = Self.kinds[form[.kind]?.selected ?? 0].kind
        guard let index = form.fields.firstIndex(where: { $0.id == .value }) else { return }
        form.fields[index].hint = Self.hint(for: kind)
        let value = form.text(.value)
        form.fields[index].problem = value.isEmpty ? nil : Self.problem(value, kind)
    }

    /// What is wrong with a value, and how to go on where the kind is what does not fit.
    private static func problem(_ value: String, _ kind: ValueKind) -> String? {
        guard let problem = kind.problem(with: value) else { return nil }
        return kind == .boolean
            ? "Type true or false, or choose text under Values are." : problem
    }

    mutating func submitVersion(_ form: inout Form, flag id: GUID, version: String?) -> Bool {
        guard let environmentID, let flag = flagView(id)?.latest else {
            overlays.removeLast()
            complain("Somebody deleted the flag meanwhile. Nothing was saved.")
            return true
        }
        let name = form.text(.name).trimmed
        let kind = Self.kinds[form[.kind]?.selected ?? 0].kind
        let old = version.flatMap { flag.variation($0) }
        let value = typedValue(form, old)
        if let problem = problem(name, value, kind, of: flag, except: version) {
            form.mark(problem.field, problem.words)
            return false
        }
        var edits: [FlagEdit] = kind == flag.kind ? [] : [.setKind(kind)]
        let new = Variation(id: version ?? GUID(using: &random).text, name: name, value: value)
        if version == nil {
            edits.append(.addVariation(new, at: flag.variations.count))
        } else if new != old {
            edits.append(.editVariation(new))
        }
        flags.editor.selected = .version(new.id)
        return finish(
            &form,
            edits.map { .editFlag(environment: environmentID, flag: id, $0) },
            about: .flag(environment: environmentID, id),
            words: version == nil
                ? "\(flag.name): new version \(name)" : "\(flag.name): version \(name) changed"
        )
    }

    /// The value as typed; line breaks of an old value stay where nothing was typed.
    private func typedValue(_ form: Form, _ old: Variation?) -> String {
        let typed = form.text(.value)
        return typed == old?.value.onOneLine ? old?.value ?? typed : typed
    }

    private func problem(
        _ name: String,
        _ value: String,
        _ kind: ValueKind,
        of flag: Flag,
        except id: String?
    ) -> FieldProblem? {
        if name.isEmpty { return FieldProblem(field: .name, words: "Type a name.") }
        let others = flag.variations.filter { $0.id != id }
        if others.contains(where: { $0.name == name }) {
            return FieldProblem(field: .name, words: "Another version is called that already.")
        }
        if let problem = Self.problem(value, kind) {
            return FieldProblem(field: .value, words: problem)
        }
        guard kind != flag.kind, let unfit = others.first(where: { !kind.accepts($0.value) }) else {
            return nil
        }
        let words =
            "\(unfit.name) has the value \"\(Words.short(unfit.value, 20))\": "
            + "not \(kind.words). Change it first."
        return FieldProblem(field: .kind, words: words)
    }

    /// Removes a version; refused while it is in use, saying where.
    mutating func removeVersion(_ id: String) {
        guard let flag = editedFlag, let version = flag.variation(id) else { return }
        let places = flag.places(using: id)
        guard places.isEmpty else {
            complain("\(version.name) is in use: \(Words.list(places)). Change that first.")
            return
        }
        let outcome = edit(
            flag,
            [.removeVariation(id)],
            words: "\(flag.name) without \(version.name)"
        )
        pointBeside(id, among: flag.variations.map(\.id), after: outcome) { .version($0) }
    }
}
