import Experiments
import FlagModel

/// What an ``ExperimentFold`` counted of a run, and how much it was told.
struct RunFold: Sendable {
    /// Something that a run counts.
    struct Item: Sendable {
        /// What happened.
        enum Kind: Sendable {
            /// They were given a version, an index of the plan's list; whether the customer became
            /// known with it.
            case exposure(arm: Int, isStranger: Bool)
            /// They did something, by its place in ``ExperimentRun/eventNames``.
            case event(name: Int, value: Double)
        }

        /// The row of the customer.
        var customer: Int64
        /// Milliseconds since 1970.
        var time: Int64
        var kind: Kind
    }

    /// A metric's event behind a name.
    struct Use: Hashable, Sendable {
        var metric: Int
        var part: FoldEvent.Part
    }

    private(set) var fold: ExperimentFold
    /// Events of the run's metrics that came since its start.
    private(set) var eventCount = 0
    private(set) var firstSeenAt: Int64?
    private(set) var lastSeenAt: Int64?
    /// What each name of ``ExperimentRun/eventNames`` is for.
    let uses: [[Use]]
    /// Milliseconds since 1970.
    private let start: Int64
    private let end: Int64

    init(_ run: ExperimentRun, plan: FoldPlan? = nil) {
        fold = ExperimentFold(plan ?? run.plan)
        uses = Self.uses(of: run)
        start = run.plan.start.roundedUpToMilliseconds
        end = run.plan.countedEnd.roundedUpToMilliseconds
    }

    static func uses(of run: ExperimentRun) -> [[Use]] {
        run.eventNames.map { name in
            run.events.indices.flatMap { metric in
                let names = run.events[metric]
                return (names.value == name ? [Use(metric: metric, part: .value)] : [])
                    + (names.over == name ? [Use(metric: metric, part: .over)] : [])
            }
        }
    }

    /// An event's number in millionths; `nil` for one that is left out because it is too large.
    static func amount(_ value: Double) -> Int64? {
        let amount = (value * Double(ExactSums.unit)).rounded()
        return amount.magnitude <= Double(FoldEvent.largest) ? Int64(amount) : nil
    }

    mutating func expose(_ customer: Int64, arm: Int, at time: Int64) -> ExperimentFold.Exposure {
        let outcome = fold.expose(customer, arm: arm, at: Moment(milliseconds: time))
        if outcome == .began || outcome == .dirty {
            firstSeenAt = min(firstSeenAt ?? time, time)
            lastSeenAt = max(lastSeenAt ?? time, time)
        }
        return outcome
    }

    mutating func leaveOut(_ customer: Int64) { fold.leaveOut(customer) }

    /// Counts an event, also one from before the start.
    mutating func record(_ customer: Int64, name: Int, at time: Int64, value: Double) {
        if time >= start, time < end {
            eventCount += 1
            lastSeenAt = max(lastSeenAt ?? time, time)
        }
        guard let amount = Self.amount(value) else { return }
        for use in uses[name] { record(customer, use, at: time, amount: amount) }
    }

    /// Counts a part of what happened before the first exposure.
    mutating func record(_ customer: Int64, _ use: Use, at time: Int64, amount: Int64) {
        fold.record(
            metric: use.metric,
            part: use.part,
            customer: customer,
            at: Moment(milliseconds: time),
            amount: amount
        )
    }

    var hasDirty: Bool { fold.hasDirty }

    mutating func takeDirty() -> [Int64] { fold.takeDirty() }

    mutating func refold(
        _ customer: Int64,
        exposures: [FoldExposure],
        events: [FoldEvent]
    ) {
        fold.refold(customer, exposures: exposures, events: events)
    }

    mutating func append(_ period: FoldPlan.Period) throws(FoldPlanError) {
        try fold.append(period)
    }
}

extension RunFold {
    /// What was counted, behind how the days before ended.
    func counts(of run: ExperimentRun, days: [DayCounts], asOf: Moment) -> ExperimentCounts {
        ExperimentCounts(
            experimentID: run.id.experimentID,
            run: run.id.run,
            variationIDs: run.plan.variationIDs,
            days: days + [fold.counts(until: asOf)],
            asOf: asOf,
            eventCount: eventCount + fold.customerCount,
            firstSeenAt: firstSeenAt.map { Moment(milliseconds: $0) },
            lastSeenAt: lastSeenAt.map { Moment(milliseconds: $0) }
        )
    }
}
