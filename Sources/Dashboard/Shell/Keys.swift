internal import FlagModel
internal import TerminalUI

/// A key that moved, and how.
struct HeldKey: Equatable, Sendable {
    let key: Key
    let movement: ListView.Movement
}

extension DashboardState {
    /// How long after a Ctrl-C a second one quits.
    private static let interruptMicroseconds: Int64 = 1_000_000

    mutating func press(_ key: Key) {
        if toast?.isProblem ?? false { toast = nil }
        if let held, held.key == key {
            perform(.move(held.movement))
            return
        }
        let wasAwaiting = isAwaitingSecondG
        isAwaitingSecondG = false
        if isTakingText, type(key) { return }
        switch meaning(of: key) {
        case .action(.awaitSecondG) where wasAwaiting: perform(.move(.start))
        case .action(.move(let movement)):
            perform(.move(movement))
            // Nothing but a movement came between, so no other key means something else by now.
            held = HeldKey(key: key, movement: movement)
        case .action(let action): perform(action)
        case .refused(let reason): complain(reason.text)
        case .unknown: break
        }
    }

    mutating func paste(_ text: String) {
        guard isTakingText else {
            complain("Pasted text is taken only where you type. Nothing was done.")
            return
        }
        pasteIntoText(text)
    }

    mutating func burst(_ text: String) {
        if typeIntoPublish(text) { return }
        if isTakingText {
            pasteIntoText(text)
        } else {
            complain("Many keys came at once, as if for another window. Nothing was done.")
        }
    }

    // MARK: - What keys mean now

    /// Whether letters are typed into a field now.
    var isTakingText: Bool {
        if let overlay = overlays.last { return overlay.isTakingText }
        return isFinding
    }

    /// Whether the list in front is being searched by typing.
    var isFinding: Bool {
        guard stage == .ready, !isBeforeEnvironment || tab == .history else { return false }
        return switch tab {
        case .flags: flags.page == nil && flags.list.isTyping
        case .audiences: isFindingAudiences
        case .experiments: isFindingExperiments
        case .customers: isFindingCustomers
        case .review: false
        case .history: isFindingHistory
        }
    }

    private mutating func type(_ key: Key) -> Bool {
        if !overlays.isEmpty { return typeInOverlay(key) }
        if takeFindSign(key) { return true }
        switch tab {
        case .flags: return typeInFlags(key)
        case .audiences: return typeInAudiences(key)
        case .experiments: return typeInExperiments(key)
        case .customers: return typeInCustomers(key)
        case .review: return false
        case .history: return typeInHistory(key)
        }
    }

    private mutating func pasteIntoText(_ text: String) {
        if !overlays.isEmpty {
            pasteIntoOverlay(text)
            return
        }
        switch tab {
        case .flags:
            flags.list.paste(text, height: listHeight)
            findShares()
        case .audiences: pasteInAudiences(text)
        case .experiments: pasteInExperiments(text)
        case .customers: pasteInCustomers(text)
        case .review: break
        case .history: pasteInHistory(text)
        }
    }

    /// All keys that mean something now.
    var keyTable: KeyTable<Action> {
        let bindings = personalBindings
        return KeyTable(bindings.local + bindings.global)
    }

    /// What pressing a key leads to; the same as the table of all keys says, without making it.
    private func meaning(of key: Key) -> KeyTable<Action>.Answer {
        let bindings = personalBindings
        let meaning = KeyTable(bindings.local).answer(to: key)
        guard meaning == .unknown else { return meaning }
        return KeyTable(bindings.global).answer(to: key)
    }

    /// The keys of the screen in front.
    var localBindings: [Binding] { personalBindings.local }

    /// The same, with the keys that they have for everybody.
    var usualLocalBindings: [Binding] { allowed(inPast(screenBindings)) }

