import FlagModel
import JSON
import Testing

/// The strictly increasing clock of each environment, which SDKs compare.
struct WireClockTests {
    private static func time(_ milliseconds: Int64) -> Moment {
        Moment(milliseconds: 1_780_000_000_000 + milliseconds)
    }

    /// Edits the flag when the wall clock says so much.
    private func edit(_ fixture: inout Fixture, at time: Moment, _ name: String) throws -> Moment {
        let proposal = Proposal(
            id: GUID(using: &fixture.random),
            actor: "Ana",
            changes: [fixture.change(.rename(name) as FlagEdit)]
        )
        let outcome = try fixture.model.making(proposal, at: time, using: &fixture.random)
        fixture.model = outcome.model
        #expect(outcome.changeSet.time == time)
        return try #require(fixture.current).updatedAt
    }

    @Test func `a change takes the time of the wall clock, in whole milliseconds`() throws {
        var fixture = try Fixture()
        let time = Self.time(60_000)

        #expect(try edit(&fixture, at: time.adding(microseconds: 999), "a") == time)
        #expect(try fixture.state.clock == time)
    }

    @Test func `when the wall clock stands still, the wire's goes on by a millisecond`() throws {
        var fixture = try Fixture()
        let time = Self.time(60_000)

        let times = try (0..<5).map { try edit(&fixture, at: time, "n\($0)") }

        #expect(times == (0..<5).map { Self.time(60_000 + $0) })
    }

    @Test func `when the wall clock goes backwards, the wire's does not`() throws {
        var fixture = try Fixture()

        #expect(try edit(&fixture, at: Self.time(60_000), "a") == Self.time(60_000))
        #expect(try edit(&fixture, at: Self.time(-3_600_000), "b") == Self.time(60_001))
        #expect(try edit(&fixture, at: Moment(microseconds: -1), "c") == Self.time(60_002))
        #expect(try edit(&fixture, at: Self.time(60_010), "d") == Self.time(60_010))
    }

    @Test func `each change of a set gets a time and a revision of its own`() throws {
        var fixture = try Fixture()
        let changes = (0..<3).map { fixture.change(.rename("n\($0)") as FlagEdit) }

        let stamps = try fixture.make(changes).changeSet.steps.compactMap(\.stamp)

        let first = fixture.now.milliseconds
        #expect(stamps.map(\.time.milliseconds) == [first, first + 1, first + 2])
        #expect(Set(stamps.map(\.revision)).count == 3)
        #expect(fixture.current?.revision == stamps[2].revision)
    }

    @Test func `environments have clocks of their own`() throws {
        var fixture = try Fixture()
        let before = try #require(fixture.model.environment(fixture.practice)).clock
        try fixture.edit(.setEnabled(true))

        #expect(fixture.model.environment(fixture.practice)?.clock == before)
    }

