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
    /// The call whose last record this is.
    let completes: AppendCall?

    var completesEntry: Bool { part == entry.entry.payloadParts.count - 1 }

    init(entry: PreparedEntry, part: Int = 0, call: AppendCall?) {
        self.entry = entry
        self.part = part
        bytes =
            entry.entry.payloadParts[part].count + entry.texts.bytes + RecordBody.frameBytes
            + RecordLine.overheadBytes
        completes = call
    }
}

/// What appending tasks and the writer's thread share.
struct WriterQueue: Sendable {
    private(set) var batcher = CommitBatcher()
    private var records: [PendingRecord] = []
    /// The number of the last entry that is written or waits.
    private var tail: UInt64
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
        case end
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

    /// The next thing to do; nil when there is none yet.
    mutating func next() -> Work? {
        if let count = batcher.takeBatch() {
            let batch = records[..<count]
            records.removeFirst(count)
            return .write(batch)
        }
        // Nothing waits, so what is written ends with a whole entry.
        if !rotations.isEmpty {
            defer { rotations = [] }
            return .rotate(rotations)
        }
        return isClosing || failure != nil ? .end : nil
    }

    mutating func synced() { batcher.synced() }

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
    mutating func ended() -> (closers: [CheckedContinuation<Void, Never>], calls: [AppendCall]) {
        isEnded = true
        isClosing = true
        defer { closers = [] }
        return (closers, drain())
    }

    private mutating func drain() -> [AppendCall] {
        defer { records = [] }
        return records.compactMap(\.completes)
    }
}
