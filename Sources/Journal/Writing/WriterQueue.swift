/// One call of `append`, waiting for its answer.
struct AppendCall: Sendable {
    let continuation: CheckedContinuation<Result<ClosedRange<UInt64>, JournalError>, Never>
    let entryCount: Int
}

/// One call of `rotate`, waiting to hear whether a new segment was begun.
typealias RotationCall = CheckedContinuation<Result<Bool, JournalError>, Never>

/// An entry with what all its records share.
struct PreparedEntry: Sendable {
    let entry: NewEntry
    let texts: QuotedTexts
}

/// One record that waits to be written.
struct PendingRecord: Sendable {
    let entry: PreparedEntry
    let part: Int
    /// The most bytes that its line can have.
    let bytes: Int
    /// The call whose last record this is, when somebody waits for it.
    private(set) var completes: AppendCall?

    var completesEntry: Bool { part == entry.entry.payloadParts.count - 1 }

    init(entry: PreparedEntry, part: Int = 0) {
        self.entry = entry
        self.part = part
        bytes =
            entry.entry.payloadParts[part].count + entry.texts.bytes + RecordBody.frameBytes
            + RecordLine.overheadBytes
    }

    /// Lets `call` wait for this record.
    mutating func complete(_ call: AppendCall) { completes = call }
}

/// What appending tasks and the writer's thread share: whose turn it is to write.
///
/// A call that finds nobody writing and nobody waiting writes for itself, as long as syncs are
/// quick; all others wait for the thread. Only one of them writes at a time.
struct WriterQueue: Sendable {
    private(set) var batcher = CommitBatcher()
    private var records: [PendingRecord] = []
    /// The number of the last entry that is written or waits.
    private var tail: UInt64
    /// Whether the last batch took so little time that a caller may wait for the next in place.
    private var isQuick = false
    /// Whether the head file was written since it was synced last.
    private var isHeadDirty = false
    /// Whether a batch was written since the thread looked last.
    private var hasWrittenSinceLook = false
    private var isClosing = false
    private var isEnded = false
    private var failure: JournalError?
    private var rotations: [RotationCall] = []
    private var closers: [CheckedContinuation<Void, Never>] = []

    init(tail: UInt64) {
        self.tail = tail
    }

    /// What the thread does next.
    enum Work: Sendable {
        case write(ArraySlice<PendingRecord>)
        case rotate([RotationCall])
        /// The head file was written: look again after a while whether it can be synced.
        case watchHead
        case end
    }

    /// Who still waits when the thread ends.
    struct Ending: Sendable {
        var closers: [CheckedContinuation<Void, Never>]
        var calls: [AppendCall]
        var rotations: [RotationCall]
    }

    /// What became of a call that would write for itself.
    enum Turn: Sendable {
        /// It is its turn: write these, and say so.
        case write(ArraySlice<PendingRecord>)
        /// It has to wait for the thread.
        case wait
        case refused(JournalError)
    }

    /// Gives the turn to a call, if nobody writes or waits and syncs are quick.
    mutating func takeTurn(
        _ new: [PendingRecord],
        entryCount: Int,
        after expected: UInt64?
    ) -> Turn {
        let bytes = new.reduce(0) { $0 + $1.bytes }
        guard isQuick, batcher.isIdle, new.count <= JournalLimits.batchRecords,
            new.count == 1 || bytes <= JournalLimits.batchBytes
        else { return .wait }
        switch add(new, entryCount: entryCount, after: expected) {
        case .failure(let error): return .refused(error)
        case .success: break
        }
        guard case .write(let batch)? = next(isWatching: true), batch.count == new.count else {
            preconditionFailure("A call's records were checked to fit into one batch.")
        }
        return .write(batch)
    }

