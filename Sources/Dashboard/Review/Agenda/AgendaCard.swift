internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// The card of something that needs a decision and is no draft: what it is, why it is here, and the
/// keys that act on it.
extension DashboardState {
    func matterLines(_ matter: Agenda.Item, width: Int) -> [Line] {
        let sentence = Line.wrapped(matter.sentence.uppercased() + ".", .heading, width: width)
        let about = "\(environmentTitle).  \(matter.urgency.title)."
        let role: Role = matter.urgency == .wrong ? .bad : .dim
        return sentence + Line.wrapped(about, role, width: width) + [""]
            + Line.wrapped(matter.why, width: width) + [""]
            + draftAboutLines(matter, width: width)
            + [Line("WHAT YOU CAN DO", .heading)] + matterKeys(matter, width: width)
            + agendaState(width: width)
    }

    /// What is under way about it already.
    private func draftAboutLines(_ matter: Agenda.Item, width: Int) -> [Line] {
        guard let view = drafts.about(matter.subject) else { return [] }
        let text =
            "A draft by \(author(of: view.draft)) waits: "
            + "\(view.draft.sentence(in: model).capitalisedSentence)."
        return Line.wrapped(text, .draft, width: width) + [""]
    }

    private func matterKeys(_ matter: Agenda.Item, width: Int) -> [Line] {
        var keys: [(key: SafeText, words: SafeText)] = [("Enter", matter.openWords)]
        if let words = matter.removeWords {
            keys.append(("d", "\(words)\(asksForDrafts ? ": makes a draft" : "")"))
        }
        keys += [("w", "see who changed it before"), ("Space", "decide later")]
        var lines = keys.map { key, words in
            Line([Span(key.padded(to: 7), .key), Span(words)])
        }
        if matter.kind == .settled {
            lines += [""]
            lines += Line.wrapped(
                "The code can do without it. Tag it \"\(Agenda.permanentTag)\" if it must stay as "
                    + "it is.",
                .dim,
                width: width
            )
        }
        return lines
    }

    /// What the agenda could not look at, and whether it has come.
    func agendaState(width: Int) -> [Line] {
        var lines: [Line] = []
        if let problem = review.asked.agendaProblem {
            lines.append("")
            lines += Line.wrapped(
                "What else needs a decision could not be looked up: \(problem)",
                .bad,
                width: width
            )
        }
        guard let agenda = review.asked.agenda else {
            let isAsking = review.asked.isAsking(.agenda)
            return lines + (isAsking ? ["", Line("Looking what else needs one…", .dim)] : [])
        }
        if agenda.items.isEmpty {
            lines += ["", Line("Nothing else needs a decision here.")]
        }
        return lines
            + agenda.gaps.flatMap { gap in [""] + Line.wrapped(gap, .dim, width: width) }
    }

    // MARK: - Acting

    /// Opens what a matter is about: an experiment, a flag, or the customer whose trial ends.
    mutating func openMatter(_ matter: Agenda.Item) {
        if case .schedule(let id) = matter.subject {
            openPlanned(id)
        } else if !showPage(of: matter.subject) {
            complain("There is no page of \(matter.name) to open.")
        }
    }

    private mutating func openPlanned(_ id: GUID) {
        guard let schedule = model.schedule(id) else {
            complainPlanIsGone()
            return
        }
        if let customer = schedule.onlyCustomer {
            show(customer: Customer(key: customer, name: ""))
            return
        }
        for subject in schedule.allChanges.flatMap(\.reached) where showPage(of: subject) {
            return
        }
        complain("There is no page of \(schedule.title) to open.")
    }

    /// Asks before a flag is put away or a plan is called off.
    mutating func askMatterRemoval() {
        switch reviewedMatter?.subject {
        case .flag(_, let id): environment?.flag(id).map { askArchiving($0) }
        case .schedule(let id):
            guard let plan = model.schedule(id) else { return complainPlanIsGone() }
            askCallingOff(plan)
        default: break
        }
    }

    /// What `d` on the card of a matter would change; nothing where it puts nothing away.
    var matterRemoval: [Change] {
        switch reviewedMatter?.subject {
        case .flag(let place, let id): [.editFlag(environment: place, flag: id, .setArchived(true))]
        case .schedule(let id): [.discardSchedule(id)]
        default: []
        }
    }
}

extension Agenda.Item {
    /// The whole in one sentence.
    fileprivate var sentence: String {
        switch kind {
        case .experiment:
            "The experiment \(name) \(urgency == .wrong ? "needs a look" : "waits for a decision")"
        case .draft: "\(name) waits"
        case .ending, .plan: urgency == .wrong ? "\(name): this will not happen" : name
        case .unused: "No application asks for \(name)"
        case .settled: "Everybody gets the same of \(name)"
        }
    }

    /// What it is, in a few words.
    func shortWords(_ times: TimeWords) -> SafeText {
        switch kind {
        case .experiment: urgency == .wrong ? "experiment, needs a look" : "experiment, to decide"
        case .draft: "draft"
        case .ending, .plan:
            urgency == .wrong
                ? "will not happen"
                : "\(kind == .ending ? "ends" : "planned") "
                    + (at.map { times.soon($0) } ?? "at some time")
        case .unused: "nobody asks for it"
        case .settled: "the same for everybody"
        }
    }

    /// What Enter does.
    fileprivate var openWords: SafeText {
        switch kind {
        case .experiment: "open the experiment and its result"
        case .ending, .plan: "open what it is about"
        case .draft, .unused, .settled: "open the flag"
        }
    }

    /// What `d` does; `nil` where there is nothing to put away.
    var removeWords: SafeText? {
        switch subject {
        case .flag: "archive it"
        case .schedule: "call it off"
        default: nil
        }
    }
}

extension Schedule {
    /// The customer whom all of it is about; `nil` when it is about nobody by name, or about
    /// several.
    fileprivate var onlyCustomer: CustomerKey? {
        var customers: Set<CustomerKey> = []
        for expectation in expects {
            switch expectation {
            case .target(_, _, let customer, _), .member(_, _, let customer):
                customers.insert(customer)
            case .enabled, .everyone: return nil
            }
        }
        return customers.count == 1 ? customers.first : nil
    }
}
