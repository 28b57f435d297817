import FlagAPI
import FlagModel
import Foundation
import GRDB

/// Customers as they were described at a moment.
struct PastCustomers {
    /// Keys looked up by one statement.
    private static let chunk = 500

    /// Where the description counts.
    let environmentID: GUID
    /// The moment, in milliseconds since 1970.
    let time: Int64

    /// Customers with these keys, in the order of the keys, each once.
    ///
    /// Those of whom nothing was known at the moment are left out.
    func customers(
        withKeys keys: [CustomerKey],
        from database: Database
    ) throws -> [Customer] {
        var rest = keys[...]
        var found: [CustomerKey: Customer] = [:]
        while !rest.isEmpty {
            let some = rest.prefix(Self.chunk)
            rest = rest.dropFirst(Self.chunk)
            let marks = Array(repeating: "?", count: some.count).joined(separator: ",")
            let statement = try database.cachedStatement(
                sql: Self.selection + "WHERE customer.key IN (\(marks))"
            )
            let place: StatementArguments = [time, Data(environmentID.bytes), time]
            let rows = try Row.fetchCursor(
                statement,
                arguments: place + StatementArguments(some.map { Data($0.text.utf8) })
            )
            while let row = try rows.next() {
                guard let customer = try customer(in: row) else { continue }
                found[customer.key] = customer
            }
        }
        return keys.compactMap { found.removeValue(forKey: $0) }
    }

    /// What is known now, and beside it the first of the earlier descriptions that ended later
    /// than the moment; where the present one is older than the moment, there is none.
    private static let selection = """
        SELECT customer.key, customer.since, customer.name, customer.attributes,
            common.since, common.name, common.attributes,
            sighting.since, sighting.attributes, sighting.lastSeen,
            own.since, own.attributes
        FROM customer
        LEFT JOIN description AS common ON common.customer = customer.id
            AND common.environment = \(DescriptionWriter.everywhere)
            AND common.until = (
                SELECT min(until) FROM description WHERE customer = customer.id
                AND environment = \(DescriptionWriter.everywhere) AND until > ?)
        LEFT JOIN sighting ON sighting.customer = customer.id
            AND sighting.environment = (SELECT id FROM environment WHERE guid = ?)
        LEFT JOIN description AS own ON own.customer = customer.id
            AND own.environment = sighting.environment
            AND own.until = (
                SELECT min(until) FROM description WHERE customer = customer.id
                AND environment = sighting.environment AND until > ?)\u{20}
        """

    /// The customer in a row of ``selection``; `nil` when nothing was known yet.
    private func customer(in row: Row) throws -> Customer? {
        let common = version(in: row, present: 1, earlier: 4)
        let own = version(in: row, present: 7, earlier: 10)
        guard common != nil || own != nil else { return nil }
        let key: Data = row[0]
        let name: Data? = common.flatMap { row[$0 + 1] }
        let attributes: String? = own.map { row[$0 + 1] } ?? common.map { row[$0 + 2] }
        return Customer(
            key: try CustomerKey(String(decoding: key, as: UTF8.self)),
            name: name.map { String(decoding: $0, as: UTF8.self) } ?? "",
            attributes: try attributes.map(CustomerTable.attributes) ?? [:],
            lastSeenAt: own.map { seen(in: row, since: row[$0]) }
        )
    }

    /// The column of the `since` that counts at the moment.
    private func version(in row: Row, present: Int, earlier: Int) -> Int? {
        [present, earlier].first { column in
            guard let since: Int64 = row[column] else { return false }
            return since <= time
        }
    }

    /// The last time before the moment of which it is known that an application named somebody:
    /// the last one of all, or when the description of that time began.
    private func seen(in row: Row, since: Int64) -> Moment {
        let last: Int64 = row[9]
        return Moment(milliseconds: last <= time ? last : since)
    }
}
