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
    ///
    /// - Parameters:
    ///   - customers: who is imported.
    ///   - now: milliseconds since 1970.
    ///   - database: where to.
    /// - Returns: how many were new and how many were known.
    /// - Throws: what SQLite throws.
    static func put(
        _ customers: [Customer],
        at now: Int64,
        into database: Database
    ) throws -> CustomerImport {
        var writer = try CustomerWriter(database)
        for customer in customers { try writer.put(customer, at: now) }
        try writer.count()
        return CustomerImport(added: writer.added, updated: writer.updated)
    }

    /// Customers with these keys, in the order of the keys, each once.
    ///
    /// The place says where attributes and the last sighting are asked for.
    static func customers(
        withKeys keys: [CustomerKey],
        _ place: Place = .anywhere,
        from database: Database
    ) throws -> [Customer] {
        var rest = keys[...]
        var found: [CustomerKey: Customer] = [:]
        while !rest.isEmpty {
            let some = rest.prefix(chunk)
            rest = rest.dropFirst(chunk)
            let marks = Array(repeating: "?", count: some.count).joined(separator: ",")
            let statement = try database.cachedStatement(
                sql: place.selection + "WHERE customer.key IN (\(marks))"
            )
            let keys = StatementArguments(some.map { Data($0.text.utf8) })
            let rows = try Row.fetchCursor(statement, arguments: place.arguments + keys)
            while let row = try rows.next() {
                let customer = try customer(in: row, place)
                found[customer.key] = customer
            }
        }
        return keys.compactMap { found.removeValue(forKey: $0) }
    }

    /// Customers with these row numbers, in their order.
    static func customers(withIDs ids: [Int64], from database: Database) throws -> [Customer] {
        let place = Place.anywhere
        let statement = try database.cachedStatement(
            sql: place.selection + "WHERE customer.id = ?"
        )
        return try ids.compactMap { id in
            try Row.fetchOne(statement, arguments: place.arguments + [id]).map {
                try customer(in: $0, place)
            }
        }
    }

    /// How many customers are known.
    static func known(in database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT known FROM total") ?? 0
    }

    /// The text that is searched: the name, a line break, the key; only the key without a name.
    static func foldedText(name: String, key: CustomerKey) -> String {
        let key = FoldedText(key.text).text
        let name = FoldedText(name).text
        return name.isEmpty ? key : name + "\n" + key
    }

    /// The attributes as JSON, in the order of their names.
    static func attributeText(of attributes: [String: String]) -> String {
        let members = attributes.map { JSONMember(key: $0.key, value: .string($0.value)) }
        return String(
            decoding: JSONValue.object(JSONObject(members)).canonicalBytes(),
            as: UTF8.self
        )
    }

    /// The customer in a row of ``Place/selection``.
    private static func customer(in row: Row, _ place: Place) throws -> Customer {
        let key: Data = row[0]
        let name: Data? = row[1]
        let imported: String = row[2]
        let described: String? = row[3]
        let lastSeen: Int64? = row[4]
        return Customer(
            key: try CustomerKey(String(decoding: key, as: UTF8.self)),
            name: name.map { String(decoding: $0, as: UTF8.self) } ?? "",
            attributes: try attributes(imported: imported, described: described, place),
            lastSeenAt: lastSeen.map(Moment.init(milliseconds:))
        )
    }

    private static func attributes(
        imported: String,
        described: String?,
        _ place: Place
    ) throws -> [String: String] {
        guard let described else { return try attributes(in: imported) }
        let last = try attributes(in: described)
        guard case .anywhere = place else { return last }
        return try attributes(in: imported).merging(last) { _, described in described }
    }

    /// The attributes that ``attributeText(of:)`` wrote.
    static func attributes(in text: String) throws -> [String: String] {
        guard text != "{}" else { return [:] }
        let fields = try JSONFields(try JSONValue(parsing: Array(text.utf8)))
        var attributes: [String: String] = [:]
        for member in fields.object.members {
            attributes[member.key] = try member.value.asText()
        }
        return attributes
    }
}

extension CustomerTable {
    /// Where a customer is asked for; it decides which attributes are told.
    ///
    /// | place | attributes |
    /// |---|---|
    /// | `anywhere` | those that were imported, and over them the last description by any app |
    /// | `environment` | the last description there; the imported ones for who was never seen |
    ///
    /// Only what an app itself says decides about flags, so an import adds nothing to it there.
    enum Place {
        case anywhere
        case environment(GUID)

        /// The beginning of a question: key, name, imported attributes, described ones, last seen.
        var selection: String {
            """
            SELECT customer.key, customer.name, customer.attributes,
                sighting.attributes, sighting.lastSeen
            FROM customer LEFT JOIN sighting ON sighting.customer = customer.id
                AND sighting.environment = (\(environment))\u{20}
            """
        }

        /// What belongs before the arguments of the rest.
        var arguments: StatementArguments {
            switch self {
            case .anywhere: []
            case .environment(let id): [Data(id.bytes)]
            }
        }

        private var environment: String {
            switch self {
            case .anywhere:
                """
                SELECT latest.environment FROM sighting AS latest
                WHERE latest.customer = customer.id ORDER BY latest.lastSeen DESC LIMIT 1
                """
            case .environment: "SELECT id FROM environment WHERE guid = ?"
            }
        }
    }
}
