internal import FlagModel
internal import TerminalUI

/// The list that is open over one part of a line; it filters as one types.
struct ConditionPicker: Equatable, Sendable {
    /// One thing to choose.
    struct Choice: Equatable, Sendable {
        /// What choosing means.
        enum Pick: Hashable, Sendable {
            case what(ConditionLine.What)
            case how(ConditionLine.How)
            case text(String)
            case audience(GUID)
            /// A whole line: they are in this audience.
            case inAudience(GUID)
        }

        let pick: Pick
        let title: String
        let note: SafeText
        /// Whether it is what was typed, and not one of the list.
        var isTyped = false
    }

    /// Characters that can be typed, at the most.
    static let textLimit = Limits.patternBytes.upperBound
    /// Values of one list that can be chosen here, at the most.
    static let valueLimit = 1000

    let part: ConditionsBox.Part
    /// What is asked, above the list.
    let title: String
    /// Everything there is to choose from.
    let choices: [Choice]
    /// Whether several can be marked.
    let isMany: Bool
    var query = TextField(limit: textLimit)
    var view = ListView()
    /// What is shown: what holds the typed text, then the typed text itself.
    var shown: [Choice] = []
    /// What is marked, in the order of marking.
    var marked: [Choice.Pick] = []
    /// What is wrong with what is typed.
    var problem: String?
    /// All choices, ready to be searched.
    private let packed: Filter

    init(
        _ part: ConditionsBox.Part,
        title: String,
        choices: [Choice],
        isMany: Bool = false,
        marked: [Choice.Pick] = []
    ) {
        self.part = part
        self.title = title
        self.choices = choices
        self.isMany = isMany
        self.marked = marked
        packed = Filter(choices.lazy.map { "\($0.title) \($0.note.text)" })
    }

    /// What can be seen and chosen; ``packed`` follows from the choices.
    static func == (left: ConditionPicker, right: ConditionPicker) -> Bool {
        left.part == right.part && left.title == right.title && left.choices == right.choices
            && left.isMany == right.isMany && left.query == right.query && left.view == right.view
            && left.shown == right.shown && left.marked == right.marked
            && left.problem == right.problem
    }

    /// What is typed, without blanks around it.
    var typed: String { query.text.trimmed }

    /// Whether nobody typed or moved yet.
    var isUntouched: Bool { query.isEmpty && view.selection == 0 }

    /// The line under the pointer.
    var selected: Choice? {
        shown.indices.contains(view.selection) ? shown[view.selection] : nil
    }

    /// Finds what holds the typed text; attributes and values that are not listed can be typed.
    mutating func find(height: Int) {
        let typed = typed
        let found = typed.isEmpty ? choices : matching(typed)
        shown = found
        if let own = own(typed) { shown.append(own) }
        view.setCount(shown.count, selection: 0, height: height)
        view.select(0, height: height)
    }

    private func matching(_ typed: String) -> [Choice] {
        packed.matches(typed).map { choices[$0] }
    }

    /// Whether something in the list goes on with a blank after what is typed: "vip" of "VIP 2024".
    var goesOnWithBlank: Bool {
        guard !query.isEmpty else { return false }
        let longer = Folding.fold(query.text) + " "
        return choices.contains { Folding.fold($0.title).contains(longer) }
    }

    /// The typed text as a choice of its own; `nil` where the list holds exactly it.
    private func own(_ typed: String) -> Choice? {
        guard !typed.isEmpty else { return nil }
        let pick: Choice.Pick
        switch part {
        case .how: return nil
        case .what: pick = .what(.attribute(typed))
        case .value:
            if case .audience? = choices.first?.pick { return nil }
            pick = .text(typed)
        }
        guard !choices.contains(where: { $0.pick == pick }) else { return nil }
        return Choice(pick: pick, title: typed, note: "as typed", isTyped: true)
    }

    /// Marks the selected line, or takes its mark away.
    ///
    /// - Returns: whether there was room for it.
    mutating func mark() -> Bool {
        guard let pick = selected?.pick else { return true }
        if let place = marked.firstIndex(of: pick) {
            marked.remove(at: place)
        } else {
            guard marked.count < Self.valueLimit else { return false }
            marked.append(pick)
        }
        return true
    }

    /// What Enter takes: all that is marked, and the selected line where it was looked for or
    /// nothing is marked.
    var taken: [Choice.Pick] {
        guard isMany else { return selected.map { [$0.pick] } ?? [] }
        guard let pick = selected?.pick, marked.isEmpty || !typed.isEmpty else { return marked }
        return marked.contains(pick) ? marked : marked + [pick]
    }
}
