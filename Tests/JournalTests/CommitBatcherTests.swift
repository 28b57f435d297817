import Testing

@testable import Journal

/// The decisions about batches, without any file.
struct CommitBatcherTests {
    @Test func `records that arrive during a sync share the next one`() {
        var batcher = CommitBatcher()

        #expect(batcher.append([100]) == .queued(wakesWriter: true))
        #expect(batcher.takeBatch() == 1)
        #expect(batcher.append([100]) == .queued(wakesWriter: false))
        #expect(batcher.append([100, 100]) == .queued(wakesWriter: false))
        batcher.synced()
        #expect(batcher.takeBatch() == 3)
        batcher.synced()
        #expect(batcher.takeBatch() == nil)
    }

    @Test func `a failed sync fails everything waiting and is never retried`() {
        var batcher = CommitBatcher()
        _ = batcher.append([100, 100])
        _ = batcher.takeBatch()
        _ = batcher.append([100])

        #expect(batcher.syncFailed() == 3)
        #expect(batcher.takeBatch() == nil)
        #expect(batcher.append([100]) == .failed)
    }

    @Test func `an abandoned batch fails everything waiting but not what comes later`() {
        var batcher = CommitBatcher()
        _ = batcher.append([100, 100])
        _ = batcher.takeBatch()
        _ = batcher.append([100])

        #expect(batcher.abandoned() == 3)
        #expect(batcher.append([100]) == .queued(wakesWriter: true))
        #expect(batcher.takeBatch() == 1)
    }

    @Test(arguments: [(255, 255), (256, 256), (257, 256)])
    func `a batch holds at most 256 records`(queued: Int, taken: Int) {
        var batcher = CommitBatcher()
        _ = batcher.append(Array(repeating: 1, count: queued))

        #expect(batcher.takeBatch() == taken)
    }

    @Test(arguments: [
        ([1_048_575, 1], 2), ([1_048_576, 1], 1), ([1_048_576], 1), ([1_048_577], 1),
        ([1, 1_048_577], 1),
    ])
    func `a batch holds at most 1 MiB or one record`(sizes: [Int], taken: Int) {
        var batcher = CommitBatcher()
        _ = batcher.append(sizes)

        #expect(batcher.takeBatch() == taken)
    }

    @Test func `1,024 records may wait, and not one more`() {
        var batcher = CommitBatcher()
        _ = batcher.append(Array(repeating: 1, count: 1023))

        #expect(batcher.append([1, 1]) == .refused(queuedRecords: 1023))
        #expect(batcher.append([1]) == .queued(wakesWriter: false))
        #expect(batcher.append([1]) == .refused(queuedRecords: 1024))
    }

    @Test func `64 MiB may wait, and not one byte more`() {
        var batcher = CommitBatcher()
        _ = batcher.append([JournalLimits.queuedBytes - 1])

        #expect(batcher.append([2]) == .refused(queuedRecords: 1))
        #expect(batcher.append([1]) == .queued(wakesWriter: false))
    }
}
