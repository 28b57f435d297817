public import FlagAPI
public import FlagModel
import JSON
import Journal
import Observations
import Synchronization

/// The one owner of the model, in this process.
///
/// Change sets come in; they are checked, written to the journal, and only when they are safe there
/// does the model change and do subscribers hear of it.
public actor LocalService {
    /// What the service gets from the world.
    public struct World: Sendable {
        /// The wall clock.
        public let now: @Sendable () -> Moment
        /// 64 random bits at a time.
        public let random: @Sendable () -> UInt64

        /// Puts the parts together.
        public init(
            now: @escaping @Sendable () -> Moment,
            random: @escaping @Sendable () -> UInt64
        ) {
            self.now = now
            self.random = random
        }
    }

    /// Where the data lies.
    public nonisolated let directory: DataDirectory

    let journal: Journal
    /// The clock and the random numbers in use.
    public nonisolated let world: World
    var observations: ObservationStore?
    /// The last import of customers, until it is done; searches wait for it.
    var importing: Task<Void, Never>?
    /// The check of the whole history, once somebody asked for it.
    var checking: Task<HistoryCheck, Never>?
    /// What that check found.
    public internal(set) var historyCheck = HistoryCheck.notDone
    /// Tells who asks, where this process listens for applications.
    var applicationsSource: (@Sendable () async -> ApplicationsReport)?
    /// What is safe on disk, and what everybody sees.
    private(set) var state: ServiceState
    /// What will be safe once everything that was handed to the journal is; new proposals are
    /// checked against it.
    var ahead: (model: Model, entry: UInt64)
    /// Those who asked for a change and have no answer yet, also those who wait for this actor.
    private nonisolated let proposers = Atomic<Int>(0)
    /// Proposals that were handed to the journal and not answered yet.
    private var inFlight = 0
    /// Their ids, with those who asked for the same one meanwhile.
    private var underWay: [GUID: [CheckedContinuation<Void, Never>]] = [:]
    /// One of them failed: ``ahead`` holds what will never be, until all are answered.
    private var isAheadStale = false
    /// Models before the latest entries, for undo without reading the journal.
    private var recent: [UInt64: Model] = [:]
    private var subscribers: [Int: AsyncStream<Picture>.Continuation] = [:]
    private var nextSubscriber = 0
    var followers = Followers()
    private var snapshotPolicy: SnapshotPolicy
    /// A snapshot is on its way to the disk; the next one waits for more entries.
    private var isWritingSnapshot = false

    /// Takes over an opened journal and the state that it folds to.
    init(
        directory: DataDirectory,
        journal: Journal,
        world: World,
        state: ServiceState,
        snapshotPolicy: SnapshotPolicy
    ) {
        self.directory = directory
        self.journal = journal
        self.world = world
        self.state = state
        self.snapshotPolicy = snapshotPolicy
        ahead = (state.model, journal.last.entry)
        followers = Followers(after: journal.last.entry)
    }

    /// Syncs everything, writes a snapshot where it helps the next start, and lets the lock go.
    public func close() async {
        for subscriber in subscribers.values { subscriber.finish() }
        subscribers = [:]
        followers.finish()
        checking?.cancel()
        await importing?.value
        await observations?.close()
        if snapshotPolicy.wantsSnapshotAtClose { await writeSnapshot() }
        await journal.close()
    }

    /// Writes a snapshot of what is safe now; failing costs only time at the next start.
    func writeSnapshot() async {
        let (json, entry, covered) = (state.json, state.entry, snapshotPolicy)
        guard entry > 0 else { return }
        do {
            try await journal.writeSnapshot(
                schemaVersion: ServiceState.layoutVersion,
                state: json.canonicalBytes(),
                throughEntry: entry
            )
            snapshotPolicy.wroteSnapshot(of: covered)
        } catch {
            // A snapshot is only a cache; the journal holds everything.
        }
    }
}

// MARK: - Changing

extension LocalService: FlagServiceAPI {
    /// The model as it is now.
    public func picture() async throws(ServiceProblem) -> Picture {
        Picture(model: state.model, entry: state.entry)
    }

