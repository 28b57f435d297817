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
        /// Returns after so many milliseconds, or when its task is cancelled; without it nothing
        /// that was planned happens by itself.
        public let wait: (@Sendable (Int64) async -> Void)?
        /// Runs what the service does by itself; Swift's own threads where there is none.
        public let executor: (any TaskExecutor)?
        /// What is known of a zone, by its name as in `Europe/Berlin`; `nil` for nothing.
        public let zone: @Sendable (String) -> Zone?

        /// Puts the parts together.
        public init(
            now: @escaping @Sendable () -> Moment,
            random: @escaping @Sendable () -> UInt64,
            wait: (@Sendable (Int64) async -> Void)? = nil,
            executor: (any TaskExecutor)? = nil,
            zone: @escaping @Sendable (String) -> Zone? = { $0 == "UTC" ? .utc : nil }
        ) {
            self.now = now
            self.random = random
            self.wait = wait
            self.executor = executor
            self.zone = zone
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
    /// Tells other systems of changes, and what they were told.
    nonisolated let deliverySource = Mutex<DeliverySource?>(nil)
    /// What is safe on disk, and what everybody sees.
    private(set) var state: ServiceState {
        didSet { safe.withLock { $0 = state.model } }
    }
    /// The model of ``state``, for who only looks at it and must not wait for this actor.
    private nonisolated let safe: Mutex<Model>
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
    private(set) var recent: [UInt64: Model] = [:]
    /// Models of the past that were asked for.
    var past = PastModels()
    /// Finds entries by who, what and when.
    let finder: HistoryFinder
    private var subscribers: [Int: AsyncStream<Picture>.Continuation] = [:]
    private var nextSubscriber = 0
    var followers = Followers()
    private var snapshotPolicy: SnapshotPolicy
    /// A snapshot is on its way to the disk; the next one waits for more entries.
    private var isWritingSnapshot = false
    /// Nothing comes any more.
    private(set) var isClosed = false
    /// The runs of experiments that were asked for.
    var runBook = RunBook()
    /// The last look at which experiments run.
    var following: Task<Void, Never>?
    /// What waits for a moment.
    var schedules = ScheduleKeeping()

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
        finder = HistoryFinder(journal)
        self.world = world
        self.state = state
        safe = Mutex(state.model)
        self.snapshotPolicy = snapshotPolicy
        ahead = (state.model, journal.last.entry)
        followers = Followers(after: journal.last.entry)
    }

    /// Syncs everything, writes a snapshot where it helps the next start, and lets the lock go.
    public func close() async {
        isClosed = true
        schedules.timer?.cancel()
        for subscriber in subscribers.values { subscriber.finish() }
        subscribers = [:]
        followers.finish()
        await finder.close()
        checking?.cancel()
        await importing?.value
        await observations?.close()
        await shortenNextStart()
        await journal.close()
    }

    /// Leaves little to read: a snapshot, and no long file that it covers.
    private func shortenNextStart() async {
        let isLong = snapshotPolicy.wantsNewFileAtClose(fileBytes: journal.lastFileBytes)
        // What fails here costs only time at the next start.
        if isLong { _ = try? await journal.rotate() }
        let isCovered = snapshotPolicy.entries == 0
        guard snapshotPolicy.wantsSnapshotAtClose || isLong && !isCovered else { return }
        _ = try? await writeSnapshot()
    }

    /// Writes a snapshot of what is safe now.
    ///
    /// Who can do without one ignores what is thrown: the journal holds everything.
    ///
    /// - Returns: the last entry that it includes; `nil` when there is no entry yet.
    /// - Throws: ``JournalError`` when it could not be written.
    @discardableResult
    func writeSnapshot() async throws(JournalError) -> UInt64? {
        let (state, entry, covered) = (self.state, self.state.entry, snapshotPolicy)
        guard entry > 0 else { return nil }
        try await journal.writeSnapshot(
            schemaVersion: state.layoutVersion,
            state: state.snapshotBytes,
            throughEntry: entry
        )
        snapshotPolicy.wroteSnapshot(of: covered)
        return entry
    }
}

// MARK: - Changing

extension LocalService: FlagServiceAPI {
    /// The model as it is now.
    ///
    /// What was due while no process had the data is done before anybody looks.
    public func picture() async throws(ServiceProblem) -> Picture {
        await begun()
        return Picture(model: state.model, entry: state.entry)
    }

    /// The model that is safe on disk, at once, whatever this actor is busy with.
    ///
    /// Unlike ``picture()`` it does not wait for what was due while no process had the data.
    package nonisolated var presentModel: Model { safe.withLock { $0 } }

    /// Makes changes and returns when they are safe on disk.
    public nonisolated func propose(
        _ proposal: Proposal
    ) async throws(ServiceProblem) -> Receipt {
        proposers.add(1, ordering: .relaxed)
        defer { proposers.subtract(1, ordering: .relaxed) }
        return try await madeOnce(proposal)
    }

    private func madeOnce(_ proposal: Proposal) async throws(ServiceProblem) -> Receipt {
        if let receipt = try await receipt(ofRequest: proposal.id) { return receipt }
        guard proposal.origin != .scheduled else {
            // Only the service knows that a time has come.
            throw .refused(.timeOfPlanNotYours)
        }
        guard !proposal.origin.isUndo else {
            // Only the service knows what an entry did.
            throw .refused(.undoNotYours)
        }
        guard proposal.origin != .triggered else {
            // Only the service knows that an address was asked.
            throw .refused(.triggerNotYours)
        }
        return try await makeReviewed(proposal)
    }

