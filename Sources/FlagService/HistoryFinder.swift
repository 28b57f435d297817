import FlagAPI
import FlagModel
import Journal

/// Finds entries in the journal by who, what and when, beside the service and its work.
///
/// It reads the journal backwards once, from the first question on, and answers as soon as it has
/// read far enough; what was made since is read when somebody asks.
actor HistoryFinder {
    /// Entries that are read at a time before others get their turn.
    static let entriesAtOnce: UInt64 = 1000

    private let journal: Journal
    private var index: HistoryIndex
    private var completion: Task<Void, Never>?

    /// Reads nothing yet.
    init(_ journal: Journal) {
        self.journal = journal
        index = HistoryIndex(startingAt: journal.last.entry)
    }

    /// The numbers of a page of entries, newest first.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - last: the last entry that counts.
    /// - Returns: the numbers, and whether older entries may be meant too.
    /// - Throws: ``ServiceProblem`` when the journal does not read back.
    /// - Complexity: as `HistoryIndex.search`, once the journal was read.
    func find(
        _ request: HistoryRequest,
        through last: UInt64
    ) async throws(ServiceProblem) -> (numbers: [UInt64], hasMore: Bool) {
        try await readNewer(through: last)
        var numbers: [UInt64] = []
        var before = min(request.before ?? .max, last + 1)
        while true {
            let floor = index.first
            let found = index.search(request, before: before, limit: request.limit - numbers.count)
            numbers += found.numbers
            if found.isFull { return (numbers, (numbers.last ?? 0) > journal.firstEntry) }
            if found.isPastFrom || floor <= journal.firstEntry { return (numbers, false) }
            before = min(before, floor)
            try readOlder()
            completeInBackground()
            await Task.yield()
        }
    }

    private func readNewer(through last: UInt64) async throws(ServiceProblem) {
        let oldest = journal.firstEntry
        if index.last + 1 < oldest { index = HistoryIndex(startingAt: oldest - 1) }
        while index.last < last {
            let first = index.last + 1
            let end = min(last, index.last + Self.entriesAtOnce)
            for entry in try entries(from: first, through: end) {
                index.addNewer(Self.facts(of: entry))
            }
            await Task.yield()
            // Another question may have read them meanwhile; nothing is read twice.
        }
    }

    private func readOlder() throws(ServiceProblem) {
        let oldest = journal.firstEntry
        guard index.first > oldest else { return }
        let last = index.first - 1
        let first = max(oldest, last - min(last, Self.entriesAtOnce) + 1)
        for entry in try entries(from: first, through: last).reversed() {
            index.addOlder(Self.facts(of: entry))
        }
    }

    private func entries(
        from first: UInt64,
        through last: UInt64
    ) throws(ServiceProblem) -> [JournalEntry] {
        do throws(JournalError) {
            return try journal.entries(from: first, through: last)
        } catch {
            throw ServiceProblem(error)
        }
    }

    /// Reads the rest while nobody waits for it.
    private func completeInBackground() {
        guard completion == nil else { return }
        completion = Task(priority: .background) { [weak self] in
            while await self?.readMore() == true { await Task.yield() }
        }
    }

    /// - Returns: whether there is more to read.
    private func readMore() -> Bool {
        guard !Task.isCancelled, (try? readOlder()) != nil else { return false }
        return index.first > journal.firstEntry
    }

    /// Stops reading.
    func close() {
        completion?.cancel()
    }

    private static func facts(of entry: JournalEntry) -> HistoryIndex.Facts {
        // What cannot be used as a change set is found by who and when.
        let changeSet = try? EntryCoding.changeSet(of: entry)
        return HistoryIndex.Facts(
            time: Moment(microseconds: entry.timeMicroseconds),
            actor: changeSet?.actor ?? ChangeSet.aboutJournal(entry).actor,
            kinds: changeSet.map(HistoryKind.kinds(of:)) ?? [.journal],
            subjects: changeSet?.subjects ?? []
        )
    }
}
