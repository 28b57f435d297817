package import Experiments
package import FlagModel

/// A made-up run of an experiment, counted by the real fold, that is looked at again and again.
package struct SimulatedRun: Hashable, Sendable {
    /// How customers behave in each metric; the first one decides, the others are guardrails.
    package var behaviours: [Behaviour]
    /// The true change of each version, the baseline first.
    package var lifts: [Double]
    /// How many customers come between two looks, all versions together; which version somebody
    /// gets is drawn.
    package var customersPerLook: Int
    /// How many looks there are; the last one is at the planned end.
    package var looks: Int
    /// How many looks each day has.
    package var looksPerDay: Int
    /// How likely each version really is, in parts; the plan wants all the same.
    package var parts: [Int]

    /// When every run begins: midnight of a Monday.
    package static let start = Moment(milliseconds: 1_771_804_800_000)

    /// Plans a run.
    package init(
        _ behaviours: [Behaviour],
        lifts: [Double] = [0, 0],
        customersPerLook: Int,
        looks: Int,
        looksPerDay: Int = 1,
        parts: [Int]? = nil
    ) {
        self.behaviours = behaviours
        self.lifts = lifts
        self.customersPerLook = customersPerLook
        self.looks = looks
        self.looksPerDay = looksPerDay
        self.parts = parts ?? lifts.map { _ in 1 }
    }

    /// How many customers come in all.
    package var customers: Int { customersPerLook * looks }

    /// The names of the versions.
    package var variationIDs: [String] { lifts.indices.map { "version \($0)" } }

    /// What was agreed on before the start.
    package func plan() throws -> Experiment {
        let metrics = behaviours.map(\.metric)
        var plan = Experiment(
            id: .zero,
            key: try Key("simulated"),
            name: "Simulated",
            flagID: .zero,
            baselineVariationID: variationIDs[0],
            metric: metrics[0],
            plannedDays: looks / looksPerDay,
            createdAt: Self.start
        )
        plan.guardrails = Array(metrics.dropFirst())
        plan.plannedPeople = customers
        plan.runs = [Experiment.Run(startedAt: Self.start)]
        plan.state = .running
        return plan
    }

    /// Lets customers come and counts them.
    ///
    /// - Parameters:
    ///   - plan: from ``plan()``.
    ///   - chance: where chance comes from.
    /// - Returns: the counts at every look.
    /// - Throws: ``FoldPlanError`` for a plan beyond the limits.
    package func counts(
        _ plan: Experiment,
        using chance: inout Chance
    ) throws -> ExperimentCounts {
        let split = FoldPlan.Period(since: Self.start, weights: lifts.map { _ in 1 })
        var fold = ExperimentFold(
            try FoldPlan(plan, run: 0, variationIDs: variationIDs, periods: [split]),
            expecting: customers
        )
        var days: [DayCounts] = []
        days.reserveCapacity(looks)
        var visits = [[Visit]](repeating: [], count: looks)
        for look in 0..<looks {
            comeBack(look, &visits, into: &fold, using: &chance)
            come(look, &visits, into: &fold, using: &chance)
            days.append(fold.counts(until: end(of: look)))
        }
        return ExperimentCounts(
            experimentID: plan.id,
            run: 0,
            variationIDs: variationIDs,
            days: days,
            asOf: end(of: looks - 1),
            eventCount: customers,
            firstSeenAt: Self.start,
            lastSeenAt: end(of: looks - 1)
        )
    }

    private var lookMicroseconds: Int64 { 86_400_000_000 / Int64(looksPerDay) }

    private func end(of look: Int) -> Moment {
        Self.start.adding(microseconds: Int64(look + 1) * lookMicroseconds)
    }

    /// A customer who will come back.
    private struct Visit {
        let customer: Int64
        let metric: Int
        let arm: Int
    }

    /// Lets those come back who want to between two looks.
    private func comeBack(
        _ look: Int,
        _ visits: inout [[Visit]],
        into fold: inout ExperimentFold,
        using chance: inout Chance
    ) {
        let at = end(of: look).adding(microseconds: -1)
        for visit in visits[look] {
            let days = behaviours[visit.metric].buyAgain(
                visit.customer,
                metric: visit.metric,
                lift: lifts[visit.arm],
                at: at,
                in: &fold,
                using: &chance
            )
            note(visit, days, after: look, &visits)
        }
        visits[look] = []
    }

    /// Remembers that somebody will come back, if that is before the end.
    private func note(_ visit: Visit, _ days: Int, after look: Int, _ visits: inout [[Visit]]) {
        let next = look + days * looksPerDay
        if days > 0, next < looks { visits[next].append(visit) }
    }

    /// Lets the customers between two looks come, spread evenly over the time.
    private func come(
        _ look: Int,
        _ visits: inout [[Visit]],
        into fold: inout ExperimentFold,
        using chance: inout Chance
    ) {
        let total = UInt64(parts.reduce(0, +))
        let step = lookMicroseconds / Int64(customersPerLook + 1)
        let first = Self.start.adding(microseconds: Int64(look) * lookMicroseconds)
        for index in 0..<customersPerLook {
            let customer = Int64(look * customersPerLook + index)
            let at = first.adding(microseconds: Int64(index) * step)
            let arm = arm(Int(chance.next().multipliedFullWidth(by: total).high))
            fold.expose(customer, arm: arm, at: at)
            for metric in behaviours.indices {
                let days = behaviours[metric].act(
                    customer,
                    metric: metric,
                    lift: lifts[arm],
                    at: at,
                    in: &fold,
                    using: &chance
                )
                guard days > 0 else { continue }
                note(
                    Visit(customer: customer, metric: metric, arm: arm),
                    days,
                    after: look,
                    &visits
                )
            }
        }
    }

    /// The version that a drawn part belongs to.
    private func arm(_ part: Int) -> Int {
        var (rest, arm) = (part, 0)
        while rest >= parts[arm] {
            rest -= parts[arm]
            arm += 1
        }
        return arm
    }
}

extension ExperimentCounts {
    /// The counts as they were at one look, with what was known before.
    package func upTo(_ look: Int) -> ExperimentCounts { with(Array(days[...look])) }

    /// The counts as they were at one look, and nothing else.
    package func only(_ look: Int) -> ExperimentCounts { with([days[look]]) }

    private func with(_ days: [DayCounts]) -> ExperimentCounts {
        var counts = self
        counts.days = days
        counts.asOf = days.last?.until ?? asOf
        return counts
    }
}
