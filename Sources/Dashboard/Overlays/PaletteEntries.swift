internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The rank of what only has the letters in order.
    private static let guess = 3

    /// One line and how well it fits: smaller ranks are better.
    private struct Ranked {
        var entry: PaletteBox.Entry
        var rank: Int
    }

    /// The lines for what is typed: things before actions, better names first, used ones before
    /// others.
    func paletteEntries(_ box: PaletteBox) -> [PaletteBox.Entry] {
        let query = box.query.text
        let isAll = box.kind == .everything
        var things: [Ranked] = []
        if !query.isEmpty || !isAll {
            if isAll || box.kind == .flags { things += flagEntries(query) }
            if isAll || box.kind == .audiences { things += audienceEntries(query) }
            if isAll || box.kind == .experiments { things += experimentEntries(query) }
        }
        if isAll || box.kind == .actions { things.insert(contentsOf: newsEntries(query), at: 0) }
        // Letters in order are a guess: what is found by words comes first, actions too.
        let guesses = sorted(things.filter { $0.rank == Self.guess })
        var entries = sorted(things.filter { $0.rank != Self.guess })
        if isAll, !query.isEmpty { entries += doing(with: entries) }
        if isAll || box.kind == .customers { entries += customerEntries(box) }
        if isAll, !query.isEmpty { entries += paletteViews(query) }
        if !query.isEmpty || box.kind == .actions, isAll || box.kind == .actions {
            entries += environmentEntries(query)
        }
        if !query.isEmpty, isAll || box.kind == .actions { entries += emergencyEntries(query) }
        let actions = isAll || box.kind == .actions ? actionEntries(query) : []
        entries += sorted(actions.filter { $0.rank != Self.guess })
        if box.kind == .settings || (isAll && !query.isEmpty) { entries += settingEntries(query) }
        entries += guesses + sorted(actions.filter { $0.rank == Self.guess })
        return entries.map(possible)
    }

    private func sorted(_ lines: [Ranked]) -> [PaletteBox.Entry] {
        // Names of actions take long to make: each line is looked up once, not at every comparison.
        let weighed = lines.enumerated().map { index, line in
            (line: line, use: use(of: line.entry.action), index: index)
        }
        return weighed.sorted { left, right in
            if left.line.rank != right.line.rank { return left.line.rank < right.line.rank }
            return left.use == right.use ? left.index < right.index : left.use > right.use
        }.map { weighed in
            var entry = weighed.line.entry
            entry.isRanked = true
            return entry
        }
    }

    /// How much something is used: its count, halved with every week since the last time.
    private func use(of action: Action) -> Double {
        guard !person.used.isEmpty, let use = person.used[action.name] else { return 0 }
        let weeks = max(0, now.microseconds / 1000 - use.milliseconds) / 604_800_000
        return Double(use.count) / Double(1 << min(weeks, 30))
    }

    // MARK: - Things

    private func best(_ list: FilterList<GUID>, _ query: String) -> [(id: GUID, rank: Int)] {
        guard !query.isEmpty else {
            return list.ids.prefix(Self.paletteLimit).map { (id: $0, rank: 0) }
        }
        return list.best(query, limit: Self.paletteLimit)
    }

    private func flagEntries(_ query: String) -> [Ranked] {
        best(flags.list, query).compactMap { id, rank in
            flagView(id).map { view in
                let entry = PaletteBox.Entry(
                    title: SafeText(view.name),
                    note: "flag, \(view.stateWords)",
                    key: "",
                    action: .flags(.show(id))
                )
                return Ranked(entry: entry, rank: rank)
            }
        }
    }

    private func audienceEntries(_ query: String) -> [Ranked] {
        best(audiences.list, query).compactMap { id, rank in
            audienceView(id).map { view in
                let count = SafeText.count(view.latest?.members.count ?? 0)
                let entry = PaletteBox.Entry(
                    title: SafeText(view.name),
                    note: "audience, \(count) by name",
                    key: "",
                    action: .audiences(.show(id))
                )
                return Ranked(entry: entry, rank: rank)
            }
        }
    }

    private func experimentEntries(_ query: String) -> [Ranked] {
        best(experiments.list, query).compactMap { id, rank in
            experimentView(id)?.latest.map { experiment in
                let entry = PaletteBox.Entry(
                    title: SafeText(experiment.name),
                    note: "experiment, \(SafeText(experiment.state.rawValue))",
                    key: "",
                    action: .experiments(.show(id))
                )
                return Ranked(entry: entry, rank: rank)
            }
        }
    }

    private func customerEntries(_ box: PaletteBox) -> [PaletteBox.Entry] {
        box.customers.map { customer in
            PaletteBox.Entry(
                title: SafeText(customer.name.isEmpty ? customer.key.text : customer.name),
                note: "customer, \(SafeText(customer.key.text))",
                key: "",
                action: .shell(.customer(customer.key, name: customer.name))
            )
        }
    }

    // MARK: - Actions

    /// What can be done with the first flags that were found.
    private func doing(with entries: [PaletteBox.Entry]) -> [PaletteBox.Entry] {
        entries.prefix(2).flatMap { entry -> [PaletteBox.Entry] in
            guard case .flags(.show(let id)) = entry.action else { return [] }
            return paletteActions(withFlag: id)
        }
    }

    /// What can be done with a flag that was found.
    private func paletteActions(withFlag id: GUID) -> [PaletteBox.Entry] {
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
    private func environmentEntries(_ query: String) -> [PaletteBox.Entry] {
        let all = model.environments.map(\.environment)
        let names = all.map { "Go to \(title(of: $0))" }
        return matching(query, names).map { index in
            PaletteBox.Entry(
                title: SafeText(names[index]),
                note: "environment",
                key: "",
                action: .overlay(.enter(all[index].id))
            )
        }
    }

    /// What others wrote to this person.
    private func newsEntries(_ query: String) -> [Ranked] {
        guard unseenComments > 0 else { return [] }
        let count = Words.count(unseenComments, "comment")
        return matching(query, ["Read \(count) for you"]).map { _ in
            Ranked(
                entry: PaletteBox.Entry(
                    title: "Read \(SafeText(count)) for you",
                    note: "in the review",
                    key: shownKey("5", for: .tab(.review)),
                    action: .tab(.review)
                ),
                rank: 0
            )
        }
    }

    /// Publishing a draft without the review that it needs.
    private func emergencyEntries(_ query: String) -> [PaletteBox.Entry] {
        let entries = emergencyEntries()
        return matching(query, entries.map(\.title.text)).map { entries[$0] }
    }

    /// Keys by their names; those that cannot act now stay, with the reason.
    private func actionEntries(_ query: String) -> [Ranked] {
        var state = self
        state.overlays = []
        let all = state.personalBindings
        let bindings = (all.local + all.global).filter(isForPalette)
        let texts = bindings.map { "\($0.help.text) \($0.label.text)" }
        return Self.ranks(query, texts).compactMap { index, rank -> Ranked? in
            entry(bindings[index]).map { Ranked(entry: $0, rank: rank) }
        }
    }

    private func isForPalette(_ binding: Binding) -> Bool {
        switch binding.action {
        case .move, .palette, .awaitSecondG, .interrupt, .back: false
        default: true
        }
    }

    private func entry(_ binding: Binding) -> PaletteBox.Entry? {
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
    private func settingEntries(_ query: String) -> [PaletteBox.Entry] {
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
        return matching(query, entries.map(\.title.text)).map { entries[$0] }
    }

    // MARK: - Finding

    private func matching(_ query: String, _ names: [String]) -> [Int] {
        Self.ranks(query, names).map(\.row)
    }

    private static func ranks(_ query: String, _ names: [String]) -> [(row: Int, rank: Int)] {
        query.isEmpty
            ? names.indices.map { (row: $0, rank: 0) }
            : Filter(names).best(query, limit: paletteLimit)
    }

    /// An entry as it can be done now: off, with the reason, in the past and where this person may
    /// not do it.
    private func possible(_ entry: PaletteBox.Entry) -> PaletteBox.Entry {
        let refusal = pastRefusal(of: entry.action) ?? rightsRefusal(of: entry.action)
        guard let reason = refusal else { return entry }
        var entry = entry
        (entry.note, entry.isEnabled) = (reason, false)
        return entry
    }
}
