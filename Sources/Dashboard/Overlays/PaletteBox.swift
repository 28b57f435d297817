internal import FlagModel
internal import TerminalUI

/// Anything by name: things to open and actions to take.
struct PaletteBox: Equatable, Sendable {
    /// One line.
    struct Entry: Equatable, Sendable {
        var title: SafeText
        /// What it is, or why it cannot be done now.
        var note: SafeText
        var key: SafeText
        var action: Action
        var isEnabled = true
    }

    var query = TextField(limit: 100)
    var entries: [Entry] = []
    var view = ListView()
}

extension DashboardState {
    /// How many lines of one kind the palette shows.
    private static let paletteLimit = 50

    /// Fills the palette with what its letters find.
    func found(_ box: PaletteBox) -> PaletteBox {
        var box = box
        box.entries = box.query.isEmpty ? paletteActions("") : ranked(box.query.text)
        box.view.setCount(box.entries.count, selection: 0, height: overlayListHeight)
        return box
    }

    mutating func choose(in box: PaletteBox) {
        let entries = box.entries.isEmpty ? found(box).entries : box.entries
        guard entries.indices.contains(box.view.selection) else { return }
        let entry = entries[box.view.selection]
        guard entry.isEnabled else {
            complain(entry.note.text)
            return
        }
        overlays.removeLast()
        perform(entry.action)
    }

    /// Things first, then actions; names that begin with what is typed before others.
    private func ranked(_ query: String) -> [PaletteBox.Entry] {
        let folded = Folding.fold(query)
        func rank(_ entry: PaletteBox.Entry) -> Int {
            let title = Folding.fold(entry.title.text)
            if title.hasPrefix(folded) { return 0 }
            return title.contains(" " + folded) ? 1 : 2
        }
        let things = paletteThings(query)
        let ordered = things.enumerated().sorted {
            (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
        }
        return ordered.map(\.element) + paletteActions(query)
    }

    private func paletteThings(_ query: String) -> [PaletteBox.Entry] {
        let flags = flags.list.finding(query).prefix(Self.paletteLimit).compactMap { id in
            flagView(id).map { view in
                PaletteBox.Entry(
                    title: SafeText(view.name),
                    note: "flag, \(view.stateWords)",
                    key: "",
                    action: .flags(.show(id))
                )
            }
        }
        let doing = flags.prefix(2).flatMap { entry -> [PaletteBox.Entry] in
            guard case .flags(.show(let id)) = entry.action else { return [] }
            return paletteActions(withFlag: id)
        }
        let places = model.environments.filter {
            Folding.fold("go to \($0.environment.title)").contains(Folding.fold(query))
        }.map {
            PaletteBox.Entry(
                title: "Go to \(SafeText($0.environment.title))",
                note: "environment",
                key: "",
                action: .overlay(.enter($0.environment.id))
            )
        }
        return flags + paletteViews(query) + doing.map(inPast)
            + paletteAudiences(query, limit: Self.paletteLimit)
            + paletteExperiments(query, limit: Self.paletteLimit) + places
    }

    /// An entry as it is in the past: off, with the reason, when it changes something.
    private func inPast(_ entry: PaletteBox.Entry) -> PaletteBox.Entry {
        guard let reason = pastRefusal(of: entry.action) else { return entry }
        var entry = entry
        (entry.note, entry.isEnabled) = (reason, false)
        return entry
    }

    /// What can be done with a flag that was found.
    private func paletteActions(withFlag id: GUID) -> [PaletteBox.Entry] {
        guard let flag = flagView(id)?.latest, !flag.isArchived else { return [] }
        let name = SafeText(flag.name)
        return [
            PaletteBox.Entry(
                title: "Turn \(name) \(flag.isEnabled ? "off" : "on")",
                note: "do",
                key: "t",
                action: .flags(.with(id, .toggle))
            ),
            PaletteBox.Entry(
                title: "Change who gets \(name)",
                note: "do",
                key: "c",
                action: .flags(.with(id, .serving))
            ),
            PaletteBox.Entry(
                title: "Who changed \(name)?",
                note: "do",
                key: "w",
                action: .flags(.with(id, .who))
            ),
        ]
    }

    private func paletteActions(_ query: String) -> [PaletteBox.Entry] {
        var state = self
        state.overlays = []
        let bindings = state.localBindings + state.globalBindings
        let filter = Filter(bindings.map { "\($0.label.text) \($0.help.text)" })
        return filter.matches(query).compactMap { index in
            let binding = bindings[index]
            if case .move = binding.action { return nil }
            switch binding.action {
            case .palette, .awaitSecondG, .interrupt, .back: return nil
            default: break
            }
            let key = binding.keyName(glyphs)
            switch binding.availability {
            case .hidden: return nil
            case .yes:
                return PaletteBox.Entry(
                    title: binding.help,
                    note: "do",
                    key: key,
                    action: binding.action
                )
            case .no(let reason):
                return PaletteBox.Entry(
                    title: binding.help,
                    note: reason,
                    key: key,
                    action: binding.action,
                    isEnabled: false
                )
            }
        }
    }
}