    /// Queues a call's records.
    ///
    /// - Returns: whether the thread must be woken, or why the call is refused.
    mutating func add(
        _ new: [PendingRecord],
        entryCount: Int,
        after expected: UInt64?
    ) -> Result<Bool, JournalError> {
        if let failure { return .failure(failure) }
        guard !isClosing else { return .failure(.closed) }
        // What was decided after an entry that failed must not be written without it.
        if let expected, expected != tail { return .failure(.overtaken(expected: expected)) }
        switch batcher.append(new.map(\.bytes)) {
        case .queued(let wakesWriter):
            records += new
            tail += UInt64(entryCount)
            return .success(wakesWriter)
        case .refused(let queuedRecords):
            return .failure(.busy(queuedRecords: queuedRecords))
        case .failed:
            return .failure(.closed)
        }
    }

    /// Queues the wish for a new segment.
    ///
    /// - Returns: why it is refused; nil when the thread will answer.
    mutating func add(_ call: RotationCall) -> JournalError? {
        if let failure { return failure }
        guard !isClosing else { return .closed }
        rotations.append(call)
        return nil
    }

    /// Looks for something to do.
    ///
    /// - Parameter isWatching: whether the thread looks after the head file already.
    /// - Returns: the next thing to do; nil when there is none yet.
    mutating func next(isWatching: Bool) -> Work? {
        guard !batcher.isBusy else { return nil }
        if let count = batcher.takeBatch() {
            let batch = records[..<count]
            records.removeFirst(count)
            return .write(batch)
        }
        // Nothing waits, so what is written ends with a whole entry.
        if !rotations.isEmpty, failure == nil, batcher.takeRest() {
            defer { rotations = [] }
            return .rotate(rotations)
        }
        if isClosing || failure != nil { return .end }
        return isHeadDirty && !isWatching ? .watchHead : nil
    }

    /// The batch is durable and the head file tells of it.
    ///
    /// - Parameters:
    ///   - microseconds: how long writing and syncing it took.
    ///   - writesHead: whether the head file was written.
    /// - Returns: whether the thread must be woken, when it was not the thread that wrote.
    mutating func synced(within microseconds: Int64, writesHead: Bool) -> Bool {
        batcher.synced()
        isQuick = microseconds <= JournalLimits.quickSyncMicroseconds
        hasWrittenSinceLook = true
        let mustWatch = writesHead && !isHeadDirty
        isHeadDirty = isHeadDirty || writesHead
        return mustWatch || batcher.queuedRecords > 0 || isClosing || failure != nil
    }

    /// Takes the head file to sync it, unless something was written since the last look.
    mutating func takeRest() -> Bool {
        defer { hasWrittenSinceLook = false }
        guard !hasWrittenSinceLook, batcher.takeRest() else { return false }
        isHeadDirty = false
        return true
    }

    /// The head file is durable.
    mutating func rested() { batcher.synced() }

    /// A new segment was begun, or could not be.
    mutating func rotated(writesHead: Bool) {
        batcher.synced()
        hasWrittenSinceLook = true
        isHeadDirty = isHeadDirty || writesHead
    }

    /// The batch was not written; what waits fails with it.
    ///
    /// - Parameter durable: the number of the last entry that is written.
    /// - Returns: the calls to fail that are not in the batch itself.
    mutating func abandon(durable: UInt64) -> [AppendCall] {
        _ = batcher.abandoned()
        tail = durable
        return drain()
    }

    /// The batch's fate is not known; everything fails, now and later.
    ///
    /// - Returns: the calls to fail that are not in the batch itself.
    mutating func fail(with error: JournalError) -> [AppendCall] {
        _ = batcher.syncFailed()
        failure = error
        return drain()
    }

    /// Ends the writer after a failure outside a batch.
    mutating func poison(with error: JournalError) { failure = failure ?? error }

    /// Asks the thread to write what waits and end.
    ///
    /// - Returns: false when it ended already and nobody will answer.
    mutating func close(_ closer: CheckedContinuation<Void, Never>?) -> Bool {
        isClosing = true
        guard !isEnded else { return false }
        if let closer { closers.append(closer) }
        return true
    }

    /// The thread ends.
    mutating func ended() -> Ending {
        isEnded = true
        isClosing = true
        defer {
            closers = []
            rotations = []
        }
        return Ending(closers: closers, calls: drain(), rotations: rotations)
    }

    private mutating func drain() -> [AppendCall] {
        defer { records = [] }
        return records.compactMap(\.completes)
    }
}
