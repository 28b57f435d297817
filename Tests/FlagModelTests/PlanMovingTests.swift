import FlagModel
import Testing

/// Giving what waits another time, and looking ahead at what it will leave.
struct PlanMovingTests {
    private static let hour: Int64 = 3_600_000_000

    private func planner(_ fixture: Fixture) throws -> CustomerSetting.Planner {
        CustomerSetting.Planner(author: "Ana", note: "", now: fixture.now, id: try guid(0x97))
    }

    private func later(_ fixture: Fixture, hours: Int64) -> Moment {
        fixture.now.adding(microseconds: hours * Self.hour)
    }

    private func plan(
        _ fixture: Fixture,
        _ changes: [Change],
        hours: Int64 = 2
    ) throws -> Schedule {
        try Schedule(
            at: later(fixture, hours: hours),
            doing: changes,
            in: fixture.model,
            by: planner(fixture),
            zone: "Europe/Berlin"
        )
    }

    // MARK: - A draft that waits

    @Test func `what a draft says becomes a plan that makes the same changes`() throws {
        let fixture = try Fixture()
        let changes = [fixture.change(.setEnabled(true)), fixture.change(FlagEdit.rename("Sale"))]

        let plan = try plan(fixture, changes)

        #expect(plan.changes == changes)
        #expect(plan.at == later(fixture, hours: 2))
        #expect(plan.zone == "Europe/Berlin")
        #expect(plan.title == "Summer sale banner changes in LIVE")
        #expect(plan.later.isEmpty)
        #expect(plan.expects.isEmpty)
    }

    @Test func `a share that waits expects the share of today`() throws {
        var fixture = try Fixture()
        let half = Serving(parts: [("on", 50_000), ("off", 50_000)])

        let plan = try plan(fixture, [fixture.change(.setDefaultRule(half))])

        #expect(fixture.model.obstacle(to: plan) == nil)
        try fixture.edit(.setDefaultRule(Serving(parts: [("on", 20_000), ("off", 80_000)])))
        let obstacle = try #require(fixture.model.obstacle(to: plan))
        #expect(obstacle.contains("Somebody changed what everybody else gets"))
    }

