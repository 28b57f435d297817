import FlagAPI
import FlagModel
import FlagService
import Synchronization
import Testing

/// What waits for a moment happens then, once.
struct ScheduleFiringTests {
    private static let hour: Int64 = 3_600_000_000

    /// A clock that stands still until it is moved, and waits that end when it has.
    final class Clock: Sendable {
        private struct State {
            var now = Moment(microseconds: 1_780_000_000_000_000)
            var waits: [(milliseconds: Int64, end: CheckedContinuation<Void, Never>)] = []
            var arrivals: [CheckedContinuation<Int64, Never>] = []
        }

        private let state = Mutex(State())

        var now: Moment { state.withLock(\.now) }

        func advance(_ microseconds: Int64) {
            state.withLock { $0.now = $0.now.adding(microseconds: microseconds) }
        }

        /// A wait of the service, which ends when the test says so.
        func wait(_ milliseconds: Int64) async {
            await withCheckedContinuation { end in
                let arrival = state.withLock { state -> CheckedContinuation<Int64, Never>? in
                    state.waits.append((milliseconds, end))
                    return state.arrivals.isEmpty ? nil : state.arrivals.removeFirst()
                }
                arrival?.resume(returning: milliseconds)
            }
        }

        /// How long the service waits, as soon as it does.
        func nextWait() async -> Int64 {
            await withCheckedContinuation { arrival in
                let known = state.withLock { state -> Int64? in
                    if let last = state.waits.last { return last.milliseconds }
                    state.arrivals.append(arrival)
                    return nil
                }
                if let known { arrival.resume(returning: known) }
            }
        }

        /// Ends every wait.
        func ring() {
            let waits = state.withLock { state in
                let waits = state.waits
                state.waits = []
                return waits
            }
            for wait in waits { wait.end.resume() }
        }
    }

    /// A shop with one flag, and a customer who has it for a while.
    struct Shop {
        let fixture: ServiceFixture
        let clock: Clock
        let flag: Flag
        let customer: CustomerKey

        init() throws {
            fixture = try ServiceFixture()
            clock = Clock()
            flag = try fixture.flag("free-returns")
            customer = try CustomerKey("C-10428")
        }

        func world(timer: Bool) -> LocalService.World {
            let wait: @Sendable (Int64) async -> Void = { [clock] milliseconds in
                await clock.wait(milliseconds)
            }
            return LocalService.World(
                now: { [clock] in clock.now },
                random: { UInt64.random(in: .min ... .max) },
                wait: timer ? wait : nil
            )
        }

        func begin(timer: Bool = false) async throws -> LocalService {
            let service = try LocalService.create(
                in: fixture.directory,
                world: world(timer: timer)
            )
            _ = try await service.propose(
                fixture.proposal([
                    .createProject(fixture.project), .createEnvironment(fixture.live),
                    .createFlag(environment: fixture.live.id, flag),
                ])
            )
            return service
        }

        func reopen(timer: Bool = false) throws -> LocalService {
            try LocalService.open(fixture.directory, world: world(timer: timer)).service
        }

        var target: Change {
            .editFlag(
                environment: fixture.live.id,
                flag: flag.id,
                .addTargets(variationID: "on", [customer])
            )
        }

        var untarget: Change {
            .editFlag(
                environment: fixture.live.id,
                flag: flag.id,
                .removeTargets([customer])
            )
        }

        func ending(after microseconds: Int64, of customer: CustomerKey? = nil) -> Schedule {
            let customer = customer ?? self.customer
            return Schedule(
                id: .new,
                author: "Jo",
                createdAt: clock.now,
                note: "Ticket 17",
                at: clock.now.adding(microseconds: microseconds),
                title: "Free returns goes back for \(customer.text)",
                changes: [
                    .editFlag(
                        environment: fixture.live.id,
                        flag: flag.id,
                        .removeTargets([customer])
                    )
                ],
                expects: [
                    .target(
                        environment: fixture.live.id,
                        flag: flag.id,
                        customer,
                        variationID: "on"
                    )
                ]
            )
        }

        func named(_ service: LocalService) async throws -> [CustomerKey] {
            let state = try await service.picture().model.environment(fixture.live.id)
            return state?.flag(flag.id)?.targets.flatMap(\.customers) ?? []
        }
    }

