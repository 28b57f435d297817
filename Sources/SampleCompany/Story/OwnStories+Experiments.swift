import FlagModel

/// Flags whose versions are compared by an experiment.
extension OwnStories {
    static func newCheckout(_ diary: inout FlagDiary) {
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

    static func basketReminder(_ diary: inout FlagDiary) {
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

    static func redButton(_ diary: inout FlagDiary) {
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
        let stop = Change.stopExperiment(
            environment: diary.live.id,
            experiment: running.id,
            at: nil
        )
        let changes = [stop] + diary.turning(false)
        let note = "No difference after 28 days. Green stays."
        diary.log.add(changes, by: "Li", note, at: (diary.calendar.today - 5, 47_400))
    }

    static func shorterPages(_ diary: inout FlagDiary) {
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

    // MARK: - Parts

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
    /// - Returns: its plan.
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
        let experiment = experiment(
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
        let changes =
            [diary.liveChange(.setDefaultRule(serving))] + diary.turning(true)
            + [.startExperiment(environment: place, experiment: experiment.id, at: nil)]
        diary.log.add(changes, by: plan.by, "Begins now.", at: (plan.started, 21_660))
        return experiment
    }
}
