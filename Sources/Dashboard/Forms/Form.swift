internal import FlagModel
internal import TerminalUI

/// Fields to fill in; nothing is saved before Ctrl-S.
struct Form: Equatable, Sendable {
    /// What becomes of the form.
    enum Purpose: Equatable, Sendable {
        case newFlag
        case editFlag(GUID)
        case customerChange(flag: GUID, CustomerKey)
        case version(flag: GUID, id: String?)
        case ruleName(flag: GUID, rule: String)
        case deleteFlag(GUID)
        case cloneFlag(GUID)
        case marked(DashboardState.MarkedField)
        case keepView
        case copying(CopyRequest)
        case newAudience
        case editAudience(GUID)
        case deleteAudience(GUID)
        case importKeys(GUID), newFromList, combined(AudienceCombination)
        case newExperiment(flag: GUID)
        case editExperiment(GUID)
        case export(GUID, ReportFormat)
        case identity
        case importPath
        case reason(PendingChange)
        case undoReason(UInt64, isPartial: Bool)
        case review(ReviewForm)
        case time(TimeTarget)
        case trial(GUID, CustomerKey)
        case goToDate
        case historyTimes
    }

    /// The fields that forms have.
    enum FieldID: Hashable, Sendable {
        case name, key, description, owner, purpose, tags, kind, whenOff, value, who
        case version(Int)
        case person, path, reason, typedName, moment, since, until
        case wish, from, steps, apart, zone
        case baseline, event, measured, better, days, hypothesis
        case counted, detail, smallest, guardrails, allowed, audience, people, layer
    }

    /// One field.
    struct Field: Equatable, Sendable {
        /// What is put in.
        enum Input: Equatable, Sendable {
            case text(TextField)
            case choice([String], selected: Int)
        }

        let id: FieldID
        var label: SafeText
        var input: Input
        /// One line that explains it.
        var hint: SafeText
        var problem: String?

        /// What is typed, or the name of the choice.
        var text: String {
            switch input {
            case .text(let field): field.text
            case .choice(let names, let selected):
                names.indices.contains(selected) ? names[selected] : ""
            }
        }

        /// The place of the choice; 0 for text.
        var selected: Int {
            if case .choice(_, let selected) = input { selected } else { 0 }
        }
    }

    let purpose: Purpose
    var title: String
    /// What the form is about; may hold line feeds.
    var intro = ""
    var fields: [Field]
    var focus = 0
    var problem: String?
    var isChanged = false
    /// Whether the key was typed by hand.
    var isKeyOwn = false
    /// Whether Esc was pressed once over changed fields.
    var hasAsked = false
    /// The word for Ctrl-S.
    var submitLabel: SafeText = "save"

    init(_ purpose: Purpose, title: String, intro: String = "", fields: [Field]) {
        self.purpose = purpose
        self.title = title
        self.intro = intro
        self.fields = fields
    }

    subscript(id: FieldID) -> Field? { fields.first { $0.id == id } }

    /// What is in a text field.
    func text(_ id: FieldID) -> String { self[id]?.text ?? "" }

    mutating func set(_ id: FieldID, text: String) {
        guard let index = fields.firstIndex(where: { $0.id == id }) else { return }
        guard case .text(var field) = fields[index].input else { return }
        field.replace(with: text)
        fields[index].input = .text(field)
    }

    /// Shows a problem at a field, and goes there.
    mutating func mark(_ id: FieldID, _ problem: String) {
        guard let index = fields.firstIndex(where: { $0.id == id }) else {
            self.problem = problem
            return
        }
        fields[index].problem = problem
        focus = index
    }

    /// A field for a line of text.
    static func text(
        _ id: FieldID,
        _ label: SafeText,
        _ text: String = "",
        limit: Int = 128,
        hint: SafeText = ""
    ) -> Field {
        let field = TextField(text: text, limit: max(limit, text.count))
        return Field(id: id, label: label, input: .text(field), hint: hint)
    }

    /// A field for a line of text that is suggested: the first typed letter replaces it.
    static func suggestion(
        _ id: FieldID,
        _ label: SafeText,
        _ text: String,
        limit: Int = 128,
        hint: SafeText = ""
    ) -> Field {
        let field = TextField(suggesting: text, limit: max(limit, text.count))
        return Field(id: id, label: label, input: .text(field), hint: hint)
    }

    /// A field with a few choices.
    static func choice(
        _ id: FieldID,
        _ label: SafeText,
        _ names: [String],
        selected: Int = 0,
        hint: SafeText = ""
    ) -> Field {
        let input = Field.Input.choice(names, selected: max(0, min(selected, names.count - 1)))
        return Field(id: id, label: label, input: input, hint: hint)
    }
}

/// A change that waits for its reason.
struct PendingChange: Equatable, Sendable {
    var changes: [Change]
    var subject: Subject
    var words: String
    var selecting: GUID?
}
