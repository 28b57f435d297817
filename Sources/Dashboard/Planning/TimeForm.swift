internal import FlagModel
internal import TerminalUI

/// What a time is set for.
enum TimeTarget: Hashable, Sendable {
    /// A flag: what it shall be, from when, and until when.
    case flag(GUID)
    /// A draft: when it happens.
    case draft(GUID)
    /// A plan that waits: when it happens instead.
    case plan(GUID)
}

/// What somebody wants of a flag at a time.
enum TimedWish: Hashable, Sendable {
    case draft, on, off, steps

    var words: String {
        switch self {
        case .draft: "what its draft says"
        case .on: "on"
        case .off: "off"
        case .steps: "a share, in steps"
        }
    }
}

/// The form that gives a change a time.
extension DashboardState {
    private static let usualSteps = "10%, 25%, 50%, everyone"
    private static let usualSpacing = "1 day"
    private static let usualBeginning = "tomorrow 9:00"
    private static let noEnd = "no end"

    /// Opens the form for what is in front: a plan, a draft, or a flag.
    mutating func setTime() {
        guard let target = timeTarget else {
            complain("There is nothing here that could wait for a time.")
            return
        }
        switch target {
        case .flag(let id): openTime(ofFlag: id)
        case .draft(let id): openTime(ofDraft: id)
        case .plan(let id): openTime(ofPlan: id)
        }
    }

    /// What ``setTime()`` is about now.
    var timeTarget: TimeTarget? {
        switch overlays.last {
        case .calendar(let box): return calendarTarget(box)
        case .publish(let box): return selectedView(box).map { .draft($0.draft.id) }
        case nil: break
        default: return nil
        }
        switch tab {
        case .flags: return currentFlagID.map(TimeTarget.flag)
        case .audiences: return currentAudience?.draft.map { TimeTarget.draft($0.id) }
        case .experiments: return currentExperiment?.draft.map { TimeTarget.draft($0.id) }
        case .review: return reviewed.map { TimeTarget.draft($0.draft.id) }
        case .customers, .history: return nil
        }
    }

    /// The key that gives a draft a time, where only drafts can have one.
    func draftTimeBinding(_ draft: Draft?, footer: Int? = nil) -> Binding {
        timeBinding(
            help: "Let this draft happen at a day and time",
            footer: footer,
            draft == nil
                ? .no(reason: "Change it first: then its draft can wait for a time.") : .yes
        )
    }

    /// The key that sets a time.
    func timeBinding(help: SafeText, footer: Int?, _ availability: Availability) -> Binding {
        Binding(
            .character("S"),
            action: .planning(.setTime),
            label: "at a time",
            help: help,
            footer: footer,
            availability: availability
        )
    }

    // MARK: - Opening

