import FlagAPI
import FlagModel
import Foundation
import GRDB
import Synchronization

/// What a test or a benchmark sets otherwise.
struct TrafficOptions: Sendable {
    /// How much may wait.
    var bounds = IngestQueue.Bounds()
    /// How long a writer waits for more to come together, so that a trickle of requests does not
    /// make the disk work for each of them.
    var linger = Duration.milliseconds(100)
    /// How long to wait before each further try of a batch.
    var pauses = [Duration](
        repeating: .seconds(1),
        count: TrafficLimits.attempts - 1
    )
    /// How runs of experiments are counted.
    var live = LiveRuns.Options()
    /// The time of day, in milliseconds since 1970.
    var now: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
}

/// Takes what applications report into memory at once, and writes it from there.
///
/// One task writes, and only while something waits. It takes everything that waits and writes it
/// in one transaction; what cannot be written after a few tries is dropped and counted.
final class TrafficIngest: ObservationIngest {
    private struct State {
        var queue: IngestQueue
        var rest: Task<Void, Never>?
        /// Who waits until so many events have met their fate.
        var waiters: [(events: UInt64, continuation: CheckedContinuation<Void, Never>)] = []

        /// Whether somebody wants everything to be written now.
        var isHurried: Bool { queue.isCrowded || queue.isClosed || !waiters.isEmpty }

        /// Those who need not wait any more.
        mutating func released() -> [CheckedContinuation<Void, Never>] {
            let done = waiters.filter { $0.events <= queue.settled }
            waiters.removeAll { $0.events <= queue.settled }
            return done.map(\.continuation)
        }
    }

    private let pool: ObservationPool
    private let options: TrafficOptions
    private let state: Mutex<State>
    private let writer = Mutex(TrafficWriter())
    /// The runs of experiments that are counted.
    let live: LiveRuns

    init(pool: ObservationPool, options: TrafficOptions) {
        self.pool = pool
        self.options = options
        state = Mutex(State(queue: IngestQueue(bounds: options.bounds)))
        live = LiveRuns(pool: pool, options: options.live, now: options.now)
    }

    func offer(_ items: [ObservedItem], in environmentID: GUID) {
        offer(items, in: environmentID, arrival: options.now())
    }

    func offer(_ items: [ObservedItem], in environmentID: GUID, arrival: Int64) {
        let entries = items.map { IngestQueue.Entry($0, in: environmentID, arrival: arrival) }
        let action = state.withLock { $0.queue.offer(entries) }
        switch action {
        case .none: return
        case .startWriting: Task(priority: .utility) { await self.writeEverything() }
        case .hurry: state.withLock { $0.rest }?.cancel()
        }
    }

    func countMalformed(_ count: Int) {
        state.withLock { $0.queue.countMalformed(count) }
    }

    var report: IngestReport {
        state.withLock { $0.queue.report }
    }

    /// Waits until everything that was offered before is in the file or was dropped.
    func flush() async {
        await withCheckedContinuation { continuation in
            let (done, rest) = state.withLock { state in
                state.waiters.append((state.queue.taken, continuation))
                return (state.released(), state.rest)
            }
            for continuation in done { continuation.resume() }
            rest?.cancel()
        }
    }

    /// Takes nothing any more, and tries once to write what waits.
    func close() async {
        state.withLock { $0.queue.close() }
        await flush()
        await live.close()
    }

    // MARK: - Writing

    private func writeEverything() async {
        while true {
            await rest(options.linger) { $0.isHurried }
            guard let batch = state.withLock({ $0.queue.take() }) else { return }
            await write(batch)
            let done = state.withLock { $0.released() }
            for continuation in done { continuation.resume() }
        }
    }

    private func write(_ batch: IngestQueue.Batch) async {
        let traffic = TrafficBatch(batch.entries)
        var pauses = options.pauses[...]
        while true {
            do throws(ObservationsError) {
                let outcome = try await write(traffic)
                state.withLock {
                    $0.queue.wrote(batch, kept: outcome.kept, malformed: outcome.malformed)
                }
                return
            } catch {
                let isClosed = state.withLock { state in
                    state.queue.failed(error.description)
                    return state.queue.isClosed
                }
                guard !isClosed, let pause = pauses.popFirst() else {
                    state.withLock { $0.queue.gaveUp(batch) }
                    return
                }
                await rest(pause) { $0.queue.isClosed }
            }
        }
    }

    private func write(
        _ batch: TrafficBatch
    ) async throws(ObservationsError) -> TrafficWriter.Outcome {
        let now = options.now()
        do throws(ObservationsError) {
            return try await pool.write { [live] database in
                try self.writer.withLock { writer in
                    writer.followed = live.followed
                    return try writer.write(batch, to: database, now: now)
                }
            } then: { [live] outcome, database in
                live.take(outcome.news, of: batch, in: database)
            }
        } catch {
            // What was remembered may have been rolled back.
            writer.withLock { $0.forget() }
            throw error
        }
    }

    /// Deletes something in a transaction of its own, between two batches.
    ///
    /// - Parameter deletion: deletes; what was remembered of the file does not count afterwards.
    /// - Returns: what `deletion` tells.
    /// - Throws: ``ObservationsError``; then nothing was deleted.
    func forgetting<Answer: Sendable>(
        _ deletion: @escaping @Sendable (Database) throws -> Answer
    ) async throws(ObservationsError) -> Answer {
        let answer = try await pool.write { database in
            try self.writer.withLock { writer in
                writer.forget()
                return try deletion(database)
            }
        } then: { [live] _, _ in
            live.startAnew()
        }
        Task(priority: .utility) { await live.readUnread() }
        return answer
    }

    /// Waits, unless there is a reason not to; ``State/rest`` can be cancelled to end it.
    private func rest(_ duration: Duration, unless isShort: (State) -> Bool) async {
        let rest = Task(priority: .utility) { _ = try? await Task.sleep(for: duration) }
        let isSkipped = state.withLock { state in
            state.rest = rest
            return isShort(state)
        }
        if isSkipped { rest.cancel() }
        await rest.value
        state.withLock { $0.rest = nil }
    }
}
