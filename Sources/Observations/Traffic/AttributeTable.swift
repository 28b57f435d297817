import FlagAPI
import FlagModel
import Foundation
import GRDB
import JSON

/// What one batch teaches about the attributes of one environment.
struct AttributeNews {
    /// By name: values, the most recently seen first.
    private(set) var samples: [String: [String]] = [:]
    /// Milliseconds since 1970.
    private(set) var lastSeen: Int64 = 0

    /// Takes note of one customer's attributes.
    mutating func add(_ attributes: [String: String], at time: Int64) {
        lastSeen = max(lastSeen, time)
        for (name, value) in attributes {
            guard TrafficLimits.sampleBytes.contains(value.utf8.count) else {
                // The name is known even when no value is short enough to show.
                samples[name, default: []].append(contentsOf: [])
                continue
            }
            Self.note(value, in: &samples[name, default: []])
        }
    }

    private static func note(_ value: String, in list: inout [String]) {
        if list.first == value { return }
        if let index = list.firstIndex(of: value) { list.remove(at: index) }
        list.insert(value, at: 0)
        if list.count > ObservedAttribute.maximumSamples { list.removeLast() }
    }

    /// Newer values before older ones, each once, as many as are kept.
    static func merged(_ newer: [String], _ older: [String]) -> [String] {
        let rest = older.filter { !newer.contains($0) }
        return Array((newer + rest).prefix(ObservedAttribute.maximumSamples))
    }
}

/// The table of attributes: how values become rows and rows values.
enum AttributeTable {
    /// Writes news within the transaction of the caller.
    ///
    /// - Returns: attributes that were left out because there are too many names.
    static func put(
        _ news: AttributeNews,
        _ environment: Int64,
        into database: Database
    ) throws -> Int {
        let find = try database.cachedStatement(
            sql: "SELECT samples FROM attribute WHERE environment = ? AND name = ?"
        )
        let upsert = try database.cachedStatement(
            sql: """
                INSERT INTO attribute (environment, name, lastSeen, samples) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET
                    lastSeen = max(lastSeen, excluded.lastSeen), samples = excluded.samples
                """
        )
        var count: Int?
        var leftOut = 0
        for name in news.samples.keys.sorted() {
            let key = Data(name.utf8)
            let known = try String.fetchOne(find, arguments: [environment, key])
            if known == nil {
                let names = try count ?? self.count(environment, in: database)
                guard names < ObservedAttribute.maximumNames else {
                    leftOut += 1
                    count = names
                    continue
                }
                count = names + 1
            }
            let samples = AttributeNews.merged(
                news.samples[name] ?? [],
                try known.map(values) ?? []
            )
            try upsert.execute(arguments: [environment, key, news.lastSeen, text(samples)])
        }
        return leftOut
    }

    /// The attributes of an environment and of imports, in the order of their names.
    ///
    /// What applications of the environment said comes first: their samples, and their names where
    /// there are too many.
    static func attributes(
        in environmentID: GUID,
        from database: Database
    ) throws -> [ObservedAttribute] {
        let sql = """
            SELECT name, samples, lastSeen FROM attribute
            WHERE environment = (SELECT id FROM environment WHERE guid = ?)
            """
        var all = try list(sql, [Data(environmentID.bytes)], from: database)
        let own = Dictionary(
            all.enumerated().map { (Array($1.name.utf8), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let imported = "SELECT name, samples, lastSeen FROM attribute WHERE environment = ?"
        for other in try list(imported, [DescriptionWriter.everywhere], from: database) {
            guard let place = own[Array(other.name.utf8)] else {
                if all.count < ObservedAttribute.maximumNames { all.append(other) }
                continue
            }
            all[place] = ObservedAttribute(
                name: other.name,
                samples: AttributeNews.merged(all[place].samples, other.samples),
                lastSeenAt: all[place].lastSeenAt
            )
        }
        return all.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private static func list(
        _ sql: String,
        _ arguments: StatementArguments,
        from database: Database
    ) throws -> [ObservedAttribute] {
        try Row.fetchAll(database, sql: sql + " ORDER BY name", arguments: arguments).map { row in
            let name: Data = row[0]
            return ObservedAttribute(
                name: String(decoding: name, as: UTF8.self),
                samples: try values(in: row[1]),
                lastSeenAt: Moment(milliseconds: row[2])
            )
        }
    }

    private static func count(_ environment: Int64, in database: Database) throws -> Int {
        let sql = "SELECT count(*) FROM attribute WHERE environment = ?"
        return try Int.fetchOne(database, sql: sql, arguments: [environment]) ?? 0
    }

    /// A list of values as it is kept.
    static func text(_ values: [String]) -> String {
        let bytes = JSONValue.array(values.map(JSONValue.string)).canonicalBytes()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The values that ``text(_:)`` wrote.
    static func values(in text: String) throws -> [String] {
        guard case .array(let values) = try JSONValue(parsing: Array(text.utf8)) else { return [] }
        return values.compactMap { value in
            guard case .string(let text) = value else { return nil }
            return text
        }
    }
}
