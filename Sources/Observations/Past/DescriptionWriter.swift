import Foundation
import GRDB

/// Keeps how a customer was described before, when the description changes.
struct DescriptionWriter {
    /// What is kept.
    struct Row {
        /// The customer's row.
        var customer: Int64
        /// The environment's number, or ``DescriptionWriter/everywhere``.
        var environment: Int64
        /// From when on it was so, in milliseconds since 1970.
        var since: Int64
        /// The name; only ``DescriptionWriter/everywhere`` has one.
        var name: Data?
        /// JSON, as ``CustomerTable/attributeText(of:)`` writes it.
        var attributes: String
    }

    /// Stands for the name and the imported attributes, which belong to no environment.
    static let everywhere: Int64 = 0

    private let insert: Statement
    private let measure: Statement
    private let oldest: Statement
    private let delete: Statement

    init(_ database: Database) throws {
        insert = try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO description
                (customer, environment, until, since, name, attributes) VALUES (?, ?, ?, ?, ?, ?)
                """
        )
        measure = try database.cachedStatement(
            sql: """
                SELECT count(*), total(\(Self.size)) FROM description
                WHERE customer = ? AND environment = ?
                """
        )
        oldest = try database.cachedStatement(
            sql: """
                SELECT until, \(Self.size) FROM description
                WHERE customer = ? AND environment = ? ORDER BY until LIMIT 1
                """
        )
        delete = try database.cachedStatement(
            sql: "DELETE FROM description WHERE customer = ? AND environment = ? AND until = ?"
        )
    }

    /// Bytes of what a row says.
    private static let size =
        "length(CAST(attributes AS BLOB)) + coalesce(length(name), 0)"

    /// Keeps a row that is about to be replaced; the oldest ones of too many go.
    ///
    /// - Parameters:
    ///   - row: what was so until now.
    ///   - time: when the next description came, in milliseconds since 1970.
    /// - Returns: from when on the next description counts: `time`, unless the clock was set back.
    /// - Throws: what SQLite throws.
    func keep(_ row: Row, until time: Int64) throws -> Int64 {
        // What was so for no time at all never decided anything.
        guard time > row.since else { return row.since }
        try insert.execute(
            arguments: [row.customer, row.environment, time, row.since, row.name, row.attributes]
        )
        try trim(row.customer, row.environment)
        return time
    }

    private func trim(_ customer: Int64, _ environment: Int64) throws {
        let place: StatementArguments = [customer, environment]
        guard let all = try GRDB.Row.fetchOne(measure, arguments: place) else { return }
        var (count, bytes): (Int, Int) = (all[0], Int(all[1] as Double))
        // The newest one stays, however long it is.
        while count > 1,
            count > TrafficLimits.earlierDescriptions
                || bytes > TrafficLimits.earlierDescriptionBytes
        {
            guard let row = try GRDB.Row.fetchOne(oldest, arguments: place) else { return }
            let until: Int64 = row[0]
            try delete.execute(arguments: [customer, environment, until])
            count -= 1
            bytes -= row[1] as Int
        }
    }

    /// Equal bytes; `==` would take "é" written in two ways for the same.
    static func areSame(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }
}
