import FlagAPI
import FlagModel
import Foundation
import GRDB

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What webhooks are to be told and were told, in one SQLite file of the process that has the data.
///
/// A post is planned in the same step in which its entry is noted as seen, so that a process that
/// ends at any moment loses none and plans none twice.
struct DeliveryStore: Sendable {
    /// Where the file is.
    let path: String
    private let queue: DatabaseQueue

    /// A post that is to be tried.
    struct Waiting: Hashable, Sendable {
        let id: GUID
        let webhookID: GUID
        let events: String
        let attempts: Int
        let body: [UInt8]
    }

    /// A post that is new.
    struct Planned: Hashable, Sendable {
        let id: GUID
        let webhookID: GUID
        let entry: UInt64
        let events: String
        let subject: String
        let body: [UInt8]
    }

    /// What became of a try.
    struct Outcome: Hashable, Sendable {
        let state: Delivery.State
        let nextTryAt: Moment?
        let status: Int?
        let answer: String
    }

    /// Opens the file, or makes it, readable for its owner only.
    ///
    /// - Throws: ``ServiceProblem/observations(text:)``.
    init(path: String) throws(ServiceProblem) {
        self.path = path
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 { Self.closeFile(descriptor) }
        var configuration = Configuration()
        configuration.label = "webhooks"
        configuration.busyMode = .timeout(5)
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try database.execute(sql: "PRAGMA secure_delete = ON")
                try DeliverySchema.prepare(database)
            }
        } catch {
            throw Self.problem(error, path)
        }
    }

    /// The last entry whose posts are planned; `nil` when none was looked at.
    func position() async throws(ServiceProblem) -> UInt64? {
        try await write { database in
            try Int64.fetchOne(database, sql: "SELECT entry FROM progress")
                .map { UInt64(clamping: $0) }
        }
    }

    /// Keeps new posts, and that all entries up to one were looked at.
    func plan(
        _ posts: [Planned],
        through entry: UInt64,
        at now: Moment
    ) async throws(ServiceProblem) {
        try await write { database in
            for post in posts {
                try Self.insert(post, at: now, in: database)
            }
            try database.execute(
                sql: "INSERT OR REPLACE INTO progress (id, entry) VALUES (1, ?)",
                arguments: [Int64(clamping: entry)]
            )
        }
    }

    /// For each webhook the first post that is due, oldest first.
    func due(at now: Moment) async throws(ServiceProblem) -> [Waiting] {
        try await write { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT guid, webhook, events, attempts, body FROM delivery WHERE seq IN (
                        SELECT min(seq) FROM delivery WHERE state = 0 AND due <= ? GROUP BY webhook
                    ) ORDER BY due, seq
                    """,
                arguments: [now.milliseconds]
            ).compactMap(Self.waiting)
        }
    }

    /// When the next post is due, except those of some webhooks.
    func nextDue(besides busy: Set<GUID>) async throws(ServiceProblem) -> Moment? {
        let busy = Set(busy.map(\.text))
        return try await write { database in
            try Row.fetchAll(
                database,
                sql: "SELECT webhook, min(due) FROM delivery WHERE state = 0 GROUP BY webhook"
            ).filter { row in
                let webhook: String = row[0]
                return !busy.contains(webhook)
            }.map { row in Moment(milliseconds: row[1]) }.min()
        }
    }

    /// Notes what became of a try; the oldest posts that are done go when there are too many.
    func note(
        _ outcome: Outcome,
        of id: GUID,
        to webhookID: GUID,
        at now: Moment
    ) async throws(ServiceProblem) {
        try await write { database in
            try database.execute(
                sql: """
                    UPDATE delivery SET state = ?, due = ?, tried = ?, status = ?, answer = ?,
                        attempts = attempts + 1,
                        body = CASE WHEN ? AND length(body) > ? THEN NULL ELSE body END
                    WHERE guid = ?
                    """,
                arguments: [
                    outcome.state.number, outcome.nextTryAt?.milliseconds, now.milliseconds,
                    outcome.status, outcome.answer, outcome.state != .waiting,
                    PostLimits.rememberedBodyBytes, id.text,
                ]
            )
            try Self.forgetOld(webhookID, in: database)
        }
    }

    /// Keeps a post that was tried once and is not tried again.
    func keep(
        _ post: Planned,
        _ outcome: Outcome,
        at now: Moment
    ) async throws(ServiceProblem) {
        try await write { database in
            try Self.insert(post, at: now, in: database)
            try database.execute(
                sql: """
                    UPDATE delivery SET state = ?, due = NULL, tried = ?, status = ?, answer = ?,
                        attempts = 1 WHERE guid = ?
                    """,
                arguments: [
                    outcome.state.number, now.milliseconds, outcome.status, outcome.answer,
                    post.id.text,
                ]
            )
            try Self.forgetOld(post.webhookID, in: database)
        }
    }

    /// The latest posts, newest first.
    func latest(
        of webhookID: GUID?,
        limit: Int
    ) async throws(ServiceProblem) -> [Delivery] {
        try await write { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(Self.columns) FROM delivery WHERE ? IS NULL OR webhook = ?
                    ORDER BY seq DESC LIMIT ?
                    """,
                arguments: [webhookID?.text, webhookID?.text, limit]
            ).compactMap(Self.delivery)
        }
    }

    /// The posts whose ids begin with a text, at most two, with their bodies; `nil` for a body that
    /// was too large to be kept.
    func posts(
        beginning text: String
    ) async throws(ServiceProblem) -> [(delivery: Delivery, body: [UInt8]?)] {
        try await write { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(Self.columns), body FROM delivery
                    WHERE substr(guid, 1, length(?)) = ? ORDER BY seq LIMIT 2
                    """,
                arguments: [text, text]
            ).compactMap { row in
                let body: Data? = row["body"]
                return Self.delivery(row).map { ($0, body.map { Array($0) }) }
            }
        }
    }

    private static func closeFile(_ descriptor: Int32) {
        #if canImport(Glibc)
        _ = Glibc.close(descriptor)
        #else
        _ = Darwin.close(descriptor)
        #endif
    }

    /// Closes the file.
    func close() {
        try? queue.close()
    }

    private func write<Answer: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Answer
    ) async throws(ServiceProblem) -> Answer {
        do {
            return try await queue.write(work)
        } catch {
            throw Self.problem(error, path)
        }
    }

    private static func problem(_ error: any Error, _ path: String) -> ServiceProblem {
        let reason = (error as? DatabaseError)?.message ?? "\(error)"
        return .observations(
            text: "The log of webhooks in \(path) cannot be used: \(reason). Look at the disk, and "
                + "move the file away if it is damaged; only the log is lost with it."
        )
    }
}

// MARK: - Rows

extension DeliveryStore {
    fileprivate static let columns = """
        guid, webhook, entry, events, subject, created, state, attempts, tried, due, status, answer
        """

    fileprivate static func insert(
        _ post: Planned,
        at now: Moment,
        in database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO delivery (guid, webhook, entry, events, subject, created, due, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                post.id.text, post.webhookID.text, Int64(clamping: post.entry), post.events,
                post.subject, now.milliseconds, now.milliseconds, Data(post.body),
            ]
        )
    }

    fileprivate static func forgetOld(_ webhookID: GUID, in database: Database) throws {
        try database.execute(
            sql: """
                DELETE FROM delivery WHERE webhook = ? AND state <> 0 AND seq <= (
                    SELECT seq FROM delivery WHERE webhook = ? AND state <> 0
                    ORDER BY seq DESC LIMIT 1 OFFSET ?
                )
                """,
            arguments: [webhookID.text, webhookID.text, PostLimits.rememberedPosts]
        )
    }

    fileprivate static func waiting(_ row: Row) -> Waiting? {
        let body: Data? = row["body"]
        guard let id = GUID(row["guid"]), let webhookID = GUID(row["webhook"]) else { return nil }
        return Waiting(
            id: id,
            webhookID: webhookID,
            events: row["events"],
            attempts: row["attempts"],
            body: Array(body ?? Data())
        )
    }

    fileprivate static func delivery(_ row: Row) -> Delivery? {
        let (tried, due): (Int64?, Int64?) = (row["tried"], row["due"])
        let entry: Int64 = row["entry"]
        guard let id = GUID(row["guid"]), let webhookID = GUID(row["webhook"]),
            let state = Delivery.State.allCases.first(where: { $0.number == row["state"] })
        else { return nil }
        return Delivery(
            id: id,
            webhookID: webhookID,
            entry: UInt64(clamping: entry),
            events: row["events"],
            subject: row["subject"],
            createdAt: Moment(milliseconds: row["created"]),
            state: state,
            attempts: row["attempts"],
            lastTriedAt: tried.map { Moment(milliseconds: $0) },
            nextTryAt: state == .waiting ? due.map { Moment(milliseconds: $0) } : nil,
            status: row["status"],
            answer: row["answer"]
        )
    }
}

extension Delivery.State {
    /// The state as the file has it.
    fileprivate var number: Int {
        switch self {
        case .waiting: 0
        case .delivered: 1
        case .givenUp: 2
        }
    }
}