    @Test func `what is due happens once, as one entry in its author's name`() async throws {
        let shop = try Shop()
        let service = try await shop.begin()
        let schedule = shop.ending(after: Self.hour)
        _ = try await service.propose(
            shop.fixture.proposal([shop.target, .saveSchedule(schedule)])
        )
        shop.clock.advance(Self.hour - 1)
        await service.fireDueSchedules()
        #expect(try await shop.named(service) == [shop.customer])

        shop.clock.advance(1)
        await service.fireDueSchedules()
        await service.fireDueSchedules()

        #expect(try await shop.named(service) == [])
        let page = try await service.history(HistoryRequest())
        #expect(page.total == 3)
        let entry = page.entries[0].changeSet
        #expect(entry.actor == "Jo")
        #expect(entry.note == "Ticket 17")
        #expect(entry.origin == .scheduled)
        #expect(
            entry.steps.map(\.change) == schedule.changes + [.discardSchedule(schedule.id)]
        )
        #expect(try await service.picture().model.schedules == [])
        await service.close()
    }

    @Test func `what was missed happens at the next start, in order`() async throws {
        let shop = try Shop()
        let first = try await shop.begin()
        let other = try CustomerKey("C-2")
        let late = shop.ending(after: 2 * Self.hour)
        let soon = shop.ending(after: Self.hour, of: other)
        _ = try await first.propose(
            shop.fixture.proposal([
                shop.target,
                .editFlag(
                    environment: shop.fixture.live.id,
                    flag: shop.flag.id,
                    .addTargets(variationID: "on", [other])
                ),
                .saveSchedule(late), .saveSchedule(soon),
            ])
        )
        await first.close()
        shop.clock.advance(3 * Self.hour)

        let second = try shop.reopen(timer: true)
        // Whoever looks first sees what has ended meanwhile.
        #expect(try await shop.named(second) == [])
        let page = try await second.history(HistoryRequest(kinds: [.planned]))
        #expect(page.entries.map(\.number) == [4, 3, 2])
        #expect(
            page.entries.prefix(2).compactMap { $0.changeSet.steps.last?.change }
                == [.discardSchedule(late.id), .discardSchedule(soon.id)]
        )
        await second.close()

        let third = try shop.reopen(timer: true)
        #expect(try await third.picture().entry == 4)
        await third.close()
        shop.clock.ring()
    }

    @Test func `what does not fit any more is not forced, and the entry says why`() async throws {
        let shop = try Shop()
        let service = try await shop.begin()
        let schedule = shop.ending(after: Self.hour)
        _ = try await service.propose(
            shop.fixture.proposal([shop.target, .saveSchedule(schedule)])
        )
        let decision = FlagEdit.addTargets(variationID: "off", [shop.customer])
        _ = try await service.propose(shop.fixture.edit(shop.flag, decision))
        shop.clock.advance(Self.hour)
        await service.fireDueSchedules()

        #expect(try await shop.named(service) == [shop.customer])
        let entry = try await service.history(HistoryRequest()).entries[0].changeSet
        #expect(entry.steps.map(\.change) == [.discardSchedule(schedule.id)])
        #expect(
            entry.note == "Did not happen. Somebody gave C-10428 Off of free-returns since."
        )
        #expect(try await service.picture().model.schedules == [])
        await service.close()
    }

    @Test func `whenever a process is gone without a word, it happens once`() async throws {
        let shop = try Shop()
        let service = try await shop.begin()
        _ = try await service.propose(
            shop.fixture.proposal([shop.target, .saveSchedule(shop.ending(after: Self.hour))])
        )
        shop.clock.advance(Self.hour)
        // The bytes that a killed process leaves behind, before and after it did what was due.
        let before = try shop.fixture.copy(to: "before")
        await service.fireDueSchedules()
        let after = try shop.fixture.copy(to: "after")
        await service.close()

        for (left, entries) in [(before, 2), (after, 3)] {
            let idle = try LocalService.open(left, world: shop.world(timer: false)).service
            #expect(try await idle.picture().entry == UInt64(entries))
            await idle.close()
            let next = try LocalService.open(left, world: shop.world(timer: true)).service
            #expect(try await next.picture().entry == 3)
            #expect(try await shop.named(next) == [])
            await next.close()
        }
        shop.clock.ring()
    }

    @Test(arguments: [
        ("C-\u{7}1", "C-\\u{7}1"), ("C-\u{202E}1", "C-\\u{202E}1"), ("C-\n1", "C-\\u{A}1"),
    ])
    func `a customer who cannot be printed stops nothing`(
        key: String,
        spelled: String
    ) async throws {
        let shop = try Shop()
        let odd = try CustomerKey(key)
        let service = try await shop.begin()
        let first = Schedule(
            id: .new,
            author: "Jo",
            createdAt: shop.clock.now,
            at: shop.clock.now.adding(microseconds: Self.hour),
            title: "First",
            changes: shop.ending(after: Self.hour, of: odd).changes,
            expects: shop.ending(after: Self.hour, of: odd).expects
        )
        _ = try await service.propose(
            shop.fixture.proposal([
                shop.target, .saveSchedule(first),
                .saveSchedule(shop.ending(after: 2 * Self.hour)),
            ])
        )
        shop.clock.advance(2 * Self.hour)

        #expect(await service.fireDueSchedules())

        let entries = try await service.history(HistoryRequest()).entries.map(\.changeSet)
        try #require(entries.count == 4)
        #expect(
            entries[1].note == "Did not happen. \(spelled) has no version of "
                + "free-returns by hand any more."
        )
        #expect(try await shop.named(service) == [])
        await service.close()
    }

    @Test func `a reason that is too long for a note is left out`() async throws {
        let shop = try Shop()
        let service = try await shop.begin()
        let version = String(repeating: "v", count: Limits.textBytes.upperBound + 1)
        let first = Schedule(
            id: .new,
            author: "Jo",
            createdAt: shop.clock.now,
            at: shop.clock.now.adding(microseconds: Self.hour),
            title: "First",
            changes: [
                .editFlag(
                    environment: shop.fixture.live.id,
                    flag: shop.flag.id,
                    .addTargets(variationID: version, [shop.customer])
                )
            ]
        )
        _ = try await service.propose(
            shop.fixture.proposal([
                shop.target, .saveSchedule(first),
                .saveSchedule(shop.ending(after: 2 * Self.hour)),
            ])
        )
        shop.clock.advance(2 * Self.hour)

        #expect(await service.fireDueSchedules())

        let entries = try await service.history(HistoryRequest()).entries.map(\.changeSet)
        try #require(entries.count == 4)
        #expect(entries[1].note == "Did not happen.")
        #expect(entries[1].steps.map(\.change) == [.discardSchedule(first.id)])
        #expect(try await shop.named(service) == [])
        await service.close()
    }

    @Test func `the clock is read again within a minute, and at the time`() async throws {
        let shop = try Shop()
        let service = try await shop.begin(timer: true)
        _ = try await service.propose(
            shop.fixture.proposal([shop.target, .saveSchedule(shop.ending(after: Self.hour))])
        )
        #expect(await shop.clock.nextWait() == 60_000)

        // The wall clock is set forward: the next look does what is due.
        shop.clock.advance(Self.hour - 2_500_000)
        shop.clock.ring()
        #expect(await shop.clock.nextWait() == 2500)

        let updates = try await service.updates()
        shop.clock.advance(2_500_000)
        shop.clock.ring()
        for await picture in updates where picture.model.schedules.isEmpty { break }
        #expect(try await shop.named(service) == [])
        await service.close()
        shop.clock.ring()
    }

    @Test func `only the service can say that a time has come`() async throws {
        let shop = try Shop()
        let service = try await shop.begin()

        await #expect(throws: ServiceProblem.refused(.timeOfPlanNotYours)) {
            try await service.propose(
                shop.fixture.proposal([shop.target], origin: .scheduled)
            )
        }
        #expect(try await shop.named(service) == [])
        await service.close()
    }

    @Test func `undo of a change for a while takes its end back too`() async throws {
        let shop = try Shop()
        let service = try await shop.begin()
        let receipt = try await service.propose(
            shop.fixture.proposal([shop.target, .saveSchedule(shop.ending(after: Self.hour))])
        )
        _ = try await service.undo(UndoRequest(id: .new, entry: receipt.entry, actor: "Ana"))

        #expect(try await shop.named(service) == [])
        #expect(try await service.picture().model.schedules == [])
        await service.close()
    }

    @Test func `undo of what ended gives it back, without an end`() async throws {
        let shop = try Shop()
        let service = try await shop.begin()
        _ = try await service.propose(
            shop.fixture.proposal([shop.target, .saveSchedule(shop.ending(after: Self.hour))])
        )
        shop.clock.advance(Self.hour)
        await service.fireDueSchedules()
        _ = try await service.undo(UndoRequest(id: .new, entry: 3, actor: "Ana"))

        #expect(try await shop.named(service) == [shop.customer])
        await service.fireDueSchedules()
        #expect(try await shop.named(service) == [shop.customer])
        #expect(try await service.picture().model.schedules == [])
        await service.close()
    }

    @Test func `undo of what called off a plan too late gives the rest back`() async throws {
        let shop = try Shop()
        let service = try await shop.begin()
        let schedule = shop.ending(after: Self.hour)
        _ = try await service.propose(
            shop.fixture.proposal([shop.target, .saveSchedule(schedule)])
        )
        let receipt = try await service.propose(
            shop.fixture.proposal([shop.untarget, .discardSchedule(schedule.id)])
        )
        shop.clock.advance(Self.hour)
        let over = Refusal.scheduleTime(schedule.title, .over)

        let plan = try await service.undoPlan(of: receipt.entry)
        #expect(plan.changes == [shop.target])
        #expect(plan.obstacles.map(\.reason) == [over])
        #expect(plan.obstacles.map(\.name) == [schedule.title])
        await #expect(throws: ServiceProblem.refused(over)) {
            try await service.undo(UndoRequest(id: .new, entry: receipt.entry, actor: "Ana"))
        }
        _ = try await service.undo(
            UndoRequest(id: .new, entry: receipt.entry, actor: "Ana", isPartial: true)
        )

        #expect(try await shop.named(service) == [shop.customer])
        #expect(try await service.picture().model.schedules == [])
        await service.close()
    }

    @Test func `what waits survives a snapshot`() async throws {
        let shop = try Shop()
        let service = try await shop.begin()
        let schedule = shop.ending(after: Self.hour)
        _ = try await service.propose(
            shop.fixture.proposal([shop.target, .saveSchedule(schedule)])
        )
        _ = try await service.snapshotNow()
        await service.close()

        let next = try shop.reopen()
        #expect(try await next.picture().model.schedules == [schedule])
        await next.close()
    }
}
