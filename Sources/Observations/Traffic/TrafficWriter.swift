import FlagAPI
import FlagModel
import Foundation
import GRDB

/// Writes batches into the file and remembers what need not be written again.
///
/// What it remembers is only true while every transaction that it wrote in was committed: after
/// a failure the caller calls ``forget()``.
struct TrafficWriter: Sendable {
    /// What became of a batch.
    struct Outcome: Sendable {
        /// Events that are in the file.
        var kept: Int
        /// Events and attributes that are not, because a limit was exceeded.
        var malformed: Int
        /// What running experiments count of it.
        var news = TrafficNews()
    }

    /// A customer in an environment; both by the numbers or bytes of the file.
    struct Place: Hashable {
        var environment: Int64
        var key: CustomerKey
    }

    /// What the file knows about a customer in an environment.
    struct Seen {
        var id: Int64
        /// A hash of the description; 0 when there was none.
        var fingerprint: Int
        /// Milliseconds since 1970.
        var writtenAt: Int64
    }

    /// The first time in a period that a customer was given a version.
    struct FirstTime: Hashable {
        var variation: Int64
        var period: Int64
        var customer: Int64
    }

    /// A version of a flag, by the number of its environment.
    struct VariationName: Hashable {
        var environment: Int64
        var flagKey: String
        var variationID: String
    }

    /// A version of a flag; both by the numbers of the file.
    struct Version {
        var id: Int64
        var flag: Int64
    }

    /// A customer and a flag; both by the numbers of the file.
    struct Pair: Hashable {
        var customer: Int64
        var flag: Int64
    }

    /// A kind of event, by the number of its environment.
    struct EventName: Hashable {
        var environment: Int64
        var kind: String
        var name: String
    }

    /// What a dictionary of 262,144 places holds; one more thing, and it takes twice the memory.
    private static let manyThings = 196_608

    var environments = RecentCache<GUID, Int64>(capacity: 1000)
    var variations = RecentCache<VariationName, Version>(capacity: 10_000)
    var events = RecentCache<EventName, Int64>(capacity: 10_000)
    var customers = RecentCache<Place, Seen>(capacity: 50_000)
    var exposures = RecentCache<FirstTime, Int64>(capacity: Self.manyThings)
    var given = RecentCache<Pair, GivenRun>(capacity: Self.manyThings)
    var pruning = TrafficPruning()
    /// What is told as ``Outcome/news``.
    var followed = FollowedNames()

    /// Forgets everything that it read, so that the next batch asks the file.
    mutating func forget() {
        let followed = followed
        self = TrafficWriter()
        self.followed = followed
    }

    /// Writes a batch within the transaction of the caller; `now` is milliseconds since 1970.
    mutating func write(
        _ batch: TrafficBatch,
        to database: Database,
        now: Int64
    ) throws -> Outcome {
        var outcome = Outcome(kept: batch.kept, malformed: batch.malformed)
        let places = try batch.environments.map { try id(of: $0, in: database) }
        let customers = try write(batch.sightings, places, to: database, &outcome)
        try writeEvaluations(of: batch, places, customers, to: database, &outcome)
        try writeMetrics(of: batch, places, customers, to: database, &outcome)
        if try pruning.step(in: database, now: now) { events.removeAll() }
        return outcome
    }

    private mutating func id(of environment: GUID, in database: Database) throws -> Int64 {
        if let id = environments.value(for: environment) { return id }
        let guid = Data(environment.bytes)
        try database.execute(
            sql: "INSERT OR IGNORE INTO environment (guid) VALUES (?)",
            arguments: [guid]
        )
        let sql = "SELECT id FROM environment WHERE guid = ?"
        let id = try Int64.fetchOne(database, sql: sql, arguments: [guid]) ?? 0
        environments.insert(id, for: environment)
        return id
    }
}
