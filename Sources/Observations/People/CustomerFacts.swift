import GRDB

/// Puts together what a customer is found by besides name and key: what was imported, and what
/// applications of each environment said last.
struct CustomerFacts {
    private let imported: Statement
    private let described: Statement

    init(_ database: Database) throws {
        imported = try database.cachedStatement(
            sql: "SELECT attributes FROM customer WHERE id = ?"
        )
        described = try database.cachedStatement(
            sql: "SELECT attributes FROM sighting WHERE customer = ? ORDER BY environment"
        )
    }

    /// The text for a customer's row.
    ///
    /// - Parameters:
    ///   - id: the row.
    ///   - attributes: the imported attributes as JSON; `nil` reads them from the row.
    /// - Returns: a ``FactText``.
    /// - Throws: what SQLite throws.
    func text(of id: Int64, imported attributes: String? = nil) throws -> String {
        let own = try attributes ?? String.fetchOne(imported, arguments: [id]) ?? "{}"
        var facts = FactText(try CustomerTable.attributes(in: own))
        for text in try String.fetchAll(described, arguments: [id]) {
            facts.add(try CustomerTable.attributes(in: text))
        }
        return facts.text
    }
}
