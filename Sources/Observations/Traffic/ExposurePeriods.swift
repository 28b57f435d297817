import Experiments
import FlagModel
import Foundation
import GRDB

/// When exposures begin to be kept anew: every midnight in UTC, and the moments that were named
/// with ``ObservationStore/startPeriod(ofFlag:in:at:)``.
///
/// Of each customer and version, the first exposure of a period is kept. So an experiment that
/// starts in the middle of a day finds everybody's first exposure since then.
struct ExposurePeriods {
    /// By index of a version in the batch: named moments in order, milliseconds since 1970.
    private let starts: [[Int64]]

    /// Looks up what matters for a batch.
    init(of batch: TrafficBatch, _ places: [Int64], in database: Database) throws {
        let exposures = batch.handouts.lazy.filter(\.countsForExperiments)
        guard let earliest = exposures.map(\.time).min() else {
            starts = []
            return
        }
        let find = try database.cachedStatement(
            sql: """
                SELECT time FROM periodStart
                WHERE environment = ? AND flagKey = ? AND time > ? ORDER BY time
                """
        )
        starts = try batch.variations.map { variation in
            let key = Data(variation.flagKey.utf8)
            return try Int64.fetchAll(
                find,
                arguments: [
                    places[variation.environment], key, TrafficTime.dayStart(of: earliest),
                ]
            )
        }
    }

    /// The beginning of the period that holds an exposure.
    func start(of exposure: TrafficBatch.Handout) -> Int64 {
        let midnight = TrafficTime.dayStart(of: exposure.time)
        let named = starts[exposure.variation].last { $0 <= exposure.time }
        return max(midnight, named ?? midnight)
    }
}

extension ExposurePeriods {
    /// Names a moment, once; `false` when the flag has too many.
    static func add(
        _ time: Int64,
        flagKey: String,
        environmentID: GUID,
        to database: Database
    ) throws -> Bool {
        let guid = Data(environmentID.bytes)
        try database.execute(
            sql: "INSERT OR IGNORE INTO environment (guid) VALUES (?)",
            arguments: [guid]
        )
        let sql = """
            SELECT count(*) FROM periodStart WHERE flagKey = ?
            AND environment = (SELECT id FROM environment WHERE guid = ?)
            """
        let key = Data(flagKey.utf8)
        let count = try Int.fetchOne(database, sql: sql, arguments: [key, guid]) ?? 0
        guard count < TrafficLimits.periodStarts else { return false }
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO periodStart (environment, flagKey, time)
                SELECT id, ?, ? FROM environment WHERE guid = ?
                """,
            arguments: [key, time, guid]
        )
        return true
    }
}

extension ExposurePeriods {
    /// Keeps the exposures of a run's flag anew from its start on; there is no harm when the flag
    /// has too many such moments: of the first day, less is known then.
    static func add(_ run: ExperimentRun, to database: Database) throws {
        _ = try add(
            run.plan.start.roundedUpToMilliseconds,
            flagKey: run.flagKey,
            environmentID: run.id.environmentID,
            to: database
        )
    }
}
