import Synchronization

/// The thread that writes for the calls that wait: it sleeps until something does, and looks at
/// the clock only while the head file is not durable.
struct WriterThread: Sendable {
    let queue: Monitor<WriterQueue>
    let committer: Committer

    /// Starts the thread.
    func start() {
        OwnThread.start { run() }
    }

    private func run() {
        var isWatching = false
        while true {
            let rest = isWatching ? committer.headSyncMilliseconds : nil
            switch queue.wait(atMost: rest, for: { $0.next(isWatching: isWatching) }) {
            case .write(let records)?:
                _ = committer.write(records)
            case .rotate(let calls)?:
                committer.rotate(calls)
            case .watchHead?:
                isWatching = true
            case nil:
                guard queue.withLock({ $0.takeRest() }) else { continue }
                committer.syncHead()
                queue.withLock { $0.rested() }
                isWatching = false
            case .end?:
                committer.end()
                return
            }
        }
    }
}

/// What is durable, shared by the writer's thread and readers.
final class SharedView: Sendable {
    private let view: Mutex<JournalView>

    init(_ view: JournalView) { self.view = Mutex(view) }

    var hasFailed: Bool { view.withLock { $0.failure != nil } }

    func withLock<Result: Sendable>(_ body: (inout JournalView) -> Result) -> Result {
        view.withLock { body(&$0) }
    }

    func fail(_ error: JournalError) { view.withLock { $0.failure = $0.failure ?? error } }

    /// Shows what a batch added.
    func add(_ commit: SegmentWriter.Commit, end: ChainState, offset: Int) {
        view.withLock { view in
            if let segment = commit.newSegment { view.segments.append(segment) }
            let last = view.segments.count - 1
            view.segments[last].entryOffsets?.append(contentsOf: commit.entryOffsets)
            view.segments[last].endOffset = offset
            view.end = end
        }
    }
}
