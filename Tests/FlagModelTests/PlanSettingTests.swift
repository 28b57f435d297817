import FlagModel
import Testing

/// What people want for later, turned into plans.
struct PlanSettingTests {
    private static let hour: Int64 = 3_600_000_000

    private func planner(_ fixture: Fixture) throws -> CustomerSetting.Planner {
        CustomerSetting.Planner(author: "Ana", note: "Advent", now: fixture.now, id: try guid(0x97))
    }

    private func step(_ fixture: Fixture, _ hours: Int64, _ wishes: PlanSetting.Wish...)
        -> PlanSetting.Step
    {
        PlanSetting.Step(at: fixture.now.adding(microseconds: hours * Self.hour), wishes)
    }

    private func schedule(_ fixture: Fixture, _ time: PlanSetting.Time) throws -> Schedule {
        try PlanSetting(environmentID: fixture.live, time: time, zone: "UTC").schedule(
            in: fixture.model,
            by: planner(fixture),
            .utc
        )
    }

    @Test func `several things happen together and go back together`() throws {
        var fixture = try Fixture()
        let wishes: [PlanSetting.Wish] = [
            .enabled(fixture.flag.id, true), .enabled(fixture.other.id, true),
        ]
        let at = fixture.now.adding(microseconds: Self.hour)
        let plan = try schedule(
            fixture,
            .steps([.init(at: at, wishes)], back: at.adding(microseconds: Self.hour))
        )
        try fixture.make([.saveSchedule(plan)])

        #expect(plan.title == "Summer sale banner on and Gift wrap on, then back in LIVE")
        #expect(plan.changes.count == 2)
        #expect(plan.later.map(\.changes.count) == [2])
        try fixture.make(plan.changes)
        #expect(try fixture.model.previewing(plan.later[0].changes).schedules == [plan])
        let back = try #require(plan.happening(at: at, in: nil).rest)
        #expect(fixture.model.obstacle(to: back) == nil)
        try fixture.edit(.setEnabled(false))
        #expect(fixture.model.obstacle(to: back) == "Somebody turned Summer sale banner off since.")
    }

    @Test func `a share grows step by step, and nobody loses what they have`() throws {
        let fixture = try Fixture()
        let id = fixture.flag.id
        func share(_ parts: Int) -> PlanSetting.Wish {
            .share(id, variationID: "off", parts: parts)
        }
        let plan = try schedule(
            fixture,
            .steps(
                [
                    step(fixture, 1, share(10_000)), step(fixture, 2, share(50_000)),
                    step(fixture, 3, share(100_000)),
                ],
                back: nil
            )
        )

        let changes = plan.changes + plan.later.flatMap(\.changes)
        let shares = changes.map { change -> [Share] in
            guard case .editFlag(_, _, .setDefaultRule(let serving)) = change else { return [] }
            return serving.shares
        }
        let own = shares.map { $0.first { $0.variationID == "off" } }
        #expect(own.map { $0?.lower } == [0, 0, 0])
        #expect(own.map { $0?.upper } == [10_000, 50_000, 100_000])
        #expect(plan.title == "Summer sale banner 10% → 50% → 100% in LIVE")
        // Each step builds on the one before: a hand between them stops the rest.
        #expect(plan.later.map(\.expects.count) == [1, 1])
    }

    @Test func `what comes back begins with its leading turn`() throws {
        let fixture = try Fixture()
        let time = PlanSetting.Time.again(
            [.enabled(fixture.flag.id, true)],
            RhythmReader.Time(.weekly([.friday]), minute: 1080),
            back: RhythmReader.Time(.weekly([.monday]), minute: 480),
            lastDay: nil
        )

        let plan = try schedule(fixture, time)

        #expect(plan.at.text == "2026-05-29T18:00:00.000Z")
        #expect(plan.recurrence?.words == "every Friday at 18:00, and every Monday at 08:00")
        #expect(plan.thenWords == "then every Friday at 18:00, and every Monday at 08:00")
        let told = plan.told(in: fixture.model, zone: .utc)
        #expect(told.map(\.lines.count) == [1, 1])
        #expect(told[1].lines == ["turned Summer sale banner off in LIVE"])
    }

