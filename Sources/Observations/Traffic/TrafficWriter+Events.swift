import FlagModel
import Foundation
import GRDB

extension TrafficWriter {
    /// Adds evaluations to the counts of their hours, and keeps first exposures.
    mutating func writeEvaluations(
        of batch: TrafficBatch,
        _ places: [Int64],
        _ customers: [Int64?],
        to database: Database,
        _ outcome: inout Outcome
    ) throws {
        var room = Room(
            sql: "SELECT count(*) FROM variation WHERE environment = ?",
            limit: TrafficLimits.variations
        )
        let versions = try batch.variations.map { variation -> Version? in
            let name = VariationName(
                environment: places[variation.environment],
                flagKey: variation.flagKey,
                variationID: variation.variationID
            )
            return try id(of: name, in: database, &room)
        }
        let upsert = try database.cachedStatement(
            sql: """
                INSERT INTO evaluationCount (variation, hour, count) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET count = count + excluded.count
                """
        )
        for (hour, count) in batch.counts {
            guard let version = versions[hour.variation] else {
                outcome.kept -= count
                outcome.malformed += count
                continue
            }
            try upsert.execute(arguments: [version.id, hour.hour, count])
        }
        try writeExposures(of: batch, places, customers, versions, to: database, &outcome)
        try writeGiven(batch.handouts, customers, versions, to: database)
    }

    private mutating func writeExposures(
        of batch: TrafficBatch,
        _ places: [Int64],
        _ customers: [Int64?],
        _ versions: [Version?],
        to database: Database,
        _ outcome: inout Outcome
    ) throws {
        let periods = try ExposurePeriods(of: batch, places, in: database)
        var news: [(first: FirstTime, variation: Int, time: Int64)] = []
        for exposure in batch.handouts where exposure.countsForExperiments {
            guard let version = versions[exposure.variation] else { continue }
            guard let customer = customers[exposure.customer] else {
                // It counts for its hour, but not for an experiment.
                outcome.malformed += 1
                continue
            }
            let first = FirstTime(
                variation: version.id,
                period: periods.start(of: exposure),
                customer: customer
            )
            if let known = exposures.value(for: first), known <= exposure.time { continue }
            exposures.insert(exposure.time, for: first)
            news.append((first, exposure.variation, exposure.time))
        }
        guard !news.isEmpty else { return }
        // In the order of the table, so that neighbours are written together.
        news.sort { left, right in
            (left.first.variation, left.first.period, left.first.customer)
                < (right.first.variation, right.first.period, right.first.customer)
        }
        let upsert = try database.cachedStatement(
            sql: """
                INSERT INTO exposure (variation, period, customer, after) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET after = excluded.after WHERE after > excluded.after
                """
        )
        for (first, variation, time) in news {
            try upsert.execute(
                arguments: [first.variation, first.period, first.customer, time - first.period]
            )
            guard database.changesCount > 0, follows(batch.variations[variation], batch) else {
                continue
            }
            outcome.news.exposures.append(
                TrafficNews.Exposure(variation: variation, customer: first.customer, time: time)
            )
        }
    }

    private func follows(_ variation: TrafficBatch.Variation, _ batch: TrafficBatch) -> Bool {
        followed.holds(flag: variation.flagKey, in: batch.environments[variation.environment])
    }

    /// Keeps what customers did; the same thing reported twice is kept once.
    mutating func writeMetrics(
        of batch: TrafficBatch,
        _ places: [Int64],
        _ customers: [Int64?],
        to database: Database,
        _ outcome: inout Outcome
    ) throws {
        guard !batch.metrics.isEmpty else { return }
        var room = Room(
            sql: "SELECT count(*) FROM event WHERE environment = ?",
            limit: TrafficLimits.events
        )
        let ids = try batch.events.map { event -> Int64? in
            let name = EventName(
                environment: places[event.environment],
                kind: event.kind,
                name: event.name
            )
            return try id(of: name, in: database, &room)
        }
        let insert = try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO metricEvent (event, time, customer, value)
                VALUES (?, ?, ?, ?)
                """
        )
        let isFollowed = batch.events.map { event in
            followed.holds(event: event.name, in: batch.environments[event.environment])
        }
        for metric in batch.metrics {
            guard let event = ids[metric.event], let customer = customers[metric.customer] else {
                outcome.kept -= 1
                outcome.malformed += 1
                continue
            }
            try insert.execute(arguments: [event, metric.time, customer, metric.value])
            guard isFollowed[metric.event], database.changesCount > 0 else { continue }
            outcome.news.events.append(
                TrafficNews.Event(
                    event: metric.event,
                    customer: customer,
                    time: metric.time,
                    value: metric.value
                )
            )
        }
    }

    private mutating func id(
        of name: VariationName,
        in database: Database,
        _ room: inout Room
    ) throws -> Version? {
        if let version = variations.value(for: name) { return version }
        let arguments: StatementArguments = [
            name.environment, Data(name.flagKey.utf8), Data(name.variationID.utf8),
        ]
        let find = """
            SELECT id FROM variation WHERE environment = ? AND flagKey = ? AND variationID = ?
            """
        let insert = "INSERT INTO variation (environment, flagKey, variationID) VALUES (?, ?, ?)"
        guard let id = try room.id(name.environment, find, insert, arguments, in: database) else {
            return nil
        }
        let version = Version(id: id, flag: try flag(of: name, in: database))
        variations.insert(version, for: name)
        return version
    }

    /// The number of a version's flag; there are no more of them than versions.
    private func flag(of name: VariationName, in database: Database) throws -> Int64 {
        let arguments: StatementArguments = [name.environment, Data(name.flagKey.utf8)]
        let find = try database.cachedStatement(
            sql: "SELECT id FROM flag WHERE environment = ? AND flagKey = ?"
        )
        if let id = try Int64.fetchOne(find, arguments: arguments) { return id }
        try database.cachedStatement(sql: "INSERT INTO flag (environment, flagKey) VALUES (?, ?)")
            .execute(arguments: arguments)
        return database.lastInsertedRowID
    }

    private mutating func id(
        of name: EventName,
        in database: Database,
        _ room: inout Room
    ) throws -> Int64? {
        if let id = events.value(for: name) { return id }
        let arguments: StatementArguments = [
            name.environment, Data(name.kind.utf8), Data(name.name.utf8),
        ]
        let find = "SELECT id FROM event WHERE environment = ? AND kind = ? AND name = ?"
        let insert = "INSERT INTO event (environment, kind, name) VALUES (?, ?, ?)"
        let id = try room.id(name.environment, find, insert, arguments, in: database)
        if let id { events.insert(id, for: name) }
        return id
    }
}

/// Counts the names of each environment once a batch, so that their number stays bounded.
private struct Room {
    /// Counts the names of one environment.
    let sql: String
    let limit: Int
    private var counts: [Int64: Int] = [:]

    init(sql: String, limit: Int) {
        self.sql = sql
        self.limit = limit
    }

    /// The number of a name, known or new; `nil` when there is no room for a new one.
    mutating func id(
        _ environment: Int64,
        _ find: String,
        _ insert: String,
        _ arguments: StatementArguments,
        in database: Database
    ) throws -> Int64? {
        let known = try database.cachedStatement(sql: find)
        if let id = try Int64.fetchOne(known, arguments: arguments) { return id }
        let count =
            try counts[environment]
            ?? Int.fetchOne(database, sql: sql, arguments: [environment]) ?? 0
        counts[environment] = count
        guard count < limit else { return nil }
        try database.cachedStatement(sql: insert).execute(arguments: arguments)
        counts[environment] = count + 1
        return database.lastInsertedRowID
    }
}
