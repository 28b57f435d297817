public import FlagAPI

/// Those who follow every entry, in order and without gaps.
struct Followers {
    /// Entries that wait for one follower, at the most; who is slower must begin again.
    static let maximumWaiting = 256

    private var followers: [Int: Follower] = [:]
    private var nextID = 0
    /// The last entry that was told.
    private var told: UInt64
    /// Entries whose predecessors are not confirmed yet.
    private var early: [UInt64: HistoryEntry] = [:]

    /// No entry comes any more.
    private var isFinished = false

    private struct Follower {
        let after: UInt64
        let continuation: AsyncStream<HistoryEntry>.Continuation
    }

    /// Nobody follows yet; the next entry to be told is the one after `told`.
    init(after told: UInt64 = 0) {
        self.told = told
    }

    /// A new follower that hears of every entry after a number; of none after ``finish()``.
    mutating func follow(after number: UInt64) -> (id: Int, entries: AsyncStream<HistoryEntry>) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: HistoryEntry.self,
            bufferingPolicy: .bufferingOldest(Self.maximumWaiting)
        )
        let id = nextID
        nextID += 1
        guard !isFinished else {
            continuation.finish()
            return (id, stream)
        }
        followers[id] = Follower(after: number, continuation: continuation)
        return (id, stream)
    }

    /// Nobody listens to this one any more.
    mutating func leave(_ id: Int) {
        followers[id] = nil
    }

    /// Tells of an entry as soon as all before it were told.
    mutating func tell(_ entry: HistoryEntry) {
        early[entry.number] = entry
        while let next = early.removeValue(forKey: told + 1) {
            told += 1
            for (id, follower) in followers where next.number > follower.after {
                if case .dropped = follower.continuation.yield(next) {
                    follower.continuation.finish()
                    followers[id] = nil
                }
            }
        }
    }

    /// Ends every stream.
    mutating func finish() {
        isFinished = true
        for follower in followers.values { follower.continuation.finish() }
        followers = [:]
    }
}

extension LocalService {
    /// The model now, and every later entry in order.
    ///
    /// - Returns: the picture to begin with; the stream ends when the service closes, or when the
    ///   follower is more than 256 entries behind: it must then begin again.
    public func follow() -> (picture: Picture, entries: AsyncStream<HistoryEntry>) {
        let picture = Picture(model: state.model, entry: state.entry)
        let (id, entries) = followers.follow(after: state.entry)
        followers.onEnd(of: id) { [weak self, world] in
            Task(executorPreference: world.executor) { await self?.stopFollowing(id) }
        }
        return (picture, entries)
    }

    private func stopFollowing(_ id: Int) {
        followers.leave(id)
    }
}

extension Followers {
    /// Runs when a follower's stream is not listened to any more.
    func onEnd(of id: Int, _ work: @escaping @Sendable () -> Void) {
        followers[id]?.continuation.onTermination = { _ in work() }
    }
}
