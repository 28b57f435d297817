internal import FlagModel
internal import TerminalUI

/// Looking at what happens next, and what can be done about it: each a draft or a change.
extension DashboardState {
    mutating func performPlanning(_ action: PlanningAction) {
        switch action {
        case .calendar: openCalendar()
        case .setTime: setTime()
        case .open: openItem()
        case .thing: openPlannedThing()
        case .callOff: calendarBox.flatMap(waitingPlan).map { askCallingOff($0) }
        case .hold: holdOrRelease()
        case .doNow: askHurrying()
        case .reallyCallOff(let id): callOff(id)
        case .reallyDoNow(let id): hurry(id)
        }
    }

    /// The list of what happens next, when it lies in front.
    var calendarBox: CalendarBox? {
        if case .calendar(let box)? = overlays.last { box } else { nil }
    }

    // MARK: - Looking

    private mutating func openCalendar() {
        if calendarBox != nil { return }
        open(.calendar(CalendarBox()))
        prepareCalendar()
        for zone in Set(model.schedules.map(\.zone)).sorted() { askZone(zone) }
    }

    /// A new picture came: other things may wait.
    mutating func prepareCalendar() {
        for index in overlays.indices {
            guard case .calendar(var box) = overlays[index] else { continue }
            box.take(model.calendar(at: now), now: now, zone: zone, height: calendarHeight)
            overlays[index] = .calendar(box)
        }
    }

    /// Keeps the pointer on screen after a change of size.
    mutating func fitCalendar() {
        for index in overlays.indices {
            guard case .calendar(var box) = overlays[index] else { continue }
            box.fit(height: calendarHeight)
            overlays[index] = .calendar(box)
        }
    }

    mutating func move(_ movement: ListView.Movement, in box: CalendarBox) {
        var box = box
        if let page = box.page {
            let height = max(1, frame.body.height - 1)
            let last = max(0, planLines(page, width: planWidth).count - height)
            box.scroll = movement.scrolled(box.scroll, height: height, last: last)
        } else {
            box.move(movement, height: calendarHeight)
        }
        replaceTop(.calendar(box))
    }

    /// One step back from the page, or out of the list.
    mutating func leave(_ box: CalendarBox) {
        guard box.page != nil else {
            overlays.removeLast()
            return
        }
        var box = box
        (box.page, box.scroll) = (nil, 0)
        replaceTop(.calendar(box))
    }

    private mutating func openItem() {
        guard var box = calendarBox, let subject = box.current else { return }
        if case .experiment(let place, let id) = subject {
            overlays.removeLast()
            enter(place)
            show(experiment: id)
            return
        }
        (box.page, box.scroll) = (subject, 0)
        replaceTop(.calendar(box))
    }

    private mutating func openPlannedThing() {
        guard let box = calendarBox, let subject = box.current,
            let thing = plan(of: subject)?.plan.changes.first?.subject,
            let place = thing.environmentID
        else { return }
        guard thing.hasPage else {
            complain("There is no page of it to open.")
            return
        }
        overlays.removeLast()
        enter(place)
        showPage(of: thing)
    }

    // MARK: - Doing

    /// Asks before a plan is called off.
    mutating func askCallingOff(_ plan: Schedule) {
        let stays =
            plan.isAboutCustomer
            ? "Then it has no end: what the customer has stays until somebody takes it back."
            : "It does not happen, and everything stays as it is."
        let note: SafeText = asksForDrafts(for: plan) ? "makes a draft" : "at once"
        open(
            .choices(
                .question(
                    "Call it off? \(plan.title)",
                    text: stays,
                    [
                        .init(
                            label: "Call it off",
                            note: note,
                            action: .planning(.reallyCallOff(plan.id))
                        )
                    ]
                )
            )
        )
    }

    private mutating func callOff(_ id: GUID) {
        guard let plan = model.schedule(id) else { return complainPlanIsGone() }
        act(on: plan, [.discardSchedule(id)], words: "called off: \(Words.short(plan.title, 40))")
    }

    private mutating func holdOrRelease() {
        guard let plan = calendarBox.flatMap(waitingPlan) else { return }
        guard plan.isHeld else {
            let words = "stopped: \(Words.short(plan.title, 40))"
            return act(on: plan, [.holdSchedule(plan.id, true)], words: words)
        }
        guard plan.at <= now, plan.recurrence == nil else { return release(plan) }
        // Its time is over: somebody has to say when it goes on.
        setTime()
    }

    private mutating func release(_ plan: Schedule) {
        guard case .known(let zone)? = zone(named: plan.zone) else {
            complain("Nothing is known here of the zone \(plan.zone) of this plan.")
            return
        }
        guard let change = plan.releasing(at: now, in: zone) else {
            complain("The last time of \(plan.title) is over: x calls it off.")
            return
        }
        act(on: plan, [change], words: "goes on: \(Words.short(plan.title, 40))")
    }

    private mutating func askHurrying() {
        guard let plan = calendarBox.flatMap(waitingPlan) else { return }
        switch plan.hurrying(in: present) {
        case .failure(let misfit): complain("It cannot be done now: \(misfit.reason)")
        case .success:
            let words = planWords(plan, in: present)
            let then =
                plan.later.isEmpty ? "" : " The later steps keep their times."
            let note: SafeText = asksForDrafts(for: plan) ? "makes a draft" : "at once"
            let really = ChoiceBox.Choice(
                label: "Do it now",
                note: note,
                action: .planning(.reallyDoNow(plan.id))
            )
            open(.choices(.question("Do it now?", text: "\(words).\(then)", [really])))
        }
    }

    private mutating func hurry(_ id: GUID) {
        guard let plan = model.schedule(id) else { return complainPlanIsGone() }
        switch plan.hurrying(in: present) {
        case .failure(let misfit): complain("It cannot be done now: \(misfit.reason)")
        case .success(let changes):
            act(on: plan, changes, words: "now: \(Words.short(planWords(plan, in: present), 40))")
        }
    }

    /// Makes or drafts changes of a plan, in the environment where it is.
    private mutating func act(on plan: Schedule, _ changes: [Change], words: String) {
        guard let subject = changes.first?.subject else { return }
        goToPlace(of: plan)
        change(changes, about: subject, words: words)
    }

    /// Goes to an environment of a plan, unless this is one.
    mutating func goToPlace(of plan: Schedule) {
        guard let place = plan.environmentIDs.first, let environmentID,
            !plan.environmentIDs.contains(environmentID)
        else { return }
        enter(place)
    }

    private func asksForDrafts(for plan: Schedule) -> Bool {
        guard let environmentID, let first = plan.environmentIDs.first else { return asksForDrafts }
        let place = plan.environmentIDs.contains(environmentID) ? environmentID : first
        return present.environment(place)?.environment.settings.asksForDrafts ?? true
    }

    /// Says that a plan is not there any more.
    mutating func complainPlanIsGone() {
        complain("This plan is gone: it has happened, or somebody called it off.")
    }
}
