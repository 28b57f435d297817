internal import FlagModel
internal import TerminalUI

/// What keys do with the order of the list and with what it shows.
enum ListingAction: Hashable, Sendable {
    /// Offers the orders.
    case askOrder
    case order(FlagListing.Order)
    /// Offers what the list can be narrowed by.
    case askPart
    case toggle(FlagListing.Part)
    /// Shows all flags again.
    case widen
    /// Offers the views that were kept.
    case askView
    case use(SavedView)
    /// Asks for the name of a new view.
    case keep
    case askForget
    case forget(String)
}

extension DashboardState {
    mutating func performListing(_ action: ListingAction) {
        switch action {
        case .askOrder: askOrder()
        case .order(let order):
            flags.listing.order = order
            listingChanged()
            say("Flags \(order.words.text).")
        case .askPart: askPart()
        case .toggle(let part):
            flags.listing.toggle(part)
            listingChanged()
        case .widen:
            flags.listing = flags.listing.widened
            listingChanged()
        case .askView: askView()
        case .use(let view): use(view)
        case .keep: askViewName()
        case .askForget: askForgetting()
        case .forget(let name): forgetView(name)
        }
    }

    /// Shows the list anew after something else is to be shown.
    mutating func listingChanged() {
        prepareFlags(isWhole: true, selecting: nil)
        flagSelectionChanged()
    }

    private mutating func askOrder() {
        let orders = FlagListing.Order.allCases
        let notes: [SafeText] = ["what is new", "A to Z", "then shares, then off", "A to Z"]
        let lines = zip(orders, notes).map { order, note in
            ListBox.Line(
                title: SafeText(order.words.text.capitalisedSentence),
                note: note,
                action: .flags(.listing(.order(order))),
                isOn: flags.listing.order == order
            )
        }
        let selected = orders.firstIndex(of: flags.listing.order) ?? 0
        openList("In which order?", lines, selected: selected)
    }

    // MARK: - Narrowing

    private mutating func askPart() {
        guard let environment else { return }
        var lines: [ListBox.Line] = []
        if flags.listing.isNarrowed {
            lines.append(.init(title: "All flags again", action: .flags(.listing(.widen))))
        }
        lines += partLines(environment)
        openList("Show only which flags?", lines)
    }

    /// Everything that the list can be narrowed by, with how many flags each would show beside what
    /// narrows it already.
    ///
    /// A choice takes the place of another one of its kind, so that kind does not count here.
    private func partLines(_ environment: EnvironmentState) -> [ListBox.Line] {
        let lens = flagLens(environment)
        var doing: [FlagListing.Doing: Int] = [:]
        var changes: [FlagListing.Change: Int] = [:]
        var (owners, tags, purposes) = ([String: Int](), [String: Int](), [String: Int]())
        for outline in environment.flagOutlines {
            let facts = lens.facts(outline)
            let counts = lens.kinds(counting: facts)
            if counts.contains(.doing) {
                if facts.isDrafted { doing[.draft, default: 0] += 1 }
                doing[facts.doing, default: 0] += 1
            }
            guard lens.lists(isArchived: outline.isArchived) else { continue }
            if counts.contains(.change) {
                for change in FlagListing.Change.allCases
                where lens.isChanged(facts.updatedAt, change) {
                    changes[change, default: 0] += 1
                }
            }
            if counts.contains(.owner) { owners[facts.words.owner, default: 0] += 1 }
            if counts.contains(.tag) { for tag in facts.words.tags { tags[tag, default: 0] += 1 } }
            if counts.contains(.purpose), !facts.purpose.isEmpty {
                purposes[facts.purpose, default: 0] += 1
            }
        }
        let drafted = flags.drafted.count { flag in
            lens.kinds(counting: lens.facts(FlagOutline(flag))).contains(.doing)
        }
        doing[.draft, default: 0] += drafted
        let states = FlagListing.Doing.allCases.compactMap {
            line($0.words, .doing($0), doing[$0] ?? 0)
        }
        let ages = FlagListing.Change.allCases.compactMap {
            line($0.words, .change($0), changes[$0] ?? 0)
        }
        return states + ages
            + owners.sorted { $0.key < $1.key }.compactMap {
                line($0.key.isEmpty ? "no owner" : "owner \($0.key)", .owner($0.key), $0.value)
            }
            + tags.sorted { $0.key < $1.key }.compactMap {
                line("tag \($0.key)", .tag($0.key), $0.value)
            }
            + purposes.sorted { $0.key < $1.key }.compactMap {
                line("purpose \(Words.short($0.key))", .purpose($0.key), $0.value)
            }
    }

    private func line(_ title: String, _ part: FlagListing.Part, _ count: Int) -> ListBox.Line? {
        let isOn = flags.listing.holds(part)
        guard count > 0 || isOn else { return nil }
        let flags: SafeText = count == 1 ? "flag" : "flags"
        return ListBox.Line(
            title: SafeText(title.capitalisedSentence),
            note: "\(SafeText.count(count)) \(flags)\(isOn ? ", shown now: Enter shows all" : "")",
            action: .flags(.listing(.toggle(part))),
            isOn: isOn
        )
    }
}
