import Experiments
import FlagAPI
import FlagModel
import Testing

@testable import Observations

/// What is counted batch by batch equals what the file says, to the last bit.
struct LiveAgainstFileTests {
    private static let customers = 40
    private static let days: Int64 = 6

    /// An item of somebody that may arrive late, twice, or with what others did.
    private static func item(
        _ random: inout SeededRandom,
        before now: Int64
    ) throws -> ObservedItem {
        let who = Int.random(in: 0..<customers, using: &random)
        var flags: [ObservedEvaluation] = []
        var metrics: [ObservedMetric] = []
        // Some arrive hours or days late; few clocks are ahead.
        func time() -> Int64 {
            let delays: [Int64] = [0, 0, 0, 3_600, 86_400, 3 * 86_400]
            let late = delays.randomElement(using: &random) ?? 0
            return now - late - Int64.random(in: -200...2_000, using: &random)
        }
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            // A few customers are given both versions.
            let isOther = who % 10 == 0 && Bool.random(using: &random)
            let version = (who % 2 == 0) == isOther ? "b" : "a"
            flags.append(.sample("f", version, after: time()))
        }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let name = ["buy", "visit", "other"].randomElement(using: &random) ?? ""
            let value = Double(Int.random(in: -3...400, using: &random)) / 8
            metrics.append(.sample(name, value, after: time()))
        }
        return try .sample(
            "C-\(who)",
            "",
            ["plan": who % 3 == 0 ? "free" : "plus"],
            flags: flags,
            did: metrics
        )
    }

    private static let plus = RunAdmission(text: "plus", attributes: [Array("plan".utf8)]) {
        $0.attributes.first?.value == "plus"
    }

    @Test(arguments: [false, true])
    func `late, doubled and mixed reports, changes of the split and restarts change nothing`(
        onlySome: Bool
    ) async throws {
        var random = SeededRandom(for: "LiveAgainstFileTests")
        let fixture = try RunFixture()
        let traffic = fixture.traffic
        let admission = onlySome ? Self.plus : nil
        var store = traffic.store
        var run = try fixture.run(admission: admission)
        await store.follow([run])
        var earlier: [ObservedItem] = []

        for step in 0..<60 {
            traffic.clock.advance(seconds: Self.days * RunFixture.day / 60)
            let now = (traffic.clock.now - TrafficFixture.start) / 1000
            var items = try (0..<8).map { _ in try Self.item(&random, before: now) }
            if let again = earlier.randomElement(using: &random) { items.append(again) }
            earlier += items
            store.ingest.offer(items, in: traffic.live)
            if step % 3 == 0 { await store.flush() }
            if step % 20 == 10 {
                await store.close()
                store = traffic.reopened()
                await store.follow([run])
            }
            if step == 35 {
                let splits = [(Int64(10), [50_000, 50_000]), (now + 1, [10_000, 90_000])]
                run = try fixture.run(splits: splits, admission: admission)
                await store.follow([run])
            }
        }
        await store.flush()
        let live = try await store.counts(of: run)

        #expect(try await fixture.fromFile(run).now == live.now)
        #expect(try await fixture.fromFile(run).eventCount == live.eventCount)
        #expect(live.people.allSatisfy { $0 > 0 })
        #expect(live.now.mixed > 0)
        #expect(live.days.count == Int(Self.days) + 1)
    }
}
