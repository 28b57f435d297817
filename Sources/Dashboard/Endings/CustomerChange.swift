internal import Evaluation
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Changing a flag for just one customer, for a while or until somebody changes it again.
extension DashboardState {
    /// How long it is when nothing else is typed.
    static let usualEnd = "30 days"
    private static let nothingOwn = "what the rules say"

    /// Opens the box about the flag that keys act on.
    mutating func changeForCustomer() {
        guard let sheet = customers.sheet, let id = sheet.currentFlagID,
            let flag = flagView(id)?.latest
        else {
            complain("Choose the line of a flag first.")
            return
        }
        let present = flag.versionByHand(for: sheet.customer.key)
        var names = flag.variations.map(\.name)
        if present != nil { names.append(Self.nothingOwn) }
        let gets = sheet.answer(about: id)?.answer.variationIndex
        var form = Form(
            .customerChange(flag: id, sheet.customer.key),
            title: "\(flag.name) for \(sheet.title)",
            intro: changeIntro(sheet, flag, present),
            fields: [
                Form.choice(
                    .version(0),
                    "Gets",
                    names,
                    // Whoever opens this wants something else than what there is.
                    selected: names.indices.first { $0 != gets } ?? 0
                ),
                Form.suggestion(
                    .until,
                    "Until",
                    Self.usualEnd,
                    limit: EndReader.lengthLimit,
                    hint: endHint(Self.usualEnd)
                ),
                Form.text(
                    .reason,
                    "Note",
                    limit: 500,
                    hint: "Why, for others: a ticket's number for example"
                ),
            ]
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "save"
        open(.form(form))
    }

    private func changeIntro(_ sheet: CustomerSheet, _ flag: Flag, _ present: String?) -> String {
        var text = "Gets \"\(whyVersion(sheet))\" now"
        if present != nil {
            let words = endingWords(ofCustomer: sheet.customer.key, flag: flag.id).text
            text += words.isEmpty ? ", set by hand" : ", set by hand, \(words)"
        }
        text += ". Nobody else is changed."
        if !flag.isEnabled { text += "\nThe flag is off: it must be on for this to count." }
        return text
    }

    /// The hint under the field: what was understood, as soon as it can be.
    private func endHint(_ text: String) -> SafeText {
        switch readEnd(text) {
        case .success(let end?): "Until \(times.soon(end)); then it goes back by itself"
        case .success(nil): "Until somebody changes it again"
        case .failure: "\(SafeText(EndReader.examples))"
        }
    }

    /// Says what the typed end means.
    func customerChangeChanged(_ form: inout Form) {
        guard let place = form.fields.firstIndex(where: { $0.id == .until }) else { return }
        form.fields[place].hint = endHint(form.fields[place].text)
    }

    /// Keeps the change as a draft or makes it.
    mutating func submitCustomerChange(
        _ form: inout Form,
        _ id: GUID,
        _ customer: CustomerKey
    ) -> Bool {
        guard let environmentID, let flag = flagView(id)?.latest, let sheet = customers.sheet else {
            overlays.removeLast()
            return true
        }
        let place = form[.version(0)]?.selected ?? 0
        let version = flag.variations.indices.contains(place) ? flag.variations[place] : nil
        var end: Moment?
        if version != nil {
            switch readEnd(form.text(.until)) {
            case .success(let moment): end = moment
            case .failure(let problem):
                form.mark(.until, problem.text)
                return false
            }
        }
        let setting = CustomerSetting(
            environmentID: environmentID,
            flagID: id,
            customer: customer,
            customerName: Words.short(SafeText(sheet.customer.name).text, 100),
            variationID: version?.id,
            end: end
        )
        return make(setting, of: flag, version?.name ?? Self.nothingOwn, in: &form)
    }

    private mutating func make(
        _ setting: CustomerSetting,
        of flag: Flag,
        _ version: String,
        in form: inout Form
    ) -> Bool {
        let subject = Subject.flag(environment: setting.environmentID, flag.id)
        let note = form.text(.reason).trimmed
        let waitingChanges = asksForDrafts ? drafts.own(subject)?.draft.changes ?? [] : []
        let base = (try? model.previewing(waitingChanges)) ?? model
        let changes = setting.changes(
            in: base,
            by: .init(author: actor, note: note, now: now, id: GUID(using: &random))
        )
        guard !changes.isEmpty else {
            form.problem = "Nothing to change: it is like that already."
            return false
        }
        if let problem = obstacle(to: changes, about: subject) {
            form.problem = problem
            return false
        }
        overlays.removeLast()
        let who = setting.customerName.isEmpty ? setting.customer.text : setting.customerName
        let until = setting.end.map { " until \(times.soon($0).text)" } ?? ""
        let words = "\(Words.short(who, 20)): \(Words.short(version, 16))\(until)"
        send(.init(changes: changes, subject: subject, words: words), note: note)
        return true
    }
}

extension Amending {
    /// Lets a plan and calling it off meet within one draft.
    static func withoutCalledOff(_ all: [Change], in model: Model) -> [Change] {
        var planned: Set<GUID> = []
        var calledOff: Set<GUID> = []
        for change in all {
            switch change {
            case .saveSchedule(let schedule) where model.schedule(schedule.id) == nil:
                planned.insert(schedule.id)
            case .discardSchedule(let id) where planned.contains(id): calledOff.insert(id)
            default: break
            }
        }
        guard !calledOff.isEmpty else { return all }
        return all.filter { !$0.isAboutSchedules || !calledOff.contains($0.subject.id) }
    }
}
