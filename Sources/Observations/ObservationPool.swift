import GRDB
import Synchronization

/// The connections to one observations file, opened when they are first needed.
final class ObservationPool: Sendable {
    /// Where the file is.
    let path: String
    /// How long to wait for another process that writes.
    private let waitSeconds: Double
    /// The wall clock, in milliseconds since 1970.
    let now: @Sendable () -> Int64
    private let pool = Mutex<DatabasePool?>(nil)

    /// Seconds that a writer waits for another process, unless a test says otherwise.
    static let waitSeconds = 5.0

    init(
        path: String,
        waitSeconds: Double = ObservationPool.waitSeconds,
        now: @escaping @Sendable () -> Int64 = TrafficOptions().now
    ) {
        self.path = path
        self.waitSeconds = waitSeconds
        self.now = now
    }

    /// The connections; made now when there are none.
    func opened() throws(ObservationsError) -> DatabasePool {
        try pool.withLock { pool throws(ObservationsError) in
            if let pool { return pool }
            let new = try ObservationFile.open(
                path,
                waitSeconds: waitSeconds,
                now: now()
            )
            pool = new
            return new
        }
    }

    /// Answers a question from one state of the file.
    func read<Answer: Sendable>(
        _ question: @escaping @Sendable (Database) throws -> Answer
    ) async throws(ObservationsError) -> Answer {
        let pool = try opened()
        do {
            return try await pool.read(question)
        } catch {
            throw ObservationsError(error, path: path)
        }
    }

    /// Changes the file: all or nothing.
    func write<Answer: Sendable>(
        _ change: @escaping @Sendable (Database) throws -> Answer
    ) async throws(ObservationsError) -> Answer {
        let pool = try opened()
        do {
            return try await pool.write(change)
        } catch {
            throw ObservationsError(error, path: path)
        }
    }

    /// Changes the file, all or nothing, and does something with what came of it before anybody
    /// else writes.
    func write<Answer: Sendable>(
        _ change: @escaping @Sendable (Database) throws -> Answer,
        then use: @escaping @Sendable (Answer, Database) -> Void
    ) async throws(ObservationsError) -> Answer {
        try await betweenWrites { database in
            var answer: Answer?
            try database.inTransaction(.immediate) {
                answer = try change(database)
                return .commit
            }
            guard let answer else { throw ObservationsError.cancelled }
            use(answer, database)
            return answer
        }
    }

    /// Does something while nobody else writes in this process, without a transaction.
    func betweenWrites<Answer: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Answer
    ) async throws(ObservationsError) -> Answer {
        let pool = try opened()
        do {
            return try await pool.writeWithoutTransaction(work)
        } catch {
            throw ObservationsError(error, path: path)
        }
    }

    /// Takes a state of the file between two writes, and reads from it while others write.
    ///
    /// - Parameters:
    ///   - begin: called between the writes; `nil` reads nothing.
    ///   - question: reads that state.
    /// - Returns: the answer; `nil` when there was nothing to read.
    /// - Throws: ``ObservationsError``.
    func snapshot<Begun: Sendable, Answer: Sendable>(
        _ begin: @escaping @Sendable (Database) -> Begun?,
        _ question: @escaping @Sendable (Begun, Database) throws -> Answer
    ) async throws(ObservationsError) -> Answer? {
        let pool = try opened()
        do {
            return try await withCheckedThrowingContinuation { continuation in
                pool.asyncWriteWithoutTransaction { database in
                    guard let begun = begin(database) else {
                        return continuation.resume(returning: nil)
                    }
                    pool.spawnConcurrentRead { state in
                        continuation.resume(with: Result { try question(begun, state.get()) })
                    }
                }
            }
        } catch {
            throw ObservationsError(error, path: path)
        }
    }

    /// Removes the bytes of what was deleted from the file and its log.
    ///
    /// A file in which deleting left bytes behind is written anew, once.
    func clean() async throws(ObservationsError) {
        let pool = try opened()
        do {
            try await pool.writeWithoutTransaction { database in
                if try Bool.fetchOne(database, sql: "SELECT isClean FROM total") != true {
                    try database.execute(sql: "VACUUM")
                    try database.execute(sql: "UPDATE total SET isClean = 1")
                }
                _ = try database.checkpoint(.truncate)
            }
        } catch {
            throw ObservationsError(error, path: path)
        }
    }
}
