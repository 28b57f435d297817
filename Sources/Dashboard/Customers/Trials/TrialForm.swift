internal import Evaluation
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Giving one customer what a plan's customers have, until a date, and taking it back.
extension DashboardState {
    /// Flags whose before and after stand in a form.
    private static let shownDifferences = 5

    mutating func performTrial(_ action: TrialAction) {
        switch action {
        case .begin: beginTrial()
        case .choose(let audience): openTrial(of: audience)
        case .move(let audience): openTrialEnd(of: audience)
        case .end(let audience): endTrial(of: audience)
        case .keep(let audience): keepTrial(of: audience)
        }
    }

    /// The key for trials.
    var trialBinding: Binding {
        Binding(
            .character("T"),
            action: .customers(.trial(.begin)),
            label: "trial",
            help: "Give them a plan's features until a date, or end that",
            footer: 12
        )
    }

    /// T: about the trial under the pointer, else which plan to give.
    private mutating func beginTrial() {
        guard let sheet = customers.sheet else { return }
        if sheet.why == nil, case .audience(let index)? = sheet.selectedRow,
            let trial = runningTrial(of: sheet.audiences[index].id)
        {
            return askAboutTrial(trial)
        }
        let lines = trialLines(sheet)
        guard !lines.isEmpty else {
            complain("A plan is an audience, and there is none here yet: make one first (2, n).")
            return
        }
        openList("For a while in which audience? \(SafeText(sheet.title))", lines)
    }

    /// The audiences, those that flags look at first.
    private func trialLines(_ sheet: CustomerSheet) -> [ListBox.Line] {
        guard let environment else { return [] }
        let all = environment.audiences.filter { !$0.isArchived }.map { audience in
            (audience: audience, users: audiences.users[audience.id]?.count ?? 0)
        }
        let sorted = all.sorted { left, right in
            if (left.users > 0) != (right.users > 0) { return left.users > 0 }
            return left.audience.name == right.audience.name
                ? left.audience.key < right.audience.key
                : left.audience.name < right.audience.name
        }
        let inside = Set(sheet.audiences.map(\.id))
        return sorted.map { audience, users in
            ListBox.Line(
                title: SafeText(audience.name),
                note: trialNote(audience, users, isInside: inside.contains(audience.id), sheet),
                action: .customers(.trial(.choose(audience.id)))
            )
        }
    }

    private func trialNote(
        _ audience: Audience,
        _ users: Int,
        isInside: Bool,
        _ sheet: CustomerSheet
    ) -> SafeText {
        if let trial = runningTrial(of: audience.id) {
            return "on trial until \(times.soon(trial.schedule.at))"
        }
        if isInside { return "has it already" }
        if audience.excluded.contains(sheet.customer.key) { return "kept out of it" }
        guard users > 0 else { return "no flag looks at it" }
        return "\(Words.count(users, "flag")) \(users == 1 ? "looks" : "look") at it"
    }

    /// The trial that the customer on screen has of an audience.
    func runningTrial(of audience: GUID) -> Trial? {
        guard let sheet = customers.sheet, let environmentID else { return nil }
        return model.trial(of: sheet.customer.key, audience: audience, in: environmentID)
    }

    // MARK: - Beginning

