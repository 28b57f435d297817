import GRDB
import Synchronization

/// The connections to one observations file, opened when they are first needed.
final class ObservationPool: Sendable {
    /// Where the file is.
    let path: String
    /// How long to wait for another process that writes.
    private let waitSeconds: Double
    private let pool = Mutex<DatabasePool?>(nil)

    /// Seconds that a writer waits for another process, unless a test says otherwise.
    static let waitSeconds = 5.0

    init(path: String, waitSeconds: Double = ObservationPool.waitSeconds) {
        self.path = path
        self.waitSeconds = waitSeconds
    }

    /// The connections; made now when there are none.
    func opened() throws(ObservationsError) -> DatabasePool {
        try pool.withLock { pool throws(ObservationsError) in
            if let pool { return pool }
            let new = try ObservationFile.open(path, waitSeconds: waitSeconds)
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
}