    /// Makes changes and returns when they are safe on disk.
    public nonisolated func propose(
        _ proposal: Proposal
    ) async throws(ServiceProblem) -> Receipt {
        proposers.add(1, ordering: .relaxed)
        defer { proposers.subtract(1, ordering: .relaxed) }
        return try await make(proposal)
    }

    private func make(_ proposal: Proposal) async throws(ServiceProblem) -> Receipt {
        // Somebody whose connection broke asks again while the first is still being written.
        while underWay[proposal.id] != nil {
            await withCheckedContinuation { underWay[proposal.id]?.append($0) }
        }
        if let entry = state.entry(ofRequest: proposal.id) { return try receipt(of: entry) }
        guard !isAheadStale else { throw .busy }
        var random = WorldRandom(world: world)
        let outcome: Outcome
        do throws(Refusal) {
            outcome = try ahead.model.making(proposal, at: world.now(), using: &random)
            try ConditionCheck(before: ahead.model, after: outcome.model).check(proposal)
        } catch {
            throw .refused(error)
        }
        let entry = EntryCoding.entry(of: outcome.changeSet)
        let before = ahead
        ahead = (outcome.model, before.entry + 1)
        inFlight += 1
        underWay[proposal.id] = []
        defer { underWay.removeValue(forKey: proposal.id)?.forEach { $0.resume() } }
        let number: UInt64
        do throws(JournalError) {
            // Several who ask at once share a sync; one alone is served fastest on the spot.
            number = try await journal.append(
                [entry],
                after: before.entry,
                inPlace: proposers.load(ordering: .relaxed) == 1
            ).lowerBound
        } catch {
            inFlight -= 1
            isAheadStale = true
            settle()
            throw ServiceProblem(error)
        }
        inFlight -= 1
        publish(outcome, entry: number, before: before.model, bytes: entry.payloadParts)
        settle()
        return Receipt(
            entry: number,
            sentence: outcome.changeSet.sentence,
            lines: outcome.changeSet.lines
        )
    }

    /// Begins again from what is safe, once nothing is on its way that a failure may have spoilt.
    ///
    /// The journal refuses by itself what was decided after an entry that failed.
    private func settle() {
        guard isAheadStale, inFlight == 0 else { return }
        ahead = (state.model, state.entry)
        isAheadStale = false
    }

    /// Answers of the journal may arrive out of order; a later model includes the earlier ones.
    func publish(_ outcome: Outcome, entry: UInt64, before: Model, bytes: [[UInt8]]) {
        recent[entry] = before
        recent[entry &- Self.recentModels] = nil
        followers.tell(HistoryEntry(number: entry, changeSet: outcome.changeSet))
        guard entry > state.entry else { return }
        state.advance(to: outcome.model, entry: entry, request: outcome.changeSet.id)
        for subscriber in subscribers.values {
            subscriber.yield(Picture(model: state.model, entry: entry))
        }
        snapshotPolicy.appended(bytes: bytes.reduce(0) { $0 + $1.count })
        guard snapshotPolicy.wantsSnapshotNow, !isWritingSnapshot else { return }
        isWritingSnapshot = true
        Task {
            await writeSnapshot()
            isWritingSnapshot = false
        }
    }

    private static var recentModels: UInt64 { 512 }

    private func receipt(of number: UInt64) throws(ServiceProblem) -> Receipt {
        let changeSet = try changeSet(of: number)
        return Receipt(entry: number, sentence: changeSet.sentence, lines: changeSet.lines)
    }

    /// Every later model, beginning with the present one.
    public func updates() async throws(ServiceProblem) -> AsyncStream<Picture> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Picture.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let id = nextSubscriber
        nextSubscriber += 1
        subscribers[id] = continuation
        continuation.yield(Picture(model: state.model, entry: state.entry))
        continuation.onTermination = { [weak self] _ in
            Task { await self?.unsubscribe(id) }
        }
        return stream
    }

    private func unsubscribe(_ id: Int) {
        subscribers[id] = nil
    }
}

