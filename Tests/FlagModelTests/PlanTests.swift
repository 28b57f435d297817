import FlagModel
import JSON
import Testing

/// Plans that go on in steps, come back, or are stopped.
struct PlanTests {
    static let hour: Int64 = 3_600_000_000

    static func on(_ fixture: Fixture, _ isOn: Bool = true) -> Change {
        fixture.change(.setEnabled(isOn))
    }

    /// A plan an hour from the fixture's time, with so many steps an hour apart.
    static func plan(
        in fixture: Fixture,
        id: Int = 0x91,
        steps: Int = 1,
        recurrence: Recurrence? = nil,
        stopsWhen: Schedule.StopRule? = nil
    ) throws -> Schedule {
        let later = (1..<max(1, steps)).map { step in
            Schedule.Step(
                at: fixture.now.adding(microseconds: Int64(step + 1) * hour),
                changes: [fixture.change(FlagEdit.describe("step \(step + 1)"))]
            )
        }
        return Schedule(
            id: try guid(id),
            author: "Ana",
            createdAt: fixture.now,
            at: fixture.now.adding(microseconds: hour),
            title: "Advent",
            changes: [fixture.change(FlagEdit.describe("step 1"))],
            zone: "Europe/Berlin",
            later: later,
            recurrence: recurrence,
            stopsWhen: stopsWhen
        )
    }

    /// An experiment that a plan can watch.
    static func watched(by fixture: Fixture) throws -> Experiment {
        Experiment(
            id: try guid(5),
            key: try Key("watched"),
            name: "Watched",
            flagID: fixture.flag.id,
            baselineVariationID: "off",
            metric: .paying,
            plannedDays: 14,
            createdAt: fixture.now
        )
    }

    // MARK: - Steps

    @Test func `each step leaves the rest of the plan waiting`() throws {
        let fixture = try Fixture()
        let plan = try Self.plan(in: fixture, steps: 3)

        let first = plan.happening(at: plan.at, in: nil)
        let second = try #require(first.rest).happening(at: plan.at, in: nil)
        let third = try #require(second.rest).happening(at: plan.at, in: nil)

        #expect(first.changes == plan.changes)
        #expect(first.rest?.at == plan.later[0].at)
        #expect(second.changes == plan.later[0].changes)
        #expect(third.changes == plan.later[1].changes)
        #expect(third.rest == nil)
    }

    @Test func `what shall stop a plan must be there when it is planned`() throws {
        var fixture = try Fixture()
        let watched = try Self.watched(by: fixture)
        let rule = Schedule.StopRule(environmentID: fixture.live, experimentID: watched.id)
        let plan = try Self.plan(in: fixture, steps: 2, stopsWhen: rule)

        #expect(throws: Refusal.unknown(.experiment, watched.id.text)) {
            try fixture.make([.saveSchedule(plan)])
        }
        try fixture.make([
            .createExperiment(environment: fixture.live, watched), .saveSchedule(plan),
        ])

