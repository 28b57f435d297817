import Experiments
import FlagAPI
import FlagModel
import Foundation
import GRDB

/// Reads what a run counts out of the file, row by row; holds one day's exposures at the most.
struct RunReader {
    private let run: ExperimentRun
    private let database: Database
    /// The environment's number; `nil` when it never reported anything.
    private let environment: Int64?
    /// The numbers of the versions, and their arms.
    private let variations: [(id: Int64, arm: Int)]
    /// The numbers of the events, and their places in ``ExperimentRun/eventNames``.
    private let events: [(id: Int64, name: Int)]

    init(_ run: ExperimentRun, in database: Database) throws {
        self.run = run
        self.database = database
        let guid = Data(run.id.environmentID.bytes)
        let environment = try Int64.fetchOne(
            database,
            sql: "SELECT id FROM environment WHERE guid = ?",
            arguments: [guid]
        )
        self.environment = environment
        variations = try Self.variations(of: run, environment, in: database)
        events = try Self.events(of: run, environment, in: database)
    }

    private static func variations(
        of run: ExperimentRun,
        _ environment: Int64?,
        in database: Database
    ) throws -> [(id: Int64, arm: Int)] {
        let sql = "SELECT id, variationID FROM variation WHERE environment = ? AND flagKey = ?"
        let rows = try Row.fetchAll(
            database,
            sql: sql,
            arguments: [environment, Data(run.flagKey.utf8)]
        )
        return rows.compactMap { row in
            let (id, name): (Int64, Data) = (row[0], row[1])
            let text = String(decoding: name, as: UTF8.self)
            return run.plan.variationIDs.firstIndex(of: text).map { (id, $0) }
        }
    }

    private static func events(
        of run: ExperimentRun,
        _ environment: Int64?,
        in database: Database
    ) throws -> [(id: Int64, name: Int)] {
        let sql = "SELECT id FROM event WHERE environment = ? AND name = ? ORDER BY id"
        return try run.eventNames.enumerated().flatMap { index, name in
            try Int64.fetchAll(database, sql: sql, arguments: [environment, Data(name.utf8)])
                .map { ($0, index) }
        }
    }

    /// Tells the exposures of periods that begin within some time, in milliseconds since 1970; the
    /// order within a day is that of the table.
    func exposures(
        from: Int64,
        until: Int64,
        _ tell: (_ customer: Int64, _ arm: Int, _ time: Int64) throws -> Void
    ) throws {
        let statement = try database.cachedStatement(
            sql: """
                SELECT customer, period + after FROM exposure
                WHERE variation = ? AND period >= ? AND period < ?
                """
        )
        for (id, arm) in variations {
            let rows = try Row.fetchCursor(statement, arguments: [id, from, until])
            while let row = try rows.next() { try tell(row[0], arm, row[1]) }
        }
    }

