import FlagAPI
public import FlagModel
import Foundation
import GRDB
import JSON

extension ObservationStore {
    /// Removes everything that is known of a customer, so that the file no longer holds it.
    ///
    /// Rows go from every table that names customers, values of theirs from the samples of
    /// attributes; freed bytes are overwritten, and the write-ahead file is emptied. Counts of
    /// evaluations stay: they name nobody. Nothing may report meanwhile: who writes reports keeps
    /// in mind whom it has seen lately.
    ///
    /// - Parameter key: exactly this key.
    /// - Returns: the name that was known, empty without one; `nil` when nobody has the key.
    /// - Throws: ``ObservationsError``.
    public func forget(_ key: CustomerKey) async throws(ObservationsError) -> String? {
        let path = path
        let pool = try pool.opened()
        do {
            return try await pool.barrierWriteWithoutTransaction { database in
                try database.execute(sql: "PRAGMA secure_delete = ON")
                var name: String?
                try database.inTransaction(.immediate) {
                    name = try CustomerRemoval(database).remove(key)
                    return .commit
                }
                try database.execute(sql: "PRAGMA secure_delete = OFF")
                _ = try Row.fetchAll(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
                return name
            }
        } catch {
            throw ObservationsError(error, path: path)
        }
    }
}

/// Takes one customer out of every table, within the transaction of the caller.
private struct CustomerRemoval {
    let database: Database

    init(_ database: Database) {
        self.database = database
    }

    func remove(_ key: CustomerKey) throws -> String? {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT id, name, folded FROM customer WHERE key = ?",
            arguments: [Data(key.text.utf8)]
        )
        guard let row else { return nil }
        let (id, name, folded): (Int64, Data?, String) = (row[0], row[1], row[2])
        let known = try CustomerTable.customers(withKeys: [key], from: database)
        var values = Set(known.flatMap(\.attributes.values))
        values.formUnion([key.text, known.first?.name ?? ""])
        try removeSamples(values)
        for table in try tablesOfCustomers() {
            try database.execute(
                sql: "DELETE FROM \(table.quotedDatabaseIdentifier) WHERE customer = ?",
                arguments: [id]
            )
        }
        try database.execute(
            sql: "INSERT INTO customerText (customerText, rowid, folded) VALUES ('delete', ?, ?)",
            arguments: [id, folded]
        )
        try database.execute(sql: "INSERT INTO customerText (customerText) VALUES ('optimize')")
        try database.execute(sql: "DELETE FROM customer WHERE id = ?", arguments: [id])
        try database.execute(sql: "UPDATE total SET known = known - 1")
        return name.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Every table with a column `customer`, also those that came after this was written.
    private func tablesOfCustomers() throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT sqlite_master.name FROM sqlite_master
                JOIN pragma_table_info(sqlite_master.name) AS field
                WHERE sqlite_master.type = 'table' AND field.name = 'customer'
                """
        )
    }

    /// A sample says nothing that is needed, so one that others share may go as well.
    private func removeSamples(_ values: Set<String>) throws {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT environment, name, samples FROM attribute"
        )
        for row in rows {
            let (place, name, text): (Int64, Data, String) = (row[0], row[1], row[2])
            guard case .array(let samples) = try JSONValue(parsing: Array(text.utf8)) else {
                continue
            }
            let kept = samples.filter { sample in
                guard case .string(let text) = sample else { return true }
                return !values.contains(text)
            }
            guard kept.count < samples.count else { continue }
            let bytes = JSONValue.array(kept).canonicalBytes()
            try database.execute(
                sql: "UPDATE attribute SET samples = ? WHERE environment = ? AND name = ?",
                arguments: [String(decoding: bytes, as: UTF8.self), place, name]
            )
        }
    }
}
