import Synchronization
import JournalProof
import Testing

@testable import Journal

/// Whose turn it is to write, without any file or thread.
struct WriterQueueTests {
    @Test func `before a sync was seen to be quick, calls wait for the thread`() throws {
        var queue = WriterQueue(tail: 0)

        guard case .wait = queue.takeTurn(try Self.records(1), entryCount: 1, after: nil) else {
            Issue.record("A call wrote for itself.")
            return
        }
    }

    @Test(arguments: [(1000, true), (1001, false)] as [(Int64, Bool)])
    func `a call writes for itself after a batch of one millisecond, not of more`(
        microseconds: Int64,
        writesItself: Bool
    ) throws {
        var queue = try Self.queue(after: microseconds)

        switch queue.takeTurn(try Self.records(2), entryCount: 2, after: nil) {
        case .write(let batch): #expect(writesItself && batch.count == 2)
        case .wait: #expect(!writesItself)
        case .refused(let error): Issue.record(error)
        }
    }

    @Test func `only one writes at a time`() throws {
        var queue = try Self.queue(after: 10)
        _ = queue.takeTurn(try Self.records(1), entryCount: 1, after: nil)

        guard case .wait = queue.takeTurn(try Self.records(1), entryCount: 1, after: nil) else {
            Issue.record("Two calls had the turn.")
            return
        }
        let during = queue.next(isWatching: false)
        let wakesWriter = try queue.add(Self.records(1), entryCount: 1, after: nil).get()
        let mustWake = queue.synced(within: 10, writesHead: true)
        let afterwards = queue.next(isWatching: true)

        #expect(during == nil)
        #expect(!wakesWriter)
        #expect(mustWake)
        #expect(afterwards == .write(try Self.records(1)[...]))
    }

    @Test func `a call decided after another entry than the last is refused its turn`() throws {
        var queue = try Self.queue(after: 10)

        guard
            case .refused(let error) = queue.takeTurn(
                try Self.records(1),
                entryCount: 1,
                after: 7
            )
        else {
            Issue.record("It was not refused.")
            return
        }
        #expect(error == .overtaken(expected: 7))
    }

    @Test(arguments: [(256, true), (257, false)])
    func `a call that needs two batches waits for the thread`(
        count: Int,
        writesItself: Bool
    ) throws {
        var queue = try Self.queue(after: 10)
        let records = try Self.records(count)

        switch queue.takeTurn(records, entryCount: count, after: nil) {
        case .write: #expect(writesItself)
        case .wait: #expect(!writesItself)
        case .refused(let error): Issue.record(error)
        }
    }

    @Test func `the head file is synced once nothing was written between two looks`() throws {
        var queue = try Self.queue(after: 10)

        let first = queue.next(isWatching: false)
        let looks = [queue.takeRest(), queue.takeRest()]

        #expect(first == .watchHead)
        #expect(looks == [false, true])
        guard case .wait = queue.takeTurn(try Self.records(1), entryCount: 1, after: nil) else {
            Issue.record("A call wrote while the head file was being synced.")
            return
        }
        queue.rested()
        let last = queue.next(isWatching: false)
        #expect(last == nil)
    }

    @Test func `a call that writes for itself wakes the thread that shall watch the head file`()
        throws
    {
        var queue = WriterQueue(tail: 0)
        _ = queue.add(try Self.records(1), entryCount: 1, after: nil)
        _ = queue.next(isWatching: false)

        let wakes = queue.synced(within: 10, writesHead: true)
        _ = queue.takeTurn(try Self.records(1), entryCount: 1, after: nil)
        let wakesAgain = queue.synced(within: 10, writesHead: true)

        #expect(wakes)
        #expect(!wakesAgain)
    }

    @Test func `appends give consecutive numbers whoever writes them`() async throws {
        let time = Mutex<Int64>(0)
        var options = ProofJournal.options
        // Every third batch seems slow, so the turn changes between the callers and the thread.
        options.uptime = {
            time.withLock {
                $0 += $0 % 3 == 0 ? 5000 : 1; return $0
            }
        }
        let disk = ProofJournal.emptyDisk()
        try Journal.create(
            at: ProofJournal.path,
            id: ProofJournal.id,
            timeMicroseconds: 1,
            on: disk
        )
        let journal = try Journal.open(
            at: ProofJournal.path,
            access: .write,
            on: disk,
            options: options
        ).journal

        let numbers = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for writer in 0..<8 {
                group.addTask {
                    var numbers: [UInt64] = []
                    for index in 0..<25 {
                        let entry = NewEntry.example("\(writer)-\(index)")
                        numbers.append(try await journal.append([entry]).lowerBound)
                    }
                    return numbers
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }

        #expect(numbers.allSatisfy { $0 == $0.sorted() })
        #expect(numbers.joined().sorted() == Array(1...200))
        #expect(try journal.entries(from: 1).map(\.number) == Array(1...200))
        await journal.close()
        #expect(try Journal.verify(at: ProofJournal.path, expecting: nil, on: disk).problems == [])
    }

    /// A queue whose last batch took so long.
    private static func queue(after microseconds: Int64) throws -> WriterQueue {
        var queue = WriterQueue(tail: 0)
        _ = queue.add(try records(1), entryCount: 1, after: nil)
        _ = queue.next(isWatching: false)
        _ = queue.synced(within: microseconds, writesHead: true)
        return queue
    }

    private static func records(_ count: Int) throws -> [PendingRecord] {
        let entry = try NewEntry.example("x").checked()
        return (0..<count).map { _ in PendingRecord(entry: entry) }
    }
}

extension WriterQueue.Work: Equatable {
    /// Compares kinds and sizes, which is what the tests look at.
    static func == (one: WriterQueue.Work, other: WriterQueue.Work) -> Bool {
        switch (one, other) {
        case (.write(let one), .write(let other)): one.count == other.count
        case (.watchHead, .watchHead), (.end, .end): true
        default: false
        }
    }
}