    /// What a request made that was asked before; waits while it is being made.
    ///
    /// Somebody whose connection broke asks again while the first is still being written.
    func receipt(ofRequest id: GUID) async throws(ServiceProblem) -> Receipt? {
        while underWay[id] != nil {
            await withCheckedContinuation { underWay[id]?.append($0) }
        }
        guard let entry = state.entry(ofRequest: id) else { return nil }
        let changeSet = try changeSet(of: entry)
        return Receipt(entry: entry, sentence: changeSet.sentence, lines: changeSet.lines)
    }

    /// Makes a proposal that was not seen before.
    ///
    /// Nothing happens between the call and the moment when the proposal has its place: who calls
    /// without a pause after a look at ``ahead`` decides about just that.
    ///
    /// - Parameters:
    ///   - proposal: who wants what.
    ///   - reach: how many people it gives something else, where a review depends on it.
    ///   - leave: what it may do without a review.
    /// - Returns: the number of the entry, and what it says.
    /// - Throws: ``ServiceProblem``; nothing was changed.
    func make(
        _ proposal: Proposal,
        reach: [GUID: PeopleReach] = [:],
        leave: ReviewLeave = .none
    ) async throws(ServiceProblem) -> Receipt {
        guard !isAheadStale else { throw .busy }
        let proposal = ahead.model.signed(proposal)
        var random = WorldRandom(world: world)
        let outcome: Outcome
        do throws(Refusal) {
            try checkZones(of: proposal)
            try proposal.checkNewExperiments()
            outcome = try ahead.model.making(
                proposal,
                at: world.now(),
                using: &random,
                reach: reach,
                leave: leave
            )
            try ConditionCheck(before: ahead.model, after: outcome.model).check(proposal)
        } catch {
            throw .refused(error)
        }
        let entry = EntryCoding.entry(of: outcome.changeSet)
        try EntryCoding.checkReadable(entry, of: outcome.changeSet)
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
        try await beginPeriods(of: outcome, entry: number)
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
        // A plan that a failed entry would have called off waits again.
        schedulesChanged()
    }

    /// Answers of the journal may arrive out of order; a later model includes the earlier ones.
    func publish(_ outcome: Outcome, entry: UInt64, before: Model, bytes: [[UInt8]]) {
        recent[entry] = before
        recent[entry &- Self.recentModels] = nil
        let isNewest = entry > state.entry
        // The model first: who hears of an entry looks at it to learn whether they still may.
        if isNewest {
            state.advance(to: outcome.model, entry: entry, request: outcome.changeSet.id)
        }
        followers.tell(HistoryEntry(number: entry, changeSet: outcome.changeSet))
        // Also when a later answer came first: what this one plans is not looked at there.
        if outcome.changeSet.steps.contains(where: \.change.isAboutSchedules) { schedulesChanged() }
        guard isNewest else { return }
        for subscriber in subscribers.values {
            subscriber.yield(Picture(model: state.model, entry: entry))
        }
        snapshotPolicy.appended(bytes: bytes.reduce(0) { $0 + $1.count })
        if following != nil, outcome.changeSet.steps.contains(where: \.change.isAboutExperiments) {
            followExperiments()
        }
        guard snapshotPolicy.wantsSnapshotNow, !isWritingSnapshot else { return }
        isWritingSnapshot = true
        Task(executorPreference: world.executor) { await self.writeSnapshotWanted() }
    }

    private func writeSnapshotWanted() async {
        _ = try? await writeSnapshot()
        isWritingSnapshot = false
    }

    /// Lets the journal write about itself: until ``passed()``, proposals are asked to come again.
    ///
    /// - Returns: false, and nothing is held up, while a proposal is on its way.
    func holdProposals() -> Bool {
        guard inFlight == 0, !isAheadStale else { return false }
        isAheadStale = true
        return true
    }

    /// Takes note of entries that the journal wrote about itself: they change no model, and have
    /// their place among all others.
    ///
    /// - Throws: ``ServiceProblem`` when such an entry does not read back.
    func passed() throws(ServiceProblem) {
        defer { settle() }
        let (first, last) = (state.entry + 1, journal.last.entry)
        guard first <= last else { return }
        for entry in try problem({ () throws(JournalError) in
            try journal.entries(from: first, through: last)
        }) {
            // What changes the model is told by whoever waits for its answer.
            guard try decoded(entry) == nil else { return }
            followers.tell(HistoryEntry(number: entry.number, changeSet: .aboutJournal(entry)))
            state.advance(to: state.model, entry: entry.number, request: nil)
        }
    }

    /// Makes every flag now: a process that answers applications looks at all of them with every
    /// change, and would read them anew each time.
    public func readAllFlags() {
        let isCurrent = ahead.entry == state.entry
        state.model = state.model.withAllFlagsRead
        ahead.model = isCurrent ? state.model : ahead.model.withAllFlagsRead
    }

    private static var recentModels: UInt64 { 512 }

    /// Every later model, beginning with the present one, as ``picture()``.
    public func updates() async throws(ServiceProblem) -> AsyncStream<Picture> {
        await begun()
        let (stream, continuation) = AsyncStream.makeStream(
            of: Picture.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        continuation.yield(Picture(model: state.model, entry: state.entry))
        guard !isClosed else {
            continuation.finish()
            return stream
        }
        let id = nextSubscriber
        nextSubscriber += 1
        subscribers[id] = continuation
        continuation.onTermination = { [weak self, world] _ in
            Task(executorPreference: world.executor) { await self?.unsubscribe(id) }
        }
        return stream
    }

    private func unsubscribe(_ id: Int) {
        subscribers[id] = nil
    }
}

/// The world's random bits as a generator.
struct WorldRandom: RandomNumberGenerator {
    let world: LocalService.World

    mutating func next() -> UInt64 { world.random() }
}