    private mutating func openTrial(of id: GUID) {
        guard let sheet = customers.sheet, let audience = environment?.audience(id),
            let environmentID
        else { return }
        if let trial = runningTrial(of: id) { return askAboutTrial(trial) }
        guard !audience.excluded.contains(sheet.customer.key) else {
            complain(trialWords(for: .keptOut, sheet, audience))
            return
        }
        let joining = Change.editAudience(
            environment: environmentID,
            audience: id,
            .addMembers([Insertion(sheet.customer.key)])
        )
        let intro =
            "\(sheet.title) gets what this plan has; nobody else is changed.\n"
            + differenceWords([joining], "Sees with it:")
        var form = Form(
            .trial(id, sheet.customer.key),
            title: "Trial of \(audience.name) for \(sheet.title)",
            intro: intro,
            fields: trialFields(Self.usualEnd) + [
                Form.text(
                    .reason,
                    "Note",
                    limit: 500,
                    hint: "Why, for others: a call or a ticket's number for example"
                )
            ]
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "begin it"
        refreshHints(of: &form)
        open(.form(form))
    }

    private func trialFields(_ end: String) -> [Form.Field] {
        [
            Form.suggestion(.until, "Until", end, limit: EndReader.lengthLimit),
            Form.suggestion(.zone, "Zone", zoneName, limit: Limits.zoneNameLength.upperBound),
        ]
    }

    /// Says under the fields what was understood.
    func refreshTrialHints(of form: inout Form, _ audience: GUID, _ customer: CustomerKey) {
        hint(&form, .zone, zoneHint(form))
        let zone = (try? readZone(form).get())?.zone ?? self.zone
        switch readEnd(form.text(.until), in: zone) {
        case .success(let end?):
            let words = TimeWords(now: now, zone: zone).soon(end)
            hint(&form, .until, "Until \(words); then it ends by itself")
        case .success(nil): hint(&form, .until, "A trial needs an end: 30 days for example")
        case .failure: hint(&form, .until, "30 days, Friday 18:00, or 6 Dec")
        }
    }

    /// What the customer on screen sees before and after some changes, a line each.
    private func differenceWords(_ changes: [Change], _ head: String) -> String {
        guard let sheet = customers.sheet, let evaluator = sheet.compiled?.evaluator,
            let environmentID,
            let later = (try? present.previewing(changes))?.environment(environmentID)
        else { return "" }
        let all = evaluator.differences(to: evaluator.updated(to: later), for: sheet.evaluated)
        guard !all.isEmpty else { return "No flag gives anything else by it now." }
        let lines = all.prefix(Self.shownDifferences).map { difference in
            "  \(Words.short(difference.flag, 40)): \(difference.before) → \(difference.after)"
        }
        let rest = all.count - lines.count
        return ([head] + lines + (rest > 0 ? ["  and \(rest) more"] : [])).joined(separator: "\n")
    }

    /// The end that is typed, which a trial must have; marks the field when there is none.
    private func typedEnd(_ form: inout Form, _ zone: TypedZone) -> Moment? {
        switch readEnd(form.text(.until), in: zone.zone) {
        case .success(let end?): return end
        case .success(nil): form.mark(.until, "A trial needs an end: type 30 days for example.")
        case .failure(let problem): form.mark(.until, problem.text)
        }
        return nil
    }

    mutating func submitTrial(
        _ form: inout Form,
        _ id: GUID,
        _ customer: CustomerKey
    ) -> Bool {
        guard let zone = typedZone(&form), let end = typedEnd(&form, zone) else { return false }
        guard let sheet = customers.sheet, sheet.customer.key == customer, let environmentID,
            let audience = environment?.audience(id)
        else {
            form.problem = "The audience or the customer is not on screen any more."
            return false
        }
        let subject = Subject.audience(environment: environmentID, id)
        if let trial = runningTrial(of: id) {
            return finishPlan(
                &form,
                [trial.extended(to: end)],
                about: .schedule(trial.schedule.id),
                words: "\(Words.short(sheet.title, 20)): \(Words.short(audience.name, 20)) until "
                    + times.soon(end).text
            )
        }
        let setting = TrialSetting(
            environmentID: environmentID,
            audienceID: id,
            customer: customer,
            customerName: Words.short(SafeText(sheet.customer.name).text, 100),
            end: end,
            zone: zone.name
        )
        let drafted = asksForDrafts ? drafts.own(subject)?.draft.changes ?? [] : []
        let base = (try? model.previewing(drafted)) ?? model
        let changes: [Change]
        do throws(TrialSetting.Obstacle) {
            changes = try setting.beginning(in: base, by: planner(form))
        } catch {
            form.problem = trialWords(for: error, sheet, audience)
            return false
        }
        return finishPlan(
            &form,
            changes,
            about: subject,
            words: "\(Words.short(sheet.title, 20)): \(Words.short(audience.name, 20)) until "
                + times.soon(end).text
        )
    }

    private func trialWords(
        for obstacle: TrialSetting.Obstacle,
        _ sheet: CustomerSheet,
        _ audience: Audience
    ) -> String {
        switch obstacle {
        case .noAudience: "\(audience.name) is archived: bring it back first (2, d)."
        case .keptOut:
            "\(sheet.title) is kept out of \(audience.name), so a trial would give nothing. Take "
                + "them off \"never\" first (2)."
        case .belongsAlready: "\(sheet.title) is in \(audience.name) already, without an end."
        case .onTrial(let end):
            "A draft gives \(sheet.title) that trial already, until \(times.soon(end).text)."
        }
    }

    // MARK: - A running trial

    private mutating func askAboutTrial(_ trial: Trial) {
        guard let sheet = customers.sheet, let audience = environment?.audience(trial.audienceID)
        else { return }
        let id = trial.audienceID
        let note: SafeText = asksForDrafts ? "makes a draft" : "at once"
        let plan = trial.schedule
        let end =
            plan.isHeld ? "stopped, without an end" : "until \(times.soon(plan.at).text)"
        let by = plan.author == actor ? "you" : plan.author
        let why = plan.note.isEmpty ? "" : ": \"\(Words.short(plan.note, 100))\""
        let text =
            "\(audience.name) \(end), given by \(by)\(why).\n"
            + differenceWords(plan.changes, "Without it:")
        open(
            .choices(
                .question(
                    "\(sheet.title) is on trial",
                    text: text,
                    [
                        .init(
                            label: "Another end…",
                            note: "",
                            action: .customers(.trial(.move(id)))
                        ),
                        .init(
                            label: "Take it back now",
                            note: note,
                            action: .customers(.trial(.end(id)))
                        ),
                        .init(
                            label: "Let them keep it",
                            note: note,
                            action: .customers(.trial(.keep(id)))
                        ),
                    ]
                )
            )
        )
    }

    private mutating func openTrialEnd(of id: GUID) {
        guard let sheet = customers.sheet, let trial = runningTrial(of: id),
            let audience = environment?.audience(id)
        else { return }
        var form = Form(
            .trial(id, sheet.customer.key),
            title: "Trial of \(audience.name) for \(sheet.title)",
            intro: "It ends \(times.soon(trial.schedule.at).text) now.",
            fields: trialFields(Self.usualEnd)
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "save"
        refreshHints(of: &form)
        open(.form(form))
    }

    private mutating func endTrial(of id: GUID) {
        guard let sheet = customers.sheet, let trial = runningTrial(of: id), let environmentID
        else { return }
        let name = Words.short(environment?.audience(id)?.name ?? "", 20)
        change(
            trial.ending,
            about: .audience(environment: environmentID, id),
            words: "\(Words.short(sheet.title, 20)): trial of \(name) ends"
        )
    }

    private mutating func keepTrial(of id: GUID) {
        guard let sheet = customers.sheet, let trial = runningTrial(of: id) else { return }
        let name = Words.short(environment?.audience(id)?.name ?? "", 20)
        change(
            [.discardSchedule(trial.schedule.id)],
            about: .schedule(trial.schedule.id),
            words: "\(Words.short(sheet.title, 20)) keeps \(name)"
        )
    }
}

/// What keys do with the trials of the customer on screen.
enum TrialAction: Hashable, Sendable {
    /// Choose a plan, or what becomes of the trial under the pointer.
    case begin
    /// Give this plan.
    case choose(GUID)
    /// Another end for the trial of this plan.
    case move(GUID)
    /// Take the plan back.
    case end(GUID)
    /// Let the customer keep the plan.
    case keep(GUID)
}
