internal import FlagModel
internal import TerminalUI

/// What becomes of the form that gives a change a time: an ordinary draft or change.
extension DashboardState {
    mutating func submitTime(_ form: inout Form, _ target: TimeTarget) -> Bool {
        guard let zone = typedZone(&form) else { return false }
        switch target {
        case .plan(let id): return movePlan(&form, id, zone)
        case .draft(let id): return postpone(&form, id, zone)
        case .flag(let id):
            switch wish(in: form) {
            case .draft:
                guard let draft = flagView(id)?.ownDraft else {
                    form.problem = "The draft is gone: it was published or thrown away."
                    return false
                }
                return postpone(&form, draft.id, zone)
            case .on: return submitSwitch(&form, id, isOn: true, zone)
            case .off: return submitSwitch(&form, id, isOn: false, zone)
            case .steps: return submitSteps(&form, id, zone)
            }
        }
    }

    /// The zone that is typed; marks the field when there is none.
    func typedZone(_ form: inout Form) -> TypedZone? {
        switch readZone(form) {
        case .success(let zone): return zone
        case .failure(let problem):
            form.mark(.zone, problem.text)
            return nil
        }
    }

    /// The beginning that is typed, `nil` in it for at once; marks the field when it is none.
    private func typedBeginning(_ form: inout Form, _ zone: TypedZone) -> Moment?? {
        switch readBeginning(form.text(.from), in: zone.zone) {
        case .success(let moment): return .some(moment)
        case .failure(let problem):
            form.mark(.from, problem.text)
            return nil
        }
    }

    /// Whoever plans something here, now.
    mutating func planner(_ form: Form) -> CustomerSetting.Planner {
        CustomerSetting.Planner(
            author: actor,
            note: form.text(.reason).trimmed,
            now: now,
            id: GUID(using: &random)
        )
    }

    /// Closes the form and makes its changes; a refusal is shown in it.
    mutating func finishPlan(
        _ form: inout Form,
        _ changes: [Change],
        about subject: Subject,
        words: String
    ) -> Bool {
        if let problem = refusal(of: changes, about: subject) {
            form.problem = problem
            return false
        }
        guard waiting.isEmpty else {
            form.problem = "One moment: the last change is still being saved."
            return false
        }
        let note = form.text(.reason).trimmed
        overlays.removeLast()
        change(changes, about: subject, words: words, note: note)
        return true
    }

    // MARK: - A flag

    private mutating func submitSwitch(
        _ form: inout Form,
        _ id: GUID,
        isOn: Bool,
        _ zone: TypedZone
    ) -> Bool {
        guard let beginning = typedBeginning(&form, zone) else { return false }
        let end: Moment?
        switch readEnd(form.text(.until), in: zone.zone, from: beginning) {
        case .success(let moment): end = moment
        case .failure(let problem):
            form.mark(.until, problem.text)
            return false
        }
        if let beginning, let end, end <= beginning {
            form.mark(.until, "That is before it begins. Choose a later time.")
            return false
        }
        guard let start = beginning else {
            return switchNow(&form, id, isOn: isOn, until: end, zone)
        }
        let step = PlanSetting.Step(at: start, [.enabled(id, isOn)])
        return plan(&form, id, .steps([step], back: end), zone, words: isOn ? "on" : "off")
    }

    /// On or off at once, and back again at a time.
    private mutating func switchNow(
        _ form: inout Form,
        _ id: GUID,
        isOn: Bool,
        until end: Moment?,
        _ zone: TypedZone
    ) -> Bool {
        guard let environmentID, let flag = flagView(id)?.latest else { return true }
        let subject = Subject.flag(environment: environmentID, id)
        let setting = FlagSetting(
            environmentID: environmentID,
            flagID: id,
            isEnabled: isOn,
            end: end,
            zone: end == nil ? "" : zone.name
        )
        let drafted = asksForDrafts ? drafts.own(subject)?.draft.changes ?? [] : []
        let base = (try? model.previewing(drafted)) ?? model
        let changes = setting.changes(in: base, by: planner(form))
        guard !changes.isEmpty else {
            form.problem = "Nothing to change: \(flag.name) is \(isOn ? "on" : "off") already."
            return false
        }
        let until = end.map { " until \(times.soon($0).text)" } ?? ""
        return finishPlan(
            &form,
            changes,
            about: subject,
            words: "\(Words.short(flag.name, 30)) \(isOn ? "on" : "off")\(until)"
        )
    }

    private mutating func submitSteps(
        _ form: inout Form,
        _ id: GUID,
        _ zone: TypedZone
    ) -> Bool {
        guard let flag = flagView(id)?.latest, let version = flag.onVariation else { return true }
        let parts: [Int]
        switch Self.readShares(form.text(.steps)) {
        case .success(let shares): parts = shares
        case .failure(let problem):
            form.mark(.steps, problem.text)
            return false
        }
        guard let beginning = typedBeginning(&form, zone) else { return false }
        guard let first = beginning else {
            form.mark(.from, "The first step needs a time: tomorrow 9:00, or 2 hours.")
            return false
        }
        guard let spacing = StepSpacing(form.text(.apart).trimmed) else {
            form.mark(.apart, "How far apart? 1 day, 12 hours, or a week.")
            return false
        }
        let moments = spacing.moments(from: first, count: parts.count, in: zone.zone)
        let steps = zip(moments, parts).enumerated().map { index, step in
            let share = PlanSetting.Wish.share(id, variationID: version.id, parts: step.1)
            // A share of a flag that is off reaches nobody.
            let wakes = index == 0 && !flag.isEnabled
            return PlanSetting.Step(at: step.0, wakes ? [.enabled(id, true), share] : [share])
        }
        let shares = parts.map { Words.percent(parts: $0) }.joined(separator: " → ")
        return plan(&form, id, .steps(steps, back: nil), zone, words: shares)
    }