    private mutating func openTime(ofFlag id: GUID) {
        guard let view = flagView(id), let flag = view.latest else { return }
        let wishes = wishes(view, flag)
        var selected = 0
        if wishes.first != .draft {
            let wanted: TimedWish = flag.isEnabled ? .off : .on
            selected = wishes.firstIndex(of: wanted) ?? 0
        }
        var form = Form(
            .time(.flag(id)),
            title: "\(flag.name), at a time",
            fields: [
                Form.choice(.wish, "What", wishes.map(\.words), selected: selected)
            ]
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "plan it"
        layOut(&form, wishes.indices.contains(selected) ? wishes[selected] : .on)
        open(.form(form))
    }

    private mutating func openTime(ofDraft id: GUID) {
        guard let view = drafts.views.first(where: { $0.draft.id == id }) else { return }
        let draft = view.draft
        guard draft.isBy(actor) else {
            complain("This is the draft of \(draft.authorWords): only they give it a time.")
            return
        }
        var form = Form(
            .time(.draft(id)),
            title: "\(draftTitle(view).text), at a time",
            intro: "Once published, this draft waits and happens by itself at its time.",
            fields: [beginningField(Self.usualBeginning), zoneField]
        )
        form.submitLabel = "save as draft"
        refreshHints(of: &form)
        open(.form(form))
    }

    private mutating func openTime(ofPlan id: GUID) {
        guard let plan = present.schedule(id) else { return }
        guard plan.recurrence == nil else {
            complain("\(plan.title) comes back by itself: call it off (x) and plan it anew.")
            return
        }
        var intro = "Now planned for \(times.soon(plan.at).text)."
        if plan.isHeld { intro += " It is stopped; with a new time it goes on." }
        if !plan.later.isEmpty { intro += " The time between its steps stays." }
        var form = Form(
            .time(.plan(id)),
            title: plan.title,
            intro: intro,
            fields: [beginningField(""), zoneField]
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "save"
        refreshHints(of: &form)
        open(.form(form))
    }

    private func wishes(_ view: FlagView, _ flag: Flag) -> [TimedWish] {
        var wishes: [TimedWish] = []
        if view.isOwn, view.problem == nil { wishes.append(.draft) }
        wishes += [.on, .off]
        if flag.onVariation != nil { wishes.append(.steps) }
        return wishes
    }

    // MARK: - Fields

    private func beginningField(_ text: String) -> Form.Field {
        Form.suggestion(.from, "When", text, limit: EndReader.lengthLimit)
    }

    private var zoneField: Form.Field {
        Form.suggestion(.zone, "Zone", zoneName, limit: Limits.zoneNameLength.upperBound)
    }

    /// The wish that is chosen in the form about a flag.
    func wish(in form: Form) -> TimedWish {
        let all: [TimedWish] = [.draft, .on, .off, .steps]
        return all.first { $0.words == form.text(.wish) } ?? .draft
    }

    /// Puts the fields below the wish that belong to it; what was typed stays.
    private func layOut(_ form: inout Form, _ wish: TimedWish) {
        let earlier = form
        func text(_ id: Form.FieldID, _ label: SafeText, _ usual: String) -> Form.Field {
            guard var field = earlier[id] else {
                return Form.suggestion(id, label, usual, limit: EndReader.lengthLimit)
            }
            (field.label, field.problem) = (label, nil)
            return field
        }
        var fields: [Form.Field] = []
        switch wish {
        case .draft: fields = [text(.from, "When", Self.usualBeginning)]
        case .on, .off:
            fields = [
                text(.from, "When", Self.atOnce), text(.until, "Until", Self.noEnd),
            ]
        case .steps:
            let first = earlier[.from].map(\.text) ?? Self.atOnce
            let limit = EndReader.lengthLimit
            fields = [
                text(.steps, "Shares", Self.usualSteps),
                first == Self.atOnce
                    ? Form.suggestion(.from, "First", Self.usualBeginning, limit: limit)
                    : text(.from, "First", first),
                text(.apart, "Apart", Self.usualSpacing),
            ]
        }
        let zone = earlier[.zone] ?? zoneField
        let reason =
            earlier[.reason]
            ?? Form.text(
                .reason,
                "Note",
                limit: 500,
                hint: "Why, for others: a campaign or a ticket's number for example"
            )
        form.fields = Array(form.fields.prefix(1)) + fields + [zone, reason]
        refreshHints(of: &form)
    }

    /// A field of the form was changed.
    mutating func timeChanged(_ form: inout Form, _ id: Form.FieldID) {
        if id == .wish { layOut(&form, wish(in: form)) }
        if id == .zone { askZone(form.text(.zone).trimmed) }
        refreshHints(of: &form)
    }

    // MARK: - Hints

    /// Says under each field what was understood, as soon as it can be.
    func refreshHints(of form: inout Form) {
        if case .trial(let audience, let customer) = form.purpose {
            refreshTrialHints(of: &form, audience, customer)
            return
        }
        guard case .time(let target) = form.purpose else { return }
        let typed = try? readZone(form).get()
        let zone = typed?.zone ?? self.zone
        hint(&form, .zone, zoneHint(form))
        hint(&form, .from, beginningHint(form, zone))
        guard case .flag(let id) = target, let flag = flagView(id)?.latest else { return }
        let wish = wish(in: form)
        hint(&form, .wish, wishHint(wish, flag))
        hint(&form, .until, endHint(form, zone, isOn: wish == .on))
        hint(&form, .steps, stepsHint(form, flag))
        hint(&form, .apart, spacingHint(form, zone))
    }

    func hint(_ form: inout Form, _ id: Form.FieldID, _ text: SafeText) {
        guard let place = form.fields.firstIndex(where: { $0.id == id }) else { return }
        form.fields[place].hint = text
    }

    func zoneHint(_ form: Form) -> SafeText {
        switch readZone(form) {
        case .success(let typed):
            let clock = TimeWords(now: now, zone: typed.zone).clock(now)
            return "Times above are told there; it is \(clock) there now"
        case .failure(let problem): return SafeText(problem.text)
        }
    }

    private func beginningHint(_ form: Form, _ zone: Zone) -> SafeText {
        switch readBeginning(form.text(.from), in: zone) {
        case .success(let moment?):
            let then = TimeWords(now: now, zone: zone)
            return "\(then.soon(moment)), \(then.zoneName(at: moment))"
        case .success(nil):
            return asksForDrafts ? "As soon as it is published" : "At once"
        case .failure: return SafeText(Self.beginningExamples)
        }
    }

    private func wishHint(_ wish: TimedWish, _ flag: Flag) -> SafeText {
        switch wish {
        case .draft: "The draft waits for its time, then happens by itself"
        case .on: flag.isEnabled ? "It is on already: Until says when it goes off" : "It is off now"
        case .off: flag.isEnabled ? "It is on now" : "It is off already: Until says for how long"
        case .steps: "More people get it step by step; nobody loses it on the way"
        }
    }

    private func endHint(_ form: Form, _ zone: Zone, isOn: Bool) -> SafeText {
        let beginning = try? readBeginning(form.text(.from), in: zone).get()
        switch readEnd(form.text(.until), in: zone, from: beginning ?? nil) {
        case .success(let end?):
            let words = TimeWords(now: now, zone: zone).soon(end)
            return "Until \(words); then it goes \(isOn ? "off" : "on") again by itself"
        case .success(nil): return "Until somebody changes it again"
        case .failure: return SafeText(EndReader.examples)
        }
    }

    private func stepsHint(_ form: Form, _ flag: Flag) -> SafeText {
        guard case .success(let parts) = Self.readShares(form.text(.steps)) else {
            return SafeText(Self.usualSteps)
        }
        let version = SafeText(flag.onVariation?.name ?? "")
        return "\(Words.count(parts.count, "step")), each says how many get \"\(version)\""
    }

    private func spacingHint(_ form: Form, _ zone: Zone) -> SafeText {
        guard let spacing = StepSpacing(form.text(.apart).trimmed),
            case .success(let first?) = readBeginning(form.text(.from), in: zone),
            case .success(let parts) = Self.readShares(form.text(.steps)),
            let last = spacing.moments(from: first, count: parts.count, in: zone).last
        else { return "1 day, 12 hours, a week" }
        return "The last step comes \(TimeWords(now: now, zone: zone).soon(last))"
    }
}
