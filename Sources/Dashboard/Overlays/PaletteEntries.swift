internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The rank of what only has the letters in order.
    private static let guess = 3
    /// The rank of what has a word that begins like that; smaller ones are better still.
    private static let beginsWord = 1

    /// The lines for what is typed: things before actions, better names first, used ones before
    /// others.
    func paletteEntries(_ box: PaletteBox) -> [PaletteBox.Entry] {
        let query = box.query.text
        let found = Found(
            things: things(box),
            customers: customerEntries(box),
            others: otherEntries(box),
            actions: shows(.actions, in: box) ? actionEntries(query) : [],
            settings: shows(.settings, in: box) && !isBare(box) ? settingEntries(query) : []
        )
        // Whole words and their beginnings first, then what holds the letters somewhere within.
        var entries = lines(found, 0...Self.beginsWord, box)
        entries += lines(found, (Self.beginsWord + 1)...(Self.guess - 1), box)
        // Letters in order are a guess: only where nothing holds what is typed.
        if entries.isEmpty { entries = lines(found, Self.guess...Self.guess, box) }
        return entries.map(possible)
    }

    /// What was found, by what it is.
    private struct Found {
        var things: [RankedLine]
        var customers: [RankedLine]
        var others: [RankedLine]
        var actions: [RankedLine]
        var settings: [RankedLine]
    }

    /// The lines of some ranks: things before actions, used ones before others.
    private func lines(
        _ found: Found,
        _ ranks: ClosedRange<Int>,
        _ box: PaletteBox
    ) -> [PaletteBox.Entry] {
        func fitting(_ lines: [RankedLine]) -> [RankedLine] {
            lines.filter { ranks.contains($0.rank) }
        }
        func plain(_ lines: [RankedLine]) -> [PaletteBox.Entry] { fitting(lines).map(\.entry) }
        let things = sorted(fitting(found.things))
        let doing = isBare(box) || box.kind != .everything ? [] : doing(with: things)
        return things + doing + plain(found.customers) + plain(found.others)
            + sorted(fitting(found.actions)) + plain(found.settings)
    }

    /// Whether lines of a kind are shown.
    private func shows(_ kind: PaletteBox.Kind, in box: PaletteBox) -> Bool {
        box.kind == .everything || box.kind == kind
    }

    /// Whether nothing narrows the lines: then only what can be done is shown.
    private func isBare(_ box: PaletteBox) -> Bool {
        box.kind == .everything && box.query.isEmpty
    }

    private func things(_ box: PaletteBox) -> [RankedLine] {
        let query = box.query.text
        var things = shows(.actions, in: box) ? newsEntries(query) : []
        guard !isBare(box) else { return things }
        if shows(.flags, in: box) { things += flagEntries(query) }
        if shows(.audiences, in: box) { things += audienceEntries(query) }
        if shows(.experiments, in: box) { things += experimentEntries(query) }
        return things
    }

    /// Views, environments, and drafts that cannot wait.
    private func otherEntries(_ box: PaletteBox) -> [RankedLine] {
        let query = box.query.text
        var others: [RankedLine] = []
        if box.kind == .everything, !query.isEmpty {
            others += paletteViews(query).map { RankedLine(entry: $0, rank: Self.beginsWord) }
        }
        guard shows(.actions, in: box), !isBare(box) else { return others }
        others += environmentEntries(query)
        if !query.isEmpty { others += emergencyEntries(query) }
        return others
    }

    private func sorted(_ lines: [RankedLine]) -> [PaletteBox.Entry] {
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

    // MARK: - Finding

    static func ranks(_ query: String, _ names: [String]) -> [(row: Int, rank: Int)] {
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

/// One line of the palette and how well it fits: smaller ranks are better.
struct RankedLine {
    var entry: PaletteBox.Entry
    var rank: Int
}
