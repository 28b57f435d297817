import GRDB

/// Bare rows in a file of their own: what SQLite itself can do, for a benchmark to stand beside.
package enum BareRows {
    /// Inserts rows of three whole numbers and a fraction into a new file at `path`, one durable
    /// transaction a batch, with the settings of the observations file.
    ///
    /// - Throws: ``ObservationsError``, also when there is a file of another program.
    package static func insert(
        _ count: Int,
        perBatch size: Int,
        at path: String
    ) throws(ObservationsError) {
        do {
            let pool = try ObservationPool(path: path).opened()
            try pool.write { database in
                try database.execute(
                    sql: "CREATE TABLE bare (a INTEGER, b INTEGER, c INTEGER, d REAL)"
                )
            }
            for start in stride(from: 0, to: count, by: max(1, size)) {
                try pool.write { database in
                    let insert = try database.cachedStatement(
                        sql: "INSERT INTO bare VALUES (?, ?, ?, ?)"
                    )
                    for row in start..<min(count, start + size) {
                        try insert.execute(
                            arguments: [row % 40, row, row % 10_000, Double(row) / 8]
                        )
                    }
                }
            }
            try pool.close()
        } catch {
            throw ObservationsError(error, path: path)
        }
    }
}
