import FlagModel

/// Flags whose versions are compared by an experiment.
extension OwnStories {
    /// A clear answer: it can be finished.
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
        var plan = plan(
            in: &diary,
            name: "Checkout speed",
            hypothesis: "Fewer pages, so more people finish. Decided before the start: 14 days.",
            metric: conversion("checkout-finished", "people who finish checkout"),
            days: 14,
            day: start - 3
        )
        plan.guardrails = [refunds, supportCalls]
        plan.otherMetrics = [orderValue]
        plan.plannedPeople = 4500
        run(plan, in: &diary, planned: start - 3, started: start, by: "Li", serving: thirds)
    }

    /// A broken answer: one group is smaller than it should be.
    static func basketReminder(_ diary: inout FlagDiary) {
        guard diary.begin() else { return }
        diary.liveOn(times: 2, every: 2...4)
        let start = diary.calendar.today - 4
        var plan = plan(
            in: &diary,
            name: "Basket reminder",
            hypothesis: "A friendly letter after a day brings people back.",
            metric: conversion("order-placed", "people who order within a week"),
            days: 14,
            day: start - 3
        )
        plan.metric.windowDays = 7
        plan.guardrails = [unsubscribed]
        plan.plannedPeople = 6000
        let halves = diary.spec.serving(50, of: diary.flags.live)
        run(plan, in: &diary, planned: start - 3, started: start, by: "Ana", serving: halves)
    }

    /// An answer that says to keep what there is, long read.
    static func redButton(_ diary: inout FlagDiary) {
        guard diary.begin() else { return }
        let start = diary.calendar.firstDay(ofWeek: 20)
        var plan = plan(
            in: &diary,
            name: "Red button",
            hypothesis: "Red is seen earlier than green.",
            metric: conversion("added-to-basket", "people who put something into the basket"),
            days: 28,
            day: start - 2
        )
        (plan.plannedPeople, plan.smallestChange) = (4500, 1000)
        let halves = diary.spec.serving(50, of: diary.flags.live)
        run(plan, in: &diary, planned: start - 2, started: start, by: "Omar", serving: halves)
        let stop = Change.stopExperiment(environment: diary.live.id, experiment: plan.id, at: nil)
        let changes = [stop] + diary.turning(false)
        let note = "Red loses after 28 days. Green stays."
        diary.log.add(changes, by: "Li", note, at: (diary.calendar.today - 5, 47_400))
    }

    /// A plan that waits.
    static func shorterPages(_ diary: inout FlagDiary) {
        guard diary.begin() else { return }
        var plan = plan(
            in: &diary,
            name: "Shorter product pages",
            hypothesis: "People scroll less and decide sooner.",
            metric: orderValue,
            days: 21,
            day: diary.calendar.today - 2
        )
        plan.guardrails = [refunds]
        diary.log.add(
            [.createExperiment(environment: diary.live.id, plan)],
            by: "Omar",
            "Can start when Checkout speed is over.",
            at: (diary.calendar.today - 2, 33_120)
        )
    }

    /// What was added to the story of a flag when all the others had been told.
    ///
    /// An answer that is not there yet: few people have the new version.
    static func tellLater(_ diary: inout FlagDiary) {
        guard diary.spec.name == "One-click reorder" else { return }
        let start = diary.calendar.today - 8
        var plan = plan(
            in: &diary,
            name: "Reorder button",
            hypothesis: "Who can order the same again with one press orders more often.",
            metric: conversion("reorder", "people who order the same again"),
            days: 21,
            day: start
        )
        plan.guardrails = [refunds]
        plan.plannedPeople = 4500
        let place = diary.live.id
        diary.log.add(
            [
                .createExperiment(environment: place, plan),
                .startExperiment(environment: place, experiment: plan.id, at: nil),
            ],
            by: "Mia",
            "A tenth has it already. Let us see what it does.",
            at: (start, 34_260),
            cause: .toldLater
        )
    }

    // MARK: - Parts

    private static let refunds = fewer("refund", "refunds")
    private static let supportCalls = fewer("support-call", "calls to Support")
    private static let unsubscribed = fewer("unsubscribed", "people who want no more letters")
    private static let orderValue = Experiment.Metric(
        eventName: "order-value",
        title: "euros per customer",
        measure: .numeric,
        higherIsBetter: true
    )

    private static func conversion(_ event: String, _ title: String) -> Experiment.Metric {
        Experiment.Metric(
            eventName: event,
            title: title,
            measure: .conversion,
            higherIsBetter: true
        )
    }

    private static func fewer(_ event: String, _ title: String) -> Experiment.Metric {
        var metric = conversion(event, title)
        metric.higherIsBetter = false
        return metric
    }

    private static func plan(
        in diary: inout FlagDiary,
        name: String,
        hypothesis: String,
        metric: Experiment.Metric,
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
        return experiment
    }

    /// Agrees on a plan and starts it some days later.
    private static func run(
        _ plan: Experiment,
        in diary: inout FlagDiary,
        planned: Int,
        started: Int,
        by author: String,
        serving: Serving
    ) {
        let place = diary.live.id
        diary.log.add(
            [.createExperiment(environment: place, plan)],
            by: author,
            "The plan as we agreed on it.",
            at: (planned, 38_100)
        )
        let changes =
            [diary.liveChange(.setDefaultRule(serving))] + diary.turning(true)
            + [.startExperiment(environment: place, experiment: plan.id, at: nil)]
        diary.log.add(changes, by: author, "Begins now.", at: (started, 21_660))
    }
}
