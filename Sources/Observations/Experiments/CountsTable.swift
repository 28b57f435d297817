import Experiments
import FlagAPI
import FlagModel
import Foundation
import GRDB
import JSON

/// What was counted of experiments, kept for as long as there is the file.
struct CountsTable {
    private let run: ExperimentRun

    init(_ run: ExperimentRun) {
        self.run = run
    }

    private var place: StatementArguments { [Data(run.id.experimentID.bytes), run.id.run] }

    /// Keeps how a day ended, unless that is kept already: a day of the past is never rewritten.
    func keep(_ day: DayCounts, in database: Database) throws {
        let text = String(decoding: day.json.canonicalBytes(), as: UTF8.self)
        try database.cachedStatement(
            sql: """
                INSERT INTO experimentDay (experiment, run, until, plan, counts)
                VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE
                SET plan = ?4, counts = ?5 WHERE plan != ?4
                """
        ).execute(arguments: place + [day.until.milliseconds, run.mark, text])
    }

    /// Puts the latest counts in place of the earlier ones; only their last day is kept.
    ///
    /// - Parameters:
    ///   - counts: the counts.
    ///   - now: milliseconds since 1970.
    ///   - database: where.
    /// - Throws: what SQLite throws.
    func keep(_ counts: ExperimentCounts, at now: Int64, in database: Database) throws {
        var counts = counts
        counts.days = counts.days.suffix(1)
        let text = String(decoding: counts.json.canonicalBytes(), as: UTF8.self)
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO experimentNow (experiment, run, plan, keptAt, counts)
                VALUES (?, ?, ?, ?, ?)
                """
        ).execute(arguments: place + [run.mark, now, text])
    }

    /// The days that are kept, the oldest first.
    func days(in database: Database) throws -> [DayCounts] {
        let sql = """
            SELECT counts FROM experimentDay WHERE experiment = ? AND run = ? AND plan = ?
            ORDER BY until
            """
        let texts = try String.fetchAll(database, sql: sql, arguments: place + [run.mark])
        return try texts.map { try DayCounts(json: JSONValue(parsing: Array($0.utf8))) }
    }

    /// What was kept last, with the days before it; `nil` when nothing was.
    func latest(in database: Database) throws -> Kept? {
        let sql = """
            SELECT counts, keptAt FROM experimentNow
            WHERE experiment = ? AND run = ? AND plan = ?
            """
        let row = try Row.fetchOne(database, sql: sql, arguments: place + [run.mark])
        guard let row else { return nil }
        let text: String = row[0]
        var counts = try ExperimentCounts(json: JSONValue(parsing: Array(text.utf8)))
        let asOf = counts.asOf
        counts.days = try days(in: database).filter { $0.until < asOf } + counts.days
        return Kept(counts: counts, at: row[1])
    }

    /// Counts as they were kept.
    struct Kept: Sendable {
        var counts: ExperimentCounts
        /// Milliseconds since 1970.
        var at: Int64
    }
}
