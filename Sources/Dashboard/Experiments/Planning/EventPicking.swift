internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Events that applications report, to choose from while a plan is written.
extension DashboardState {
    /// Asks which events applications of this environment report.
    mutating func askEventNames() {
        guard let environmentID else { return }
        outbox.append(.eventNames(in: environmentID))
    }

    mutating func takeEventNames(
        in place: GUID,
        _ result: Result<[ObservedEvent], ServiceProblem>
    ) {
        guard case .success(let known) = result else { return }
        eventNames[place] = known
    }

    /// The key that offers events, where an event is typed.
    func eventBindings(_ form: Form) -> [Binding] {
        guard form.fields.indices.contains(form.focus) else { return [] }
        let field = form.fields[form.focus].id
        guard field == .layer || Self.isForEvents(field) else { return [] }
        return [
            Binding(
                .control("f"),
                action: .experiments(.askEvent),
                label: field == .layer ? "free parts" : "events",
                help: field == .layer
                    ? "Choose a free part of a layer" : "Choose an event that applications report",
                footer: 3
            )
        ]
    }

    private static func isForEvents(_ id: Form.FieldID) -> Bool {
        switch id {
        case .event, .detail, .guardrails: true
        default: false
        }
    }

    /// Opens the list of events, or of free parts of layers, over the form.
    mutating func askEvent() {
        guard case .form(let form)? = overlays.last,
            form.fields.indices.contains(form.focus)
        else { return }
        guard form.fields[form.focus].id != .layer else { return askLayer(form) }
        guard let known = environmentID.flatMap({ eventNames[$0] }) else {
            askEventNames()
            complain("The events are still being read. Press the key again, or type the name.")
            return
        }
        // A list of guardrails is typed with these signs between its events.
        let isList = form.fields[form.focus].id == .guardrails
        let fitting = known.filter { !isList || GuardrailReading.canName($0.name) }
        guard !fitting.isEmpty else {
            askEventNames()
            complain("No application has reported an event here yet. Type the name.")
            return
        }
        let lines = fitting.map { event in
            let age = times.age(event.lastSeenAt)
            return ListBox.Line(
                title: SafeText(event.name),
                note: age == "now" ? "reported just now" : "reported \(age) ago",
                action: .experiments(.takeEvent(event.name))
            )
        }
        openList("Which event?", lines)
    }

    /// Puts an event into the field of the form below the list.
    mutating func takeEvent(_ name: String) {
        guard case .form(var form)? = overlays.last, form.fields.indices.contains(form.focus) else {
            return
        }
        let field = form.fields[form.focus]
        switch field.id {
        case .guardrails: form.set(.guardrails, text: GuardrailReading.adding(name, to: field.text))
        default: form.set(field.id, text: name)
        }
        noteChange(in: &form)
        replaceTop(.form(form))
    }
}

extension GuardrailReading {
    /// Whether an event can stand in the list as it is typed.
    static func canName(_ event: String) -> Bool {
        !event.contains(",") && !event.contains("=") && !event.hasPrefix("+")
    }

    /// The list with one more event at its end.
    static func adding(_ event: String, to text: String) -> String {
        var list = text.trimmed
        if list.hasSuffix(",") { list = String(list.dropLast()).trimmed }
        return list.isEmpty ? event : "\(list), \(event)"
    }
}