// MARK: - Looking back

extension LocalService {
    /// Entries, newest first.
    public func history(_ request: HistoryRequest) async throws(ServiceProblem) -> HistoryPage {
        let limit = min(max(1, request.limit), HistoryRequest.maximumLimit)
        let total = journal.last.entry
        var entries: [HistoryEntry] = []
        var before = min(request.before ?? .max, total + 1)
        while before > 1, entries.count < limit {
            let page = try problem { () throws(JournalError) in
                try journal.entries(newestFirstBefore: before, limit: limit)
            }
            for entry in page {
                before = entry.number
                guard let found = try historyEntry(entry, about: request.subjects) else { continue }
                entries.append(found)
                if entries.count == limit { break }
            }
        }
        return HistoryPage(entries: entries, total: total, next: before > 1 ? before : nil)
    }

    private func historyEntry(
        _ entry: JournalEntry,
        about subjects: Set<Subject>
    ) throws(ServiceProblem) -> HistoryEntry? {
        let changeSet = try decoded(entry) ?? .aboutJournal(entry)
        guard subjects.isEmpty || changeSet.subjects.contains(where: subjects.contains) else {
            return nil
        }
        return HistoryEntry(number: entry.number, changeSet: changeSet)
    }

    func changeSet(of number: UInt64) throws(ServiceProblem) -> ChangeSet {
        let entry = try problem { () throws(JournalError) in try journal.entry(number) }
        guard let entry, let changeSet = try decoded(entry) else { throw .unknownEntry(number) }
        return changeSet
    }

    private func decoded(_ entry: JournalEntry) throws(ServiceProblem) -> ChangeSet? {
        do throws(EntryProblem) {
            return try EntryCoding.changeSet(of: entry)
        } catch {
            throw .journal(code: "journal.unknown-entry", text: error.text)
        }
    }

    /// The model as it was when an entry had been made; 0 is before the first.
    ///
    /// - Complexity: O(*n*) in the entries since the nearest snapshot before it.
    func model(after number: UInt64) throws(ServiceProblem) -> Model {
        if number == state.entry { return state.model }
        if let model = recent[number + 1] { return model }
        return try problem { () throws(OpeningProblem) in
            try StateFolding.state(of: journal, through: number).state.model
        }
    }

    /// The changes that would take an entry back now.
    public func inverse(of number: UInt64) async throws(ServiceProblem) -> [Change] {
        guard number > 0, number <= state.entry else { throw .unknownEntry(number) }
        let changeSet = try changeSet(of: number)
        let before = try model(after: number - 1)
        do throws(Refusal) {
            let after = try before.applying(changeSet)
            for subject in changeSet.subjects where !state.model.has(subject, as: after) {
                let later = try? await history(
                    HistoryRequest(limit: 1, subjects: [subject])
                ).entries.first?.number
                throw .changedSince(name: state.model.name(of: subject), entry: later)
            }
            return try before.inverse(of: changeSet)
        } catch {
            throw .refused(error)
        }
    }

    /// Takes an entry back as a new entry.
    public func undo(_ request: UndoRequest) async throws(ServiceProblem) -> Receipt {
        // Asked twice: what it made stands in its own way by now.
        if let entry = state.entry(ofRequest: request.id) { return try receipt(of: entry) }
        let changes = try await inverse(of: request.entry)
        return try await propose(
            Proposal(
                id: request.id,
                actor: request.actor,
                note: request.note,
                origin: .undo(request.entry),
                changes: changes
            )
        )
    }

    private func problem<Value, Failure: Error>(
        _ work: () throws(Failure) -> Value
    ) throws(ServiceProblem) -> Value {
        do throws(Failure) {
            return try work()
        } catch {
            throw ServiceProblem(of: error)
        }
    }
}

/// The world's random bits as a generator.
struct WorldRandom: RandomNumberGenerator {
    let world: LocalService.World

    mutating func next() -> UInt64 { world.random() }
}
