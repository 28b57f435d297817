import Experiments
import FlagModel
import GRDB

/// Reads everything about a few customers of a run, who are folded anew.
struct RunRefolding {
    /// What was found of one customer.
    struct Found: Sendable {
        var exposures: [FoldExposure]
        var events: [FoldEvent] = []
        var isAdmitted: Bool
    }

    /// Reads the customers.
    ///
    /// - Parameters:
    ///   - customers: who; with their exposures, where all of them are known.
    ///   - run: which run.
    ///   - database: the state of the file that counts.
    ///   - now: milliseconds since 1970.
    /// - Returns: everybody, with everything that the file says.
    /// - Throws: what SQLite throws.
    /// - Complexity: O(*n*) in the events since the days before the first of the exposures.
    static func read(
        _ customers: [Int64: [FoldExposure]?],
        of run: ExperimentRun,
        in database: Database,
        now: Int64
    ) throws -> [Int64: Found] {
        let reader = try RunReader(run, in: database)
        let last = min(run.plan.countedEnd.milliseconds, now + TrafficTime.hour)
        var found: [Int64: Found] = [:]
        var first = Int64.max
        for (customer, known) in customers {
            let exposures = try known ?? reader.exposures(of: customer, through: last)
            let counting = exposures.map(\.at).filter { $0 >= run.plan.start }
            let begin = counting.min()?.milliseconds
            found[customer] = Found(
                exposures: exposures,
                isAdmitted: try begin.map { try reader.admits(customer, at: $0) } ?? true
            )
            first = min(first, begin ?? .max)
        }
        guard first < .max else { return found }
        let uses = RunFold.uses(of: run)
        let from = first - Int64(run.plan.pastDays) * TrafficTime.day
        try reader.events(from: from, until: .max) { customer, name, time, value in
            guard let place = found.index(forKey: customer), let amount = RunFold.amount(value)
            else { return }
            for use in uses[name] {
                found.values[place].events.append(
                    FoldEvent(
                        metric: use.metric,
                        part: use.part,
                        at: Moment(milliseconds: time),
                        amount: amount
                    )
                )
            }
        }
        return found
    }
}