    /// The exposures of one customer.
    ///
    /// - Complexity: O(*days* of the run), each a search.
    func exposures(of customer: Int64, through last: Int64) throws -> [FoldExposure] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT period + after FROM exposure
                WHERE variation = ? AND period = ? AND customer = ?
                """
        )
        var found: [FoldExposure] = []
        for period in try periods(through: last) {
            for (id, arm) in variations {
                let time = try Int64.fetchOne(statement, arguments: [id, period, customer])
                guard let time else { continue }
                found.append(FoldExposure(arm: arm, at: Moment(milliseconds: time)))
            }
        }
        return found
    }

    /// The beginnings of all periods that can hold an exposure of the run.
    private func periods(through last: Int64) throws -> [Int64] {
        let start = TrafficTime.dayStart(of: run.plan.start.milliseconds)
        let named = try Int64.fetchAll(
            database,
            sql: """
                SELECT time FROM periodStart
                WHERE environment = ? AND flagKey = ? AND time BETWEEN ? AND ?
                """,
            arguments: [environment, Data(run.flagKey.utf8), start, last]
        )
        let midnights = stride(from: start, through: last, by: Int(TrafficTime.day))
        return Set(named).union(midnights).sorted()
    }

    /// Tells the events of some time, in milliseconds since 1970: those of one name after those
    /// of another, each in the order of time.
    func events(
        from: Int64,
        until: Int64,
        _ tell: (_ customer: Int64, _ name: Int, _ time: Int64, _ value: Double) throws -> Void
    ) throws {
        let statement = try database.cachedStatement(
            sql: """
                SELECT customer, time, value FROM metricEvent
                WHERE event = ? AND time >= ? AND time < ?
                """
        )
        for (id, name) in events {
            let rows = try Row.fetchCursor(statement, arguments: [id, from, until])
            while let row = try rows.next() { try tell(row[0], name, row[1], row[2]) }
        }
    }

    /// Customers who were given any version of the flag since a moment, in milliseconds since 1970,
    /// also one that does not count.
    ///
    /// - Complexity: O(*customers* of the environment), each a search.
    func given(since: Int64) throws -> [Int64] {
        let flag = try Int64.fetchOne(
            database,
            sql: "SELECT id FROM flag WHERE environment = ? AND flagKey = ?",
            arguments: [environment, Data(run.flagKey.utf8)]
        )
        guard let flag else { return [] }
        return try Int64.fetchAll(
            database,
            sql: """
                SELECT sighting.customer FROM sighting
                WHERE environment = ?1 AND lastSeen >= ?2 AND EXISTS (
                    SELECT 1 FROM given WHERE given.customer = sighting.customer
                    AND given.flag = ?3 AND given.last >= ?2)
                ORDER BY sighting.customer
                """,
            arguments: [environment, since, flag]
        )
    }

    /// Customers whom applications of the environment described since a moment, in milliseconds
    /// since 1970.
    func seen(since: Int64) throws -> [Int64] {
        try Int64.fetchAll(
            database,
            sql: """
                SELECT customer FROM sighting WHERE environment = ? AND lastSeen >= ?
                ORDER BY customer
                """,
            arguments: [environment, since]
        )
    }

    /// When the first event was that is kept, in milliseconds since 1970.
    func firstEvent(from: Int64) throws -> Int64? {
        let statement = try database.cachedStatement(
            sql: "SELECT min(time) FROM metricEvent WHERE event = ? AND time >= ?"
        )
        return try events.compactMap { try Int64.fetchOne(statement, arguments: [$0.id, from]) }
            .min()
    }

    /// Whether a customer counts, as described at a moment in milliseconds since 1970.
    ///
    /// Where nothing was known then, the first description after it decides; where applications of
    /// the environment never described them, the import does.
    func admits(_ customer: Int64, at time: Int64) throws -> Bool {
        guard let admission = run.admission else { return true }
        let statement = try database.cachedStatement(
            sql: """
                SELECT customer.key, customer.name, coalesce(CASE WHEN sighting.since > ?1 THEN (
                        SELECT attributes FROM description WHERE customer = customer.id
                        AND environment = sighting.environment AND until > ?1
                        ORDER BY until LIMIT 1) END,
                    sighting.attributes, customer.attributes)
                FROM customer LEFT JOIN sighting ON sighting.customer = customer.id
                    AND sighting.environment = ?2
                WHERE customer.id = ?3
                """
        )
        let arguments: StatementArguments = [time, environment, customer]
        guard let row = try Row.fetchOne(statement, arguments: arguments) else { return false }
        return admission.admits(try Self.person(in: row, AttributeScanner(admission.attributes)))
    }

    /// What a customer has in an attribute now; `nil` for nothing.
    func value(of attribute: AttributeScanner, _ customer: Int64) throws -> String? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT customer.key, customer.name,
                    coalesce(sighting.attributes, customer.attributes)
                FROM customer LEFT JOIN sighting ON sighting.customer = customer.id
                    AND sighting.environment = ?
                WHERE customer.id = ?
                """
        )
        guard let row = try Row.fetchOne(statement, arguments: [environment, customer]) else {
            return nil
        }
        return try Self.person(in: row, attribute).attributes.first?.value
    }

    private static func person(in row: Row, _ scanner: AttributeScanner) throws -> KnownPerson {
        let (key, name): (Data, Data?) = (row[0], row[1])
        return KnownPerson(
            key: String(decoding: key, as: UTF8.self),
            name: name.map { String(decoding: $0, as: UTF8.self) } ?? "",
            attributes: try row.withUnsafeData(atIndex: 2) { data in
                try data?.withUnsafeBytes { try scanner.attributes(in: $0) } ?? []
            }
        )
    }
}
