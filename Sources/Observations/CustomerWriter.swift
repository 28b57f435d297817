import FlagAPI
import FlagModel
import Foundation
import GRDB

/// Puts one customer after the other into the table and its full-text index, and counts.
struct CustomerWriter {
    private(set) var added = 0
    private(set) var updated = 0
    private let database: Database
    private let known: Int
    private let find: Statement
    private let insert: Statement
    private let update: Statement
    private let index: Statement
    private let unindex: Statement

    init(_ database: Database) throws {
        self.database = database
        known = try CustomerTable.known(in: database)
        find = try database.cachedStatement(
            sql: "SELECT id, name, attributes, folded, imported FROM customer WHERE key = ?"
        )
        insert = try database.cachedStatement(
            sql: """
                INSERT INTO customer (key, name, attributes, folded, imported)
                VALUES (?, ?, ?, ?, ?)
                """
        )
        update = try database.cachedStatement(
            sql: """
                UPDATE customer SET name = ?, attributes = ?, folded = ?, imported = ?
                WHERE id = ?
                """
        )
        index = try database.cachedStatement(
            sql: "INSERT INTO customerText (rowid, folded) VALUES (?, ?)"
        )
        unindex = try database.cachedStatement(
            sql: """
                INSERT INTO customerText (customerText, rowid, folded) VALUES ('delete', ?, ?)
                """
        )
    }

    /// Takes over a customer whom a person imports, whatever was known before.
    mutating func put(_ customer: Customer) throws {
        let (key, name) = (customer.key, customer.name)
        let attributes = CustomerTable.attributeText(of: customer.attributes)
        guard let row = try Known(find, key) else {
            _ = try add(key, name: name, attributes: attributes, isImported: true)
            return
        }
        updated += 1
        try replace(row, key: key, name: Self.data(name), attributes: attributes, isImported: true)
    }

    /// Takes note of a customer whom an application names.
    ///
    /// A name that was imported stays; an empty one says nothing.
    ///
    /// - Returns: the customer's row, or `nil` when there are `maximum` customers already.
    mutating func see(_ key: CustomerKey, name: String, maximum: Int) throws -> Int64? {
        guard let row = try Known(find, key) else {
            guard known + added < maximum else { return nil }
            return try add(key, name: name, attributes: "{}", isImported: false)
        }
        if let new = Self.data(name), row.name == nil || !row.isImported {
            try replace(
                row,
                key: key,
                name: new,
                attributes: row.attributes,
                isImported: row.isImported
            )
        }
        return row.id
    }

    /// Writes down how many customers were added; called once, at the end.
    func count() throws {
        guard added > 0 else { return }
        try database.execute(sql: "UPDATE total SET known = known + ?", arguments: [added])
    }

    private mutating func add(
        _ key: CustomerKey,
        name: String,
        attributes: String,
        isImported: Bool
    ) throws -> Int64 {
        let folded = CustomerTable.foldedText(name: name, key: key)
        try insert.execute(
            arguments: [Data(key.text.utf8), Self.data(name), attributes, folded, isImported]
        )
        let id = database.lastInsertedRowID
        try index.execute(arguments: [id, folded])
        added += 1
        return id
    }

    private func replace(
        _ row: Known,
        key: CustomerKey,
        name: Data?,
        attributes: String,
        isImported: Bool
    ) throws {
        let text = name.map { String(decoding: $0, as: UTF8.self) } ?? ""
        let folded = CustomerTable.foldedText(name: text, key: key)
        let isIndexed = Self.areSame(row.folded, folded)
        if isIndexed, row.name == name, row.isImported == isImported,
            Self.areSame(row.attributes, attributes)
        {
            return
        }
        try update.execute(arguments: [name, attributes, folded, isImported, row.id])
        guard !isIndexed else { return }
        try unindex.execute(arguments: [row.id, row.folded])
        try index.execute(arguments: [row.id, folded])
    }

    /// No bytes at all would be bound as NULL anyway.
    private static func data(_ name: String) -> Data? {
        name.isEmpty ? nil : Data(name.utf8)
    }

    /// Equal bytes; `==` would take "é" written in two ways for the same.
    private static func areSame(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    /// The row of a customer who is known.
    private struct Known {
        let id: Int64
        let name: Data?
        let attributes: String
        let folded: String
        let isImported: Bool

        init?(_ find: Statement, _ key: CustomerKey) throws {
            guard let row = try Row.fetchOne(find, arguments: [Data(key.text.utf8)]) else {
                return nil
            }
            id = row[0]
            name = row[1]
            attributes = row[2]
            folded = row[3]
            isImported = row[4]
        }
    }
}
