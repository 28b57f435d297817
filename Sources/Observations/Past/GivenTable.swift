import FlagAPI
import FlagModel
import Foundation
import GRDB

/// Answers what applications were given for a customer.
enum GivenTable {
    /// For each flag of the environment, the last version before the moment; by flag keys.
    ///
    /// The rows of one customer lie together, so it is one piece of the table.
    static func given(_ request: GivenRequest, from database: Database) throws -> [GivenAnswer] {
        // With max(), SQLite takes the other columns from the row that has it.
        let sql = """
            SELECT flag.flagKey, variation.variationID, latest.since, latest.last
            FROM (
                SELECT flag, variation, max(since) AS since, last FROM given
                WHERE customer = (SELECT id FROM customer WHERE key = ?) AND since <= ?
                GROUP BY flag
            ) AS latest
            CROSS JOIN flag ON flag.id = latest.flag
                AND flag.environment = (SELECT id FROM environment WHERE guid = ?)
            CROSS JOIN variation ON variation.id = latest.variation
            ORDER BY flag.flagKey
            """
        let time = request.time.milliseconds
        let rows = try Row.fetchCursor(
            database.cachedStatement(sql: sql),
            arguments: [Data(request.customer.text.utf8), time, Data(request.environmentID.bytes)]
        )
        var answers: [GivenAnswer] = []
        while let row = try rows.next() {
            let flagKey: Data = row[0]
            let variationID: Data = row[1]
            answers.append(
                GivenAnswer(
                    flagKey: String(decoding: flagKey, as: UTF8.self),
                    variationID: String(decoding: variationID, as: UTF8.self),
                    since: Moment(milliseconds: row[2]),
                    lastAt: Moment(milliseconds: min(row[3], time))
                )
            )
        }
        return answers
    }
}
