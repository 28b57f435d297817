internal import FlagModel
internal import TerminalUI

/// Every key of a screen, found by typing; Enter does what a line says.
struct HelpBox: Equatable, Sendable {
    /// One key.
    struct Entry: Equatable, Sendable {
        var keys: SafeText
        var label: SafeText
        var help: SafeText
        /// Why it cannot act now; `nil` when it can.
        var reason: SafeText?
        var action: Action
        /// Whether it belongs to the screen, not to every screen.
        var isLocal: Bool
    }

    /// Two sentences about the screen.
    var about: String
    var entries: [Entry]
    var query = TextField(limit: 100)
    var matches: [Int]
    var view: ListView

    init(about: String, local: [Binding], global: [Binding], glyphs: Glyphs) {
        self.about = about
        func entry(_ binding: Binding, isLocal: Bool) -> Entry? {
            let keys = binding.keyNames(glyphs)
            switch binding.availability {
            case .hidden: return nil
            case .yes:
                return Entry(
                    keys: keys,
                    label: binding.label,
                    help: binding.help,
                    action: binding.action,
                    isLocal: isLocal
                )
            case .no(let reason):
                return Entry(
                    keys: keys,
                    label: binding.label,
                    help: binding.help,
                    reason: reason,
                    action: binding.action,
                    isLocal: isLocal
                )
            }
        }
        entries =
            local.compactMap { entry($0, isLocal: true) }
            + global.compactMap { entry($0, isLocal: false) }
        matches = Array(entries.indices)
        view = ListView(count: matches.count)
    }

    /// The action of the selected line, when it can act.
    var selected: Action? {
        guard matches.indices.contains(view.selection) else { return nil }
        let entry = entries[matches[view.selection]]
        return entry.reason == nil ? entry.action : nil
    }

    /// Finds what the typed words are in.
    mutating func find() {
        let filter = Filter(entries.map { "\($0.keys.text) \($0.label.text) \($0.help.text)" })
        matches = filter.matches(query.text)
        view.setCount(matches.count, selection: 0, height: 1)
    }
}

extension DashboardState {
    /// Lists the keys of the screen in front.
    mutating func openHelp() {
        if case .help? = overlays.last { return }
        let bindings = personalBindings
        open(
            .help(
                HelpBox(
                    about: aboutScreen,
                    local: bindings.local,
                    global: bindings.global,
                    glyphs: glyphs
                )
            )
        )
    }

    /// What the screen is for, in two sentences.
    private var aboutScreen: String {
        switch overlays.last {
        case .form: return "Fill in the fields. Nothing is saved before Ctrl-S."
        case .conditions: return aboutConditions
        case .importing: return "Keys of a file or a paste, counted. Nothing is saved before Enter."
        case .compared: return "Who is in both audiences, and who in only one of them."
        case .publish:
            return "These drafts become real together. Type what is asked for, then Enter."
        case .palette: return "Type a few letters of what you want. Enter opens it or does it."
        case .customers:
            return "Type a part of a name or key; Enter takes the customer. Several keys can be "
                + "pasted at once."
        case .applications:
            return "Applications ask Flagdeck who gets what. Each proves with a secret where it "
                + "belongs."
        case .rights:
            return "What you may do, who can do the rest for you, and who else works here."
        case .shares: return "All versions together always make 100 %. What one gets, others give."
        case .named: return "These customers get what is set here, whatever the rules say."
        case .byName: return "Some of those who will get something else than now."
        case .list: return "Type a few letters to find a line. Enter takes it."
        case .compare(let box):
            return box.preview == nil
                ? "Flags that are not the same in two environments. Mark some and copy them."
                : "This is what copying does. Nothing is changed before Ctrl-S."
        case .calendar:
            return "What happens by itself, by day. Keys here make drafts, as everywhere: nothing "
                + "changes before you publish."
        case .copied: return "Select the text with the mouse. It is what was sent to the clipboard."
        case .choices, .message, .help: return "Choose a line, or go back with Esc."
        case nil: break
        }
        guard stage == .ready else { return "Nothing is here yet. Choose how to begin." }
        switch tab {
        case .flags:
            return asksForDrafts
                ? "Flags decide what customers get. Keys here make drafts; customers notice "
                    + "nothing before you publish."
                : "Flags decide what customers get. Changes here are made at once; u undoes them."
        case .audiences: return aboutAudiences
        case .experiments: return aboutExperiments
        case .customers: return aboutCustomers
        case .review: return aboutReview
        case .history: return aboutHistory
        }
    }
}
