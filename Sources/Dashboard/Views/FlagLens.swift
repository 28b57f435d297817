internal import FlagModel

/// What it takes to say whether a list shows a flag, and where.
struct FlagLens {
    let listing: FlagListing
    let state: EnvironmentState
    /// Flags with a draft.
    let drafted: Set<GUID>
    /// The beginning of today.
    let midnight: Moment
    let now: Moment

    private static let day: Int64 = 86_400_000_000

    /// Whether the flag can be found in the list at all.
    func lists(isArchived: Bool) -> Bool {
        !isArchived || listing.showsArchived || listing.doing == .archived
    }

    /// Whether nothing that narrows the list leaves the flag out.
    func shows(_ outline: FlagOutline) -> Bool {
        if let change = listing.change, !isChanged(outline.updatedAt, change) { return false }
        if listing.tag != nil || listing.owner != nil, !holds(outline.words) { return false }
        let known = listing.doing.flatMap { does(outline, $0) }
        if known == false { return false }
        let isDecided = listing.doing == nil || known == true
        if isDecided, listing.purpose == nil { return true }
        guard let flag = outline.flag else { return false }
        if let purpose = listing.purpose, flag.purpose != purpose { return false }
        return isDecided || listing.doing.map { does(flag, $0) } ?? true
    }

    private func holds(_ words: FlagOutline.Words) -> Bool {
        if let tag = listing.tag, !words.tags.contains(tag) { return false }
        return listing.owner.map { $0 == words.owner } ?? true
    }

    /// Whether a flag does this now, as far as that can be told without reading all of it.
    private func does(_ outline: FlagOutline, _ doing: FlagListing.Doing) -> Bool? {
        switch doing {
        case .draft: drafted.contains(outline.id)
        case .archived: outline.isArchived
        case .off:
            if outline.isArchived { false } else if outline.isEnabled { nil } else { true }
        case .on, .some, .experiment: outline.isEnabled ? nil : false
        }
    }

    /// The kinds of choices that would still show the flag, if one of that kind were made anew:
    /// nothing of another kind leaves it out.
    func kinds(counting flag: Flag) -> Set<Kind> {
        var missing: Set<Kind> = []
        if let tag = listing.tag, !flag.tags.contains(tag) { missing.insert(.tag) }
        if let owner = listing.owner, flag.owner != owner { missing.insert(.owner) }
        if let purpose = listing.purpose, flag.purpose != purpose { missing.insert(.purpose) }
        if let change = listing.change, !isChanged(flag.updatedAt, change) {
            missing.insert(.change)
        }
        if let doing = listing.doing, !does(flag, doing) { missing.insert(.doing) }
        return missing.isEmpty ? Set(Kind.allCases) : missing.count == 1 ? missing : []
    }

    /// Kinds of choices; one of each can narrow the list.
    enum Kind: Hashable, CaseIterable {
        case doing, tag, owner, purpose, change
    }

    /// Whether the flag does this now.
    func does(_ flag: Flag, _ doing: FlagListing.Doing) -> Bool {
        switch doing {
        case .draft: return drafted.contains(flag.id)
        case .archived: return flag.isArchived
        case .off: return !flag.isArchived && flag.summary(in: state).state == .off
        case .on: return flag.isEnabled && flag.summary(in: state).state == .on
        case .experiment: return flag.isEnabled && flag.summary(in: state).state == .experiment
        case .some:
            guard flag.isEnabled, case .some = flag.summary(in: state).state else { return false }
            return true
        }
    }

    func isChanged(_ time: Moment, _ change: FlagListing.Change) -> Bool {
        switch change {
        case .today: time >= midnight
        case .week: time >= now.adding(microseconds: -7 * Self.day)
        case .old: time < now.adding(microseconds: -90 * Self.day)
        }
    }

    /// The places of the flags that can be found, in the order of the list.
    ///
    /// - Complexity: O(*n* log *n*); small keys are sorted, not flags.
    func order(_ flags: [FlagOutline]) -> [Int] {
        let shown = flags.indices.filter { lists(isArchived: flags[$0].isArchived) }
        switch listing.order {
        case .changed:
            return TimeOrder.latestFirst(shown, times: flags.map(\.updatedAt.microseconds)) {
                flags[$0].words.name
            }
        case .name: return byName(shown, flags.map(\.words)) { _ in 0 }
        case .onFirst: return byName(shown, flags.map(\.words)) { rank(flags[$0]) }
        case .owner:
            let words = flags.map(\.words)
            let owners = Set(shown.map { words[$0].owner }).sorted()
            // Flags without an owner come last: they are the ones to look at after all others.
            let ranks = Dictionary(uniqueKeysWithValues: owners.enumerated().map { ($1, $0) })
            return byName(shown, words) { place in
                let owner = words[place].owner
                return owner.isEmpty ? owners.count : ranks[owner] ?? 0
            }
        }
    }

    private func rank(_ outline: FlagOutline) -> Int {
        guard !outline.isArchived else { return 4 }
        // What is off need not be read to be told from the others.
        guard outline.isEnabled else { return 3 }
        guard let flag = outline.flag else { return 4 }
        return switch flag.summary(in: state).state {
        case .on: 0
        case .experiment: 1
        case .some: 2
        case .off: 3
        }
    }

    private func byName(
        _ shown: [Int],
        _ words: [FlagOutline.Words],
        rank: (Int) -> Int
    ) -> [Int] {
        let names = words.map(\.name)
        var ranks = [Int](repeating: 0, count: words.count)
        for place in shown { ranks[place] = rank(place) }
        return shown.sorted { left, right in
            guard ranks[left] == ranks[right] else { return ranks[left] < ranks[right] }
            return names[left] == names[right]
                ? words[left].key < words[right].key : names[left] < names[right]
        }
    }
}

extension DashboardState {
    /// The eye through which the list of flags is seen now.
    func flagLens(_ environment: EnvironmentState) -> FlagLens {
        let place = environment.environment.id
        var drafted: Set<GUID> = []
        for view in drafts.views {
            for change in view.draft.changes {
                if case .flag(place, let id) = change.subject { drafted.insert(id) }
            }
        }
        return FlagLens(
            listing: flags.listing,
            state: environment,
            drafted: drafted,
            midnight: zone.start(ofDay: zone.day(of: now)),
            now: now
        )
    }
}
