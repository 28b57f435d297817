import GRDB

/// Fills in what the fourth format brought: what customers are found by, and the attributes of
/// those who were imported.
struct FactsStep {
    private let database: Database
    private let now: Int64

    /// Takes the time, in milliseconds since 1970, for attributes that were imported some time.
    init(_ database: Database, now: Int64) {
        self.database = database
        self.now = now
    }

    /// Looks at every customer once.
    func run() throws {
        let text = try CustomerText(database)
        let facts = try CustomerFacts(database)
        let update = try database.cachedStatement(
            sql: "UPDATE customer SET facts = ? WHERE id = ?"
        )
        let find = try database.cachedStatement(
            sql: "SELECT id, folded, attributes FROM customer WHERE id > ? ORDER BY id LIMIT 1"
        )
        var news = AttributeNews()
        var last = Int64.min
        while let row = try Row.fetchOne(find, arguments: [last]) {
            let (id, folded, imported): (Int64, String, String) = (row[0], row[1], row[2])
            last = id
            let entry = CustomerText.Entry(
                folded: folded,
                facts: try facts.text(of: id, imported: imported)
            )
            news.add(try CustomerTable.attributes(in: imported), at: now)
            try update.execute(arguments: [entry.facts, id])
            try text.add(entry, of: id)
        }
        _ = try AttributeTable.put(news, DescriptionWriter.everywhere, into: database)
    }
}
