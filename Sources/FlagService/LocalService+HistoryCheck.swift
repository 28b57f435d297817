import FlagAPI
import Journal

/// What the check of the whole history found.
public enum HistoryCheck: Hashable, Sendable {
    /// It is under way, or nobody asked for it yet.
    case notDone
    /// Everything reads back as it was written, through this entry.
    case sound(through: UInt64)
    /// Something does not, or could not be read.
    case damaged(text: String)

    /// What people should know when something is wrong, whole sentences; `nil` otherwise.
    public var warning: String? {
        guard case .damaged(let text) = self else { return nil }
        return text
    }

    /// One line for a log when all is well; `nil` otherwise.
    public var reassurance: String? {
        guard case .sound(let entry) = self, entry > 0 else { return nil }
        return "The whole history was checked: entries 1 to \(entry) are as they were written."
    }
}

extension LocalService {
    /// Checks the whole history beside everything else, as a process that stays should.
    ///
    /// Opening reads only what the newest snapshot does not cover, so that it is quick; this reads
    /// the rest, slowly and with the least claim to the processor. Asked again, it answers with
    /// what was found. Closing the service ends it.
    ///
    /// Damage changes nothing about the service: what flags say comes from a snapshot that the
    /// chain confirms, and new changes follow an end that is whole.
    ///
    /// - Parameter executor: where the task runs that waits for the check; `nil` is the default.
    /// - Returns: what was found; ``HistoryCheck/notDone`` when the service was closed before.
    public func checkHistory(on executor: (any TaskExecutor)? = nil) async -> HistoryCheck {
        if let checking { return await checking.value }
        let journal = journal
        let work = Task(executorPreference: executor) { await Self.check(journal) }
        checking = work
        historyCheck = await work.value
        return historyCheck
    }

    private static func check(_ journal: Journal) async -> HistoryCheck {
        do throws(JournalError) {
            guard let found = try await journal.checkChain() else { return .notDone }
            return .sound(through: found.through.entry)
        } catch {
            return .damaged(text: warning(of: error))
        }
    }

    private static func warning(of error: JournalError) -> String {
        guard case .corrupt(let damage) = error else {
            return "The whole history could not be checked. \(error.description)"
        }
        return """
            Entry \(damage.entry) of the history is damaged: it does not read back as it was \
            written (\(damage.flaw)).
              \(damage.path), byte \(damage.offset). Good before it: \(damage.goodBefore) entries.
            Flags are answered and changes are taken as before. No snapshot is removed from now on.
            Next: copy the whole directory to another disk today, then see what else is damaged \
            with: flagdeck journal verify
            """
    }
}
