import FlagAPI
import FlagModel
import Testing

@testable import Observations

struct IngestQueueTests {
    private let one: IngestQueue.Entry
    private let three: IngestQueue.Entry

    init() throws {
        one = .init(try .sample("C-1"), in: .zero, arrival: 0)
        let item = try ObservedItem.sample(
            "C-1",
            flags: [.sample("a"), .sample("b")],
            did: [.sample("x")]
        )
        three = .init(item, in: .zero, arrival: 0)
    }

    @Test func `somebody has to write when nobody does`() {
        var queue = IngestQueue()

        #expect(queue.offer([]) == .none)
        #expect(queue.offer([one]) == .startWriting)
        #expect(queue.offer([one]) == .none)
        #expect(queue.take()?.eventCount == 2)
        #expect(queue.offer([one]) == .none)
        #expect(queue.take()?.eventCount == 1)
        #expect(queue.take() == nil)
        #expect(queue.offer([one]) == .startWriting)
    }

    @Test func `flags shown and things done are counted, and a name alone is one`() {
        #expect([one.eventCount, three.eventCount] == [1, 3])
    }

    @Test(arguments: [(6, 0), (5, 3)])
    func `events beyond the bound are dropped and counted`(bound: Int, dropped: UInt64) {
        var queue = IngestQueue(bounds: .init(events: bound, bytes: .max))

        _ = queue.offer([three, three])

        #expect(queue.report == IngestReport(waiting: 6 - Int(dropped), dropped: dropped))
    }

    @Test(arguments: [(0, 0), (1, 3)])
    func `bytes beyond the bound are dropped and counted`(missing: Int, dropped: UInt64) {
        let bounds = IngestQueue.Bounds(events: .max, bytes: 2 * three.sizeBytes - missing)
        var queue = IngestQueue(bounds: bounds)

        _ = queue.offer([three, three])

        #expect(queue.report.dropped == dropped)
    }

    @Test func `a small entry still fits behind a large one that did not`() {
        var queue = IngestQueue(bounds: .init(events: 4, bytes: .max))

        _ = queue.offer([three, three, one])

        #expect(queue.report == IngestReport(waiting: 4, dropped: 3))
    }

    @Test func `a batch under way still counts as waiting`() {
        var queue = IngestQueue(bounds: .init(events: 4, bytes: .max))
        _ = queue.offer([three])
        let batch = queue.take() ?? .init()

        _ = queue.offer([three])
        #expect(queue.report == IngestReport(waiting: 3, dropped: 3))

        queue.wrote(batch, kept: 2, malformed: 1)
        #expect(queue.report == IngestReport(written: 2, malformed: 1, dropped: 3))
        #expect(queue.settled == queue.taken)
    }

    @Test func `a writer that waits for more is told when a quarter has come together`() {
        var queue = IngestQueue(bounds: .init(events: 8, bytes: .max))

        #expect(queue.offer([one]) == .startWriting)
        #expect(queue.offer([one]) == .hurry)
    }

    @Test func `a problem is shown until a batch is written`() {
        var queue = IngestQueue()
        _ = queue.offer([one])
        let first = queue.take() ?? .init()

        queue.failed("no")
        queue.gaveUp(first)
        #expect(queue.report == IngestReport(dropped: 1, problem: "no"))

        _ = queue.offer([one])
        queue.wrote(queue.take() ?? .init(), kept: 1, malformed: 0)
        #expect(queue.report == IngestReport(written: 1, dropped: 1))
    }

    @Test func `after the close everything is dropped and counted`() {
        var queue = IngestQueue()
        queue.close()

        #expect(queue.offer([three]) == .none)
        #expect(queue.report == IngestReport(dropped: 3))
    }

    @Test func `what was left out before is counted, and a negative count is nothing`() {
        var queue = IngestQueue()

        queue.countMalformed(3)
        queue.countMalformed(-5)

        #expect(queue.report == IngestReport(malformed: 3))
    }
}

struct RecentCacheTests {
    @Test func `what was used lately is remembered, and no more than twice the capacity`() {
        var cache = RecentCache<Int, Int>(capacity: 10)
        var largest = 0
        for number in 0..<1000 {
            cache.insert(number, for: number)
            #expect(cache.value(for: 0) == 0)
            largest = max(largest, cache.count)
        }

        #expect((990..<1000).allSatisfy { cache.value(for: $0) == $0 })
        #expect(cache.value(for: 500) == nil)
        #expect(largest <= 20)
    }

    @Test func `a newer value takes the place of the older`() {
        var cache = RecentCache<Int, Int>(capacity: 1)
        cache.insert(1, for: 1)
        cache.insert(2, for: 2)

        cache.insert(3, for: 1)

        #expect(cache.value(for: 1) == 3)
    }

    @Test func `what was forgotten is gone`() {
        var cache = RecentCache<Int, Int>(capacity: 1)
        cache.insert(1, for: 1)
        cache.insert(2, for: 2)

        cache.removeAll()

        #expect(cache.value(for: 1) == nil)
        #expect(cache.count == 0)
    }
}
