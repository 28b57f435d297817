import GRDB
import GRDBSQLite

/// The columns of the row on which a statement stands, where they lie in memory.
///
/// Where a million rows are read, a value made of each column takes longer than SQLite itself.
struct BareColumns {
    private let statement: SQLiteStatement

    /// The columns of whatever row the statement's cursor is moved to.
    init(_ statement: Statement) {
        self.statement = statement.sqliteStatement
    }

    /// The bytes of a column, good until the cursor moves; none for NULL.
    func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(statement, CInt(column))
        // SQLite wants the bytes to be asked for before their number.
        let count = Int(sqlite3_column_bytes(statement, CInt(column)))
        return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
    }

    /// The text of a column.
    func text(_ column: Int) -> String { String(decoding: bytes(column), as: UTF8.self) }

    /// The whole number of a column.
    func number(_ column: Int) -> Int64 { sqlite3_column_int64(statement, CInt(column)) }
}
