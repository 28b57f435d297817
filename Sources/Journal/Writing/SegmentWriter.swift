#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Appends records to the last segment.
///
/// Used by one thread only.
struct SegmentWriter: Sendable {
    let disk: any Disk
    let directory: JournalDirectory
    let id: JournalID
    let seed: CRC32C
    let options: JournalOptions

    /// The last segment, open for writing.
    var file: any DiskFile
    var segment: SegmentFile
    /// The end of what is durable and whole.
    var durable: ChainState
    var durableOffset: Int
    var head: HeadFile
    /// The free space in bytes below which nothing is written.
    var freeBytes: Int

    /// The end of what is written; beyond `durable` inside an entry of many records.
    private var tip: ChainState
    private var tipOffset: Int

    init(
        disk: any Disk,
        directory: JournalDirectory,
        id: JournalID,
        options: JournalOptions,
        file: any DiskFile,
        segment: SegmentFile,
        durable: ChainState,
        durableOffset: Int,
        head: HeadFile
    ) {
        self.disk = disk
        self.directory = directory
        self.id = id
        seed = id.checksumSeed
        self.options = options
        self.file = file
        self.segment = segment
        self.durable = durable
        self.durableOffset = durableOffset
        self.head = head
        freeBytes = options.freeBytes
        tip = durable
        tipOffset = durableOffset
    }

    /// What a batch that is now durable added.
    struct Commit: Sendable {
        /// The segment that was begun before the batch, if one was.
        var newSegment: SegmentView?
        /// Where each entry that the batch completed begins.
        var entryOffsets: [Int]
        /// For each record that completes a call: the call and its last entry.
        var completed: [(call: AppendCall, lastEntry: UInt64)]
    }

    /// Why a batch was not committed.
    enum Failure: Error {
        /// The file is as it was before.
        case nothingChanged(JournalError)
        /// The file's state is not known.
        case fatal(JournalError)

        var reason: JournalError {
            switch self {
            case .nothingChanged(let error), .fatal(let error): error
            }
        }
    }

    /// Writes and syncs one batch.
    mutating func commit(_ records: ArraySlice<PendingRecord>) throws(Failure) -> Commit {
        try checkFile()
        let size = records.reduce(0) { $0 + $1.bytes }
        let newSegment = try rotateIfNeeded(adding: size)
        var commit = Commit(newSegment: newSegment, entryOffsets: [], completed: [])
        let bytes = encode(records, reserving: size, into: &commit)
        do throws(DiskError) {
            try file.writeAll(bytes, at: tipOffset - bytes.count)
        } catch {
            throw cutBack(after: error)
        }
        do throws(DiskError) {
            try file.sync()
        } catch {
            throw .fatal(.notDurable(errno: error.errno))
        }
        if !commit.entryOffsets.isEmpty, let last = records.last {
            settle(endsWhole: last.completesEntry)
        }
        return commit
    }

    /// Writes the head file's next slot; the segment is durable through what it says.
    mutating func writeHead() throws(DiskError) {
        try head.write(
            durable,
            segment: segment.firstSequence,
            offset: durableOffset,
            time: options.now(),
            seed: seed
        )
    }

    // MARK: - Encoding

    /// The end of the last whole entry of the batch being built.
    private var whole: (state: ChainState, offset: Int)?

    private mutating func encode(
        _ records: ArraySlice<PendingRecord>,
        reserving size: Int,
        into commit: inout Commit
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        let start = tipOffset
        for record in records {
            if record.part == 0 { entryStart = tipOffset }
            let body = RecordBody.encode(
                record.entry.entry,
                part: record.part,
                number: tip.entry + 1,
                texts: record.entry.texts
            )
            let line = RecordLine.append(
                body,
                at: (tip.sequence + 1, durable.sequence, tip.chainHash),
                seed: seed,
                to: &bytes
            )
            tip.sequence = line.sequence
            tip.chainHash = line.chainHash
            tip.durableThrough = line.durableThrough
            tipOffset = start + bytes.count
            guard record.completesEntry else { continue }
            tip.entry += 1
            commit.entryOffsets.append(entryStart)
            whole = (tip, tipOffset)
            if let call = record.completes { commit.completed.append((call, tip.entry)) }
        }
        return bytes
    }

