import FlagAPI
import FlagModel
import GRDB

/// Which rows of customers one slice of everybody consists of.
///
/// The place of a customer is the number of their row: it never changes, and who becomes known
/// later gets a higher one.
struct PeopleRows: Sendable {
    /// Customers who are known altogether.
    let known: Int
    /// Rows that are looked at one after the other.
    let parts: [Part]
    /// Where the next slice begins.
    let next: Int?

    /// Threads that look at one slice together.
    static let threads = 2

    /// Rows for one thread.
    enum Part: Hashable, Sendable {
        /// All rows behind `after`, up to `through`.
        case row(after: Int64, through: Int64)
        /// Exactly these rows, which are all there, in order.
        case places([Int64])
        /// One row of each of these stretches, as far as they have any.
        case picks([Stretch])
    }

    /// Rows that stand side by side, of which one speaks for all.
    struct Stretch: Hashable, Sendable {
        var first: Int64
        var end: Int64
        /// Where to look first.
        var pick: Int64
    }

    /// Chooses the rows of a slice; counts and places are sound already.
    init(_ slice: PeopleRequest.Slice, in database: Database) throws {
        known = try CustomerTable.known(in: database)
        guard let (first, last) = try Self.ends(in: database) else {
            (parts, next) = ([], nil)
            return
        }
        // Without gaps, which only a forgotten customer leaves, every place has somebody.
        let isWhole = last - first + 1 == Int64(known)
        switch slice {
        case .spread(let count) where count < known:
            let stretches = Self.stretches(from: first, through: last, count)
            parts = isWhole ? Self.halves(of: stretches.map(\.pick)) : Self.halves(of: stretches)
            next = nil
        case .spread:
            parts = Self.halves(after: first - 1, through: last)
            next = nil
        case .run(let from, let count):
            let from = max(Int64(from), first - 1)
            let end =
                isWhole
                ? (from < last - Int64(count) ? from + Int64(count) : last)
                : try Self.end(after: from, count, in: database) ?? last
            parts = from < end ? Self.halves(after: from, through: end) : []
            next = end < last && from < last ? Int(end) : nil
        }
    }

    /// The first and the last row; `nil` when there is none.
    ///
    /// Each is asked for by itself: SQLite looks at every row when both are asked for at once.
    private static func ends(in database: Database) throws -> (Int64, Int64)? {
        let first = try Int64.fetchOne(database, sql: "SELECT min(id) FROM customer")
        let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM customer")
        guard let first, let last else { return nil }
        return (first, last)
    }

    /// The last of so many rows; `nil` when there are fewer.
    private static func end(
        after from: Int64,
        _ count: Int,
        in database: Database
    ) throws -> Int64? {
        let sql = "SELECT id FROM customer WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?"
        return try Int64.fetchOne(database, sql: sql, arguments: [from, count - 1])
    }

    private static func halves(after: Int64, through: Int64) -> [Part] {
        let middle = after + (through - after) / 2
        return [.row(after: after, through: middle), .row(after: middle, through: through)]
    }

    private static func halves(of stretches: [Stretch]) -> [Part] {
        let middle = stretches.count / 2
        return [.picks(Array(stretches[..<middle])), .picks(Array(stretches[middle...]))]
    }

    private static func halves(of places: [Int64]) -> [Part] {
        let middle = places.count / 2
        return [.places(Array(places[..<middle])), .places(Array(places[middle...]))]
    }

    /// So many stretches of the same length, each with a place in it that follows no pattern.
    ///
    /// An import may well repeat itself every few rows. The same slice has the same places each
    /// time.
    private static func stretches(
        from first: Int64,
        through last: Int64,
        _ count: Int
    ) -> [Stretch] {
        let width = Double(last - first + 1) / Double(count)
        var random = SplitMix64(seed: 0x5EED)
        return (0..<count).map { index in
            let start = first + Int64(Double(index) * width)
            let end = index == count - 1 ? last + 1 : first + Int64(Double(index + 1) * width)
            let length = UInt64(max(1, end - start))
            return Stretch(first: start, end: end, pick: start + Int64(random.next() % length))
        }
    }
}
