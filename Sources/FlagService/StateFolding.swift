import FlagModel
import Journal

/// Builds a state from the journal: the newest snapshot that may be used, and the entries after it.
enum StateFolding {
    /// The state, and how much had to be read beside the snapshot.
    struct Folded {
        var state: ServiceState
        var entries = 0
        var bytes = 0
        /// What an operator should know.
        var warnings: [String] = []

        /// Nothing, because a snapshot was written by a newer version.
        static var tooNew: Folded {
            Folded(
                state: ServiceState(),
                warnings: ["A snapshot of another version was ignored; start took longer."]
            )
        }

        /// Nothing, because a snapshot cannot be read.
        static var unreadable: Folded {
            Folded(
                state: ServiceState(),
                warnings: ["A snapshot that cannot be read was ignored; start took longer."]
            )
        }
    }

    /// Folds the entries of a journal up to one of them, by default its last.
    ///
    /// - Parameters:
    ///   - journal: where the entries are.
    ///   - last: the last entry that counts; `nil` is the journal's end.
    /// - Returns: the state and what it took to build it.
    /// - Throws: ``OpeningProblem`` when an entry does not fit what is before it.
    static func state(
        of journal: Journal,
        through last: UInt64? = nil
    ) throws(OpeningProblem) -> Folded {
        let end = min(last ?? .max, journal.last.entry)
        var folded = begun(journal, through: end)
        try fold(journal, through: end, into: &folded)
        return folded
    }

    private static func fold(
        _ journal: Journal,
        through end: UInt64,
        into folded: inout Folded
    ) throws(OpeningProblem) {
        guard folded.state.entry < end else { return }
        do {
            var reader = try journal.reader(from: folded.state.entry + 1, through: end)
            while let entry = try reader.next() { try fold(entry, into: &folded) }
        } catch let error as OpeningProblem {
            throw error
        } catch let error as JournalError {
            throw .journal(error)
        } catch {
            throw .entry(EntryProblem(entry: folded.state.entry + 1, reason: "\(error)"))
        }
    }

    /// The model after an entry, from the entries alone: every flag is made, nothing is believed.
    ///
    /// - Returns: `nil` when the journal cannot give it, or is no longer open.
    private static func modelWithoutSnapshots(
        of journal: Journal?,
        through entry: UInt64
    ) -> Model? {
        guard let journal else { return nil }
        var folded = Folded(state: ServiceState())
        if journal.firstEntry > 1 {
            guard let first = journal.snapshot(atOrBefore: journal.firstEntry - 1) else {
                return nil
            }
            folded = restored(first, of: nil)
        }
        guard (try? fold(journal, through: entry, into: &folded)) != nil else { return nil }
        return folded.state.model
    }

    /// Models of the past on the way to one of them, the last of which is that one.
    ///
    /// - Parameters:
    ///   - journal: where the entries are.
    ///   - start: a model to begin with, if there is one; a later snapshot is taken instead.
    ///   - last: the last entry that counts.
    /// - Returns: models after entries, oldest first: one in ``PastModels/stride`` and the last.
    /// - Throws: ``OpeningProblem`` when an entry does not fit what is before it.
    /// - Complexity: O(*n*) in the entries since the start or the nearest snapshot.
    static func models(
        of journal: Journal,
        from start: (entry: UInt64, model: Model)?,
        through last: UInt64
    ) throws(OpeningProblem) -> [(entry: UInt64, model: Model)] {
        let near = UInt64(PastModels.stride)
        var folded = Folded(state: ServiceState())
        if let start, start.entry + near >= last {
            folded.state.advance(to: start.model, entry: start.entry, request: nil)
        } else {
            folded = begun(journal, through: last)
            if let start, start.entry > folded.state.entry {
                folded.state.advance(to: start.model, entry: start.entry, request: nil)
            }
        }
        var models: [(entry: UInt64, model: Model)] = []
        do {
            if folded.state.entry < last {
                var reader = try journal.reader(from: folded.state.entry + 1, through: last)
                while let entry = try reader.next() {
                    try fold(entry, into: &folded)
                    guard entry.number % near == 0 else { continue }
                    models.append((entry.number, folded.state.model))
                }
            }
        } catch let error as OpeningProblem {
            throw error
        } catch let error as JournalError {
            throw .journal(error)
        } catch {
            throw .entry(EntryProblem(entry: folded.state.entry + 1, reason: "\(error)"))
        }
        if models.last?.entry != last { models.append((last, folded.state.model)) }
        return models
    }

    /// The state of the nearest snapshot at or before an entry.
    ///
    /// Of the newest one only what is looked at is read. Where some of that does not read back, one
    /// is taken that does as a whole.
    private static func begun(_ journal: Journal, through end: UInt64) -> Folded {
        let opened = journal.takeOpenedSnapshot()
        let nearest =
            opened.flatMap { $0.throughEntry <= end && end >= journal.last.entry ? $0 : nil }
            ?? journal.openSnapshot(atOrBefore: end)
        guard let nearest else { return restored(journal.snapshot(atOrBefore: end), of: journal) }
        guard nearest.schemaVersion <= ServiceState.newestLayoutVersion else { return .tooNew }
        let rebuild = rebuild(from: journal, through: nearest.throughEntry)
        if let state = try? ServiceState(nearest, rebuild: rebuild) { return Folded(state: state) }
        var folded = restored(journal.snapshot(atOrBefore: end), of: journal)
        folded.warnings.insert(
            "A snapshot that cannot be read was ignored; start took longer.",
            at: 0
        )
        return folded
    }

    /// The state of a snapshot that is in memory.
    ///
    /// - Parameters:
    ///   - snapshot: a snapshot that verifies; without one, the state is empty.
    ///   - journal: makes the flags again that the snapshot's index does not lead to. Without it,
    ///     and where the snapshot stands for entries that were forgotten, every flag is checked.
    /// - Returns: the state; an empty one, and a warning, when the snapshot cannot be used.
    static func restored(_ snapshot: JournalSnapshot?, of journal: Journal?) -> Folded {
        guard let snapshot else { return Folded(state: ServiceState()) }
        guard snapshot.schemaVersion <= ServiceState.newestLayoutVersion else { return .tooNew }
        var rebuild: (@Sendable () -> Model?)?
        if let journal { rebuild = Self.rebuild(from: journal, through: snapshot.throughEntry) }
        guard let state = try? ServiceState(snapshot, rebuild: rebuild) else {
            return .unreadable
        }
        return Folded(state: state)
    }

    /// Builds the model of a snapshot without it; `nil` where that stands for forgotten entries.
    private static func rebuild(
        from journal: Journal,
        through entry: UInt64
    ) -> (@Sendable () -> Model?)? {
        guard journal.firstEntry <= entry else { return nil }
        return { [weak journal] in modelWithoutSnapshots(of: journal, through: entry) }
    }

    static func fold(
        _ entry: JournalEntry,
        into folded: inout Folded
    ) throws(OpeningProblem) {
        folded.entries += 1
        folded.bytes += entry.payload.count
        do {
            guard let changeSet = try EntryCoding.changeSet(of: entry) else {
                folded.state.advance(to: folded.state.model, entry: entry.number, request: nil)
                return
            }
            let model = try folded.state.model.applying(changeSet)
            folded.state.advance(to: model, entry: entry.number, request: changeSet.id)
        } catch let problem as EntryProblem {
            throw .entry(problem)
        } catch {
            throw .entry(EntryProblem(entry: entry.number, reason: "does not fit: \(error)"))
        }
    }
}

/// Why a state could not be built.
enum OpeningProblem: Error {
    case journal(JournalError)
    case entry(EntryProblem)
}
