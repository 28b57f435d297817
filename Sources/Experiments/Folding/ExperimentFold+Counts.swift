public import FlagModel

extension ExperimentFold {
    /// What was counted, as it was told so far.
    ///
    /// A day's counts, asked for before the first arrival of the next day is given, are what was
    /// known when the day ended. Folding anew in the order of arrival gives the same bits; in the
    /// order of time, it gives the day as it was, with what arrived later. The last counts are the
    /// same in both.
    ///
    /// Whoever is too young for a metric's window is told by the hour: a customer counts as mature
    /// when everybody of the same hour in UTC is, which is exact at whole hours, so at the end of
    /// every day.
    ///
    /// - Parameter until: events before it are counted; later ones must not have been given yet.
    /// - Returns: the counts of every split that began before `until`.
    /// - Complexity: O(*splits* · *versions* · (*metrics* + bins + hours of the run)), whatever the
    ///   number of customers.
    public func counts(until: Moment) -> DayCounts {
        let caps = totals.metrics.indices.map { metric in
            totals.metrics[metric].histogram < 0
                ? nil : AmountHistogram.cap(of: totals.histograms(of: metric))
        }
        let begun = plan.periods.indices.filter { $0 == 0 || plan.periods[$0].since < until }
        let periods = begun.map { period in
            PeriodCounts(
                since: plan.periods[period].since,
                weights: plan.periods[period].weights,
                arms: plan.variationIDs.indices.map { arm in
                    armCounts(
                        period * plan.variationIDs.count + arm,
                        caps: caps,
                        until: until.microseconds
                    )
                }
            )
        }
        return DayCounts(until: until, periods: periods, mixed: mixed, leftOut: leftOut)
    }

    private func armCounts(_ group: Int, caps: [Int64?], until: Int64) -> ArmCounts {
        ArmCounts(
            people: totals.people[group],
            immature: immature(group, until: until),
            metrics: totals.metrics.indices.map {
                metricCounts($0, group, cap: caps[$0], until: until)
            }
        )
    }

    private func metricCounts(
        _ metric: Int,
        _ group: Int,
        cap: Int64?,
        until: Int64
    ) -> MetricCounts {
        let shape = totals.metrics[metric]
        if shape.retention >= 0 {
            let hours = matureHours(window: shape.to, until: min(until, end))
            let sums = totals.retained(metric, group: group, hours: hours)
            return MetricCounts(sums: sums, active: Int(sums.value / Int128(ExactSums.unit)))
        }
        let sums = totals.sums[group * totals.metrics.count + metric]
        let capped = cap.map {
            totals.histogram(of: metric, group: group).capped(sums, at: $0)
        }
        return MetricCounts(
            sums: sums,
            capped: shape.histogram < 0 ? nil : capped ?? sums,
            cap: cap,
            active: totals.active[group * totals.metrics.count + metric]
        )
    }

    /// How many customers may still do something that counts within a window.
    private func immature(_ group: Int, until: Int64) -> Int {
        guard until < end else { return 0 }
        let longest = totals.metrics.filter { $0.to != .max }.map(\.to).max()
        guard let longest else { return 0 }
        let mature = matureHours(window: longest, until: until)
        return totals.hours[group].dropFirst(max(0, mature)).reduce(0, +)
    }
}
