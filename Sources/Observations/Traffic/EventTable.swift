import FlagAPI
import FlagModel
import Foundation
import GRDB

/// The table of metric events, as names to choose from.
enum EventTable {
    /// The events of an environment of which anything is kept, each name once, the one that
    /// happened last first; names that happened at the same time in the order of their bytes.
    ///
    /// - Complexity: O(*n* log *m*) in the names and the events that are kept.
    static func events(
        in environmentID: GUID,
        from database: Database
    ) throws -> [ObservedEvent] {
        // Applications may report one name as several kinds; experiments ask for the name.
        let sql = """
            SELECT name, max(last) AS newest FROM (
                SELECT name, (
                    SELECT max(time) FROM metricEvent WHERE metricEvent.event = event.id
                ) AS last FROM event
                WHERE environment = (SELECT id FROM environment WHERE guid = ?)
            )
            WHERE last IS NOT NULL GROUP BY name ORDER BY newest DESC, name LIMIT ?
            """
        let arguments: StatementArguments = [
            Data(environmentID.bytes), ObservedEvent.maximumNames,
        ]
        return try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
            let name: Data = row[0]
            return ObservedEvent(
                name: String(decoding: name, as: UTF8.self),
                lastSeenAt: Moment(milliseconds: row[1])
            )
        }
    }
}