    /// Where the entry being written begins.
    private var entryStart = 0

    private mutating func settle(endsWhole: Bool) {
        guard let whole else { return }
        durable = whole.state
        durableOffset = whole.offset
        self.whole = nil
        if endsWhole {
            precondition(tip == durable, "A batch that ends whole leaves nothing behind it.")
        }
    }

    // MARK: - Failure

    /// The file that is written must still be the one that has the name, and space must be left.
    private mutating func checkFile() throws(Failure) {
        let isSame: Bool
        let hasSpace: Bool
        do throws(DiskError) {
            let written = try file.item()
            isSame = try disk.item(at: segment.path)?.isSame(as: written) ?? false
            hasSpace = try disk.freeBytes(at: directory.path) >= freeBytes
        } catch {
            throw .fatal(error.asJournalError)
        }
        guard isSame else { throw .fatal(.replaced(path: segment.path)) }
        guard hasSpace else {
            let error = DiskError(operation: "statvfs", path: directory.path, errno: ENOSPC)
            throw tip == durable
                ? .nothingChanged(.full(path: directory.path)) : cutBack(after: error)
        }
    }

    private mutating func cutBack(after error: DiskError) -> Failure {
        guard error.isOutOfSpace else { return .fatal(.notDurable(errno: error.errno)) }
        do throws(DiskError) {
            try file.truncate(to: durableOffset)
            try file.sync()
        } catch {
            return .fatal(.notDurable(errno: error.errno))
        }
        tip = durable
        tipOffset = durableOffset
        whole = nil
        return .nothingChanged(.full(path: directory.path))
    }

    // MARK: - Rotation

    /// Begins a new segment when this one is large enough.
    ///
    /// Entries never cross segments, so only a last segment can end inside one.
    private mutating func rotateIfNeeded(adding size: Int) throws(Failure) -> SegmentView? {
        let isWhole = tip == durable
        let isEmpty = durable.sequence + 1 == segment.firstSequence
        guard isWhole, !isEmpty, durableOffset + size > options.segmentBytes else { return nil }
        do throws(DiskError) {
            let view = try NewSegment.create(
                after: durable,
                of: id,
                in: directory,
                at: options.now(),
                on: disk
            )
            file.close()
            file = try disk.open(view.file.path, .update)
            segment = view.file
            durableOffset = view.headerBytes
            tipOffset = durableOffset
            return view
        } catch {
            // Once the new segment has its name, nothing may be added to the old one.
            guard error.isOutOfSpace, !isNamed(after: durable) else {
                throw .fatal(error.asJournalError)
            }
            throw .nothingChanged(.full(path: directory.path))
        }
    }

    /// Whether the segment that follows `state` is there; it counts as there when nobody can say.
    private func isNamed(after state: ChainState) -> Bool {
        let next = SegmentFile(firstSequence: state.sequence + 1, directory: directory.path)
        do throws(DiskError) { return try disk.item(at: next.path) != nil } catch { return true }
    }
}

/// Makes a segment that holds only its first line.
enum NewSegment {
    static func create(
        after state: ChainState,
        of id: JournalID,
        in directory: JournalDirectory,
        at time: Int64,
        on disk: any Disk
    ) throws(DiskError) -> SegmentView {
        let file = SegmentFile(firstSequence: state.sequence + 1, directory: directory.path)
        let header = SegmentHeader(
            journal: id,
            firstSequence: file.firstSequence,
            firstEntry: state.entry + 1,
            previousHash: state.chainHash,
            createdMicroseconds: time
        )
        let bytes = header.bytes
        try disk.writeDurably([bytes], to: file.name, in: directory.path)
        return SegmentView(
            file: file,
            firstEntry: header.firstEntry,
            start: state,
            headerBytes: bytes.count,
            endOffset: bytes.count,
            entryOffsets: []
        )
    }
}
