import FlagModel

/// Flags whose story is told by itself: those of the pictures in the documents, and those with
/// experiments.
enum OwnStories {
    /// Something that waits as a draft at the end.
    struct DraftPlan {
        let author: String
        let note: String
        let changes: [Change]
        /// Working days before today, negative.
        let dayOffset: Int
        let second: Int
    }

    static func tell(_ diary: inout FlagDiary) {
        switch diary.spec.name {
        case "Summer sale banner": summerSale(&diary)
        case "New checkout": newCheckout(&diary)
        case "Basket reminder": basketReminder(&diary)
        case "Red buy button": redButton(&diary)
        case "Shorter product pages": shorterPages(&diary)
        case "Gift wrap": giftWrap(&diary)
        case "Refund without photo": refund(&diary)
        default: preconditionFailure("Only the flags above have a career of their own.")
        }
    }

    private static let germanyAndAustria = Who.audience("germany-and-austria")

    private static func summerSale(_ diary: inout FlagDiary) {
        let today = diary.calendar.today
        diary.make(day: today - 11, by: "Ana", "The sale begins in July, pictures are in.", 32_580)
        diary.day = today - 11
        diary.togglePractice()
        let begin = diary.giving(10, to: germanyAndAustria)
        diary.log.add(begin, by: "Li", "Soft start, before the weekend.", at: (today - 10, 54_000))
        diary.day = today - 7
        let description = "The July sale banner on the shop front page. Ends on 31 July."
        let described = diary.liveChange(.describe(description))
        diary.log.add(
            [described],
            by: "Ana",
            "Said nothing about the end.",
            at: (today - 6, 37_380)
        )
        let raised = diary.giving(25, to: germanyAndAustria)
        let note = "Support has the answers ready."
        diary.log.add(raised, by: "Jo", note, at: (today, 24_900))
    }

    private static func newCheckout(_ diary: inout FlagDiary) {
        guard diary.begin(), diary.wait(4...5) else { return }
        let staff = diary.givingStaff()
        diary.log.add(
            staff,
            by: "Sam",
            "Staff first, please order something.",
            at: diary.someTime()
        )
        diary.liveOn(times: 3, every: 2...4)
        let start = diary.calendar.today - 12
        let parts = diary.flags.live.variations.map(\.id)
        let thirds = Serving(parts: [
            (variationID: parts[0], parts: 33_000), (variationID: parts[1], parts: 33_000),
            (variationID: parts[2], parts: 34_000),
        ])
        run(
            in: &diary,
            name: "Checkout speed",
            hypothesis: "Fewer pages, so more people finish. Decided before the start: 21 days.",
            metric: Experiment.Metric(
                eventName: "checkout-finished",
                title: "people who finish checkout",
                measure: .conversion,
                higherIsBetter: true
            ),
            guardrails: [refunds, supportCalls],
            (days: 21, planned: start - 3, started: start, by: "Li"),
            serving: thirds
        )
    }

    private static func basketReminder(_ diary: inout FlagDiary) {
        guard diary.begin() else { return }
        diary.liveOn(times: 2, every: 2...4)
        let start = diary.calendar.today - 4
        run(
            in: &diary,
            name: "Basket reminder",
            hypothesis: "A friendly letter after a day brings people back.",
            metric: Experiment.Metric(
                eventName: "order-placed",
                title: "people who order within a week",
                measure: .conversion,
                higherIsBetter: true
            ),
            guardrails: [unsubscribed],
            (days: 14, planned: start - 3, started: start, by: "Ana"),
            serving: diary.spec.serving(50, of: diary.flags.live)
        )
    }

    private static func redButton(_ diary: inout FlagDiary) {
        guard diary.begin() else { return }
        let start = diary.calendar.firstDay(ofWeek: 20)
        let running = run(
            in: &diary,
            name: "Red button",
            hypothesis: "Red is seen earlier than green.",
            metric: Experiment.Metric(
                eventName: "added-to-basket",
                title: "people who put something into the basket",
                measure: .conversion,
                higherIsBetter: true
            ),
            guardrails: [],
            (days: 28, planned: start - 2, started: start, by: "Omar"),
            serving: diary.spec.serving(50, of: diary.flags.live)
        )
        var stopped = running
        stopped.state = .stopped
        let changes =
            [Change.replaceExperiment(environment: diary.live.id, stopped)] + diary.turning(false)
        let note = "No difference after 28 days. Green stays."
        diary.log.add(changes, by: "Li", note, at: (diary.calendar.today - 5, 47_400))
    }

