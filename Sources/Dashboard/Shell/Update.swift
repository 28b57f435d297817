internal import FlagAPI
public import FlagModel
internal import TerminalUI

/// Changes the state as a message asks, and says what is to be done outside.
///
/// - Parameters:
///   - state: changed in place.
///   - message: what happened.
///   - now: when, in the caller's clock.
/// - Returns: effects in order; the caller performs them and brings answers back as messages.
public func update(_ state: inout DashboardState, _ message: Message, now: Moment) -> [Effect] {
    state.now = now
    state.revision &+= 1
    state.take(message)
    state.refreshPreview()
    state.settleReview()
    state.noteCopies()
    defer { state.outbox = [] }
    return state.outbox
}

extension DashboardState {
    mutating func take(_ message: Message) {
        if let key = held?.key {
            if case .key(key) = message {} else { held = nil }
        }
        switch message {
        case .key(let key): press(key)
        case .paste(let text): paste(text)
        case .burst(let text): burst(text)
        case .mouse(let event): if person.usesMouse { take(event) }
        case .brightness(let brightness): take(brightness)
        case .choice(let point): take(MouseEvent(.press, at: point))
        case .resized(let size): resize(size)
        case .identity(let identity): take(identity)
        case .picture(let picture): take(picture)
        case .noData(let welcome):
            stage = .welcome(welcome)
        case .views(let kept): views = Array(kept.prefix(SavedView.countLimit))
        case .problem(let sentence): complain(sentence, title: "Something is wrong")
        case .tick(let timer): tick(timer)
        case .reply(let reply): take(reply)
        }
    }

    private mutating func take(_ reply: Reply) {
        switch reply {
        case .proposed(let id, let result): takeProposed(id, result)
        case .undone(let request, let result): takeUndone(request, result)
        case .undoPlan(let entry, let result): takeUndoPlan(of: entry, result)
        case .past(let generation, let result): takePast(generation, result)
        case .differences(let generation, let result): takeDifferences(generation, result)
        case .given(let generation, let result):
            if !takeAsked(generation, result) { takeGiven(generation, result) }
        case .history(let generation, let result): takeHistory(generation, result)
        case .customers(let generation, let result):
            if takePaletteCustomers(generation, result) { break }
            if !takeFoundCustomers(generation, result) { takeCustomers(generation, result) }
        case .customer(let generation, let result): takeCustomer(generation, result)
        case .counts(let generation, let result):
            if !takeLastUse(generation, result) { takeCounts(generation, result) }
        case .zone(let name, let zone): takeZone(name, zone)
        case .people(let generation, let result):
            takePeople(generation, result)
            countOnScreen()
        case .review(let generation, let result): takeReview(generation, result)
        case .attributes(let place, let result):
            takeAttributes(in: place, result)
            attributesCame()
        case .applications(let generation, let result): takeApplications(generation, result)
        case .experimentCounts, .experimentGroups, .setupCheck, .planTraffic, .eventNames:
            takeAboutExperiment(reply)
        case .written(let result): takeWritten(result)
        case .customersWithKeys(let generation, let result):
            if !takeLookUp(generation, result) { takeNames(generation, result) }
        case .keyFile(let generation, let result): takeKeyFile(generation, result)
        case .welcomeFailed(let sentence): complain(sentence)
        }
    }

    private mutating func tick(_ timer: TimerID) {
        switch timer {
        case .toast:
            if toast?.isProblem == false { toast = nil }
        case .rest:
            selectionRested()
            countOnScreen()
            askForReview()
        case .traffic: trafficDue()
        case .results: resultsDue()
        case .agenda: askForReview()
        case .counting: break
        }
    }

    private mutating func resize(_ size: Size) {
        self.size = size
        fitLists()
    }

    /// Keeps every selection on screen.
    mutating func fitLists() {
        let height = listHeight
        flags.list.fit(height: height)
        fitAudiences()
        fitExperiments()
        fitCustomers()
        fitReview()
        fitHistory()
        fitCalendar()
    }

    // MARK: - Pictures

    /// Shows a newer model: values change in place, nothing changes its order.
    ///
    /// - Parameters:
    ///   - picture: the newer model.
    ///   - selecting: a new thing of this person, which is put into its list and selected.
    mutating func take(_ picture: Picture, selecting: GUID? = nil) {
        let isFirst = stage != .ready
        guard isFirst || picture.entry > presentEntry else {
            if let selecting, past == nil { select(new: selecting) }
            return
        }
        present = picture.model
        presentEntry = picture.entry
        learnStanding()
        prepareRights()
        guard past == nil else {
            // The past stays as it was; only the history grows.
            prepareHistory(isWhole: false)
            return
        }
        if environment == nil { environmentID = model.environments.first?.environment.id }
        guard environmentID != nil else {
            if stage == .loading { stage = .welcome(.empty) }
            return
        }
        stage = .ready
        // First what the lists are put in order by: that is done once.
        let place = isFirst ? beginning() : nil
        prepareEnvironment(isWhole: isFirst, selecting: selecting)
        if let place { restore(place) }
        if isFirst { takeSettings() }
        guard wantsNewFlag else { return }
        wantsNewFlag = false
        newFlag()
    }

    /// Selects a new thing whose picture came by itself, before the answer about it.
    private mutating func select(new id: GUID) {
        flags.list.select(id, height: listHeight)
        audiences.list.select(id, height: listHeight)
        experiments.list.select(id, height: listHeight)
    }

    /// Shows another environment.
    mutating func enter(_ id: GUID) {
        guard id != environmentID, model.environment(id) != nil else { return }
        let key = currentFlagID.flatMap { flagView($0)?.latest?.key }
        let hadPage = flags.page != nil
        environmentID = id
        prepareEnvironment(isWhole: true)
        // To people, flags with the same key are one flag: it stays selected, and its page open.
        if let flag = key.flatMap({ environment?.flag($0) }) {
            flags.list.select(flag.id, height: listHeight)
            if hadPage { openFlag() }
        }
        say("You are in \(environmentTitle) now.")
    }

    /// Prepares what the panes show.
    ///
    /// - Parameters:
    ///   - isWhole: whether lists are put in order anew.
    ///   - selecting: a new thing of this person, which is put into its list and selected.
    ///   - keepsHistory: whether the history stays as it is: it is the same at every moment.
    mutating func prepareEnvironment(
        isWhole: Bool,
        selecting: GUID? = nil,
        keepsHistory: Bool = false
    ) {
        guard let environmentID else { return }
        // Drafts reach nobody: the past shows what customers got.
        drafts = past == nil ? DraftIndex(of: model, in: environmentID, for: actor) : DraftIndex()
        if isWhole { touched = [] }
        prepareFlags(isWhole: isWhole, selecting: selecting)
        prepareAudiences(isWhole: isWhole, selecting: selecting)
        prepareExperiments(isWhole: isWhole, selecting: selecting)
        prepareCustomers(isWhole: isWhole)
        prepareReview(isWhole: isWhole)
        if !keepsHistory { prepareHistory(isWhole: isWhole) }
        prepareApplications()
        prepareCalendar()
        refreshRecent()
        publishListChanged()
        countOnScreen()
        comparisonChanged()
    }
}
