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
        let end = min(run.plan.end?.roundedUpToMilliseconds ?? .max, now + TrafficTime.hour)
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

    /// The version under which a customer counts who was given `arm`.
    func arm(of customer: Int64, _ arm: Int) -> Int { first[customer]?.arm ?? arm }
}
