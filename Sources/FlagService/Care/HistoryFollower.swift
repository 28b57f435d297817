public import FlagAPI
import FlagModel
import Journal

/// Reads the history of a directory that another process writes, as it grows.
///
/// It locks nothing, writes nothing and asks nobody; it shows only what is safe on disk, so what
/// was shown once never disappears, whatever happens to the process that writes.
public final class HistoryFollower {
    private let journal: Journal
    private let watch: HeadWatch
    private var next: UInt64

    /// Opens a history for reading.
    ///
    /// - Parameters:
    ///   - directory: the data directory.
    ///   - first: the first entry to show; nil begins behind the last one that is there now.
    /// - Throws: ``ServiceProblem`` when there is no journal or it needs attention.
    public init(_ directory: DataDirectory, from first: UInt64?) throws(ServiceProblem) {
        do throws(JournalError) {
            // The watch first: what is written between the two lines still wakes it.
            watch = try HeadWatch(directory: directory.journal)
            journal = try Journal.open(at: directory.journal, access: .read).journal
        } catch {
            throw ServiceProblem(error)
        }
        next = max(first ?? journal.last.entry + 1, journal.firstEntry)
    }

    /// The entries that are there and were not shown yet.
    ///
    /// - Returns: at most 500, oldest first; ask again until there are none.
    /// - Throws: ``ServiceProblem`` when an entry does not read back.
    public func new() throws(ServiceProblem) -> [HistoryEntry] {
        var found: [HistoryEntry] = []
        do {
            let end = try journal.refresh().entry
            guard end >= next else { return [] }
            for entry in try journal.entries(from: next, through: min(end, next + 499)) {
                let changeSet = try EntryCoding.changeSet(of: entry) ?? .aboutJournal(entry)
                found.append(HistoryEntry(number: entry.number, changeSet: changeSet))
            }
        } catch let problem as EntryProblem {
            throw ServiceProblem.journal(code: "journal.unknown-entry", text: problem.text)
        } catch {
            throw ServiceProblem(of: error)
        }
        next += UInt64(found.count)
        return found
    }

    /// Sleeps until more may be there.
    ///
    /// - Returns: false when the journal was put elsewhere, as a repair does, and nothing more
    ///   will come.
    /// - Throws: ``ServiceProblem`` when the system does not allow it.
    public func wait() throws(ServiceProblem) -> Bool {
        do throws(JournalError) {
            switch try watch.wait() {
            case .written: return true
            case .moved: return false
            }
        } catch {
            throw ServiceProblem(error)
        }
    }
}