    private var screenBindings: [Binding] {
        if let overlay = overlays.last { return bindings(of: overlay) }
        switch stage {
        case .loading: return []
        case .welcome(let welcome): return welcomeBindings(welcome)
        case .ready: break
        }
        if isBeforeEnvironment, tab != .history { return [] }
        if isFinding {
            return tab == .customers && customers.sheet == nil
                ? customerFindingBindings : findingBindings
        }
        return switch tab {
        case .flags: flagsBindings
        case .audiences: audiencesBindings
        case .experiments: experimentsBindings
        case .customers: customersBindings
        case .review: reviewBindings
        case .history: historyBindings
        }
    }

    /// The keys while a list is searched.
    private var findingBindings: [Binding] {
        [
            Binding(
                .enter,
                action: .keepFilter,
                label: "keep",
                help: "Keep what was found and go on with it",
                footer: 1
            )
        ] + Binding.moves(letters: false) + [
            Binding(
                .escape,
                action: .back,
                label: "clear",
                help: "Show everything again",
                footer: 2
            )
        ]
    }

    /// The keys that mean the same on every screen.
    var globalBindings: [Binding] { personalBindings.global }

    /// The same, with the keys that they have for everybody.
    var usualGlobalBindings: [Binding] { allowed(inPast(everywhereBindings)) }

    private var everywhereBindings: [Binding] {
        if isTakingText { return [helpBinding(.function(1))] + alwaysBindings }
        let isOverlaid = !overlays.isEmpty
        guard stage == .ready, !isOverlaid else {
            return [helpBinding(.character("?"), .function(1)), quitBinding] + alwaysBindings
        }
        // In the history, u is about the entry under the pointer.
        let common = commonBindings.filter { tab != .history || $0.action != .undo }
        return movingBindings + tabBindings + common + shellBindings + pastBindings
            + [helpBinding(.character("?"), .function(1)), quitBinding] + alwaysBindings
    }

    private func helpBinding(_ keys: Key...) -> Binding {
        var binding = Binding(
            action: .help,
            label: "help",
            help: "What every key does here",
            isPinned: true
        )
        binding.keys = keys
        return binding
    }

    private var quitBinding: Binding {
        Binding(
            .character("q"),
            action: .quit,
            label: "quit",
            help: "Leave; drafts are kept",
            isPinned: frame.layout != .tiny
        )
    }

    private var alwaysBindings: [Binding] {
        [
            Binding(
                .control("c"),
                action: .interrupt,
                label: "back",
                help: "Like Esc; twice within a second leaves"
            ),
            Binding(
                .control("z"),
                action: .suspend,
                label: "stop",
                help: "Back to the shell; fg returns"
            ),
            Binding(.control("l"), action: .redraw, label: "redraw", help: "Draw the screen again"),
        ]
    }

    private var movingBindings: [Binding] {
        Binding.moves(letters: true) + [
            Binding(
                .control("d"),
                action: .move(.halfPageDown),
                label: "half",
                help: "Half a page down"
            ),
            Binding(
                .control("u"),
                action: .move(.halfPageUp),
                label: "half",
                help: "Half a page up"
            ),
        ] + Binding.ends + [
            Binding(
                .character("g"),
                action: .awaitSecondG,
                label: "top",
                help: "To the top, pressed twice"
            ),
            past == nil
                ? Binding(
                    .escape,
                    action: .back,
                    label: "back",
                    help: "One step back; never leaves the program"
                ) : escapeFromPast,
        ]
    }

    private var tabBindings: [Binding] {
        Tab.allCases.map { tab in
            Binding(
                .character(Character("\(tab.rawValue)")),
                action: .tab(tab),
                label: tab.title,
                help: "Show \(tab.title)"
            )
        }
    }

    /// Whether Ctrl-C was pressed just before; remembers this one.
    mutating func isSecondInterrupt() -> Bool {
        defer { lastInterrupt = now }
        guard let lastInterrupt else { return false }
        return now.microseconds - lastInterrupt.microseconds <= Self.interruptMicroseconds
    }
}
