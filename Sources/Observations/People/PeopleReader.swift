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
            return try readAll(in: environment, after, through, from: database, tell)
        case .places(let places):
            let list = "[" + places.map(String.init).joined(separator: ",") + "]"
            // The order of the tables is kept, so everybody is looked up by place.
            let statement = try database.cachedStatement(
                sql: "\(Self.columns) FROM json_each(?) AS place "
                    + "CROSS JOIN customer ON customer.id = place.value \(Self.description)"
            )
            return try count(statement, [list, environment], tell)
        case .picks(let stretches):
            let statement = try database.cachedStatement(
                sql: "\(Self.columns) FROM customer \(Self.description) "
                    + "WHERE customer.id >= ? AND customer.id < ? ORDER BY customer.id LIMIT 1"
            )
            return try stretches.reduce(0) { sum, stretch in
                let found = try count(statement, [environment, stretch.pick, stretch.end], tell)
                if found > 0 { return sum + found }
                return try sum + count(statement, [environment, stretch.first, stretch.end], tell)
            }
        }
    }

    private static let columns = """
        SELECT customer.key, customer.name, coalesce(sighting.attributes, customer.attributes)
        """

    private static let description = """
        LEFT JOIN sighting ON sighting.customer = customer.id AND sighting.environment = ?
        """

    /// Tells of every row that a statement finds.
    private func count(
        _ statement: Statement,
        _ arguments: StatementArguments,
        _ tell: (KnownPerson) -> Void
    ) throws -> Int {
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        let columns = BareColumns(statement)
        var count = 0
        while try rows.next() != nil {
            tell(try person(columns, columns.bytes(2)))
            count += 1
        }
        return count
    }

    /// Reads both tables side by side: to look up a description for each of very many customers
    /// takes longer than to pass over those of other environments.
    private func readAll(
        in environment: Int64?,
        _ after: Int64,
        _ through: Int64,
        from database: Database,
        _ tell: (KnownPerson) -> Void
    ) throws -> Int {
        var descriptions = try Descriptions(in: environment, after, through, from: database)
        let statement = try database.cachedStatement(
            sql: """
                SELECT key, name, attributes, id FROM customer
                WHERE id > ? AND id <= ? ORDER BY id
                """
        )
        let rows = try Row.fetchCursor(statement, arguments: [after, through])
        let columns = BareColumns(statement)
        var count = 0
        while try rows.next() != nil {
            let described = try descriptions.attributes(of: columns.number(3))
            tell(try person(columns, described ?? columns.bytes(2)))
            count += 1
        }
        return count
    }

    /// Somebody with the key and the name of a row, and with these attributes.
    private func person(
        _ columns: BareColumns,
        _ attributes: UnsafeRawBufferPointer
    ) throws -> KnownPerson {
        KnownPerson(
            key: columns.text(0),
            name: columns.text(1),
            attributes: try scanner.attributes(in: attributes)
        )
    }
}

/// How applications of one environment described customers last, in the order of their places.
private struct Descriptions {
    private let rows: RowCursor
    private let columns: BareColumns
    /// Whose row the cursor stands on; the highest of all at the end.
    private var customer = Int64.min

    init(
        in environment: Int64?,
        _ after: Int64,
        _ through: Int64,
        from database: Database
    ) throws {
        let statement = try database.cachedStatement(
            sql: """
                SELECT attributes, customer FROM sighting
                WHERE customer > ? AND customer <= ? AND environment = ? ORDER BY customer
                """
        )
        rows = try Row.fetchCursor(statement, arguments: [after, through, environment])
        columns = BareColumns(statement)
        try advance()
    }

    /// The attributes of a customer, who stands behind those who were asked for before.
    ///
    /// - Returns: their text, good until the next call; `nil` where there is none.
    mutating func attributes(of id: Int64) throws -> UnsafeRawBufferPointer? {
        while customer < id { try advance() }
        return customer == id ? columns.bytes(0) : nil
    }

    private mutating func advance() throws {
        customer = try rows.next() == nil ? .max : columns.number(1)
    }
}