    private static func shorterPages(_ diary: inout FlagDiary) {
        guard diary.begin() else { return }
        let experiment = experiment(
            in: &diary,
            name: "Shorter product pages",
            hypothesis: "People scroll less and decide sooner.",
            metric: Experiment.Metric(
                eventName: "order-value",
                title: "euros per order",
                measure: .numeric,
                higherIsBetter: true
            ),
            guardrails: [refunds],
            days: 21,
            day: diary.calendar.today - 2
        )
        diary.log.add(
            [.createExperiment(environment: diary.live.id, experiment)],
            by: "Omar",
            "Can start when Checkout speed is over.",
            at: (diary.calendar.today - 2, 33_120)
        )
    }

    private static func giftWrap(_ diary: inout FlagDiary) {
        diary.beginWaiting()
        guard diary.begin() else { return }
        diary.liveOn(times: 4, every: 2...5)
    }

    private static func refund(_ diary: inout FlagDiary) {
        guard diary.begin() else { return }
        diary.liveOn(times: 4, every: 2...6)
    }

    // MARK: - Drafts

    /// What waits about a flag at the end.
    static func drafts(for diary: FlagDiary) -> [DraftPlan] {
        var diary = diary
        switch diary.spec.name {
        case "Summer sale banner":
            let note = "Legal said yes, going to half before the weekend."
            return [
                DraftPlan(
                    author: "Li",
                    note: note,
                    changes: diary.giving(50, to: germanyAndAustria),
                    dayOffset: 0,
                    second: 31_320
                )
            ]
        case "Gift wrap":
            return [
                DraftPlan(
                    author: "Jo",
                    note: "The paper has arrived.",
                    changes: diary.turning(true),
                    dayOffset: 0,
                    second: 30_060
                )
            ]
        case "Refund without photo":
            let note = "We want to try it on our own orders first."
            return [
                DraftPlan(
                    author: "Jo",
                    note: note,
                    changes: diary.givingStaff(),
                    dayOffset: -1,
                    second: 50_520
                )
            ]
        default: return []
        }
    }

    // MARK: - Experiments

    private static let refunds = Experiment.Metric(
        eventName: "refund",
        title: "refunds",
        measure: .conversion,
        higherIsBetter: false
    )
    private static let supportCalls = Experiment.Metric(
        eventName: "support-call",
        title: "calls to Support",
        measure: .conversion,
        higherIsBetter: false
    )
    private static let unsubscribed = Experiment.Metric(
        eventName: "unsubscribed",
        title: "people who want no more letters",
        measure: .conversion,
        higherIsBetter: false
    )

    private static func experiment(
        in diary: inout FlagDiary,
        name: String,
        hypothesis: String,
        metric: Experiment.Metric,
        guardrails: [Experiment.Metric],
        days: Int,
        day: Int
    ) -> Experiment {
        let flag = diary.flags.live
        var experiment = Experiment(
            id: GUID(using: &diary.random),
            key: Key(fixed: name),
            name: name,
            flagID: flag.id,
            baselineVariationID: flag.offVariationID,
            metric: metric,
            plannedDays: days,
            createdAt: diary.calendar.moment(day: day, second: 33_000)
        )
        experiment.hypothesis = hypothesis
        experiment.guardrails = guardrails
        return experiment
    }

    /// Plans an experiment and starts it.
    ///
    /// - Returns: the experiment as it runs.
    @discardableResult
    private static func run(
        in diary: inout FlagDiary,
        name: String,
        hypothesis: String,
        metric: Experiment.Metric,
        guardrails: [Experiment.Metric],
        _ plan: (days: Int, planned: Int, started: Int, by: String),
        serving: Serving
    ) -> Experiment {
        var experiment = experiment(
            in: &diary,
            name: name,
            hypothesis: hypothesis,
            metric: metric,
            guardrails: guardrails,
            days: plan.days,
            day: plan.planned
        )
        let place = diary.live.id
        diary.log.add(
            [.createExperiment(environment: place, experiment)],
            by: plan.by,
            "The plan as we agreed on it.",
            at: (plan.planned, 38_100)
        )
        experiment.state = .running
        let changes =
            [
                diary.liveChange(.setDefaultRule(serving)),
                .replaceExperiment(environment: place, experiment),
            ] + diary.turning(true)
        diary.log.add(changes, by: plan.by, "Begins now.", at: (plan.started, 21_660))
        return experiment
    }
}

extension FlagDiary {
    /// Makes the flag at a certain moment.
    mutating func make(day: Int, by author: String, _ note: String, _ second: Int) {
        log.add(
            [
                .createFlag(environment: live.id, flags.live),
                .createFlag(environment: practice.id, flags.practice),
            ],
            by: author,
            note,
            at: (day, second)
        )
    }
}
