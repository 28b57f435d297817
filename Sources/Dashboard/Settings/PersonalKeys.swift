internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The keys of the screen in front and of every screen, as this person chose them.
    var personalBindings: (local: [Binding], global: [Binding]) {
        let (local, global) = (usualLocalBindings, usualGlobalBindings)
        guard !person.keys.isEmpty || !person.usesVimKeys else { return (local, global) }
        let all = local + global
        let choices = all.map { keyChoice(for: $0.action) }
        // Keys that this screen has other uses for now.
        let claimed = Set(choices.flatMap { $0?.keys ?? [] })
        let chosen = zip(all, choices).map { personal($0, $1, claimed) }
        return (
            chosen.prefix(local.count).compactMap(\.self),
            chosen.dropFirst(local.count).compactMap(\.self)
        )
    }

    /// A binding with the keys that were chosen for it; `nil` when none is left.
    private func personal(
        _ usual: Binding,
        _ choice: PersonSettings.KeyChoice?,
        _ claimed: Set<Key>
    ) -> Binding? {
        var binding = usual
        if let choice {
            binding.keys = choice.keys
            return binding
        }
        binding.keys.removeAll { claimed.contains($0) }
        if !person.usesVimKeys { binding.keys.removeAll { isVim($0, for: binding.action) } }
        return binding.keys.isEmpty && !usual.keys.isEmpty ? nil : binding
    }

    /// The key that is shown for an action instead of its usual one.
    func shownKey(_ usual: SafeText, for action: Action) -> SafeText {
        guard let key = keyChoice(for: action)?.keys.first else { return usual }
        return SafeText(glyphs.isASCII ? key.asciiDescription : key.description)
    }

    /// The keys that were chosen for an action; names of actions take long to make.
    private func keyChoice(for action: Action) -> PersonSettings.KeyChoice? {
        person.keys.isEmpty ? nil : person.keys[action.name]
    }

    private func isVim(_ key: Key, for action: Action) -> Bool {
        switch (action, key) {
        case (.move, .character(let letter)), (.awaitSecondG, .character(let letter)):
            "hjklgG".contains(letter)
        default: false
        }
    }

    /// Leaves out chosen keys that already mean something else on the same screen, and says so.
    mutating func dropConflictingKeys() {
        guard !person.keys.isEmpty else { return }
        var told: Set<String> = []
        for tab in Tab.allCases {
            var screen = self
            screen.tab = tab
            screen.overlays = []
            let table = screen.usualLocalBindings + screen.usualGlobalBindings
            for conflict in person.conflicts(in: table) {
                person.keys[conflict.name]?.keys.removeAll { $0 == conflict.key }
                if person.keys[conflict.name]?.keys.isEmpty == true {
                    person.keys[conflict.name] = nil
                }
                guard told.insert("\(conflict.name) \(conflict.key)").inserted else { continue }
                person.problems.append(conflict.sentence)
            }
        }
    }
}

extension PersonSettings {
    /// A key with two meanings.
    struct KeyConflict {
        let name: String
        let key: Key
        let sentence: String
    }

    /// The chosen keys that already mean something else in a table.
    func conflicts(in table: [Binding]) -> [KeyConflict] {
        var owners: [Key: Binding] = [:]
        for binding in table where keys[binding.action.name] == nil {
            for key in binding.keys where owners[key] == nil { owners[key] = binding }
        }
        var found: [KeyConflict] = []
        let chosen = table.filter { keys[$0.action.name] != nil }.sorted {
            (keys[$0.action.name]?.line ?? 0) < (keys[$1.action.name]?.line ?? 0)
        }
        for binding in chosen {
            let name = binding.action.name
            guard let choice = keys[name] else { continue }
            for key in choice.keys {
                if let owner = owners[key], owner.action != binding.action {
                    let sentence =
                        "keys.toml, line \(choice.line): \(key) already means "
                        + "\"\(owner.help)\" where \(name) is used."
                    found.append(KeyConflict(name: name, key: key, sentence: sentence))
                } else {
                    owners[key] = binding
                }
            }
        }
        return found
    }
}
