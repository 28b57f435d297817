import FlagAPI
import FlagModel
import Foundation
import GRDB
import JSON

/// The table of customers: how a customer becomes a row and a row a customer.
enum CustomerTable {
    /// Keys looked up by one statement.
    private static let chunk = 500

    /// Writes customers within the transaction of the caller.
    static func put(_ customers: [Customer], into database: Database) throws -> CustomerImport {
        var writer = try CustomerWriter(database)
        for customer in customers { try writer.put(customer) }
        let sql = "UPDATE total SET known = known + ?"
        try database.execute(sql: sql, arguments: [writer.added])
        return CustomerImport(added: writer.added, updated: writer.updated)
    }

    /// Customers with these keys, in the order of the keys, each once.
    static func customers(
        withKeys keys: [CustomerKey],
        from database: Database
    ) throws -> [Customer] {
        var rest = keys[...]
        var found: [CustomerKey: Customer] = [:]
        while !rest.isEmpty {
            let some = rest.prefix(chunk)
            rest = rest.dropFirst(chunk)
            let marks = Array(repeating: "?", count: some.count).joined(separator: ",")
            let statement = try database.cachedStatement(
                sql: "SELECT key, name, attributes FROM customer WHERE key IN (\(marks))"
            )
            let arguments = StatementArguments(some.map { Data($0.text.utf8) })
            let rows = try Row.fetchCursor(statement, arguments: arguments)
            while let row = try rows.next() {
                let customer = try customer(in: row)
                found[customer.key] = customer
            }
        }
        return keys.compactMap { found.removeValue(forKey: $0) }
    }

    /// Customers with these row numbers, in their order.
    static func customers(withIDs ids: [Int64], from database: Database) throws -> [Customer] {
        let statement = try database.cachedStatement(
            sql: "SELECT key, name, attributes FROM customer WHERE id = ?"
        )
        return try ids.compactMap { id in
            try Row.fetchOne(statement, arguments: [id]).map(customer(in:))
        }
    }

    /// How many customers are known.
    static func known(in database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT known FROM total") ?? 0
    }

    /// The text that is searched: the name, a line break, the key; only the key without a name.
    static func foldedText(of customer: Customer) -> String {
        let key = FoldedText(customer.key.text).text
        let name = FoldedText(customer.name).text
        return name.isEmpty ? key : name + "\n" + key
    }

    /// The attributes as JSON, in the order of their names.
    static func attributeText(of customer: Customer) -> String {
        let members = customer.attributes.map { JSONMember(key: $0.key, value: .string($0.value)) }
        return String(
            decoding: JSONValue.object(JSONObject(members)).canonicalBytes(),
            as: UTF8.self
        )
    }

    /// The customer in a row of key, name and attributes.
    private static func customer(in row: Row) throws -> Customer {
        let key: Data = row[0]
        let name: Data? = row[1]
        let attributes: String = row[2]
        return Customer(
            key: try CustomerKey(String(decoding: key, as: UTF8.self)),
            name: name.map { String(decoding: $0, as: UTF8.self) } ?? "",
            attributes: try self.attributes(in: attributes)
        )
    }

    private static func attributes(in text: String) throws -> [String: String] {
        guard text != "{}" else { return [:] }
        let fields = try JSONFields(try JSONValue(parsing: Array(text.utf8)))
        var attributes: [String: String] = [:]
        for member in fields.object.members {
            attributes[member.key] = try member.value.asText()
        }
        return attributes
    }
}

/// Puts one customer after the other into the table and its full-text index, and counts.
private struct CustomerWriter {
    private(set) var added = 0
    private(set) var updated = 0
    private let database: Database
    private let find: Statement
    private let insert: Statement
    private let update: Statement
    private let index: Statement
    private let unindex: Statement

    init(_ database: Database) throws {
        self.database = database
        find = try database.cachedStatement(
            sql: "SELECT id, name, attributes, folded FROM customer WHERE key = ?"
        )
        insert = try database.cachedStatement(
            sql: "INSERT INTO customer (key, name, attributes, folded) VALUES (?, ?, ?, ?)"
        )
        update = try database.cachedStatement(
            sql: "UPDATE customer SET name = ?, attributes = ?, folded = ? WHERE id = ?"
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

    mutating func put(_ customer: Customer) throws {
        let key = Data(customer.key.text.utf8)
        // No bytes at all would be bound as NULL anyway.
        let name = customer.name.isEmpty ? nil : Data(customer.name.utf8)
        let attributes = CustomerTable.attributeText(of: customer)
        let folded = CustomerTable.foldedText(of: customer)
        guard let row = try Row.fetchOne(find, arguments: [key]) else {
            try insert.execute(arguments: [key, name, attributes, folded])
            try index.execute(arguments: [database.lastInsertedRowID, folded])
            added += 1
            return
        }
        updated += 1
        let id: Int64 = row[0]
        let earlierName: Data? = row[1]
        let earlierAttributes: String = row[2]
        let earlierFolded: String = row[3]
        let isIndexed = Self.areSame(earlierFolded, folded)
        if isIndexed, earlierName == name, Self.areSame(earlierAttributes, attributes) { return }
        try update.execute(arguments: [name, attributes, folded, id])
        guard !isIndexed else { return }
        try unindex.execute(arguments: [id, earlierFolded])
        try index.execute(arguments: [id, folded])
    }

    /// Equal bytes; `==` would take "é" written in two ways for the same.
    private static func areSame(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }
}
