import Experiments
import FlagModel
import GRDB

/// The version that every customer of a run was given first.
struct FirstVersions {
    private var first: [Int64: (time: Int64, arm: Int)] = [:]

    /// Reads all exposures of a run.
    ///
    /// - Parameters:
    ///   - run: which run.
    ///   - database: the file.
    ///   - now: milliseconds since 1970.
    ///   - pause: called now and then; throws to end the reading early.
    /// - Throws: what SQLite or `pause` throws.
    /// - Complexity: O(*n*) in the exposures.
    init(
        _ run: ExperimentRun,
        in database: Database,
        now: Int64,
        pause: () throws -> Void
    ) throws {
        let start = run.plan.start.roundedUpToMilliseconds
        let end = min(run.plan.countedEnd.roundedUpToMilliseconds, now + TrafficTime.hour)
        let reader = try RunReader(run, in: database)
        var rows = 0
        try reader.exposures(from: TrafficTime.dayStart(of: start), until: end) {
            customer,
            arm,
            time in
            rows += 1
            if rows % RunReading.rowsPerPause == 0 { try pause() }
            guard time >= start, time < end else { return }
            guard let known = first[customer], (known.time, known.arm) <= (time, arm) else {
                first[customer] = (time, arm)
                return
            }
        }
    }

    /// The version of a customer's first exposure; `nil` for every later one.
    ///
    /// Within a day the file has exposures by version and not by time, so that a later one may be
    /// read first: a customer must not count from it.
    func arm(of customer: Int64, _ arm: Int, at time: Int64) -> Int? {
        guard let first = first[customer], first == (time, arm) else { return nil }
        return arm
    }
}
