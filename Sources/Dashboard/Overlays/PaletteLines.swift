internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// The lines of the palette, by what they are.
extension DashboardState {
    private func best(_ list: FilterList<GUID>, _ query: String) -> [(id: GUID, rank: Int)] {
        guard !query.isEmpty else {
            return list.ids.prefix(Self.paletteLimit).map { (id: $0, rank: 0) }
        }
        return list.best(query, limit: Self.paletteLimit)
    }

    func flagEntries(_ query: String) -> [RankedLine] {
        lines(flags.list, query) { id in
            flagView(id).map { .thing($0.name, "flag, \($0.stateWords)", .flags(.show(id))) }
        }
    }

    func audienceEntries(_ query: String) -> [RankedLine] {
        lines(audiences.list, query) { id in
            audienceView(id).map { view in
                let count = SafeText.count(view.latest?.members.count ?? 0)
                return .thing(view.name, "audience, \(count) by name", .audiences(.show(id)))
            }
        }
    }

    func experimentEntries(_ query: String) -> [RankedLine] {
        lines(experiments.list, query) { id in
            experimentView(id)?.latest.map { experiment in
                let state = SafeText(experiment.state.rawValue)
                return .thing(experiment.name, "experiment, \(state)", .experiments(.show(id)))
            }
        }
    }

    /// The best things of a list, with the line of each.
    private func lines(
        _ list: FilterList<GUID>,
        _ query: String,
        _ entry: (GUID) -> PaletteBox.Entry?
    ) -> [RankedLine] {
        best(list, query).compactMap { id, rank in
            entry(id).map { RankedLine(entry: $0, rank: rank) }
        }
    }

    func customerEntries(_ box: PaletteBox) -> [RankedLine] {
        let isShown = box.kind == .everything || box.kind == .customers
        guard isShown else { return [] }
        // The service found them by what is typed, wherever it stands.
        return box.customers.map { customer in
            let entry = PaletteBox.Entry(
                title: SafeText(customer.name.isEmpty ? customer.key.text : customer.name),
                note: "customer, \(SafeText(customer.key.text))",
                key: "",
                action: .shell(.customer(customer.key, name: customer.name))
            )
            let text = "\(customer.name) \(customer.key.text)"
            return RankedLine(
                entry: entry,
                rank: Self.ranks(box.query.text, [text]).first?.rank ?? 2
            )
        }
    }

    // MARK: - Actions

    /// What can be done with the first flags that were found.
    func doing(with entries: [PaletteBox.Entry]) -> [PaletteBox.Entry] {
        entries.prefix(2).flatMap { entry -> [PaletteBox.Entry] in
            guard case .flags(.show(let id)) = entry.action else { return [] }
            return paletteActions(withFlag: id)
        }
    }

    /// What can be done with a flag that was found.
    func paletteActions(withFlag id: GUID) -> [PaletteBox.Entry] {
        guard let flag = flagView(id)?.latest, !flag.isArchived else { return [] }
        let name = SafeText(flag.name)
        func entry(_ title: SafeText, _ key: SafeText, _ action: FlagsAction) -> PaletteBox.Entry {
            PaletteBox.Entry(
                title: title,
                note: "do",
                key: shownKey(key, for: .flags(action)),
                action: .flags(.with(id, action))
            )
        }
        return [
            entry("Turn \(name) \(flag.isEnabled ? "off" : "on")", "t", .toggle),
            entry("Change who gets \(name)", "c", .serving),
            entry("Who changed \(name)?", "w", .who),
        ]
    }

    /// The environments, and going to them.
    func environmentEntries(_ query: String) -> [RankedLine] {
        let all = model.environments.map(\.environment)
        let names = all.map { "Go to \(title(of: $0))" }
        return Self.ranks(query, names).map { index, rank in
            let entry = PaletteBox.Entry(
                title: SafeText(names[index]),
                note: "environment",
                key: "",
                action: .overlay(.enter(all[index].id))
            )
            return RankedLine(entry: entry, rank: rank)
        }
    }

    /// What others wrote to this person.
    func newsEntries(_ query: String) -> [RankedLine] {
        guard unseenComments > 0 else { return [] }
        let count = Words.count(unseenComments, "comment")
        return Self.ranks(query, ["Read \(count) for you"]).map { _, rank in
            RankedLine(
                entry: PaletteBox.Entry(
                    title: "Read \(SafeText(count)) for you",
                    note: "in the review",
                    key: shownKey("5", for: .tab(.review)),
                    action: .tab(.review)
                ),
                rank: rank
            )
        }
    }

    /// Publishing a draft without the review that it needs.
    func emergencyEntries(_ query: String) -> [RankedLine] {
        let entries = emergencyEntries()
        return Self.ranks(query, entries.map(\.title.text)).map { index, rank in
            RankedLine(entry: entries[index], rank: rank)
        }
    }

    /// Keys by their names; those that cannot act now stay, with the reason.
    func actionEntries(_ query: String) -> [RankedLine] {
        var state = self
        state.overlays = []
        let all = state.personalBindings
        let bindings = (all.local + all.global).filter(isForPalette)
        let texts = bindings.map { "\($0.help.text) \($0.label.text)" }
        return Self.ranks(query, texts).compactMap { index, rank -> RankedLine? in
            entry(bindings[index]).map { RankedLine(entry: $0, rank: rank) }
        }
    }

    func isForPalette(_ binding: Binding) -> Bool {
        switch binding.action {
        case .move, .palette, .awaitSecondG, .interrupt, .back: false
        default: true
        }
    }

    func entry(_ binding: Binding) -> PaletteBox.Entry? {
        var entry = PaletteBox.Entry(
            title: binding.help,
            note: "do",
            key: binding.keyName(glyphs),
            action: binding.action
        )
        switch binding.availability {
        case .yes: return entry
        case .hidden: return nil
        case .no(let reason):
            (entry.note, entry.isEnabled) = (reason, false)
            return entry
        }
    }

    /// Colours and other settings of the screens.
    func settingEntries(_ query: String) -> [RankedLine] {
        var entries = [
            PaletteBox.Entry(
                title: "Choose colours",
                note: "setting",
                key: "",
                action: .shell(.colours)
            ),
            PaletteBox.Entry(
                title: person.usesVimKeys
                    ? "Move with arrows only, not with h j k l" : "Move with h j k l as well",
                note: "setting",
                key: "",
                action: .shell(.vim)
            ),
        ]
        entries += Brightness.allCases.map { brightness in
            PaletteBox.Entry(
                title: "Colours while the screen is \(SafeText(brightness.rawValue))",
                note: "setting",
                key: "",
                action: .shell(.coloursOn(brightness))
            )
        }
        entries += colourNames.map { name in
            PaletteBox.Entry(
                title: "Colours: \(SafeText(name))",
                note: name == colourNameInUse ? "setting, in use" : "setting",
                key: "",
                action: .shell(.theme(name))
            )
        }
        // Commands and other programs call colours a theme.
        let texts = entries.map { entry in
            entry.action == .shell(.vim) ? entry.title.text : "\(entry.title.text) theme"
        }
        return Self.ranks(query, texts).map { RankedLine(entry: entries[$0.row], rank: $0.rank) }
    }
}

extension PaletteBox.Entry {
    /// The line of a thing that has a page.
    fileprivate static func thing(_ name: String, _ note: SafeText, _ action: Action) -> Self {
        Self(title: SafeText(name), note: note, key: "", action: action)
    }
}
