internal import FlagModel

extension PlanForecast {
    /// "How long can you wait?", answer first, with a warning where the plan is too short.
    ///
    /// - Shape: at most 20 words in a sentence besides names.
    public var sentences: [String] { warnings + basis }

    /// The same without what it is reckoned from.
    public var warnings: [String] {
        outlook + [tooFew].compactMap(\.self) + guardrailSentences
    }

    /// Whether anything in it is a warning.
    public var isWarning: Bool {
        waiting == nil || isTooShort || tooFew != nil
            || guardrails.contains { $0.isOutOfReach || $0.base == nil }
    }

    private var planned: String { Words.count(plan.plannedDays, "day") }
    private var lately: String { "in the last \(Words.count(traffic.days, "day"))" }
    private var matters: String { Amounts.percent(wanted) }

    private var outlook: [String] {
        guard waiting != nil else { return unknown }
        guard let smallestChange else {
            return ["Careful: in \(planned) not even the largest change would be found."] + advice
        }
        let size = Amounts.percent(smallestChange)
        guard isTooShort else {
            return [
                "In \(planned) it finds changes of about \(size) or more.",
                "That is enough: \(matters) matters to you.",
            ]
        }
        return [
            "Careful: in \(planned) it finds only changes of about \(size) or more.",
            "\(matters) matters to you.",
        ] + advice
    }

    /// What to do about a plan that is too short.
    private var advice: [String] {
        guard let weeks = weeksNeeded else {
            return [
                "A change of \(matters) is not found within a year at this traffic.",
                "Measure something that more people do, or wait for larger changes.",
            ]
        }
        return [
            "To find it takes about \(Words.count(weeks, "week")): plan"
                + " \(Words.count(weeks * 7, "day")), or expect no answer."
        ]
    }

    /// That fewer customers come than are planned.
    private var tooFew: String? {
        guard waiting != nil, let people = plan.plannedPeople, people > expectedPeople else {
            return nil
        }
        return "Only about \(Words.grouped(expectedPeople)) of the \(Words.grouped(people)) planned"
            + " customers come in \(planned)."
    }

    /// Why nobody can say.
    private var unknown: [String] {
        guard traffic.people > 0 else {
            return ["Nobody can say how long it takes: no customer was seen \(lately)."]
        }
        let people = Words.count(traffic.people, "customer")
        guard didIt == 0 else {
            return ["Nobody can say how long it takes: of \(people) all did the same \(lately)."]
        }
        return [
            "Nobody can say how long it takes: of \(people) \(lately) nobody did it.",
            "Does an application report \(plan.metric.eventName)?",
        ]
    }

    /// Customers who did what decides.
    private var didIt: Int {
        traffic.counts.days.last.map { day in
            Standing(day).counts(of: 0, in: 0).reduce(0) { $0 + $1.active }
        } ?? 0
    }

    /// Limits that cannot be checked in the planned time.
    private var guardrailSentences: [String] {
        guardrails.flatMap { outlook -> [String] in
            let title = outlook.metric.title
            let name = title.prefix(1).uppercased() + title.dropFirst()
            let limit = Amounts.percent(outlook.metric.marginShare)
            guard outlook.base != nil else {
                return ["\(name): none came \(lately), so nobody can say whether they get worse."]
            }
            guard outlook.isOutOfReach, let smallest = outlook.smallestLimit else { return [] }
            let worse = outlook.metric.higherIsBetter ? "a fall" : "a rise"
            return [
                "\(name): in \(planned) only \(worse) of"
                    + " \(Amounts.percent(smallest)) or more can be ruled out.",
                "Your limit of \(limit) is too small for that: allow more, or nothing will be"
                    + " called safe.",
            ]
        }
    }

    /// What it is reckoned from, in sentences; nothing while nobody can say.
    public var basis: [String] {
        guard let waiting else { return [] }
        let people = Words.count(traffic.people, "customer")
        let value =
            switch waiting.base {
            case .rate(let rate): "\(Amounts.rate(rate)) of them did it"
            case .amount(let mean, _): "\(Amounts.amount(mean)) for each"
            }
        let who =
            traffic.source == .flag
            ? [] : ["Nobody was given the flag yet, so these are all customers."]
        return ["Reckoned from \(people) \(lately): \(value)."] + who
    }
}
