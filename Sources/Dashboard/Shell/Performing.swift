internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// Does what a key or a line stands for.
    mutating func perform(_ action: Action) {
        if let reason = pastRefusal(of: action) ?? rightsRefusal(of: action) {
            complain(reason.text)
            return
        }
        // Whoever goes on to change something does not want to look back any more.
        if action.isChange || action == .applications { pastQuestion = nil }
        switch action {
        case .move(let movement): move(movement)
        case .awaitSecondG: isAwaitingSecondG = true
        case .open: openSelected()
        case .back: goBack()
        case .nextPart, .previousPart: switchPart()
        case .tab(let tab): show(tab)
        case .find: find()
        case .keepFilter: keepFilter()
        case .refresh:
            prepareEnvironment(isWhole: true)
            if tab == .experiments { askResultsAgain() }
        case .palette: open(.palette(found(PaletteBox())))
        case .help: openHelp()
        case .environments: openEnvironments()
        case .identity: open(.form(.identity(actor)))
        case .applications: openApplications()
        case .rights: openRights()
        case .publish: openPublish()
        case .undo: undoLast()
        case .interrupt:
            if isSecondInterrupt() { outbox.append(.quit) } else { escape() }
        case .suspend: outbox.append(.suspend)
        case .redraw: outbox.append(.redraw)
        case .quit: outbox.append(.quit)
        case .past(let action): performPast(action)
        case .welcome(let choice):
            wantsNewFlag = choice == .startEmpty
            outbox.append(.welcome(choice))
        case .askImportPath: open(.form(.importPath()))
        case .overlay(let action): performOverlay(action)
        case .flags(let action): performFlags(action)
        case .editor(let action): performEditor(action)
        case .audiences(let action): performAudiences(action)
        case .experiments(let action): performExperiments(action)
        case .customers(let action): performCustomers(action)
        case .review(let action): performReview(action)
        case .history(let action): performHistory(action)
        case .planning(let action): performPlanning(action)
        case .shell(let action): performShell(action)
        }
    }

    /// Puts something over the pane.
    mutating func open(_ overlay: Overlay) { overlays.append(overlay) }

    private mutating func move(_ movement: ListView.Movement) {
        if !overlays.isEmpty {
            moveInOverlay(movement)
            return
        }
        switch tab {
        case .flags: moveInFlags(movement)
        case .audiences: moveInAudiences(movement)
        case .experiments: moveInExperiments(movement)
        case .customers: moveInCustomers(movement)
        case .review: moveInReview(movement)
        case .history: moveInHistory(movement)
        }
    }

    private mutating func openSelected() {
        switch tab {
        case .flags: openFlag()
        case .audiences: openAudience()
        case .experiments: openExperiment()
        case .customers: openCustomer()
        case .review: performReview(.thing)
        case .history: openEntry()
        }
    }

    /// What Esc does: one step back; in the past, back to now.
    private mutating func escape() {
        if past != nil, pastQuestion == nil, overlays.isEmpty, !isFinding {
            leavePast()
        } else {
            goBack()
        }
    }

    private mutating func goBack() {
        if stopShownCount() { return }
        defer { countOnScreen() }
        if let overlay = overlays.last {
            close(overlay)
            return
        }
        guard pastQuestion == nil else {
            pastQuestion = nil
            return
        }
        guard stage == .ready else { return }
        let wasPageOpen = isPageOpen
        defer { if wasPageOpen, !isPageOpen { returnToOrigin() } }
        switch tab {
        case .flags: goBackInFlags()
        case .audiences: goBackInAudiences()
        case .experiments: goBackInExperiments()
        case .customers: goBackInCustomers()
        case .review: goBackInReview()
        case .history: goBackInHistory()
        }
    }

    private mutating func switchPart() {
        switch tab {
        case .flags: switchFlagsPart()
        case .audiences: switchAudiencesPart()
        case .experiments: switchExperimentsPart()
        case .customers, .review: break
        case .history: switchHistoryPart()
        }
    }

    /// Shows another pane.
    mutating func show(_ tab: Tab) {
        let wasInFront = self.tab == tab
        self.tab = tab
        pageOrigin = nil
        // Whoever asks for the pane in front wants its list.
        if wasInFront { closePage() }
        fitLists()
        switch tab {
        case .flags: flagsShown(wasInFront: wasInFront)
        case .customers: customersShown(wasInFront: wasInFront)
        case .review: reviewShown()
        case .history: historyShown()
        case .experiments: experimentsShown()
        case .audiences: break
        }
    }

    /// Goes back from the page of one thing to the list.
    private mutating func closePage() {
        pageOrigin = nil
        // What is typed or opened on the page is left first.
        for _ in 0..<8 where isPageOpen {
            switch tab {
            case .flags: goBackInFlags()
            case .audiences: goBackInAudiences()
            case .experiments: goBackInExperiments()
            case .customers, .review, .history: break
            }
        }
    }

    private mutating func find() {
        switch tab {
        case .flags:
            closePage()
            flags.list.isTyping = true
        case .audiences: findAudiences()
        case .experiments: findExperiments()
        case .customers: findInCustomers()
        case .review: break
        case .history: findHistory()
        }
    }

    private mutating func keepFilter() {
        switch tab {
        case .flags: flags.list.isTyping = false
        case .audiences: keepAudiencesFilter()
        case .experiments: keepExperimentsFilter()
        case .customers: keepSheetFilter()
        case .review: break
        case .history: keepHistoryFilter()
        }
    }
}