        // When it went since, the plan can still be moved, and stops by itself.
        try fixture.make([
            .replaceExperiment(environment: fixture.live, watched.archived),
            .deleteExperiment(environment: fixture.live, experiment: watched.id),
        ])
        try fixture.make([.holdSchedule(plan.id, true)])
        #expect(fixture.model.schedule(plan.id)?.stopsWhen == rule)
    }

    @Test func `a stop rule watches from the second step on`() throws {
        let fixture = try Fixture()
        let rule = Schedule.StopRule(environmentID: fixture.live, experimentID: try guid(5))
        let plan = try Self.plan(in: fixture, steps: 2, stopsWhen: rule)

        let rest = try #require(plan.happening(at: plan.at, in: nil).rest)

        #expect(plan.stopsWhen?.isWatching == false)
        #expect(rest.stopsWhen?.isWatching == true)
    }

    @Test func `steps must follow each other`() throws {
        var fixture = try Fixture()
        let plan = try Self.plan(in: fixture, steps: 2)
        let wrong = Schedule(
            id: plan.id,
            author: plan.author,
            createdAt: plan.createdAt,
            at: plan.later[0].at,
            title: plan.title,
            changes: plan.changes,
            later: plan.later
        )

        #expect(throws: Refusal.scheduleTime("Advent", .outOfOrder)) {
            try fixture.make([.saveSchedule(wrong)])
        }
    }

    // MARK: - Coming back

    private func weekly(_ fixture: Fixture, lastDay: Int? = nil) -> Recurrence {
        Recurrence(
            turns: [
                .init(.weekly([.friday]), minute: 18 * 60, changes: [Self.on(fixture)]),
                .init(.weekly([.monday]), minute: 8 * 60, changes: [Self.on(fixture, false)]),
            ],
            lastDay: lastDay
        )
    }

    @Test func `a pair comes in turn, and what was missed happens as one`() throws {
        let fixture = try Fixture()
        let recurrence = weekly(fixture)
        // The fixture's day, 28 May 2026, is a Thursday.
        let friday = try #require(recurrence.next(after: fixture.now, in: .utc))
        let monday = try #require(recurrence.next(after: friday.at, in: .utc))
        #expect(friday.at.text == "2026-05-29T18:00:00.000Z")
        #expect(friday.turn == 0)
        #expect(monday.at.text == "2026-06-01T08:00:00.000Z")
        #expect(monday.turn == 1)
        let plan = Schedule(
            id: try guid(0x92),
            author: "Ana",
            createdAt: fixture.now,
            at: friday.at,
            title: "Weekend",
            changes: recurrence.turns[0].changes,
            recurrence: recurrence
        )

        let threeWeeks = friday.at.adding(microseconds: 3 * 7 * 24 * Self.hour)
        let happening = plan.happening(at: threeWeeks, in: .utc)

        // The last Monday, then the last Friday.
        #expect(happening.changes == [Self.on(fixture, false), Self.on(fixture)])
        #expect(happening.rest?.at.text == "2026-06-22T08:00:00.000Z")
        #expect(happening.rest?.changes == [Self.on(fixture, false)])
    }

    @Test func `after its last day the other turn comes once more`() throws {
        let fixture = try Fixture()
        let last = Zone.utc.day(of: fixture.now) + 8
        let recurrence = weekly(fixture, lastDay: last)
        var times: [String] = []
        var now = fixture.now
        while let next = recurrence.next(after: now, in: .utc), times.count < 9 {
            times.append(String(next.at.text.prefix(10)))
            now = next.at
        }

        #expect(times == ["2026-05-29", "2026-06-01", "2026-06-05", "2026-06-08"])
    }

    @Test func `a plan in a zone that nobody knows is stopped after its time`() throws {
        let fixture = try Fixture()
        let plan = try Self.plan(in: fixture, recurrence: weekly(fixture))

        let happening = plan.happening(at: plan.at, in: nil)

        #expect(happening.changes == plan.changes)
        #expect(happening.rest?.isHeld == true)
    }

    @Test func `clocks that were set back never bring it twice`() throws {
        let fixture = try Fixture()
        let recurrence = weekly(fixture)
        let first = try #require(recurrence.next(after: fixture.now, in: .utc)).at
        let plan = Schedule(
            id: try guid(0x92),
            author: "Ana",
            createdAt: fixture.now,
            at: first,
            title: "Weekend",
            changes: recurrence.turns[0].changes,
            recurrence: recurrence
        )

        // It happened, and the clock that says so is behind.
        let rest = plan.happening(at: first.adding(microseconds: -Self.hour), in: .utc).rest

        #expect(try #require(rest).at > first)
    }

    // MARK: - Stopping

    @Test func `what is stopped is not next, and undo lets it go on`() throws {
        var fixture = try Fixture()
        let plan = try Self.plan(in: fixture)
        try fixture.make([.saveSchedule(plan)])

        let outcome = try fixture.make([.holdSchedule(plan.id, true)])

        #expect(fixture.model.nextSchedule == nil)
        #expect(fixture.model.schedules.map(\.isHeld) == [true])
        #expect(outcome.changeSet.sentence == "stopped the plan: Advent")
        #expect(throws: Refusal.nothingToChange("Advent is held already")) {
            try fixture.make([.holdSchedule(plan.id, true)])
        }
        try fixture.make(outcome.inverse)
        #expect(fixture.model.nextSchedule == plan)
        #expect(throws: Refusal.unknown(.schedule, try guid(1).text)) {
            try fixture.make([.holdSchedule(guid(1), true)])
        }
    }

    @Test func `what was stopped until after its time is not simply released`() throws {
        var fixture = try Fixture()
        let plan = try Self.plan(in: fixture, steps: 2)
        try fixture.make([.saveSchedule(plan), .holdSchedule(plan.id, true)])
        fixture.now = plan.at.adding(microseconds: 5 * Self.hour)

        #expect(throws: Refusal.scheduleTime("Advent", .over)) {
            try fixture.make([.holdSchedule(plan.id, false)])
        }
        let held = try #require(fixture.model.schedule(plan.id))
        let release = try #require(held.releasing(at: fixture.now, in: .utc))
        try fixture.make([release])

        let released = try #require(fixture.model.schedule(plan.id))
        #expect(!released.isHeld)
        #expect(released.at > fixture.now)
        // The steps keep the hour between them.
        #expect(released.later[0].at == released.at.adding(microseconds: Self.hour))
    }

    @Test func `a plan that is released unguarded is the same without its guard`() throws {
        let fixture = try Fixture()
        let rule = Schedule.StopRule(environmentID: fixture.live, experimentID: try guid(0x77))
        let plan = try Self.plan(in: fixture, steps: 2, stopsWhen: rule).held(true)
        let late = plan.at.adding(microseconds: 5 * Self.hour)

        for now in [fixture.now, late] {
            let change = plan.releasing(at: now, in: .utc, isGuarded: false)
            guard case .saveSchedule(let released)? = change else {
                Issue.record("It goes on.")
                continue
            }
            #expect(released.stopsWhen == nil && !released.isHeld)
            #expect(released.later.map(\.changes) == plan.later.map(\.changes))
            #expect(released.at > now)
        }
        #expect(plan.releasing(at: fixture.now, in: .utc) == .holdSchedule(plan.id, false))
        guard case .saveSchedule(let guarded)? = plan.releasing(at: late, in: .utc) else {
            Issue.record("It goes on.")
            return
        }
        #expect(guarded.stopsWhen == rule)
    }

    @Test func `what comes back waits for its next time when it is released`() throws {
        let fixture = try Fixture()
        let plan = try Self.plan(in: fixture, recurrence: weekly(fixture)).held(true)
        let later = plan.at.adding(microseconds: 5 * Self.hour)

        guard case .saveSchedule(let released)? = plan.releasing(at: later, in: .utc) else {
            Issue.record("It goes on.")
            return
        }
        #expect(released.at.text == "2026-05-29T18:00:00.000Z")
        #expect(!released.isHeld)
        #expect(plan.releasing(at: fixture.now, in: .utc) == .holdSchedule(plan.id, false))
    }

    // MARK: - Fitting

    @Test func `what is so already is left out and stands in nobody's way`() throws {
        var fixture = try Fixture()
        try fixture.edit(.setEnabled(true))
        let other = fixture.change(FlagEdit.describe("new"))

        #expect(try fixture.model.needed(of: [Self.on(fixture), other]) == [other])
    }

    @Test func `each thing that a plan builds on is looked at`() throws {
        var fixture = try Fixture()
        let customer = try CustomerKey("C-1")
        let serving = Serving(everyone: "off")
        let expected: [(Schedule.Expectation, String)] = [
            (
                .member(environment: fixture.live, audience: fixture.audience.id, customer),
                "Somebody took C-1 out of VIP since."
            ),
            (
                .enabled(environment: fixture.live, flag: fixture.flag.id, true),
                "Somebody turned Summer sale banner off since."
            ),
            (
                .everyone(environment: fixture.live, flag: fixture.flag.id, serving),
                "Somebody changed what everybody else gets of Summer sale banner since."
            ),
        ]
        for (expectation, sentence) in expected {
            let plan = Schedule(
                id: try guid(0x93),
                author: "Ana",
                createdAt: fixture.now,
                at: fixture.now.adding(microseconds: Self.hour),
                title: "Later",
                changes: [fixture.change(FlagEdit.describe("new"))],
                expects: [expectation]
            )
            #expect(fixture.model.obstacle(to: plan) == sentence)
            var fitting = fixture
            try fitting.make([
                .editAudience(
                    environment: fixture.live,
                    audience: fixture.audience.id,
                    .addMembers([Insertion(customer)])
                ), Self.on(fixture), fixture.change(.setDefaultRule(serving)),
            ])
            #expect(fitting.model.obstacle(to: plan) == nil)
        }
        fixture.now = fixture.now.adding(microseconds: 1)
    }

    // MARK: - Limits

    @Test func `as many steps and times wait as the limits say`() throws {
        let fixture = try Fixture()
        let steps = Limits.scheduleStepCount.upperBound
        func save(_ plan: Schedule) throws {
            var copy = fixture
            try copy.make([.saveSchedule(plan)])
        }
        try save(Self.plan(in: fixture, steps: steps))
        #expect(throws: Refusal.tooMany("steps of one plan", limit: steps)) {
            try save(Self.plan(in: fixture, steps: steps + 1))
        }
        let turns = Limits.scheduleTurnCount.upperBound
        func comingBack(_ count: Int) throws -> Schedule {
            let turn = Recurrence.Turn(.daily, minute: 0, changes: [Self.on(fixture)])
            return try Self.plan(
                in: fixture,
                recurrence: Recurrence(turns: Array(repeating: turn, count: count))
            )
        }
        try save(comingBack(turns))
        #expect(throws: Refusal.tooMany("times in one rhythm", limit: turns)) {
            try save(comingBack(turns + 1))
        }
    }

    @Test func `the name of a zone is as long as the limit says`() throws {
        let fixture = try Fixture()
        let most = Limits.zoneNameLength.upperBound
        func save(_ length: Int) throws {
            var copy = fixture
            let plain = try Self.plan(in: fixture)
            let plan = Schedule(
                id: plain.id,
                author: plain.author,
                createdAt: plain.createdAt,
                at: plain.at,
                title: plain.title,
                changes: plain.changes,
                zone: String(repeating: "a", count: length)
            )
            try copy.make([.saveSchedule(plan)])
        }
        try save(most)
        #expect(throws: Refusal.badText(field: "zone of the plan", .tooLong(limit: most))) {
            try save(most + 1)
        }
    }

    @Test(arguments: [
        Recurrence.Turn(.hourly, minute: 60, changes: []), .init(.daily, minute: 1440, changes: []),
        .init(.weekly([]), minute: 0, changes: []),
        .init(.monthly(day: 32), minute: 0, changes: []),
        .init(.monthly(day: 0), minute: 0, changes: []), .init(.daily, minute: -1, changes: []),
    ])
    func `a rhythm that never comes is refused`(turn: Recurrence.Turn) throws {
        var fixture = try Fixture()
        let wrong = Recurrence.Turn(
            turn.rhythm,
            minute: turn.minute,
            changes: [Self.on(fixture)]
        )
        let plan = try Self.plan(in: fixture, recurrence: Recurrence(turns: [wrong]))

        #expect(throws: Refusal.malformedSchedule("Advent")) {
            try fixture.make([.saveSchedule(plan)])
        }
    }

    // MARK: - Words and bytes

    @Test func `history says how a plan goes on`() throws {
        let fixture = try Fixture()
        func sentence(_ plan: Schedule) throws -> String {
            var copy = fixture
            return try copy.make([.saveSchedule(plan)]).changeSet.sentence
        }
        #expect(
            try sentence(Self.plan(in: fixture, steps: 3))
                == "planned for 28 May 2026 21:26 UTC, in 3 steps until 28 May 2026 23:26 UTC: "
                + "Advent"
        )
        #expect(
            try sentence(Self.plan(in: fixture, recurrence: weekly(fixture)))
                == "planned for 28 May 2026 21:26 UTC, then every Friday at 18:00, and every "
                + "Monday at 08:00 (Europe/Berlin): Advent"
        )
    }

    @Test func `every plan reads, and is written in the same bytes`() throws {
        var fixture = try Fixture()
        let place = fixture.live
        let rhythms: [Recurrence.Rhythm] = [
            .hourly, .daily, .weekly([.sunday, .monday]), .monthly(day: 31),
        ]
        let now = fixture.now
        try fixture.make([.createExperiment(environment: place, Self.watched(by: fixture))])
        fixture.now = now
        let turns = rhythms.map {
            Recurrence.Turn($0, minute: 30, changes: [Self.on(fixture)])
        }
        let rule = Schedule.StopRule(
            environmentID: place,
            experimentID: try Self.watched(by: fixture).id,
            isWatching: true
        )
        let customer = try CustomerKey("C-1")
        let all = Schedule(
            id: try guid(0x95),
            author: "Li",
            createdAt: fixture.now,
            at: fixture.now.adding(microseconds: Self.hour),
            title: "Everything",
            changes: [Self.on(fixture)],
            expects: [
                .member(environment: place, audience: fixture.audience.id, customer),
                .enabled(environment: place, flag: fixture.flag.id, false),
                .everyone(environment: place, flag: fixture.flag.id, Serving(everyone: "on")),
            ],
            recurrence: Recurrence(turns: turns, lastDay: 21_000)
        )
        let outcome = try fixture.make([
            .saveSchedule(try Self.plan(in: fixture, steps: 2, stopsWhen: rule)),
            .saveSchedule(all), .holdSchedule(all.id, true), .holdSchedule(all.id, false),
        ])
        let golden = Golden("plans-v1.json")
        let bytes = outcome.changeSet.parts(maximumBytes: .max)[0]
        golden.write(bytes)

        #expect(golden.bytes == bytes)
        let read = try ChangeSet(
            id: outcome.changeSet.id,
            actor: "Ana",
            time: outcome.changeSet.time,
            parts: [JSONValue(parsing: golden.bytes)]
        )
        #expect(read == outcome.changeSet)
        #expect(try Model(json: fixture.model.json) == fixture.model)
        #expect(!fixture.model.hasPlainSchedulesOnly)
    }
}

extension Experiment {
    /// The same, put away.
    fileprivate var archived: Experiment {
        var experiment = self
        experiment.isArchived = true
        return experiment
    }
}
