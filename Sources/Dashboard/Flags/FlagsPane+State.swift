internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    // MARK: - From pictures and answers

    mutating func prepareFlags(isWhole: Bool, selecting: GUID?) {
        guard let environment else { return }
        let drafted = drafts.views.flatMap { $0.newFlags(in: environment) }
        guard isWhole || flags.isOutdated(environment) || drafted != flags.drafted else { return }
        flags.drafted = drafted
        if isWhole {
            let all = environment.flagOutlines + drafted.map { FlagOutline($0) }
            let lens = flagLens(environment)
            flags.order(all, through: lens, height: listHeight, selecting: selecting)
        } else {
            flags.keepOrder(
                in: environment,
                mine: touched,
                height: listHeight,
                selecting: selecting
            )
        }
        keepMarks()
        if let page = flags.page, flagView(page) == nil { flags.page = nil }
    }

    /// Asks for what belongs to the selection once it rests.
    mutating func flagSelectionChanged() {
        flags.scroll = 0
        guard frame.layout.isWide, flags.page == nil else { return }
        outbox.append(.timer(.rest, milliseconds: 150))
    }

    /// Puts the list in order again for whoever comes back to it, and asks for what is new.
    mutating func flagsShown(wasInFront: Bool) {
        if !wasInFront, flags.isOrderOld {
            prepareFlags(isWhole: true, selecting: flags.list.selectedID)
        }
        refreshRecent()
    }

    /// Asks again for what is on screen about a flag: there may be something new.
    mutating func refreshRecent() {
        guard tab == .flags, let recent = flags.recent, recent.flagID == currentFlagID,
            flags.page != nil || frame.layout.isWide
        else { return }
        askAbout(recent.flagID)
    }

    /// Asks for what the page of a flag shows beyond the flag: its history, its use, its faults.
    mutating func askAbout(_ id: GUID) {
        askRecent(id)
        askCounts(id)
        findFaults(id)
        countOnScreen()
    }

    /// Asks for the last entries about a flag.
    private mutating func askRecent(_ id: GUID) {
        guard let environmentID else { return }
        generation += 1
        let known = flags.recent?.flagID == id ? flags.recent?.entries : nil
        flags.recent = FlagsPane.Recent(flagID: id, generation: generation, entries: known)
        let subject = Subject.flag(environment: environmentID, id)
        outbox.append(
            .history(
                HistoryRequest(
                    before: past.map { $0.entry + 1 },
                    limit: 20,
                    subjects: [subject]
                ),
                generation: generation
            )
        )
    }

    /// Takes a page of history when it is about the flag that is shown.
    ///
    /// - Returns: whether it was.
    mutating func takeRecent(_ generation: Int, _ result: Result<HistoryPage, ServiceProblem>)
        -> Bool
    {
        guard flags.recent?.generation == generation else { return false }
        if case .success(let page) = result { flags.recent?.entries = page.entries }
        return true
    }

    mutating func selectionRested() {
        if tab == .history { askDetail() }
        guard tab == .flags, let id = flags.list.selectedID, flags.recent?.flagID != id else {
            return
        }
        askAbout(id)
    }

    // MARK: - Finding

    mutating func typeInFlags(_ key: Key) -> Bool {
        guard flags.list.type(key, height: listHeight) else { return false }
        findShares()
        return true
    }

    /// Finds flags by their shares too once somebody types a percent sign.
    mutating func findShares() {
        guard let environment else { return }
        flags.findShares(in: environment, height: listHeight)
    }

    // MARK: - Moving

    mutating func moveInFlags(_ movement: ListView.Movement) {
        guard flags.page == nil else {
            moveInFlagPage(movement)
            return
        }
        guard !flags.isDetailFocused else {
            scrollFlag(movement)
            return
        }
        let before = flags.list.selectedID
        flags.list.move(movement, height: listHeight)
        if flags.list.selectedID != before { flagSelectionChanged() }
    }

    private mutating func scrollFlag(_ movement: ListView.Movement) {
        let height = max(1, frame.detail.height)
        let last = max(0, flagDetailLines.count - height)
        let step =
            switch movement {
            case .rows(let rows): rows
            case .pageUp: -height
            case .pageDown: height
            case .halfPageUp: -height / 2
            case .halfPageDown: height / 2
            case .start: -flags.scroll
            case .end: last
            }
        flags.scroll = max(0, min(last, flags.scroll + step))
    }

    mutating func openFlag() {
        guard let id = flags.list.selectedID else { return }
        show(flag: id)
    }

    /// Opens the page of a flag.
    mutating func show(flag id: GUID) {
        guard flagView(id) != nil else { return }
        select(flag: id)
        flags.list.isTyping = false
        if flags.page != id { flags.editor = FlagEditor() }
        flags.page = id
        flags.scroll = 0
        askAbout(id)
    }

    mutating func goBackInFlags() {
        if flags.page != nil {
            flags.page = nil
            flags.scroll = 0
        } else if flags.isDetailFocused {
            flags.isDetailFocused = false
        } else if flags.list.isFiltered || flags.list.isTyping {
            flags.list.clearQuery(height: listHeight)
        } else if flags.listing.isNarrowed {
            performListing(.widen)
        } else if !flags.marks.ids.isEmpty {
            performMarking(.none)
        }
    }

    mutating func switchFlagsPart() {
        guard frame.layout.isWide, flags.page == nil else { return }
        flags.isDetailFocused.toggle()
        flags.scroll = 0
    }

    /// The flag that keys act on.
    var currentFlagID: GUID? { flags.page ?? flags.list.selectedID }
}

extension DraftView {
    /// The flags that this draft makes.
    func newFlags(in environment: EnvironmentState) -> [Flag] {
        draft.changes.compactMap { change in
            guard case .createFlag(environment.environment.id, let flag) = change,
                environment.flag(flag.id) == nil
            else { return nil }
            return flag
        }
    }
}
