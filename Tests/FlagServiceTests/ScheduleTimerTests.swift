import FlagAPI
import FlagModel
import Testing

@testable import FlagService

/// The timer of what waits is there whenever something waits.
struct ScheduleTimerTests {
    private typealias Shop = ScheduleFiringTests.Shop

    private static let hour: Int64 = 3_600_000_000

    @Test func `a plan whose answer comes late gets its timer`() async throws {
        let shop = try Shop()
        let service = try await shop.begin(timer: true)
        let plan = shop.fixture.proposal([
            shop.target, .saveSchedule(shop.ending(after: Self.hour)),
        ])
        let later = shop.fixture.edit(shop.flag, .describe("Later"))

        let isArmed = try await service.publishInReverse(plan, later)

        try #require(isArmed)
        #expect(await shop.clock.nextWait() == 60_000)
        await service.close()
        shop.clock.ring()
    }

    @Test func `nobody sees what was due at the start, however many look at once`() async throws {
        let shop = try Shop()
        let first = try await shop.begin()
        _ = try await first.propose(
            shop.fixture.proposal([shop.target, .saveSchedule(shop.ending(after: Self.hour))])
        )
        await first.close()
        shop.clock.advance(Self.hour)

        let second = try shop.reopen(timer: true)
        let entries = try await withThrowingTaskGroup(of: UInt64?.self) { group in
            for _ in 0..<16 {
                group.addTask { try await second.picture().entry }
                group.addTask {
                    for await picture in try await second.updates() { return picture.entry }
                    return nil
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }

        #expect(entries == Array(repeating: 3, count: 32))
        await second.close()
    }

    @Test func `after a failure it comes back even where nothing seems to wait`() async throws {
        let shop = try Shop()
        let service = try await shop.begin(timer: true)

        let isArmed = await service.armAfterFailure()

        try #require(isArmed)
        #expect(await shop.clock.nextWait() == 60_000)
        await service.close()
        shop.clock.ring()
    }
}

extension LocalService {
    /// Publishes two entries as when the journal's answer about the second comes first.
    ///
    /// - Returns: whether there is a timer afterwards.
    fileprivate func publishInReverse(
        _ first: Proposal,
        _ second: Proposal
    ) throws(Refusal) -> Bool {
        var random = SystemRandomNumberGenerator()
        let before = ahead
        let one = try before.model.making(first, at: world.now(), using: &random)
        let two = try one.model.making(second, at: world.now(), using: &random)
        ahead = (two.model, before.entry + 2)
        publish(two, entry: before.entry + 2, before: one.model, bytes: [])
        publish(one, entry: before.entry + 1, before: before.model, bytes: [])
        return schedules.timer != nil
    }

    fileprivate func armAfterFailure() -> Bool {
        armScheduleTimer(afterFailure: true)
        return schedules.timer != nil
    }
}
