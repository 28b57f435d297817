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
    ///
    /// - Complexity: O(bytes of its names); the whole flag is read only where what it does is
    ///   asked for and it is on.
    func shows(_ outline: FlagOutline) -> Bool {
        if let change = listing.change, !isChanged(outline.updatedAt, change) { return false }
        if listing.tag != nil || listing.owner != nil, !holds(outline.words) { return false }
        if let purpose = listing.purpose, outline.purpose != purpose { return false }
        return listing.doing.map { does(outline, $0) } ?? true
    }

    private func holds(_ words: FlagOutline.Words) -> Bool {
        if let tag = listing.tag, !words.tags.contains(tag) { return false }
        return listing.owner.map { $0 == words.owner } ?? true
    }

    /// Whether the flag does this now.
    private func does(_ outline: FlagOutline, _ doing: FlagListing.Doing) -> Bool {
        doing == .draft ? drafted.contains(outline.id) : self.doing(outline) == doing
    }

    /// What the flag does now; a draft of it is not looked at.
    ///
    /// - Complexity: O(bytes of its names); only a flag that is on is read whole.
    func doing(_ outline: FlagOutline) -> FlagListing.Doing {
        doing(outline, read(ifOn: outline))
    }

    private func read(ifOn outline: FlagOutline) -> Flag? {
        outline.isArchived || !outline.isEnabled ? nil : outline.flag
    }

    private func doing(_ outline: FlagOutline, _ flagOn: Flag?) -> FlagListing.Doing {
        guard !outline.isArchived else { return .archived }
        return switch flagOn?.summaryState(in: state) ?? .off {
        case .off: .off
        case .on: .on
        case .some: .some
        case .experiment: .experiment
        }
    }

    /// The kinds of choices that would still show the flag, if one of that kind were made anew:
    /// nothing of another kind leaves it out.
    func kinds(counting facts: Facts) -> Kinds {
        var missing: Kinds = []
        if let tag = listing.tag, !facts.words.tags.contains(tag) { missing.insert(.tag) }
        if let owner = listing.owner, facts.words.owner != owner { missing.insert(.owner) }
        if let purpose = listing.purpose, facts.purpose != purpose { missing.insert(.purpose) }
        if let change = listing.change, !isChanged(facts.updatedAt, change) {
            missing.insert(.change)
        }
        if let doing = listing.doing {
            let holds = doing == .draft ? facts.isDrafted : facts.doing == doing
            if !holds { missing.insert(.doing) }
        }
        return missing.isEmpty ? .all : missing.rawValue.nonzeroBitCount == 1 ? missing : []
    }

    /// Kinds of choices; one of each can narrow the list.
    struct Kinds: OptionSet {
        let rawValue: UInt8

        static let doing = Kinds(rawValue: 1)
        static let tag = Kinds(rawValue: 2)
        static let owner = Kinds(rawValue: 4)
        static let purpose = Kinds(rawValue: 8)
        static let change = Kinds(rawValue: 16)
        static let all: Kinds = [.doing, .tag, .owner, .purpose, .change]
    }

    /// What a list can be narrowed by, of one flag.
    struct Facts {
        let updatedAt: Moment
        let words: FlagOutline.Words
        let purpose: String
        let doing: FlagListing.Doing
        let isDrafted: Bool
    }

    /// What the list can be narrowed by, of one flag.
    func facts(_ outline: FlagOutline) -> Facts {
        // Nothing is looked up in the bytes of a flag that must be read whole anyway.
        let flag = read(ifOn: outline)
        return Facts(
            updatedAt: outline.updatedAt,
            words: flag.map(FlagOutline.Words.init) ?? outline.words,
            purpose: flag?.purpose ?? outline.purpose,
            doing: doing(outline, flag),
            isDrafted: drafted.contains(outline.id)
        )
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
        switch doing(outline) {
        case .on: 0
        case .experiment: 1
        case .some: 2
        case .off, .draft: 3
        case .archived: 4
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
