import FlagAPI
import FlagModel
public import Journal

extension DataDirectory {
    /// Checks every byte of the journal, and that each snapshot holds what the entries make.
    ///
    /// A start builds on snapshots, so that a forged one would be believed. Read-only and without
    /// the lock.
    ///
    /// - Parameters:
    ///   - heads: heads that were kept elsewhere.
    ///   - comparesState: whether snapshots are compared, for which every entry is applied again.
    /// - Returns: what was found; damage is a problem in the report, not an error.
    /// - Throws: ``JournalError`` when there is no journal, or it cannot be read at all.
    /// - Complexity: O(*n*) in the bytes.
    public func verification(
        heads: [ExpectedHead] = [],
        comparesState: Bool = true
    ) throws(JournalError) -> VerificationReport {
        var report = try Journal.verify(at: journal, heads: heads)
        guard comparesState else { return report }
        guard report.problems.isEmpty else {
            report.notes.append("The state was not compared, because the journal is damaged.")
            return report
        }
        do throws(ServiceProblem) {
            report.add(try StateCheck.run(self), of: journal)
        } catch {
            report.problems.append(.init(path: journal, description: error.description))
        }
        return report
    }
}

extension VerificationReport {
    fileprivate mutating func add(_ check: StateCheck, of journal: String) {
        problems += check.problems.map { problem in
            .init(
                path: journal + "/snapshots",
                entry: problem.entry,
                description: problem.description
            )
        }
        guard check.snapshots > 0 else { return }
        let snapshots = Words.count(check.snapshots, "snapshot")
        notes.append("State: \(snapshots) compared with what the entries make.")
    }
}
