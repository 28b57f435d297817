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
    private let text: CustomerText
    private let facts: CustomerFacts
    private var news = AttributeNews()
    private let past: DescriptionWriter

    init(_ database: Database) throws {
        self.database = database
        known = try CustomerTable.known(in: database)
        find = try database.cachedStatement(
            sql: """
                SELECT id, name, attributes, folded, imported, since, facts FROM customer
                WHERE key = ?
                """
        )
        insert = try database.cachedStatement(
            sql: """
                INSERT INTO customer (key, name, attributes, folded, imported, since, facts)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        )
        update = try database.cachedStatement(
            sql: """
                UPDATE customer
                SET name = ?, attributes = ?, folded = ?, imported = ?, since = ?, facts = ?
                WHERE id = ?
                """
        )
        text = try CustomerText(database)
        facts = try CustomerFacts(database)
        past = try DescriptionWriter(database)
    }

    /// Takes over a customer whom a person imports, whatever was known before.
    ///
    /// - Parameters:
    ///   - customer: the customer.
    ///   - now: milliseconds since 1970.
    /// - Throws: what SQLite throws.
    mutating func put(_ customer: Customer, at now: Int64) throws {
        let attributes = CustomerTable.attributeText(of: customer.attributes)
        let new = Description(name: customer.name, attributes: attributes, isImported: true)
        news.add(customer.attributes, at: now)
        guard let row = try Known(find, customer.key) else {
            _ = try add(customer.key, new, FactText(customer.attributes).text, at: now)
            return
        }
        updated += 1
        try replace(row, customer.key, with: new, at: now)
    }

    /// Takes note of a customer whom an application names.
    ///
    /// A name that was imported stays; an empty one says nothing.
    ///
    /// - Parameters:
    ///   - key: who.
    ///   - name: what the application calls them; may be empty.
    ///   - attributes: how it describes them, to find somebody new by.
    ///   - time: when, in milliseconds since 1970.
    ///   - maximum: as many customers as may be known.
    /// - Returns: the customer's row and whether it is new, or `nil` when there are `maximum`
    ///   customers already.
    /// - Throws: what SQLite throws.
    mutating func see(
        _ key: CustomerKey,
        name: String,
        attributes: [String: String],
        at time: Int64,
        maximum: Int
    ) throws -> (id: Int64, isNew: Bool)? {
        guard let row = try Known(find, key) else {
            guard known + added < maximum else { return nil }
            let new = Description(name: name, attributes: "{}", isImported: false)
            return (try add(key, new, FactText(attributes).text, at: time), true)
        }
        if !name.isEmpty, row.description.name.isEmpty || !row.description.isImported {
            var new = row.description
            new.name = name
            try replace(row, key, with: new, at: time)
        }
        return (row.id, false)
    }

    /// Writes down by what a customer is found whom an application described anew.
    func refind(_ id: Int64) throws {
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT folded, facts FROM customer WHERE id = ?"),
            arguments: [id]
        )
        guard let row else { return }
        let before = CustomerText.Entry(folded: row[0], facts: row[1])
        let new = CustomerText.Entry(folded: before.folded, facts: try facts.text(of: id))
        guard !new.isSame(as: before) else { return }
        try database.cachedStatement(sql: "UPDATE customer SET facts = ? WHERE id = ?")
            .execute(arguments: [new.facts, id])
        try text.replace(before, with: new, of: id)
    }

    /// Writes down how many customers were added, and which attributes were imported; called once,
    /// at the end.
    ///
    /// Attributes beyond ``FlagAPI/ObservedAttribute/maximumNames`` are not listed.
    func count() throws {
        _ = try AttributeTable.put(news, DescriptionWriter.everywhere, into: database)
        guard added > 0 else { return }
        try database.execute(sql: "UPDATE total SET known = known + ?", arguments: [added])
    }

    private mutating func add(
        _ key: CustomerKey,
        _ new: Description,
        _ facts: String,
        at time: Int64
    ) throws -> Int64 {
        let folded = CustomerTable.foldedText(name: new.name, key: key)
        try insert.execute(
            arguments: [
                Data(key.text.utf8), new.nameData, new.attributes, folded, new.isImported, time,
                facts,
            ]
        )
        let id = database.lastInsertedRowID
        try text.add(CustomerText.Entry(folded: folded, facts: facts), of: id)
        added += 1
        return id
    }

    private func replace(
        _ row: Known,
        _ key: CustomerKey,
        with new: Description,
        at time: Int64
    ) throws {
        let folded = CustomerTable.foldedText(name: new.name, key: key)
        let isAsBefore = row.description.saysTheSame(as: new)
        let isFoundAsBefore = DescriptionWriter.areSame(row.entry.folded, folded)
        if isFoundAsBefore, isAsBefore, row.description.isImported == new.isImported { return }
        var since = row.since
        if !isAsBefore {
            let before = DescriptionWriter.Row(
                customer: row.id,
                environment: DescriptionWriter.everywhere,
                since: row.since,
                name: row.description.nameData,
                attributes: row.description.attributes
            )
            since = try past.keep(before, until: time)
        }
        let areFactsAsBefore = DescriptionWriter.areSame(row.description.attributes, new.attributes)
        let entry = CustomerText.Entry(
            folded: folded,
            facts: areFactsAsBefore
                ? row.entry.facts : try facts.text(of: row.id, imported: new.attributes)
        )
        try update.execute(
            arguments: [
                new.nameData, new.attributes, folded, new.isImported, since, entry.facts, row.id,
            ]
        )
        if !entry.isSame(as: row.entry) { try text.replace(row.entry, with: entry, of: row.id) }
    }

    /// What a row says of a customer.
    private struct Description {
        var name: String
        var attributes: String
        var isImported: Bool

        /// No bytes at all would be bound as NULL anyway.
        var nameData: Data? { name.isEmpty ? nil : Data(name.utf8) }

        func saysTheSame(as other: Description) -> Bool {
            DescriptionWriter.areSame(name, other.name)
                && DescriptionWriter.areSame(attributes, other.attributes)
        }
    }

    /// The row of a customer who is known.
    private struct Known {
        let id: Int64
        let description: Description
        let entry: CustomerText.Entry
        let since: Int64

        init?(_ find: Statement, _ key: CustomerKey) throws {
            guard let row = try Row.fetchOne(find, arguments: [Data(key.text.utf8)]) else {
                return nil
            }
            let name: Data? = row[1]
            id = row[0]
            description = Description(
                name: name.map { String(decoding: $0, as: UTF8.self) } ?? "",
                attributes: row[2],
                isImported: row[4]
            )
            entry = CustomerText.Entry(folded: row[3], facts: row[6])
            since = row[5]
        }
    }
}
