import FlagAPI
import FlagModel
import GRDB

extension TrafficWriter {
    /// Writes down who was seen.
    ///
    /// - Returns: the row of each customer; `nil` where there was no room for a new one.
    mutating func write(
        _ sightings: [TrafficBatch.Sighting],
        _ places: [Int64],
        to database: Database,
        _ outcome: inout Outcome
    ) throws -> [Int64?] {
        var work: SightingWork?
        var ids: [Int64?] = []
        ids.reserveCapacity(sightings.count)
        for sighting in sightings {
            let place = Place(environment: places[sighting.environment], key: sighting.key)
            let fingerprint = Self.fingerprint(sighting)
            let seen = customers.value(for: place)
            let isAsBefore = seen?.fingerprint == fingerprint || fingerprint == 0
            if let seen, isAsBefore, sighting.lastSeen - seen.writtenAt < Self.quiet {
                ids.append(seen.id)
                continue
            }
            var open = try work ?? SightingWork(database)
            let id = try open.write(sighting, place, knownAs: isAsBefore ? seen?.id : nil)
            work = open
            ids.append(id)
            guard let id else { continue }
            customers.insert(
                Seen(
                    id: id,
                    fingerprint: fingerprint == 0 ? seen?.fingerprint ?? 0 : fingerprint,
                    writtenAt: sighting.lastSeen
                ),
                for: place
            )
        }
        if var work {
            outcome.malformed += try work.finish()
            outcome.news.strangers = work.strangers
        }
        return ids
    }

    private static let quiet = Int64(TrafficLimits.quietSeconds) * 1000

    /// A hash of name and attributes, by their bytes; 0 when there are none.
    private static func fingerprint(_ sighting: TrafficBatch.Sighting) -> Int {
        guard !sighting.attributes.isEmpty || !sighting.name.isEmpty else { return 0 }
        var sum = hash(sighting.name, "")
        // A sum, because a dictionary has no order.
        for (name, value) in sighting.attributes { sum &+= hash(name, value) }
        return sum == 0 ? 1 : sum
    }

    private static func hash(_ name: String, _ value: String) -> Int {
        var (name, value) = (name, value)
        var hasher = Hasher()
        hasher.combine(name.utf8.count)
        name.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        value.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        return hasher.finalize()
    }
}

/// The customers of one batch who have to be written, and what their attributes teach.
private struct SightingWork {
    private var writer: CustomerWriter
    private let find: Statement
    private let insert: Statement
    private let update: Statement
    private let touch: Statement
    private let past: DescriptionWriter
    private let database: Database
    private var attributes: [Int64: AttributeNews] = [:]
    /// Rows that were made.
    private(set) var strangers: Set<Int64> = []

    init(_ database: Database) throws {
        self.database = database
        writer = try CustomerWriter(database)
        past = try DescriptionWriter(database)
        find = try database.cachedStatement(
            sql: "SELECT since, attributes FROM sighting WHERE customer = ? AND environment = ?"
        )
        insert = try database.cachedStatement(
            sql: """
                INSERT INTO sighting (customer, environment, lastSeen, attributes, since)
                VALUES (?1, ?2, ?3, ?4, ?3)
                """
        )
        update = try database.cachedStatement(
            sql: """
                UPDATE sighting SET lastSeen = max(lastSeen, ?), attributes = ?, since = ?
                WHERE customer = ? AND environment = ?
                """
        )
        touch = try database.cachedStatement(
            sql: """
                UPDATE sighting SET lastSeen = max(lastSeen, ?)
                WHERE customer = ? AND environment = ?
                """
        )
    }

    /// Writes one; `id` is the row of a customer whose description is written already.
    mutating func write(
        _ sighting: TrafficBatch.Sighting,
        _ place: TrafficWriter.Place,
        knownAs id: Int64?
    ) throws -> Int64? {
        attributes[place.environment, default: AttributeNews()].add(
            sighting.attributes,
            at: sighting.lastSeen
        )
        if let id {
            try touch.execute(arguments: [sighting.lastSeen, id, place.environment])
            return id
        }
        guard
            let seen = try writer.see(
                sighting.key,
                name: sighting.name,
                attributes: sighting.attributes,
                at: sighting.lastSeen,
                maximum: TrafficLimits.customers
            )
        else { return nil }
        if seen.isNew { strangers.insert(seen.id) }
        try describe(seen.id, isNew: seen.isNew, place.environment, sighting)
        return seen.id
    }

    /// Puts the description in place of the one before, which is kept if it said something else.
    ///
    /// Somebody new is found by it already.
    private func describe(
        _ id: Int64,
        isNew: Bool,
        _ environment: Int64,
        _ sighting: TrafficBatch.Sighting
    ) throws {
        let text = CustomerTable.attributeText(of: sighting.attributes)
        let time = sighting.lastSeen
        guard let row = try Row.fetchOne(find, arguments: [id, environment]) else {
            try insert.execute(arguments: [id, environment, time, text])
            if text != "{}", !isNew { try writer.refind(id) }
            return
        }
        let before = DescriptionWriter.Row(
            customer: id,
            environment: environment,
            since: row[0],
            attributes: row[1]
        )
        // Who says nothing takes nothing away.
        guard text != "{}", !DescriptionWriter.areSame(text, before.attributes) else {
            try touch.execute(arguments: [time, id, environment])
            return
        }
        let since = try past.keep(before, until: time)
        try update.execute(arguments: [time, text, since, id, environment])
        try writer.refind(id)
    }

    /// Writes what belongs to all of them.
    ///
    /// - Returns: attributes for which there was no room.
    mutating func finish() throws -> Int {
        try writer.count()
        var leftOut = 0
        for (environment, news) in attributes {
            leftOut += try AttributeTable.put(news, environment, into: database)
        }
        return leftOut
    }
}
