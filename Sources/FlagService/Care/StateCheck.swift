public import FlagAPI
import FlagModel
import Journal

/// A snapshot that does not hold what the entries make.
public struct StateProblem: Hashable, Sendable {
    /// The last entry that the snapshot includes.
    public var entry: UInt64
    /// What is wrong, for an operator.
    public var description: String
}

/// Whether every snapshot of a journal holds what its entries make.
public struct StateCheck: Hashable, Sendable {
    /// How many snapshots were compared.
    public var snapshots = 0
    /// The last entry that was applied.
    public var throughEntry: UInt64 = 0
    /// Everything that is wrong; empty in a sound journal.
    public var problems: [StateProblem] = []

    /// Applies every entry again, and compares each snapshot on the way.
    ///
    /// Read-only and without the lock. After entries were forgotten it begins with the snapshot
    /// that stands for them, which nothing can check any more.
    ///
    /// - Parameter directory: the data directory.
    /// - Returns: what was found.
    /// - Throws: ``ServiceProblem`` when the journal does not read back, or an entry does not fit
    ///   what is before it.
    public static func run(_ directory: DataDirectory) throws(ServiceProblem) -> StateCheck {
        let journal: Journal
        do throws(JournalError) {
            journal = try Journal.open(at: directory.journal, access: .read).journal
        } catch {
            throw ServiceProblem(error)
        }
        return try run(journal)
    }

    /// Checks an opened journal.
    static func run(_ journal: Journal) throws(ServiceProblem) -> StateCheck {
        do {
            var check = StateCheck()
            try check.fold(journal)
            return check
        } catch {
            throw ServiceProblem(of: error)
        }
    }

    private mutating func fold(_ journal: Journal) throws {
        var folded = StateFolding.Folded(state: ServiceState())
        var waiting = journal.snapshotEntries()
        if journal.firstEntry > 1 {
            let first = waiting.first.flatMap { journal.snapshot(atOrBefore: $0) }
            guard let first else { throw JournalError.forgotten(through: journal.firstEntry - 1) }
            folded = StateFolding.restored(first, of: nil)
            waiting.removeFirst()
        }
        guard folded.state.entry < journal.last.entry else { return }
        var reader = try journal.reader(from: folded.state.entry + 1)
        while let entry = try reader.next() {
            try StateFolding.fold(entry, into: &folded)
            throughEntry = entry.number
            while let next = waiting.first, next <= entry.number {
                if let snapshot = journal.snapshot(atOrBefore: next) {
                    compare(snapshot, with: folded.state)
                }
                waiting.removeFirst()
            }
        }
    }

    private mutating func compare(_ snapshot: JournalSnapshot, with state: ServiceState) {
        snapshots += 1
        guard snapshot.schemaVersion <= ServiceState.newestLayoutVersion else { return }
        guard let stored = try? ServiceState(snapshot, rebuild: nil) else {
            return note(snapshot, "The snapshot's state does not read back.")
        }
        let isSame =
            stored.model.withoutLostRevision.canonicalBytes().bytes
            == state.model.withoutLostRevision.canonicalBytes().bytes
        if !isSame { note(snapshot, "The snapshot's state is not what the entries make.") }
    }

    private mutating func note(_ snapshot: JournalSnapshot, _ description: String) {
        problems.append(StateProblem(entry: snapshot.throughEntry, description: description))
    }
}
