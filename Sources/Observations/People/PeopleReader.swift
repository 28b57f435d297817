import FlagModel
import Foundation
import GRDB

/// Reads customers as applications of one environment described them last, as imported where none
/// did.
struct PeopleReader: Sendable {
    /// Which attributes are read.
    let scanner: AttributeScanner
    /// Where.
    let environmentID: GUID

    /// Tells of everybody in a part, in the order of their places.
    ///
    /// - Returns: how many there are.
    func read(
        _ part: PeopleRows.Part,
        from database: Database,
        _ tell: (KnownPerson) -> Void
    ) throws -> Int {
        let environment = try Int64.fetchOne(
            database,
            sql: "SELECT id FROM environment WHERE guid = ?",
            arguments: [Data(environmentID.bytes)]
        )
        switch part {
        case .row(let after, let through):
            let statement = try statement("customer.id > ? AND customer.id <= ?", database)
            let rows = try Row.fetchCursor(statement, arguments: [environment, after, through])
            var count = 0
            while let row = try rows.next() {
                tell(try person(in: row))
                count += 1
            }
            return count
        case .picks(let stretches):
            let statement = try statement("customer.id >= ? AND customer.id < ?", database)
            return try stretches.count { stretch in
                let row =
                    try Row.fetchOne(
                        statement,
                        arguments: [environment, stretch.pick, stretch.end]
                    )
                    ?? Row.fetchOne(
                        statement,
                        arguments: [environment, stretch.first, stretch.end]
                    )
                if let row { tell(try person(in: row)) }
                return row != nil
            }
        }
    }

    private func statement(_ condition: String, _ database: Database) throws -> Statement {
        try database.cachedStatement(
            sql: """
                SELECT customer.key, customer.name,
                    coalesce(sighting.attributes, customer.attributes)
                FROM customer LEFT JOIN sighting ON sighting.customer = customer.id
                    AND sighting.environment = ?
                WHERE \(condition) ORDER BY customer.id
                """
        )
    }

    private func person(in row: Row) throws -> KnownPerson {
        KnownPerson(
            key: try text(0, in: row),
            name: try text(1, in: row),
            attributes: try row.withUnsafeData(atIndex: 2) { data in
                try data?.withUnsafeBytes { try scanner.attributes(in: $0) } ?? []
            }
        )
    }

    private func text(_ column: Int, in row: Row) throws -> String {
        try row.withUnsafeData(atIndex: column) { data in
            data?.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } ?? ""
        }
    }
}
