package import Experiments
package import FlagModel
import Foundation
import GRDB

/// A month of made-up reports about one experiment, the same every time, for a benchmark.
///
/// Half of the rows are exposures: each customer is given the same version on five days. The other
/// half are orders with a price, in the order of time.
package struct ManyEvents: Sendable {
    /// How many rows there are.
    package let rows: Int
    /// How many customers there are: one for each ten rows.
    package var customers: Int { rows / 10 }

    private static let days = 28
    private static let exposuresEach = 5
    /// 2026-01-05T00:00:00Z.
    private static let start: Int64 = 1_767_571_200_000

    /// Plans so many rows, a multiple of 10.
    package init(rows: Int) { self.rows = rows }

    /// The run that counts them: whether somebody ordered within 7 days, and for how much.
    package func run() throws(FoldPlanError) -> ExperimentRun {
        ExperimentRun(
            id: ExperimentRun.ID(
                environmentID: Self.id(1),
                experimentID: Self.id(2),
                run: 0
            ),
            flagKey: "f",
            plan: try FoldPlan(
                variationIDs: ["a", "b"],
                metrics: [FoldMetric(.numeric, windowDays: 7)],
                start: Moment(milliseconds: Self.start),
                end: Moment(milliseconds: Self.start + Int64(Self.days) * TrafficTime.day),
                periods: [
                    FoldPlan.Period(
                        since: Moment(milliseconds: Self.start),
                        weights: [50_000, 50_000]
                    )
                ]
            ),
            events: [ExperimentRun.EventNames(value: "order")]
        )
    }

    /// A moment at which everything has happened.
    package var now: Moment {
        Moment(milliseconds: Self.start + Int64(Self.days + 1) * TrafficTime.day)
    }

    /// Tells every exposure, the days one after the other.
    package func exposures(
        _ tell: (_ day: Int, _ customer: Int64, _ arm: Int, _ time: Int64) throws -> Void
    ) rethrows {
        for day in 0..<Self.days {
            let midnight = Self.start + Int64(day) * TrafficTime.day
            for arm in 0...1 {
                for customer in stride(from: arm, to: customers, by: 2) {
                    let first = Int(Self.mixed(customer) % UInt64(Self.days))
                    let turn = (day - first + Self.days) % Self.days
                    guard turn % 5 == 0, turn < 5 * Self.exposuresEach else { continue }
                    let after = Int64(Self.mixed(customer &* 31 &+ day) % 86_400_000)
                    try tell(day, Int64(customer + 1), arm, midnight + after)
                }
            }
        }
    }

    /// Tells every order in the order of time; no two at the same one.
    package func events(
        _ tell: (_ customer: Int64, _ time: Int64, _ cents: Int) throws -> Void
    ) rethrows {
        let count = rows / 2
        let whole = Int64(Self.days) * TrafficTime.day
        for number in 0..<count {
            let word = Self.mixed(number &+ 7_777_777)
            let time = Self.start + Int64(Double(number) / Double(count) * Double(whole))
            let customer = Int64(word % UInt64(customers)) + 1
            try tell(customer, time, Int((word >> 40) % 20_000))
        }
    }

    private static func id(_ number: UInt64) -> GUID {
        var random = SplitMix64(seed: number)
        return GUID(using: &random)
    }

    private static func mixed(_ number: Int) -> UInt64 {
        var random = SplitMix64(seed: UInt64(bitPattern: Int64(number)))
        return random.next()
    }
}

extension ManyEvents {
    /// Puts the rows into a new file.
    package func make(at path: String) throws(ObservationsError) {
        do {
            let pool = try ObservationPool(path: path).opened()
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = OFF")
                try database.inTransaction {
                    try names(in: database)
                    return .commit
                }
                try fill(database)
                try database.execute(sql: "PRAGMA synchronous = FULL")
                _ = try database.checkpoint(.truncate)
            }
            try pool.close()
        } catch {
            throw ObservationsError(error, path: path)
        }
    }

    private func names(in database: Database) throws {
        let guid = Data(Self.id(1).bytes)
        try database.execute(sql: "INSERT INTO environment VALUES (1, ?)", arguments: [guid])
        try database.execute(
            sql: """
                INSERT INTO variation VALUES (1, 1, CAST('f' AS BLOB), CAST('a' AS BLOB)),
                    (2, 1, CAST('f' AS BLOB), CAST('b' AS BLOB));
                INSERT INTO event
                VALUES (1, 1, CAST('CustomEvent' AS BLOB), CAST('order' AS BLOB));
                """
        )
    }

    private func fill(_ database: Database) throws {
        let exposure = try database.cachedStatement(
            sql: "INSERT INTO exposure VALUES (?, ?, ?, ?)"
        )
        let event = try database.cachedStatement(
            sql: "INSERT INTO metricEvent VALUES (1, ?, ?, ?)"
        )
        try database.inTransaction {
            try exposures { day, customer, arm, time in
                let midnight = Self.start + Int64(day) * TrafficTime.day
                try exposure.execute(
                    arguments: [arm + 1, midnight, customer, time - midnight]
                )
            }
            return .commit
        }
        try database.inTransaction {
            try events { customer, time, cents in
                try event.execute(arguments: [time, customer, Double(cents) / 100])
            }
            return .commit
        }
    }
}

extension ObservationStore {
    /// Counts a run from the file alone.
    ///
    /// - Parameters:
    ///   - run: which run.
    ///   - progress: told now and then how many rows were read.
    /// - Returns: the counts, and the bytes that the customers take.
    /// - Throws: ``ObservationsError``.
    package func recount(
        _ run: ExperimentRun,
        progress: @escaping @Sendable (_ rows: Int) -> Void
    ) async throws(ObservationsError) -> (counts: ExperimentCounts, bytes: Int) {
        try await pool.read { [now = pool.now()] database in
            var pauses = 0
            var reading = try RunReading(run, in: database, now: now) {
                pauses += 1
                progress(pauses * RunReading.rowsPerPause)
            }
            let counted = try reading.count()
            let counts = counted.counts(of: run, days: [], asOf: run.asOf(now))
            return (counts, counted.fold.byteCount)
        }
    }
}
