import FlagModel
import Testing

struct DeletionTests {
    private func fixtureWithoutFlag() throws -> Fixture {
        var fixture = try Fixture()
        try fixture.edit(.setArchived(true) as FlagEdit)
        try fixture.make([.deleteFlag(environment: fixture.live, flag: fixture.flag.id)])
        return fixture
    }

    @Test func `a deleted flag stays behind as archived, with a new time`() throws {
        let fixture = try fixtureWithoutFlag()
        let state = try fixture.state

        let tombstones = Array(state.flagTombstones)
        #expect(tombstones.map(\.id) == [fixture.flag.id])
        #expect(tombstones[0].isArchived)
        #expect(tombstones[0].updatedAt == fixture.now)
        #expect(state.flag(fixture.flag.id) == nil)
        #expect(state.flag(fixture.flag.key) == nil)
        #expect(state.flagCount == 1)
        #expect(!state.isEmpty)
    }

    @Test func `another flag of the same key takes the place of the deleted one`() throws {
        var fixture = try fixtureWithoutFlag()
        let again = try Fixture.flag(
            "summer-sale-banner",
            "Summer sale banner",
            fixture.now,
            &fixture.random
        )

        try fixture.make([.createFlag(environment: fixture.live, again)])

        #expect(again.id != fixture.flag.id)
        #expect(Array(try fixture.state.flagTombstones) == [])
        #expect(try fixture.state.flag(fixture.flag.key)?.id == again.id)
    }

    @Test func `undo brings the same flag back, later than its tombstone`() throws {
        var fixture = try Fixture()
        try fixture.edit(.setArchived(true) as FlagEdit)
        let delete = Change.deleteFlag(environment: fixture.live, flag: fixture.flag.id)
        let outcome = try fixture.make([delete])
        let deletedAt = fixture.now

        try fixture.make(outcome.inverse)

        #expect(fixture.current?.isArchived == true)
        #expect(try #require(fixture.current).updatedAt > deletedAt)
        #expect(Array(try fixture.state.flagTombstones) == [])
    }

    @Test func `a flag of another key leaves the tombstone`() throws {
        var fixture = try fixtureWithoutFlag()
        let another = try Fixture.flag("another", "Another", fixture.now, &fixture.random)

        try fixture.make([.createFlag(environment: fixture.live, another)])

        #expect(try fixture.state.flagTombstones.map(\.id) == [fixture.flag.id])
    }

    @Test func `a deleted audience stays behind until it comes back`() throws {
        var fixture = try Fixture()
        try fixture.edit(.setArchived(true) as AudienceEdit)
        let delete = Change.deleteAudience(environment: fixture.live, audience: fixture.audience.id)

        let outcome = try fixture.make([delete])
        #expect(try fixture.state.audienceTombstones.map(\.updatedAt) == [fixture.now])
        #expect(try fixture.state.audience(fixture.audience.key) == nil)

        try fixture.make(outcome.inverse)
        #expect(Array(try fixture.state.audienceTombstones) == [])
        #expect(try fixture.state.audience(fixture.audience.key)?.isArchived == true)
    }

    // MARK: - Archived flags and audiences

    /// Both the flag and the audience that it looks at are archived.
    private func archived() throws -> Fixture {
        var fixture = try Fixture()
        let condition = Condition(id: "c1", test: .isInAudience([fixture.audience.id]))
        let rule = Rule(id: "r1", name: "", conditions: [condition], serving: .on(0))
        try fixture.edit(.addRule(rule, at: 0))
        try fixture.edit(.setArchived(true) as FlagEdit)
        try fixture.edit(.setArchived(true) as AudienceEdit)
        return fixture
    }

    @Test func `an archived flag may look at an archived audience`() throws {
        var fixture = try archived()

        try fixture.edit(.rename("Old banner") as FlagEdit)

        #expect(fixture.current?.name == "Old banner")
    }

    @Test func `an archived flag is not restored before the audience that it looks at`() throws {
        var fixture = try archived()
        let refusal = Refusal.unknownAudience(
            place: "Rule 1 of \"Summer sale banner\"",
            id: fixture.audience.id.text
        )

        #expect(throws: refusal) { try fixture.edit(.setArchived(false) as FlagEdit) }
        try fixture.edit(.setArchived(false) as AudienceEdit)
        try fixture.edit(.setArchived(false) as FlagEdit)

        #expect(fixture.current?.isArchived == false)
    }

    @Test func `an audience is not deleted while an archived flag looks at it`() throws {
        var fixture = try archived()
        let refusal = Refusal.inUse(
            .audience,
            name: "VIP",
            by: ["the flag \"Summer sale banner\""]
        )

        #expect(throws: refusal) {
            try fixture.make([
                .deleteAudience(environment: fixture.live, audience: fixture.audience.id)
            ])
        }
    }
}