    /// Keeps a plan about a flag, as a draft of its own or at once.
    private mutating func plan(
        _ form: inout Form,
        _ id: GUID,
        _ time: PlanSetting.Time,
        _ zone: TypedZone,
        words: String
    ) -> Bool {
        guard let environmentID, let name = flagView(id)?.name else { return true }
        let setting = PlanSetting(environmentID: environmentID, time: time, zone: zone.name)
        let schedule: Schedule
        do throws(PlanSetting.Obstacle) {
            schedule = try setting.schedule(in: model, by: planner(form), zone.zone)
        } catch {
            form.problem = Self.words(for: error)
            return false
        }
        return finishPlan(
            &form,
            [.saveSchedule(schedule)],
            about: .schedule(schedule.id),
            words: "\(Words.short(name, 30)) \(words), \(times.soon(schedule.at).text)"
        )
    }

    private static func words(for obstacle: PlanSetting.Obstacle) -> String {
        switch obstacle {
        case .noFlag: "This flag is not there yet: publish its draft first."
        case .noShare(let name): "\(name) has no other version that it could share with."
        case .nothing: "Say what shall happen."
        case .never: "That never comes."
        case .endsAtOnce: "That would end at the moment at which it begins."
        }
    }

    // MARK: - A draft

    private mutating func postpone(_ form: inout Form, _ id: GUID, _ zone: TypedZone) -> Bool {
        guard let view = drafts.views.first(where: { $0.draft.id == id }) else {
            form.problem = "The draft is gone: it was published or thrown away."
            return false
        }
        guard let start = typedBeginning(&form, zone) else { return false }
        guard waiting.isEmpty else {
            form.problem = "One moment: the last change is still being saved."
            return false
        }
        let draft = view.draft
        var later = draft
        let wanted =
            if let start { planned(draft, at: start, form, zone) } else { unplanned(draft) }
        switch wanted {
        case .success(let changes): later.changes = changes
        case .failure(let problem):
            form.mark(.from, problem.text)
            return false
        }
        let note = form.text(.reason).trimmed
        if !note.isEmpty { later.note = note }
        guard later != draft else {
            form.mark(.from, "Nothing to change: the draft says so already.")
            return false
        }
        let when = start.map { times.soon($0).text } ?? "as soon as it is published"
        let name = Words.short(draftTitle(view).text, 30)
        overlays.removeLast()
        propose(
            [.saveDraft(later)],
            origin: .drafting,
            WaitingChange(kind: .draft("\(name), \(when)"))
        )
        return true
    }

    /// What a draft says, as a plan.
    private mutating func planned(
        _ draft: Draft,
        at moment: Moment,
        _ form: Form,
        _ zone: TypedZone
    ) -> Result<[Change], TypedProblem> {
        guard drafts.needed(for: draft.changes).isEmpty else {
            return .failure(
                TypedProblem("It needs an audience that is a draft: publish that one first.")
            )
        }
        do throws(PostponingProblem) {
            let plan = try Schedule(
                at: moment,
                doing: draft.changes,
                in: present,
                by: planner(form),
                zone: zone.name
            )
            return .success([.saveSchedule(plan)])
        } catch {
            return .failure(TypedProblem(words(for: error)))
        }
    }

    private func words(for problem: PostponingProblem) -> String {
        switch problem {
        case .endsPlan: "It calls off or stops a plan, which cannot wait."
        case .manyPlans: "It holds several plans, or one that comes back: these have their times."
        case .endsBefore(let end): "It would end \(times.soon(end).text), before it begins."
        }
    }

    /// What a draft of a plan says, without waiting.
    private func unplanned(_ draft: Draft) -> Result<[Change], TypedProblem> {
        guard let plan = draft.onlyPlan else {
            return .failure(TypedProblem("It happens as soon as it is published already."))
        }
        guard present.schedule(plan.id) == nil, plan.recurrence == nil else {
            return .failure(TypedProblem("Type when it happens instead, as in Friday 18:00."))
        }
        let rest = plan.happening(at: plan.at, in: nil).rest.map { [Change.saveSchedule($0)] }
        return .success(plan.changes + (rest ?? []))
    }

    // MARK: - A plan

    private mutating func movePlan(_ form: inout Form, _ id: GUID, _ zone: TypedZone) -> Bool {
        guard let plan = present.schedule(id) else {
            form.problem = "The plan is gone: it has happened, or somebody called it off."
            return false
        }
        guard let beginning = typedBeginning(&form, zone) else { return false }
        guard let start = beginning, let moved = plan.shifted(to: start) else {
            form.mark(.from, "Type when it happens instead, as in Friday 18:00.")
            return false
        }
        goToPlace(of: plan)
        return finishPlan(
            &form,
            [.saveSchedule(moved)],
            about: .schedule(id),
            words: "\(Words.short(plan.title, 40)), \(times.soon(start).text)"
        )
    }
}
