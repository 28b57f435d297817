public import FlagModel

/// What a plan will be able to show before anybody starts it, from what customers did lately.
public struct PlanForecast: Hashable, Sendable {
    /// The plan.
    public let plan: Experiment
    /// What customers did lately.
    public let traffic: PlanTraffic
    /// How long to wait for how small a change; `nil` when nobody can say.
    public let waiting: WaitingPlan?
    /// What must not get worse, in the plan's order; empty when nobody can say.
    public let guardrails: [GuardrailOutlook]

    /// Looks ahead.
    ///
    /// - Parameters:
    ///   - plan: the plan.
    ///   - traffic: what was counted for it.
    public init(_ plan: Experiment, _ traffic: PlanTraffic) {
        self.plan = plan
        self.traffic = traffic
        let counts = traffic.counts
        let start = counts.asOf.adding(microseconds: -Int64(traffic.days) * RunRule.day)
        guard let arrivals = Arrivals(counts, since: start) else {
            (waiting, guardrails, expectedPeople) = (nil, [], 0)
            return
        }
        let people = arrivals.people(byDay: plan.plannedDays)
        expectedPeople = Int(people.rounded())
        let total = Double(traffic.weights.reduce(0, +))
        let shares = traffic.weights.map { Double($0) / total }
        waiting = MetricBase(of: 0, plan: plan, counts: counts).flatMap {
            WaitingPlan(base: $0, arrivals: arrivals, weights: traffic.weights)
        }
        guardrails = plan.guardrails.enumerated().map { index, metric in
            GuardrailOutlook(
                metric,
                base: MetricBase(of: index + 1, plan: plan, counts: counts),
                people: people,
                shares: shares
            )
        }
    }

    /// The smallest change that matters, as a share.
    var wanted: Double { Double(plan.smallestChange) / 10_000 }

    /// The smallest change that the planned days show, as a share.
    public var smallestChange: Double? { waiting?.smallestChange(days: plan.plannedDays) }

    /// Customers who will have come by the planned end; 0 when nobody can say.
    public let expectedPeople: Int

    /// Weeks until the smallest change that matters can be seen; `nil` when a year is not enough.
    public var weeksNeeded: Int? { waiting?.weeks(toSee: wanted) }

    /// Whether the planned days do not show the smallest change that matters.
    public var isTooShort: Bool {
        waiting != nil && smallestChange.map { $0 > wanted } ?? true
    }
}
