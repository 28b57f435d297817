import FlagAPI
import FlagModel
import Foundation
import GRDB

/// Answers how often flags were evaluated.
enum CountTable {
    /// The rows that a request asks for, the oldest hour first; every hour is whole.
    ///
    /// One seek for each version of the environment, and the rows of its hours lie together.
    static func counts(
        _ request: CountsRequest,
        limit: Int = CountsRequest.maximumRows,
        from database: Database
    ) throws -> [EvaluationCount] {
        let flag = request.flagKey.map { Data($0.utf8) }
        let sql = """
            SELECT variation.flagKey, variation.variationID, evaluationCount.hour,
                evaluationCount.count
            FROM environment
            CROSS JOIN variation ON variation.environment = environment.id
            CROSS JOIN evaluationCount ON evaluationCount.variation = variation.id
            WHERE environment.guid = ? AND evaluationCount.hour BETWEEN ? AND ?
                \(flag == nil ? "" : "AND variation.flagKey = ?")
            ORDER BY evaluationCount.hour DESC, variation.flagKey DESC,
                variation.variationID DESC
            LIMIT ?
            """
        var arguments: StatementArguments = [
            Data(request.environmentID.bytes), hour(of: request.from),
            hour(of: request.until.adding(microseconds: -1)),
        ]
        if let flag { arguments += [flag] }
        arguments += [limit + 1]
        let rows = try Row.fetchCursor(
            database.cachedStatement(sql: sql),
            arguments: arguments
        )
        var counts: [EvaluationCount] = []
        while let row = try rows.next() { counts.append(count(in: row)) }
        if counts.count > limit, let oldest = counts.last?.hour {
            // The oldest hour may have lost some of its rows.
            counts.removeLast(counts.reversed().prefix { $0.hour == oldest }.count)
        }
        return counts.reversed()
    }

    private static func hour(of moment: Moment) -> Int64 {
        TrafficTime.hour(of: moment.milliseconds)
    }

    private static func count(in row: Row) -> EvaluationCount {
        let flagKey: Data = row[0]
        let variationID: Data = row[1]
        let hour: Int64 = row[2]
        return EvaluationCount(
            flagKey: String(decoding: flagKey, as: UTF8.self),
            variationID: String(decoding: variationID, as: UTF8.self),
            hour: Moment(milliseconds: hour * TrafficTime.hour),
            count: row[3]
        )
    }
}
