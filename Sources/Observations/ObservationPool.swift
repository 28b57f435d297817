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