    @Test func `what cannot be planned says why`() throws {
        let fixture = try Fixture()
        let nowhere = try guid(0x98)
        #expect(throws: PlanSetting.Obstacle.noFlag) {
            try schedule(fixture, .steps([step(fixture, 1, .enabled(nowhere, true))], back: nil))
        }
        #expect(throws: PlanSetting.Obstacle.nothing) {
            try schedule(fixture, .steps([step(fixture, 1)], back: nil))
        }
        #expect(throws: PlanSetting.Obstacle.noShare("Summer sale banner")) {
            let wish = PlanSetting.Wish.share(fixture.flag.id, variationID: "none", parts: 1)
            return try schedule(fixture, .steps([step(fixture, 1, wish)], back: nil))
        }
        #expect(throws: PlanSetting.Obstacle.endsAtOnce) {
            let time = RhythmReader.Time(.daily, minute: 150)
            let wishes = [PlanSetting.Wish.enabled(fixture.flag.id, true)]
            return try schedule(fixture, .again(wishes, time, back: time, lastDay: nil))
        }
        #expect(throws: PlanSetting.Obstacle.never) {
            try schedule(
                fixture,
                .again(
                    [.enabled(fixture.flag.id, true)],
                    RhythmReader.Time(.daily, minute: 0),
                    back: nil,
                    lastDay: 100
                )
            )
        }
    }

    @Test func `other versions give in proportion and stay in their order`() throws {
        var flag = try Fixture().flag
        flag.variations.append(Variation(id: "third", name: "Third", value: "x"))
        let serving = Serving(parts: [("on", 20_000), ("off", 60_000), ("third", 20_000)])

        let raised = try #require(flag.raising("third", to: 60_000, in: serving))

        #expect(raised.shares.map(\.variationID) == ["on", "off", "third"])
        #expect(raised.shares.map(\.parts) == [10_000, 30_000, 60_000])
        #expect(raised.tiles)
        #expect(flag.raising("on", to: 100_001, in: serving) == nil)
    }

    // MARK: - Flags and trials with an end

    private func setting(_ fixture: Fixture, _ isOn: Bool, until end: Moment?) throws -> [Change] {
        FlagSetting(
            environmentID: fixture.live,
            flagID: fixture.flag.id,
            isEnabled: isOn,
            end: end
        ).changes(in: fixture.model, by: try planner(fixture))
    }

    @Test func `a flag goes back at its end, and a new word calls the end off`() throws {
        var fixture = try Fixture()
        let end = fixture.now.adding(microseconds: 9 * Self.hour)
        try fixture.make(try setting(fixture, true, until: end))

        #expect(fixture.current?.isEnabled == true)
        let plan = try #require(fixture.model.schedules.first)
        #expect(plan.at == end)
        #expect(plan.title == "Summer sale banner goes off again in LIVE")
        #expect(try setting(fixture, true, until: end) == [])
        #expect(try setting(fixture, true, until: nil) == [.discardSchedule(plan.id)])
    }

    @Test func `a trial lets a customer in and takes them off again`() throws {
        var fixture = try Fixture()
        let customer = try CustomerKey("C-1")
        let end = fixture.now.adding(microseconds: 9 * Self.hour)
        func trial() throws -> [Change] {
            try TrialSetting(
                environmentID: fixture.live,
                audienceID: fixture.audience.id,
                customer: customer,
                customerName: "Anna",
                end: end
            ).beginning(in: fixture.model, by: planner(fixture))
        }
        func members() -> [CustomerKey]? {
            fixture.model.environment(fixture.live)?.audience(fixture.audience.id)?.members
        }
        func audience(_ edit: AudienceEdit) -> Change {
            .editAudience(environment: fixture.live, audience: fixture.audience.id, edit)
        }
        let before = fixture.model
        try fixture.make([audience(.addExcluded([Insertion(customer)]))])
        #expect(throws: TrialSetting.Obstacle.keptOut) { try trial() }
        fixture.model = before
        try fixture.make([audience(.addMembers([Insertion(customer)]))])
        #expect(throws: TrialSetting.Obstacle.belongsAlready) { try trial() }
        fixture.model = before
        try fixture.make([audience(.setArchived(true))])
        #expect(throws: TrialSetting.Obstacle.noAudience) { try trial() }
        fixture.model = before

        try fixture.make(try trial())

        #expect(members() == [customer])
        #expect(fixture.model.trials.map(\.customer) == [customer])
        #expect(fixture.model.schedules.map(\.title) == ["The trial of VIP ends for Anna"])
        #expect(throws: TrialSetting.Obstacle.onTrial(until: end)) { try trial() }
        let one = try #require(
            fixture.model.trial(of: customer, audience: fixture.audience.id, in: fixture.live)
        )
        try fixture.make([one.extended(to: end.adding(microseconds: Self.hour))])
        #expect(fixture.model.schedules.map(\.at) == [end.adding(microseconds: Self.hour)])
        try fixture.make(one.ending)
        #expect(members() == [])
        #expect(fixture.model.schedules == [])
    }
}
