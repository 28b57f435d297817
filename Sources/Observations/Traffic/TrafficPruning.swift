import GRDB

/// Removes what is older than ``TrafficLimits/keptDays``, a little with every batch.
///
/// Each step looks at the next version and the next kind of event, so that all get their turn
/// and no step takes long.
struct TrafficPruning: Sendable {
    private var variation: Int64 = 0
    private var event: Int64 = 0
    private var customer: Int64 = 0

    /// One step within the transaction of the caller; `now` is milliseconds since 1970.
    ///
    /// Versions stay: what somebody was given last refers to them for ever.
    ///
    /// - Parameters:
    ///   - database: where.
    ///   - now: milliseconds since 1970.
    /// - Returns: whether a kind of event was removed altogether.
    /// - Throws: what SQLite throws.
    mutating func step(in database: Database, now: Int64) throws -> Bool {
        let oldest = now - Int64(TrafficLimits.keptDays) * TrafficTime.day
        try pruneVariation(in: database, before: oldest)
        try pruneDescriptions(in: database, before: oldest)
        try pruneGiven(in: database, before: oldest)
        return try pruneEvent(in: database, before: oldest)
    }

    /// Removes descriptions that no moment within the kept days needs.
    private func pruneDescriptions(in database: Database, before time: Int64) throws {
        try Self.delete(
            """
            DELETE FROM description WHERE (customer, environment, until) IN (
                SELECT customer, environment, until FROM description WHERE until < ?
                ORDER BY until LIMIT ?)
            """,
            [time, TrafficLimits.prunedRows],
            in: database
        )
    }

    /// Removes what the next customers were given too long ago, but never the latest of a flag.
    private mutating func pruneGiven(in database: Database, before time: Int64) throws {
        let first = customer
        let removed = try Self.delete(
            """
            DELETE FROM given WHERE (customer, flag, since) IN (
                SELECT customer, flag, since FROM given AS earlier
                WHERE customer > ?1 AND customer <= ?2 AND last < ?3 AND EXISTS (
                    SELECT 1 FROM given WHERE customer = earlier.customer
                    AND flag = earlier.flag AND since > earlier.since)
                LIMIT ?4)
            """,
            [
                first, first + Int64(TrafficLimits.prunedCustomers), time,
                TrafficLimits.prunedRows,
            ],
            in: database
        )
        guard removed < TrafficLimits.prunedRows else { return }
        let next = try database.cachedStatement(sql: "SELECT max(id) FROM customer")
        customer += Int64(TrafficLimits.prunedCustomers)
        if customer >= (try Int64.fetchOne(next)) ?? 0 { customer = 0 }
    }

    private mutating func pruneVariation(in database: Database, before time: Int64) throws {
        let next = "SELECT id FROM variation WHERE id > ? ORDER BY id LIMIT 1"
        guard let id = try Self.next(next, after: &variation, in: database) else { return }
        try Self.delete(
            """
            DELETE FROM evaluationCount WHERE variation = ?1 AND hour IN (
                SELECT hour FROM evaluationCount WHERE variation = ?1 AND hour < ?2
                ORDER BY hour LIMIT ?3)
            """,
            [id, TrafficTime.hour(of: time), TrafficLimits.prunedRows],
            in: database
        )
        try Self.delete(
            """
            DELETE FROM exposure WHERE variation = ?1 AND (period, customer) IN (
                SELECT period, customer FROM exposure WHERE variation = ?1 AND period < ?2
                ORDER BY period, customer LIMIT ?3)
            """,
            [id, TrafficTime.dayStart(of: time), TrafficLimits.prunedRows],
            in: database
        )
    }

    private mutating func pruneEvent(in database: Database, before time: Int64) throws -> Bool {
        let next = "SELECT id FROM event WHERE id > ? ORDER BY id LIMIT 1"
        guard let id = try Self.next(next, after: &event, in: database) else { return false }
        try Self.delete(
            """
            DELETE FROM metricEvent WHERE event = ?1 AND (time, customer, value) IN (
                SELECT time, customer, value FROM metricEvent WHERE event = ?1 AND time < ?2
                ORDER BY time LIMIT ?3)
            """,
            [id, time, TrafficLimits.prunedRows],
            in: database
        )
        return try Self.delete(
            """
            DELETE FROM event WHERE id = ?1
            AND NOT EXISTS (SELECT 1 FROM metricEvent WHERE event = ?1)
            """,
            [id],
            in: database
        ) > 0
    }

    /// The next number, from the beginning again after the last.
    private static func next(
        _ sql: String,
        after last: inout Int64,
        in database: Database
    ) throws -> Int64? {
        let statement = try database.cachedStatement(sql: sql)
        var id = try Int64.fetchOne(statement, arguments: [last])
        if id == nil, last > 0 { id = try Int64.fetchOne(statement, arguments: [0]) }
        last = id ?? 0
        return id
    }

    @discardableResult
    private static func delete(
        _ sql: String,
        _ arguments: StatementArguments,
        in database: Database
    ) throws -> Int {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
        return database.changesCount
    }
}
