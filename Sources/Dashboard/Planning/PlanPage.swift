internal import FlagModel
internal import TerminalUI

/// Everything about one plan: who planned what, when it happens, and what that means now and then.
extension DashboardState {
    private static let nameWidth = 18
    /// Flags whose now and then are shown.
    private static let shownFlags = 8

    /// The cells of a line of the page.
    var planWidth: Int { max(10, size.columns - (frame.layout == .tiny ? 0 : 2)) }

    /// The few lines below the list.
    func planPeek(_ subject: CalendarItem.Subject, width: Int) -> [Line] {
        guard let (plan, base) = plan(of: subject) else {
            return experimentLines(subject, width: width)
        }
        return headLines(plan, subject, width: width) + [obstacleLine(plan, base, subject)]
    }

    /// The page.
    func planLines(_ subject: CalendarItem.Subject, width: Int) -> [Line] {
        guard let (plan, base) = plan(of: subject) else {
            return experimentLines(subject, width: width)
        }
        var lines = headLines(plan, subject, width: width)
        if let rhythm = plan.recurrence {
            let place = plan.zone.isEmpty ? "UTC" : plan.zone
            lines += Line.wrapped("It comes back \(rhythm.words) (\(place)).", width: width)
        }
        lines += ["", Line("WHAT HAPPENS", .heading)]
        for moment in moments(of: plan, in: base) {
            lines += momentLines(moment, width: width)
        }
        lines += futureLines(plan, base, width: width)
        lines += ["", Line("AS THINGS ARE NOW", .heading)]
        lines.append(obstacleLine(plan, base, subject))
        return lines + guardLines(plan, width: width)
    }

    private func headLines(
        _ plan: Schedule,
        _ subject: CalendarItem.Subject,
        width: Int
    ) -> [Line] {
        let why = plan.note.isEmpty ? "" : "  \"\(Words.short(plan.note, 300))\""
        let made = times.when(plan.createdAt).text
        let isDraft = if case .drafted = subject { true } else { false }
        let verb = isDraft ? "Drafted" : "Planned"
        let who = Line.wrapped(
            "\(verb) by \(author(of: subject)), \(made).\(why)",
            .dim,
            width: width
        )
        return who + whenLines(plan, isDraft: isDraft, width: width)
    }

    private func whenLines(_ plan: Schedule, isDraft: Bool, width: Int) -> [Line] {
        let when = times.soon(plan.at).text
        if plan.isHeld {
            let text = "Stopped: it was for \(when), and waits until somebody lets it go on."
            return Line.wrapped(text, .look, width: width)
        }
        let text =
            plan.at <= now
            ? "Its time was \(when)."
            : "It happens \(when)\(otherZoneWords(plan))."
        let draft = isDraft ? " Nothing is planned before the draft is published." : ""
        return Line.wrapped(text + draft, isDraft ? .draft : .text, width: width)
    }

    /// " (09:00 in Europe/Berlin)" for a plan that is told in another zone than the screen.
    private func otherZoneWords(_ plan: Schedule) -> String {
        let name = plan.zone.isEmpty ? "UTC" : plan.zone
        guard name != zoneName, case .known(let zone)? = zone(named: name),
            zone.offset(at: plan.at) != self.zone.offset(at: plan.at)
        else { return "" }
        return " (\(TimeWords(now: now, zone: zone).soon(plan.at)) in \(name))"
    }

    private func momentLines(_ moment: PlanMoment, width: Int) -> [Line] {
        let label = times.soon(moment.at).padded(to: 19)
        let room = max(8, width - label.width)
        let texts = moment.things.flatMap { SafeText.wrapped($0.sentence, width: room) }
        return texts.enumerated().map { index, text in
            Line([
                Span(index == 0 ? label : .blanks(label.width), .dim), Span(text),
            ])
        }
    }

    // MARK: - Now and then

    /// What the flags of the next step are now, and what they will be right after it, with what
    /// other plans do until then.
    private func futureLines(_ plan: Schedule, _ base: Model, width: Int) -> [Line] {
        let subjects = flagSubjects(plan)
        guard !subjects.isEmpty else { return [] }
        let before = base.foretold(through: plan.at, about: Set(subjects), besides: plan.id)
        let after = (try? before.previewing(before.needed(of: plan.changes))) ?? before
        let name = min(Self.nameWidth, width / 3)
        let room = max(8, (width - name - 2) / 2)
        var lines = [
            "",
            Line([
                Span(.blanks(name)), Span(SafeText("NOW").padded(to: room), .heading),
                Span(SafeText("RIGHT AFTER IT"), .heading),
            ]),
        ]
        for subject in subjects.prefix(Self.shownFlags) {
            let (now, then) = (flagState(subject, model), flagState(subject, after))
            lines.append(
                Line([
                    Span(
                        SafeText(base.name(of: subject)).truncated(toWidth: name - 1)
                            .padded(to: name)
                    ),
                    Span(now.padded(to: room)), Span(then, now == then ? .text : .accent),
                ])
            )
        }
        let isMoved = subjects.contains { !base.hasExactly($0, as: before) }
        if isMoved {
            lines += Line.wrapped("Other plans change this before.", .dim, width: width)
        }
        return lines
    }

    private func flagSubjects(_ plan: Schedule) -> [Subject] {
        var seen: Set<Subject> = []
        return plan.changes.map(\.subject).filter { subject in
            guard case .flag = subject else { return false }
            return seen.insert(subject).inserted
        }
    }

    /// "25% of everyone", "off", "on for VIP 2024".
    private func flagState(_ subject: Subject, _ model: Model) -> SafeText {
        guard case .flag(let place, let id) = subject, let state = model.environment(place),
            let flag = state.flag(id)
        else { return "not there" }
        if flag.isArchived { return "archived" }
        let summary = flag.summary(in: state)
        switch summary.state {
        case .off: return "off"
        case .on: return "on for \(SafeText(summary.who))"
        case .some: return "\(SafeText(summary.state.text)) of \(SafeText(summary.who))"
        case .experiment: return "in an experiment, \(SafeText(summary.who))"
        }
    }

    // MARK: - Whether it fits

    private func obstacleLine(
        _ plan: Schedule,
        _ base: Model,
        _ subject: CalendarItem.Subject
    ) -> Line {
        if case .drafted = subject, plan.at <= now {
            return Line("! Its time is over: S gives it another one.", .look)
        }
        guard let obstacle = base.obstacle(to: plan) else {
            return Line([Span(glyphs.check, .good), Span(" It would happen as planned.")])
        }
        return Line("! It would not happen: \(SafeText(obstacle))", .look)
    }

    private func guardLines(_ plan: Schedule, width: Int) -> [Line] {
        guard let rule = plan.stopsWhen else { return [] }
        let name =
            model.environment(rule.environmentID)?.experiment(rule.experimentID)?.name
            ?? "an experiment that is gone"
        return Line.wrapped(
            "It stops when \(name) finds that something else gets worse.",
            width: width
        )
    }

    private func experimentLines(_ subject: CalendarItem.Subject, width: Int) -> [Line] {
        guard case .experiment(let place, let id) = subject,
            let experiment = model.environment(place)?.experiment(id),
            let start = experiment.runs.last?.startedAt
        else { return ["It is gone: it has happened, or somebody called it off."] }
        let days = Words.count(experiment.plannedDays, "day")
        let text =
            "It runs since \(times.when(start).text), and \(days) are planned. Nothing ends by "
            + "itself: then it waits for somebody to decide. Enter opens it."
        return Line.wrapped(text, width: width)
    }
}
