import FlagAPI
import FlagModel
import FlagService
import Journal
import JournalProof
import Synchronization

/// A year in the life of a service: its plans, its clock, and everything that befalls them.
///
/// Nothing in it waits: the clock is a number that the life sets, and the service is asked to do
/// what is due. After every look, what it wrote is compared with what the oracle says.
actor ScheduleLife {
    /// How long, and how rough.
    package struct Settings: Sendable {
        /// Days that pass.
        var days: Int
        /// Of 1,000 looks, how many come after a clock that was set.
        var jumps = 10
        /// Of 1,000 looks, how many end with a power loss.
        var kills = 3
    }

    private let zone: ProofZone
    private let table: Zone?
    private let settings: Settings
    private var random: SeededRandom
    private let clock: Mutex<Int64>
    private var disk = SimulatedDisk(DiskImage(directory: "/data"))
    private var service: LocalService?
    private var plans: [ProvedPlan] = []
    private var flags: [GUID] = []
    private var place = GUID.zero
    private var entry: UInt64 = 0
    private var sinceSnapshot = 0
    private var tally = ScheduleTally()

    init(
        _ zone: ProofZone,
        given table: Zone?,
        seed: UInt64,
        case number: Int,
        _ settings: Settings
    ) {
        self.zone = zone
        self.table = table
        self.settings = settings
        random = SeededRandom(seed: seed, case: number)
        clock = Mutex(Int64(zone.begin) * 1_000_000)
    }

    /// Lives it.
    func run() async throws -> ScheduleTally {
        try await begin()
        let end = Int64(zone.begin + settings.days * 86_400) * 1_000_000
        while clock.withLock(\.self) < end, tally.flaws.count < 5 {
            try await goOn()
        }
        await service?.close()
        return tally
    }

    // MARK: - One look

    private func goOn() async throws {
        let now = clock.withLock(\.self)
        let hour: Int64 = 3_600_000_000
        let draw = Int.random(in: 0..<1000, using: &random)
        var target = plans.compactMap(\.next).min() ?? now + hour
        if draw < settings.jumps {
            let length = Int64.random(in: 1...72 * hour, using: &random)
            let isForward = Bool.random(using: &random)
            tally.jumps[isForward ? 0 : 1] += 1
            target = max(now + (isForward ? length : -length), Int64(zone.begin) * 1_000_000)
        } else if draw < settings.jumps + settings.kills {
            tally.downtimes += 1
            try await reopen(on: lost(disk.image))
            target = now + Int64.random(in: 1...48 * hour, using: &random)
        } else if draw.isMultiple(of: 8), target > now + 1 {
            // Nothing is due yet: not even a microsecond before.
            target =
                Bool.random(using: &random)
                ? target - 1 : Int64.random(in: now...target - 1, using: &random)
        }
        clock.withLock { [target] in $0 = target }
        let expected = happenings(at: target)
        let isKilled = Int.random(in: 0..<1000, using: &random) < settings.kills
        try await look(isKilled: isKilled && !expected.isEmpty)
        try await compare(with: expected, at: target)
    }

    /// What the oracle says should be done now.
    private func happenings(at now: Int64) -> [ProvedPlan.Event] {
        var events: [ProvedPlan.Event] = []
        while let first = plans.min(by: ProvedPlan.goesFirst),
            let event = plans[first.index].happen(at: now)
        {
            events.append(event)
        }
        return events
    }

    /// Lets the service do what is due; where it is killed, the power goes between any two
    /// operations of its disk, and the next one does what is left.
    private func look(isKilled: Bool) async throws {
        guard isKilled else {
            await service?.fireDueSchedules()
            return
        }
        let (before, count) = (disk.image, disk.log.count)
        await service?.fireDueSchedules()
        tally.kills += 1
        let operations = disk.log[count...]
        var image = before
        let done = Int.random(in: 0...operations.count, using: &random)
        for operation in operations.prefix(done) { image.apply(operation) }
        if let torn = operations.dropFirst(done).first, torn.writtenBytes > 0 {
            let bytes = Int.random(in: 0...torn.writtenBytes, using: &random)
            if let part = torn.prefix(bytes) { image.apply(part) }
        }
        try await reopen(on: lost(image))
        await service?.fireDueSchedules()
    }

    /// Compares the entries since the last look with what should have happened.
    private func compare(with expected: [ProvedPlan.Event], at now: Int64) async throws {
        guard let service else { return }
        let page = try await service.history(HistoryRequest(limit: expected.count + 3))
        let new = page.entries.filter { $0.number > entry }.reversed().map(\.changeSet)
        entry = page.total
        let made = new.filter { $0.origin == .scheduled }
        tally.looks += 1
        tally.entries += made.count
        guard made.count == expected.count else {
            return tally.note("\(made.count) entries instead of \(expected.count), at \(now)", zone)
        }
        for (changeSet, event) in zip(made, expected) { check(changeSet, event, at: now) }
        try await checkSwitch(service, at: now)
        sinceSnapshot += made.count
        guard sinceSnapshot > 300 else { return }
        sinceSnapshot = 0
        _ = try await service.snapshotNow()
    }

    private func check(_ changeSet: ChangeSet, _ event: ProvedPlan.Event, at now: Int64) {
        let plan = plans[event.plan]
        tally.occurrences += event.count
        if event.count > 1 { tally.together += event.count }
        let rest: Int64? =
            switch changeSet.steps.last?.change {
            case .saveSchedule(let schedule) where schedule.id == plan.schedule.id:
                schedule.at.microseconds
            case .discardSchedule(plan.schedule.id): nil
            default: .min
            }
        if changeSet.time.microseconds != now { tally.note("happened at another time", zone) }
        if rest != event.next {
            let text = "plan \(event.plan + 1) goes on at \(rest ?? 0), not \(event.next ?? 0)"
            tally.note(text, zone)
        }
        let isPair = plan.schedule.recurrence?.turns.count == 2
        guard !isPair else { return lastTurn = event.turns.last ?? lastTurn }
        if changeSet.steps.count != 3 { tally.note("plan \(event.plan + 1) did nothing", zone) }
    }

    /// The turn of the pair that came last: 0 turns its flag on, 1 off.
    private var lastTurn = 1

    private func checkSwitch(_ service: LocalService, at now: Int64) async throws {
        guard let pair = plans.first(where: { $0.schedule.recurrence?.turns.count == 2 }) else {
            return
        }
        let state = try await service.picture().model.environment(place)
        let isOn = state?.flag(flags[pair.index])?.isEnabled
        if isOn != (lastTurn == 0) { tally.note("the pair's flag is wrong at \(now)", zone) }
    }

    // MARK: - Beginning and being killed

    private var world: LocalService.World {
        let bits = Mutex(SeededRandom(seed: random.next()))
        return LocalService.World(
            now: { [clock = Reading(self)] in clock.now },
            random: { bits.withLock { $0.next() } },
            zone: { [table, name = zone.name] in $0 == name ? table : nil }
        )
    }

    /// The clock, for a closure that any thread may call.
    private struct Reading: Sendable {
        private let life: ScheduleLife
        init(_ life: ScheduleLife) { self.life = life }
        var now: Moment { Moment(microseconds: life.clock.withLock(\.self)) }
    }

    private static var options: JournalOptions {
        var options = JournalOptions()
        options.freeBytes = 0
        options.segmentBytes = 200_000
        options.headSyncMilliseconds = nil
        options.now = { 1_764_000_000_000_000 }
        return options
    }

    private func lost(_ image: DiskImage) -> DiskImage { image.afterPowerLoss(.drawn, &random) }

    private func reopen(on image: DiskImage) async throws {
        let old = service
        disk = SimulatedDisk(image)
        service = try open()
        await old?.close()
    }

    private func open() throws -> LocalService {
        try LocalService.open(
            DataDirectory(path: "/data"),
            on: disk,
            options: Self.options,
            world: world
        ).service
    }

    private func begin() async throws {
        try ProofJournal.make(on: disk)
        let service = try open()
        self.service = service
        let shop = Project(id: GUID(using: &random), key: try Key("shop"), name: "Shop")
        let live = Environment(
            id: GUID(using: &random),
            projectID: shop.id,
            key: try Key("prod"),
            name: "Shop",
            isLive: true,
            secrets: []
        )
        place = live.id
        let made = try (0..<6).map { try flag($0) }
        flags = made.map(\.id)
        let start = zone.begin / 60
        var drawing = PlanDrawing(
            place: place,
            flags: flags,
            zone: zone,
            oracle: RuleOracle(zone),
            start: start,
            end: start + (settings.days + 40) * 1440,
            random: SeededRandom(seed: random.next())
        )
        plans = drawing.plans()
        let changes: [Change] =
            [.createProject(shop), .createEnvironment(live)]
            + made.map { .createFlag(environment: live.id, $0) }
            + plans.map { .saveSchedule($0.schedule) }
        let proposal = Proposal(id: GUID(using: &random), actor: "Jo", changes: changes)
        entry = try await service.propose(proposal).entry
    }

    private func flag(_ index: Int) throws -> Flag {
        Flag(
            id: GUID(using: &random),
            key: try Key("flag-\(index)"),
            name: "Flag \(index)",
            kind: .boolean,
            variations: [
                Variation(id: "on", name: "On", value: "true"),
                Variation(id: "off", name: "Off", value: "false"),
            ],
            defaultVariationID: "on",
            offVariationID: "off",
            revision: GUID(using: &random),
            createdAt: Moment(microseconds: Int64(zone.begin) * 1_000_000)
        )
    }
}
