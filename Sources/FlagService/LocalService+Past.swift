public import FlagAPI
public import FlagModel
import Journal

extension LocalService {
    /// Entries, newest first.
    public func history(_ request: HistoryRequest) async throws(ServiceProblem) -> HistoryPage {
        var request = request
        request.limit = min(max(1, request.limit), HistoryRequest.maximumLimit)
        let total = journal.last.entry
        guard request.isFiltered else { return try page(request, of: total) }
        let found = try await finder.find(request, through: total)
        var entries: [HistoryEntry] = []
        // What was forgotten since it was indexed is no more.
        let kept = found.numbers.filter { [oldest = journal.firstEntry] in $0 >= oldest }
        for numbers in kept.runs {
            let run = try problem { () throws(JournalError) in
                try journal.entries(from: numbers.lowerBound, through: numbers.upperBound)
            }
            for entry in run.reversed() { entries.append(try historyEntry(entry)) }
        }
        return HistoryPage(
            entries: entries,
            total: total,
            next: found.hasMore ? found.numbers.last : nil
        )
    }

    private func page(
        _ request: HistoryRequest,
        of total: UInt64
    ) throws(ServiceProblem) -> HistoryPage {
        let entries = try problem { () throws(JournalError) in
            try journal.entries(
                newestFirstBefore: min(request.before ?? .max, total + 1),
                limit: request.limit
            )
        }
        let next = entries.last.map(\.number) ?? 0
        return HistoryPage(
            entries: try entries.map { entry throws(ServiceProblem) in try historyEntry(entry) },
            total: total,
            next: next > journal.firstEntry ? next : nil
        )
    }

    private func historyEntry(_ entry: JournalEntry) throws(ServiceProblem) -> HistoryEntry {
        let changeSet = try decoded(entry) ?? .aboutJournal(entry)
        return HistoryEntry(number: entry.number, changeSet: changeSet)
    }

    /// The entry with a number, in words.
    func historyEntry(_ number: UInt64) throws(ServiceProblem) -> HistoryEntry {
        let entry = try problem { () throws(JournalError) in try journal.entry(number) }
        guard let entry else { throw .unknownEntry(number) }
        return try historyEntry(entry)
    }

    /// What an entry did.
    ///
    /// - Throws: ``ServiceProblem/cannotUndo(_:reason:)`` for what the journal wrote about itself.
    func changeSet(of number: UInt64) throws(ServiceProblem) -> ChangeSet {
        let entry = try problem { () throws(JournalError) in try journal.entry(number) }
        guard let entry else { throw .unknownEntry(number) }
        guard let changeSet = try decoded(entry) else {
            throw .cannotUndo(number, reason: "it changed nothing; the journal wrote it itself.")
        }
        return changeSet
    }

    func decoded(_ entry: JournalEntry) throws(ServiceProblem) -> ChangeSet? {
        do throws(EntryProblem) {
            return try EntryCoding.changeSet(of: entry)
        } catch {
            throw .journal(code: "journal.unknown-entry", text: error.text)
        }
    }

    func problem<Value, Failure: Error>(
        _ work: () throws(Failure) -> Value
    ) throws(ServiceProblem) -> Value {
        do throws(Failure) {
            return try work()
        } catch {
            throw ServiceProblem(of: error)
        }
    }
}

// MARK: - The model as it was

extension LocalService {
    /// The model as it was.
    public func picture(at point: PastPoint) async throws(ServiceProblem) -> PastPicture {
        let number: UInt64
        switch point {
        case .entry(let entry): number = entry
        case .time(let time): number = try entry(madeBy: time)
        }
        let model = try await model(after: number)
        let entry =
            number == 0
            ? nil : try problem { () throws(JournalError) in try journal.entry(number) }
        return PastPicture(
            picture: Picture(model: model, entry: number),
            time: entry.map { Moment(microseconds: $0.timeMicroseconds) }
        )
    }

    /// How the model after one entry differs from the model after another.
    public func differences(
        from first: UInt64,
        to second: UInt64
    ) async throws(ServiceProblem) -> [Difference] {
        // The later one is built on the way from the earlier: what both share is then the same.
        let early = try await model(after: min(first, second))
        let late = try await model(after: max(first, second))
        let (before, after) = first <= second ? (early, late) : (late, early)
        return await Self.differences(before, after)
    }

    @concurrent
    private nonisolated static func differences(_ before: Model, _ after: Model) async
        -> [Difference]
    {
        before.differences(to: after)
    }

    /// The last entry that had been made by a moment; 0 when none had.
    ///
    /// The search looks at entries whose numbers depend on the answer alone, so that more entries
    /// do not change it, even where the clock was set back in between.
    private func entry(madeBy time: Moment) throws(ServiceProblem) -> UInt64 {
        let last = state.entry
        var found: UInt64 = 0
        var step = UInt64(1) << UInt64(63 - max(1, last).leadingZeroBitCount)
        while step > 0 {
            let number = found + step
            if number <= last {
                let entry = try problem { () throws(JournalError) in try journal.entry(number) }
                if let entry, entry.timeMicroseconds <= time.microseconds { found = number }
            }
            step >>= 1
        }
        return found
    }

    /// The model as it was when an entry had been made; 0 is before the first.
    ///
    /// - Complexity: O(*n*) in the entries since the nearest model that is kept, or snapshot.
    func model(after number: UInt64) async throws(ServiceProblem) -> Model {
        guard number <= state.entry else { throw .unknownEntry(number) }
        if number == state.entry { return state.model }
        if let model = recent[number + 1] ?? past.model(after: number) { return model }
        let start = past.nearest(atOrBefore: number)
        let models = try await Self.models(of: journal, from: start, through: number)
        for (entry, model) in models { past.keep(model, after: entry) }
        return models.last?.model ?? Model()
    }

    /// Reads beside the service, so that others are answered meanwhile.
    @concurrent
    private nonisolated static func models(
        of journal: Journal,
        from start: (entry: UInt64, model: Model)?,
        through last: UInt64
    ) async throws(ServiceProblem) -> [(entry: UInt64, model: Model)] {
        do throws(OpeningProblem) {
            return try StateFolding.models(of: journal, from: start, through: last)
        } catch {
            throw ServiceProblem(of: error)
        }
    }
}

extension HistoryRequest {
    fileprivate var isFiltered: Bool {
        !subjects.isEmpty || actor != nil || !kinds.isEmpty || from != nil || until != nil
    }
}

extension [UInt64] {
    /// Falling numbers as ranges without gaps, in the same order.
    fileprivate var runs: [ClosedRange<UInt64>] {
        var runs: [ClosedRange<UInt64>] = []
        for number in self {
            if let run = runs.last, run.lowerBound == number + 1 {
                runs[runs.count - 1] = number...run.upperBound
            } else {
                runs.append(number...number)
            }
        }
        return runs
    }
}
