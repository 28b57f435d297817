internal import FlagModel
internal import TerminalUI

/// What keys do about what happens later.
enum PlanningAction: Hashable, Sendable {
    /// Show what happens next.
    case calendar
    /// Give what is in front a time.
    case setTime
    /// Open the page of the selected plan, or the experiment.
    case open
    /// Open the thing that the plan is about.
    case thing
    /// Ask to call the plan off.
    case callOff
    /// Stop the plan, or let it go on.
    case hold
    /// Ask to do its next step at once.
    case doNow
    /// After the question.
    case reallyCallOff(GUID)
    /// After the question.
    case reallyDoNow(GUID)
}

extension PlanningAction {
    /// Whether it changes something, or begins to.
    var isChange: Bool {
        switch self {
        case .calendar, .open, .thing: false
        case .setTime, .callOff, .hold, .doNow, .reallyCallOff, .reallyDoNow: true
        }
    }
}

extension DashboardState {
    /// The key that shows what happens next, on every screen.
    var calendarBinding: Binding {
        Binding(
            .character("P"),
            action: .planning(.calendar),
            label: "what's next",
            help: "What happens next: plans, trials, what ends by itself",
            footer: tab == .review || tab == .history ? 17 : nil
        )
    }

    func calendarBindings(_ box: CalendarBox) -> [Binding] {
        let isPage = box.page != nil
        var bindings = [
            Binding(
                .enter,
                action: .planning(isPage ? .thing : .open),
                label: isPage ? "the flag" : "open",
                help: isPage
                    ? "Open what the plan is about" : "What it does, and what that means",
                footer: 1,
                availability: onItem(box)
            ),
            planKey("x", .callOff, "call off", "It does not happen; what there is stays", 2, box),
            planKey("s", .hold, isHeld(box) ? "go on" : "stop", holdHelp(box), 3, box),
            planKey("n", .doNow, "do it now", "Its next step at once, not at its time", 4, box),
            timeBinding(
                help: "Another time for it",
                footer: 5,
                calendarTarget(box) == nil ? onPlan(box) : .yes
            ),
        ]
        if isPage { bindings.append(.backToList(footer: 6)) }
        // What was drafted here can be published or taken back from here.
        let common = commonBindings.filter { $0.action == .publish || $0.action == .undo }
        return bindings + Binding.moves(letters: true) + Binding.ends + common + [
            Binding(
                .escape,
                action: .back,
                label: isPage ? "back" : "close",
                help: isPage ? "Back to the list" : "Close the list",
                footer: isPage ? nil : 7
            )
        ]
    }

    private func planKey(
        _ key: Character,
        _ action: PlanningAction,
        _ label: SafeText,
        _ help: SafeText,
        _ footer: Int,
        _ box: CalendarBox
    ) -> Binding {
        Binding(
            .character(key),
            action: .planning(action),
            label: label,
            help: help,
            footer: footer,
            availability: onPlan(box)
        )
    }

    private func isHeld(_ box: CalendarBox) -> Bool { waitingPlan(box)?.isHeld ?? false }

    private func holdHelp(_ box: CalendarBox) -> SafeText {
        isHeld(box)
            ? "Let it go on; what was missed does not come at once"
            : "Nothing of it happens until somebody lets it go on"
    }

    private func onItem(_ box: CalendarBox) -> Availability {
        box.current == nil ? .no(reason: "Nothing is planned here.") : .yes
    }

    /// Whether the line is a plan that waits.
    private func onPlan(_ box: CalendarBox) -> Availability {
        switch box.current {
        case .plan: .yes
        case .drafted: .no(reason: "It is a draft: nothing is planned yet. p or 5 shows it.")
        case .experiment:
            .no(reason: "An experiment ends when somebody stops it: Enter opens it.")
        case nil: .no(reason: "Nothing is planned here.")
        }
    }

    /// The plan that keys act on.
    func waitingPlan(_ box: CalendarBox) -> Schedule? {
        guard case .plan(let id)? = box.current else { return nil }
        return model.schedule(id)
    }

    /// What a time can be set for on this line.
    func calendarTarget(_ box: CalendarBox) -> TimeTarget? {
        switch box.current {
        case .plan(let id): .plan(id)
        // The time of a draft is that of the plan which is all it holds.
        case .drafted(let draft, _): model.draft(draft)?.onlyPlan == nil ? nil : .draft(draft)
        case .experiment, nil: nil
        }
    }
}
