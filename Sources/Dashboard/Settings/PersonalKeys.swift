internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The bindings with the keys that this person chose.
    func personal(_ bindings: [Binding]) -> [Binding] {
        guard !person.keys.isEmpty || !person.usesVimKeys else { return bindings }
        let claimed = claimedKeys
        return bindings.compactMap { binding in
            var binding = binding
            if let choice = person.keys[binding.action.name] {
                binding.keys = choice.keys
                return binding
            }
            let before = binding.keys.count
            binding.keys.removeAll { claimed.contains($0) }
            if !person.usesVimKeys { binding.keys.removeAll { isVim($0, for: binding.action) } }
            return binding.keys.isEmpty && before > 0 ? nil : binding
        }
    }

    /// The key that is shown for an action instead of its usual one.
    func shownKey(_ usual: SafeText, for action: Action) -> SafeText {
        guard let key = person.keys[action.name]?.keys.first else { return usual }
        return SafeText(glyphs.isASCII ? key.asciiDescription : key.description)
    }

    /// Keys that this screen has other uses for now.
    private var claimedKeys: Set<Key> {
        guard !person.keys.isEmpty else { return [] }
        return (usualLocalBindings + usualGlobalBindings).reduce(into: []) { claimed, binding in
            claimed.formUnion(person.keys[binding.action.name]?.keys ?? [])
        }
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