    @Test(arguments: [
        (Int64(0), true), (253_370_764_799_999, true), (-1, false), (253_370_764_800_000, false),
        (253_402_300_799_999, false),
    ])
    func `an import keeps no time from which the clock could leave the years that are read`(
        milliseconds: Int64,
        isKept: Bool
    ) throws {
        var fixture = try Fixture()
        let empty = fixture.practice
        var flag = fixture.flag
        flag.updatedAt = Moment(milliseconds: milliseconds)

        try fixture.make(
            [.createFlag(environment: empty, flag)],
            origin: .importing,
            keepsTimes: true
        )

        let made = try #require(fixture.model.environment(empty)?.flag(flag.id))
        #expect((made.updatedAt == flag.updatedAt) == isKept)
        let edited = try fixture.make([
            .editFlag(environment: empty, flag: flag.id, .setEnabled(!made.isEnabled))
        ])
        let parts = edited.changeSet.parts(maximumBytes: 1_000_000)
        #expect(throws: Never.self) {
            try ChangeSet(
                id: .zero,
                actor: "Ana",
                time: fixture.now,
                parts: parts.map { try JSONValue(parsing: $0) }
            )
        }
    }

    @Test func `what applications do not see takes no time`() throws {
        var fixture = try Fixture()
        let before = try fixture.state.clock

        try fixture.make([
            .editEnvironment(fixture.live, .describe("x")),
            .createExperiment(environment: fixture.live, fixture.experiment()),
            .saveDraft(fixture.draft([fixture.change(.setEnabled(true))])),
        ])

        #expect(try fixture.state.clock == before)
    }

    // MARK: - Times that an import brings

    private func imported(_ fixture: Fixture, into place: GUID) throws -> [Change] {
        var flag = fixture.flag
        flag.updatedAt = Moment(milliseconds: 1_700_000_000_123)
        return [.createFlag(environment: place, flag)]
    }

    @Test func `an import into an empty environment keeps times and revisions`() throws {
        var fixture = try Fixture()
        let changes = try imported(fixture, into: fixture.practice)

        let outcome = try fixture.make(changes, origin: .importing, keepsTimes: true)

        let flag = try #require(fixture.model.environment(fixture.practice)?.flag(fixture.flag.id))
        #expect(flag.updatedAt == Moment(milliseconds: 1_700_000_000_123))
        #expect(flag.createdAt == fixture.flag.createdAt)
        #expect(flag.revision == fixture.flag.revision)
        #expect(outcome.changeSet.steps.map(\.stamp) == [nil])
        #expect(fixture.model.environment(fixture.practice)?.clock == flag.updatedAt)
    }

    @Test func `an import beside other flags takes new times and keeps revisions`() throws {
        var fixture = try Fixture()
        let first = try Fixture.flag("first", "First", fixture.now, &fixture.random)
        try fixture.make([.createFlag(environment: fixture.practice, first)])
        let changes = try imported(fixture, into: fixture.practice)

        try fixture.make(changes, origin: .importing, keepsTimes: true)

        let flag = try #require(fixture.model.environment(fixture.practice)?.flag(fixture.flag.id))
        #expect(flag.updatedAt == fixture.now)
        #expect(flag.revision == fixture.flag.revision)
    }

    @Test func `an environment whose flags were all deleted is not empty`() throws {
        var fixture = try Fixture()
        try fixture.make([.createFlag(environment: fixture.practice, fixture.flag)])
        try fixture.make([
            .editFlag(environment: fixture.practice, flag: fixture.flag.id, .setArchived(true)),
            .deleteFlag(environment: fixture.practice, flag: fixture.flag.id),
        ])
        let changes = try imported(fixture, into: fixture.practice)

        try fixture.make(changes, origin: .importing, keepsTimes: true)

        let flag = try #require(fixture.model.environment(fixture.practice)?.flag(fixture.flag.id))
        #expect(flag.updatedAt == fixture.now)
    }

    @Test func `without being asked to, a new flag keeps no time but an earlier beginning`() throws
    {
        var fixture = try Fixture()
        let changes = try imported(fixture, into: fixture.practice)

        try fixture.make(changes)

        let flag = try #require(fixture.model.environment(fixture.practice)?.flag(fixture.flag.id))
        #expect(flag.updatedAt == fixture.now)
        #expect(flag.createdAt == fixture.flag.createdAt)
        #expect(flag.revision != fixture.flag.revision)
    }

    @Test func `a flag was not made after it came here`() throws {
        var fixture = try Fixture()
        let later = fixture.now.adding(microseconds: 3_600_000_000)
        let flag = try Fixture.flag("later", "Later", later, &fixture.random)

        try fixture.make([.createFlag(environment: fixture.live, flag)])

        #expect(try fixture.state.flag(flag.id)?.createdAt == fixture.now)
    }

    // MARK: - Audiences

    /// Two flags and an archived one look at the audience, by name: b, a and c.
    private func fixtureWithUse() throws -> Fixture {
        var fixture = try Fixture()
        let condition = Condition(id: "c1", test: .isInAudience([fixture.audience.id]))
        let rule = Rule(id: "r1", name: "", conditions: [condition], serving: .on(0))
        for flag in [fixture.flag, fixture.other] {
            try fixture.make([
                .editFlag(environment: fixture.live, flag: flag.id, .addRule(rule, at: 0))
            ])
        }
        return fixture
    }

    @Test func `who belongs to an audience touches each flag that uses it`() throws {
        var fixture = try fixtureWithUse()
        let revision = fixture.current?.revision

        try fixture.edit(.addMembers([Insertion(CustomerKey("C-1"))]))

        let (state, time) = (try fixture.state, fixture.now.milliseconds)
        #expect(state.audience(fixture.audience.id)?.updatedAt.milliseconds == time)
        // In the order of their keys: gift-wrap, then summer-sale-banner.
        #expect(state.flag(fixture.other.id)?.updatedAt.milliseconds == time + 1)
        #expect(state.flag(fixture.flag.id)?.updatedAt.milliseconds == time + 2)
        #expect(state.clock.milliseconds == time + 2)
        #expect(fixture.current?.revision == revision)
    }

    @Test func `other words for an audience touch no flag`() throws {
        var fixture = try fixtureWithUse()
        let before = fixture.current?.updatedAt

        try fixture.edit(.rename("Best customers") as AudienceEdit)

        #expect(fixture.current?.updatedAt == before)
    }

    @Test func `a flag that does not use the audience is not touched`() throws {
        var fixture = try Fixture()
        let before = fixture.current?.updatedAt

        try fixture.edit(.addMembers([Insertion(CustomerKey("C-1"))]))

        #expect(fixture.current?.updatedAt == before)
    }

    @Test func `replay gives the touched flags the same times`() throws {
        var fixture = try fixtureWithUse()
        let before = fixture.model
        let outcome = try fixture.edit(.addMembers([Insertion(CustomerKey("C-1"))]))

        #expect(try before.applying(outcome.changeSet) == fixture.model)
    }
}
