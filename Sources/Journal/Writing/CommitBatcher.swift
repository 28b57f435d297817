/// Decides which records are written and synced together.
///
/// It holds no file and reads no clock: the writer's thread performs what it says and reports
/// back. While one batch is being synced, further records queue, and the next batch takes them.
struct CommitBatcher: Equatable, Sendable {
    /// The answer to records that want to be written.
    enum Admission: Equatable {
        /// They wait; the thread must be woken when `wakesWriter`.
        case queued(wakesWriter: Bool)
        /// Too much is waiting.
        case refused(queuedRecords: Int)
        /// A sync failed; nothing will ever be written again.
        case failed
    }

    private enum State: Equatable {
        case idle
        case syncing(inFlight: Int)
        case failed
    }

    private var state: State = .idle
    /// The size in bytes of each waiting record, those of a batch under way not included.
    private var queue: [Int] = []
    private var queuedBytes = 0

    init() {}

    /// The records that wait, those of a batch under way not included.
    var queuedRecords: Int { queue.count }

    /// Whether nothing waits and nothing is being written.
    var isIdle: Bool { state == .idle && queue.isEmpty }

    /// Whether a batch, or a rest, is under way.
    var isBusy: Bool { if case .syncing = state { true } else { false } }

    /// The records of one call, each of so many bytes, want to be written.
    mutating func append(_ sizes: [Int]) -> Admission {
        guard state != .failed else { return .failed }
        let bytes = sizes.reduce(0, +)
        guard queue.count + sizes.count <= JournalLimits.queuedRecords,
            queuedBytes + bytes <= JournalLimits.queuedBytes
        else { return .refused(queuedRecords: queue.count) }
        let wakesWriter = state == .idle && queue.isEmpty
        queue += sizes
        queuedBytes += bytes
        return .queued(wakesWriter: wakesWriter)
    }

    /// Takes the next batch; nil when nothing waits.
    ///
    /// - Returns: how many records from the front of the queue to write and sync, then report
    ///   ``synced()``, ``abandoned()`` or ``syncFailed()``.
    mutating func takeBatch() -> Int? {
        switch state {
        case .syncing: preconditionFailure("A batch was taken while another is being synced.")
        case .failed: return nil
        case .idle: break
        }
        var bytes = 0
        var count = 0
        while count < min(queue.count, JournalLimits.batchRecords) {
            bytes += queue[count]
            guard count == 0 || bytes <= JournalLimits.batchBytes else { break }
            count += 1
        }
        guard count > 0 else { return nil }
        queuedBytes -= queue[..<count].reduce(0, +)
        queue.removeFirst(count)
        state = .syncing(inFlight: count)
        return count
    }

    /// Takes the files for something else than a batch; ``synced()`` gives them back.
    ///
    /// - Returns: false when they are not free.
    mutating func takeRest() -> Bool {
        guard isIdle else { return false }
        state = .syncing(inFlight: 0)
        return true
    }

    /// The batch under way is durable.
    mutating func synced() {
        _ = inFlight("A sync ended that was never started.")
        state = .idle
    }

    /// The batch under way was not written and the file is as before: everything waiting fails.
    ///
    /// - Returns: how many records fail.
    mutating func abandoned() -> Int {
        let count = inFlight("A batch was abandoned that was never started.") + queue.count
        self = CommitBatcher()
        return count
    }

    /// The batch under way may or may not be durable: everything fails, now and later.
    ///
    /// - Returns: how many records fail.
    mutating func syncFailed() -> Int {
        let count = inFlight("A sync failed that was never started.") + queue.count
        self = CommitBatcher()
        state = .failed
        return count
    }

    private func inFlight(_ reason: String) -> Int {
        guard case .syncing(let count) = state else { preconditionFailure(reason) }
        return count
    }
}
