public import FlagAPI
import JSON
public import Journal

/// Why the start of a history was not forgotten.
public enum ForgettingRefusal: Error, Sendable {
    /// The journal's own reason.
    case problem(ForgettingProblem)
    /// A snapshot does not hold what its entries make; nothing may depend on it.
    case snapshot(StateProblem)
    /// The journal could not be read.
    case service(ServiceProblem)
}

/// Work on the journal's files that only the owner of the data can do.
extension LocalService {
    /// Writes a snapshot of what is safe now.
    ///
    /// - Returns: the last entry that it includes; nil when there is no entry yet.
    /// - Throws: ``ServiceProblem`` when it could not be written.
    public func snapshotNow() async throws(ServiceProblem) -> UInt64? {
        do throws(JournalError) {
            return try await writeSnapshot()
        } catch {
            throw ServiceProblem(error)
        }
    }

    /// Seals the journal's last file and begins a new one.
    ///
    /// - Returns: false when the last one holds no entry.
    /// - Throws: ``ServiceProblem`` when the disk does not allow it.
    public func rotateNow() async throws(ServiceProblem) -> Bool {
        do throws(JournalError) {
            return try await journal.rotate()
        } catch {
            throw ServiceProblem(error)
        }
    }

    /// Moves files that no start needs to the journal's archive, and removes what a crash left of
    /// forgotten ones.
    ///
    /// - Returns: what moved.
    /// - Throws: ``ServiceProblem`` when the disk does not allow it.
    public func archiveNow() async throws(ServiceProblem) -> ArchiveReport {
        do throws(JournalError) {
            try journal.finishForgetting()
            return try await journal.archive()
        } catch {
            throw ServiceProblem(error)
        }
    }

    /// What forgetting through an entry would remove; nothing is changed.
    ///
    /// - Parameter entry: the last entry that goes.
    /// - Returns: exactly what would be lost.
    /// - Throws: ``ForgettingProblem`` saying what stands in the way.
    public func forgetting(through entry: UInt64) throws(ForgettingProblem) -> Forgetting {
        try journal.forgetting(through: entry)
    }

    /// Forgets the start of the history for good.
    ///
    /// The snapshots are compared with what the entries make first: afterwards nobody can.
    ///
    /// - Parameters:
    ///   - entry: the last entry that goes.
    ///   - count: how many entries the caller expects to lose; must be exact.
    ///   - request: who asks, when and why.
    /// - Returns: what was lost.
    /// - Throws: ``ForgettingRefusal``.
    public func forget(
        through entry: UInt64,
        losing count: UInt64,
        _ request: CareRequest
    ) async throws(ForgettingRefusal) -> Forgetting {
        let check: StateCheck
        do throws(ServiceProblem) {
            check = try StateCheck.run(journal)
        } catch {
            throw .service(error)
        }
        if let problem = check.problems.first { throw .snapshot(problem) }
        guard holdProposals() else { throw .service(.busy) }
        let result: Result<Forgetting, ForgettingProblem>
        do throws(ForgettingProblem) {
            result = .success(try await journal.forget(through: entry, losing: count, request))
        } catch {
            result = .failure(error)
        }
        do throws(ServiceProblem) {
            // It may be told of in the history even when it failed.
            try passed()
        } catch {
            throw .service(error)
        }
        do throws(ForgettingProblem) {
            return try result.get()
        } catch {
            throw .problem(error)
        }
    }

    /// Where the journal stands, to be signed; nil before the first entry.
    public func checkpoint() -> Checkpoint? { journal.checkpoint }
}
