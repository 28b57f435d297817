import Synchronization

/// The thread that writes: it sleeps until something waits, and never polls.
struct WriterThread: Sendable {
    private let queue: Monitor<WriterQueue>
    private let view: SharedView
    private var writer: SegmentWriter
    private let lock: any DiskFile

    /// Starts the thread.
    static func start(
        _ writer: SegmentWriter,
        holding lock: any DiskFile,
        queue: Monitor<WriterQueue>,
        view: SharedView
    ) {
        let initial = WriterThread(queue: queue, view: view, writer: writer, lock: lock)
        OwnThread.start {
            var thread = initial
            thread.run()
        }
    }

    private mutating func run() {
        while true {
            let rest = writer.head.isDirty ? writer.options.headSyncMilliseconds : nil
            switch queue.wait(atMost: rest, for: { $0.next() }) {
            case .write(let records)?: write(records)
            case nil: syncHead()
            case .end?:
                end()
                return
            }
        }
    }

    private mutating func write(_ records: ArraySlice<PendingRecord>) {
        do throws(SegmentWriter.Failure) {
            let commit = try writer.commit(records)
            view.add(commit, end: writer.durable, offset: writer.durableOffset)
            queue.withLock { $0.synced() }
            for (call, lastEntry) in commit.completed {
                let first = lastEntry - UInt64(call.entryCount) + 1
                call.continuation.resume(returning: .success(first...lastEntry))
            }
            if !commit.entryOffsets.isEmpty { writeHead() }
        } catch {
            fail(records, error)
        }
    }

    private func fail(_ records: ArraySlice<PendingRecord>, _ failure: SegmentWriter.Failure) {
        let reason: JournalError
        let waiting: [AppendCall]
        switch failure {
        case .nothingChanged(let error):
            reason = error
            let durable = writer.durable.entry
            waiting = queue.withLock { $0.abandon(durable: durable) }
        case .fatal(let error):
            reason = error
            view.fail(error)
            waiting = queue.withLock { $0.fail(with: error) }
        }
        for call in records.compactMap(\.completes) + waiting {
            call.continuation.resume(returning: .failure(reason))
        }
    }

    private mutating func writeHead() {
        do throws(DiskError) { try writer.writeHead() } catch { poison(error) }
    }

    private mutating func syncHead() {
        do throws(DiskError) { try writer.head.sync() } catch { poison(error) }
    }

    /// Entries stay safe without the head file, but damage at the end would no longer be seen.
    private func poison(_ error: DiskError) {
        view.fail(error.asJournalError)
        queue.withLock { $0.poison(with: error.asJournalError) }
    }

    private mutating func end() {
        if !view.hasFailed { syncHead() }
        writer.head.close()
        writer.file.close()
        lock.close()
        let (closers, calls) = queue.withLock { $0.ended() }
        for call in calls { call.continuation.resume(returning: .failure(.closed)) }
        for closer in closers { closer.resume() }
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
