import FlagModel
import Foundation
import GRDB

/// Deletes one customer from every table.
struct CustomerForgetting {
    private let database: Database
    private let key: CustomerKey

    init(_ key: CustomerKey, in database: Database) {
        self.database = database
        self.key = key
    }

    /// Tables with a row for something that a customer is or did, in a column `customer`.
    static let tables = ["sighting", "description", "given", "exposure", "metricEvent"]

    /// Deletes within the transaction of the caller.
    ///
    /// - Returns: the name that was known, empty without one; `nil` when nobody has the key.
    /// - Throws: what SQLite throws.
    /// - Complexity: O(*n*) in exposures and metric events, and in the names of all customers.
    func forget() throws -> String? {
        let find = "SELECT id, folded, name, facts FROM customer WHERE key = ?"
        let arguments: StatementArguments = [Data(key.text.utf8)]
        guard let row = try Row.fetchOne(database, sql: find, arguments: arguments) else {
            return nil
        }
        let id: Int64 = row[0]
        try forgetSamples(of: id)
        for table in Self.tables {
            try database.execute(sql: "DELETE FROM \(table) WHERE customer = ?", arguments: [id])
        }
        try forgetText(id, CustomerText.Entry(folded: row[1], facts: row[3]))
        try database.execute(sql: "DELETE FROM customer WHERE id = ?", arguments: [id])
        try database.execute(sql: "UPDATE total SET known = known - 1")
        let name: Data? = row[2]
        return name.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Takes the customer out of the search, and the letters of earlier names, too: those are
    /// only marked as gone until the parts of the index are put together.
    private func forgetText(_ id: Int64, _ entry: CustomerText.Entry) throws {
        try CustomerText(database).remove(entry, of: id)
        try database.execute(sql: "INSERT INTO customerText (customerText) VALUES ('optimize')")
    }

    /// Takes every value that was ever known of the customer out of the samples of attributes.
    ///
    /// A value that others have, too, comes back when one of them is seen.
    private func forgetSamples(of id: Int64) throws {
        let values = try values(of: id)
        let sql = "SELECT environment, name, samples FROM attribute"
        for row in try Row.fetchAll(database, sql: sql) {
            let samples = try AttributeTable.values(in: row[2])
            let others = samples.filter { !values.contains(Array($0.utf8)) }
            guard others.count < samples.count else { continue }
            let (environment, name): (Int64, Data) = (row[0], row[1])
            try database.execute(
                sql: "UPDATE attribute SET samples = ? WHERE environment = ? AND name = ?",
                arguments: [AttributeTable.text(others), environment, name]
            )
        }
    }

    /// The bytes of the key, of every name and of every value.
    private func values(of id: Int64) throws -> Set<[UInt8]> {
        let sql = """
            SELECT name, attributes FROM customer WHERE id = ?1
            UNION ALL SELECT NULL, attributes FROM sighting WHERE customer = ?1
            UNION ALL SELECT name, attributes FROM description WHERE customer = ?1
            """
        var values: Set<[UInt8]> = [Array(key.text.utf8)]
        for row in try Row.fetchAll(database, sql: sql, arguments: [id]) {
            if let name: Data = row[0] { values.insert(Array(name)) }
            for value in try CustomerTable.attributes(in: row[1]).values {
                values.insert(Array(value.utf8))
            }
        }
        return values
    }
}
