import Synchronization

/// Writes what it is told to, on the thread that has the turn.
///
/// The queue gives the turn to one thread at a time, so the lock is never waited for.
final class Committer: Sendable {
    private let queue: Monitor<WriterQueue>
    private let view: SharedView
    private let writer: Mutex<SegmentWriter>
    private let lock: any DiskFile
    private let uptime: @Sendable () -> Int64
    /// How long the journal rests before it makes the head file durable; nil leaves it to the end.
    let headSyncMilliseconds: Int?

    init(
        _ writer: SegmentWriter,
        holding lock: any DiskFile,
        queue: Monitor<WriterQueue>,
        view: SharedView
    ) {
        uptime = writer.options.uptime
        headSyncMilliseconds = writer.options.headSyncMilliseconds
        self.writer = Mutex(writer)
        self.lock = lock
        self.queue = queue
        self.view = view
    }

    /// Writes a batch, answers the calls that wait for it, and gives the turn back.
    ///
    /// - Returns: the last entry that the batch completed, 0 for none, and whether the thread must
    ///   be woken; or why the batch was not written.
    func write(
        _ records: ArraySlice<PendingRecord>
    ) -> (lastEntry: Result<UInt64, JournalError>, mustWake: Bool) {
        let start = uptime()
        let result = writer.withLock { writer in
            Result { () throws(SegmentWriter.Failure) in
                let commit = try writer.commit(records)
                view.add(commit, end: writer.durable, offset: writer.durableOffset)
                return (commit, writer.durable.entry)
            }
        }
        let microseconds = uptime() - start
        switch result {
        case .success(let (commit, lastEntry)):
            for (call, lastEntry) in commit.completed {
                let first = lastEntry - UInt64(call.entryCount) + 1
                call.continuation.resume(returning: .success(first...lastEntry))
            }
            let writesHead = !commit.entryOffsets.isEmpty
            if writesHead { writeHead() }
            let mustWake = queue.withLock {
                $0.synced(within: microseconds, writesHead: writesHead)
            }
            return (.success(lastEntry), mustWake)
        case .failure(let failure):
            fail(records, failure)
            return (.failure(failure.reason), true)
        }
    }

    /// Begins a new segment and answers the calls that wait for it.
    func rotate(_ calls: [RotationCall]) {
        let result = writer.withLock { writer in
            Result { () throws(SegmentWriter.Failure) in
                guard let segment = try writer.seal() else { return false }
                let commit = SegmentWriter.Commit(
                    newSegment: segment,
                    entryOffsets: [],
                    completed: []
                )
                view.add(commit, end: writer.durable, offset: writer.durableOffset)
                return true
            }
        }
        let isNew = (try? result.get()) == true
        if isNew { writeHead() }
        if case .failure(.fatal(let reason)) = result {
            view.fail(reason)
            queue.withLock { $0.poison(with: reason) }
        }
        queue.withLock { $0.rotated(writesHead: isNew) }
        for call in calls { call.resume(returning: result.mapError(\.reason)) }
    }

    /// Makes the head file durable.
    func syncHead() {
        do throws(DiskError) {
            let result = writer.withLock { writer in
                Result { () throws(DiskError) in try writer.head.sync() }
            }
            try result.get()
        } catch {
            poison(error)
        }
    }

    /// Closes everything; the turn is never given again.
    func end() {
        if !view.hasFailed { syncHead() }
        writer.withLock { writer in
            writer.head.close()
            writer.file.close()
        }
        lock.close()
        let ending = queue.withLock { $0.ended() }
        for call in ending.calls { call.continuation.resume(returning: .failure(.closed)) }
        for call in ending.rotations { call.resume(returning: .failure(.closed)) }
        for closer in ending.closers { closer.resume() }
    }

    private func fail(_ records: ArraySlice<PendingRecord>, _ failure: SegmentWriter.Failure) {
        let reason = failure.reason
        let waiting: [AppendCall]
        switch failure {
        case .nothingChanged:
            let durable = view.withLock { $0.end.entry }
            waiting = queue.withLock { $0.abandon(durable: durable) }
        case .fatal:
            view.fail(reason)
            waiting = queue.withLock { $0.fail(with: reason) }
        }
        for call in records.compactMap(\.completes) + waiting {
            call.continuation.resume(returning: .failure(reason))
        }
    }

    private func writeHead() {
        do throws(DiskError) {
            let result = writer.withLock { writer in
                Result { () throws(DiskError) in try writer.writeHead() }
            }
            try result.get()
        } catch {
            poison(error)
        }
    }

    /// Entries stay safe without the head file, but damage at the end would no longer be seen.
    private func poison(_ error: DiskError) {
        view.fail(error.asJournalError)
        queue.withLock { $0.poison(with: error.asJournalError) }
    }
}