    @Test func `what a draft lets end becomes the last step of its plan`() throws {
        let fixture = try Fixture()
        let setting = FlagSetting(
            environmentID: fixture.live,
            flagID: fixture.flag.id,
            isEnabled: true,
            end: later(fixture, hours: 5)
        )
        let changes = setting.changes(in: fixture.model, by: try planner(fixture))

        let plan = try plan(fixture, changes)

        #expect(plan.changes == [fixture.change(.setEnabled(true))])
        #expect(plan.later.map(\.at) == [later(fixture, hours: 5)])
        #expect(plan.later.map(\.changes) == [[fixture.change(.setEnabled(false))]])
        #expect(throws: PostponingProblem.endsBefore(later(fixture, hours: 5))) {
            try self.plan(fixture, changes, hours: 5)
        }
    }

    @Test func `a draft of a plan is moved, and its steps with it`() throws {
        let fixture = try Fixture()
        let old = try PlanTests.plan(in: fixture, steps: 3)

        let plan = try plan(fixture, [.saveSchedule(old)], hours: 10)

        #expect(plan.id == old.id)
        #expect(plan.at == later(fixture, hours: 10))
        #expect(plan.later.map(\.at) == [later(fixture, hours: 11), later(fixture, hours: 12)])
        #expect(plan.later.map(\.changes) == old.later.map(\.changes))
    }

    @Test func `what ends plans cannot wait, nor can several plans`() throws {
        let fixture = try Fixture()
        let one = try PlanTests.plan(in: fixture)
        let other = try PlanTests.plan(in: fixture, id: 0x92)

        #expect(throws: PostponingProblem.endsPlan) {
            try plan(fixture, [.discardSchedule(one.id)])
        }
        #expect(throws: PostponingProblem.endsPlan) {
            try plan(fixture, [.holdSchedule(one.id, true)])
        }
        #expect(throws: PostponingProblem.manyPlans) {
            try plan(fixture, [.saveSchedule(one), .saveSchedule(other)])
        }
    }

    @Test func `a plan that comes back has no other time`() throws {
        let fixture = try Fixture()
        let turn = Recurrence.Turn(.daily, minute: 540, changes: [PlanTests.on(fixture)])
        let plan = try PlanTests.plan(in: fixture, recurrence: Recurrence(turns: [turn]))

        #expect(plan.shifted(to: later(fixture, hours: 3)) == nil)
        #expect(throws: PostponingProblem.manyPlans) {
            try self.plan(fixture, [.saveSchedule(plan)])
        }
    }

    // MARK: - Another time

    @Test func `a plan that is stopped goes on with another time`() throws {
        var fixture = try Fixture()
        let plan = try PlanTests.plan(in: fixture, steps: 2)
        try fixture.make([.saveSchedule(plan)])
        try fixture.make([.holdSchedule(plan.id, true)])
        let held = try #require(fixture.model.schedule(plan.id))

        let moved = try #require(held.shifted(to: later(fixture, hours: 7)))
        try fixture.make([.saveSchedule(moved)])

        #expect(held.isHeld)
        #expect(fixture.model.nextSchedule == moved)
        #expect(!moved.isHeld)
        #expect(moved.later.map { $0.at.microseconds - moved.at.microseconds } == [Self.hour])
    }

    @Test func `the next step comes at once, and the others keep their times`() throws {
        var fixture = try Fixture()
        let plan = try PlanTests.plan(in: fixture, steps: 2)
        try fixture.make([.saveSchedule(plan)])

        let changes = try plan.hurrying(in: fixture.model).get()
        try fixture.make(changes)

        #expect(fixture.current?.description == "step 1")
        let rest = try #require(fixture.model.schedule(plan.id))
        #expect(rest.at == plan.later[0].at)
        #expect(rest.later.isEmpty)
        try fixture.make(try rest.hurrying(in: fixture.model).get())
        #expect(fixture.current?.description == "step 2")
        #expect(fixture.model.schedules.isEmpty)
    }

    @Test func `what does not fit is not done at once either`() throws {
        var fixture = try Fixture()
        let half = Serving(parts: [("on", 50_000), ("off", 50_000)])
        let plan = try plan(fixture, [fixture.change(.setDefaultRule(half))])
        try fixture.make([.saveSchedule(plan)])
        try fixture.edit(.setDefaultRule(Serving(parts: [("on", 20_000), ("off", 80_000)])))

        #expect(throws: Model.Misfit.self) { try plan.hurrying(in: fixture.model).get() }
    }

    // MARK: - Looking ahead

    @Test func `the model is foretold with every plan about a thing up to a moment`() throws {
        var fixture = try Fixture()
        let plan = try PlanTests.plan(in: fixture, steps: 3)
        let other = try PlanTests.plan(in: fixture, id: 0x92)
        try fixture.make([.saveSchedule(plan)])
        let subject = Subject.flag(environment: fixture.live, fixture.flag.id)
        func text(_ moment: Moment, besides id: GUID? = nil) -> String? {
            fixture.model.foretold(through: moment, about: [subject], besides: id)
                .environment(fixture.live)?.flag(fixture.flag.id)?.description
        }

        #expect(text(plan.at.adding(microseconds: -1)) == "")
        #expect(text(plan.at) == "step 1")
        #expect(text(plan.later[1].at) == "step 3")
        #expect(text(plan.later[1].at, besides: plan.id) == "")
        try fixture.make([.holdSchedule(plan.id, true), .saveSchedule(other)])
        #expect(text(plan.later[1].at) == "step 1")
        #expect(fixture.model.schedules(about: subject).map(\.id) == [plan.id, other.id])
        let gift = Subject.flag(environment: fixture.live, fixture.other.id)
        #expect(fixture.model.schedules(about: gift).isEmpty)
    }

    // MARK: - Where drafts are

    @Test func `a draft of a plan belongs to the environments of the plan`() throws {
        var fixture = try Fixture()
        let plan = try PlanTests.plan(in: fixture)
        let saving = try fixture.draft([.saveSchedule(plan)])
        let calling = try fixture.draft([.discardSchedule(plan.id)])

        #expect(fixture.model.environmentIDs(of: saving) == [fixture.live])
        // Nobody knows any more where a plan was that is gone.
        #expect(
            Set(fixture.model.environmentIDs(of: calling)) == [fixture.live, fixture.practice]
        )
        try fixture.make([.saveSchedule(plan)])
        #expect(fixture.model.environmentIDs(of: calling) == [fixture.live])
    }

    // MARK: - Reading when something begins

    @Test(arguments: [
        ("2 hours", true), ("Friday 9:00", true), ("2026-12-04 09:00", true), ("a week", true),
        ("18:00", true), ("Friday", false), ("6 Dec", false), ("tomorrow", false),
    ])
    func `what begins needs a time of day`(text: String, hasClock: Bool) throws {
        let reader = EndReader(now: try Fixture().now, zone: .utc)

        let beginning = try #require(reader.readBeginning(text))

        #expect((beginning != .withoutClock) == hasClock)
    }

    @Test(arguments: ["", "soon", "no end", "never", "25:00", "99 apples"])
    func `what is no time begins nothing`(text: String) throws {
        #expect(EndReader(now: try Fixture().now, zone: .utc).readBeginning(text) == nil)
    }
}
