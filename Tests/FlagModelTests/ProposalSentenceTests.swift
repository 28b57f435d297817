import FlagModel
import Testing

struct ProposalSentenceTests {
    private func sentence(
        _ origin: ChangeSet.Origin,
        _ changes: (inout Fixture) throws -> [Change]
    ) throws -> String {
        var fixture = try Fixture()
        return try fixture.make(changes(&fixture), origin: origin).changeSet.sentence
    }

    private func both(_ fixture: Fixture) -> [Change] {
        [
            fixture.change(.setEnabled(true)),
            .editFlag(environment: fixture.live, flag: fixture.other.id, .setEnabled(true)),
        ]
    }

    private func everywhere(_ fixture: inout Fixture) throws -> [Change] {
        try fixture.make([.createFlag(environment: fixture.practice, fixture.flag)])
        return [
            fixture.change(.setEnabled(true)),
            .editFlag(environment: fixture.practice, flag: fixture.flag.id, .setEnabled(true)),
        ]
    }

    @Test func `two changes are said both`() throws {
        let text = try sentence(.direct) { both($0) }

        #expect(text == "turned Summer sale banner on in LIVE and turned Gift wrap on in LIVE")
    }

    @Test func `more changes are said in part`() throws {
        let text = try sentence(.direct) { both($0) + [$0.change(.setOwner("Li"))] }

        #expect(
            text == "turned Summer sale banner on in LIVE, turned Gift wrap on in LIVE and 1 more"
        )
    }

    @Test func `very many changes are counted whole`() throws {
        let text = try sentence(.direct) { fixture in
            (0..<1502).map { fixture.change(.setEnabled($0.isMultiple(of: 2))) }
        }

        #expect(
            text == "turned Summer sale banner on in LIVE, turned Summer sale banner off in LIVE "
                + "and 1,500 more"
        )
    }

    @Test func `a change in two environments says both`() throws {
        #expect(
            try sentence(.direct, everywhere)
                == "turned Summer sale banner on in LIVE and turned Summer sale banner on in "
                + "Practice"
        )
    }

    @Test func `publishing counts things, as the screen that asks for their number does`() throws {
        let text = try sentence(.publish) { fixture in
            try fixture.make([.saveDraft(fixture.draft(both(fixture)))])
            return both(fixture) + [.discardDraft(try guid(1))]
        }

        #expect(text == "published 2 changes in LIVE")
    }

    @Test func `what is changed twice is one thing, and a plan belongs to what it ends`() throws {
        let fixture = try Fixture()
        let end = Change.discardSchedule(try guid(50))
        let changes = [fixture.change(.setEnabled(true)), end, fixture.change(.setOwner("Jo"))]

        #expect(changes.things == [changes[0].subject])
        #expect([end].things == [end.subject])
        #expect([Change.discardDraft(try guid(1))].things.isEmpty)
    }

    @Test func `publishing in several environments names them`() throws {
        #expect(try sentence(.publish, everywhere) == "published 2 changes in LIVE and Practice")
    }

    @Test func `publishing one change counts it`() throws {
        let text = try sentence(.publish) { [$0.change(.setEnabled(true))] }

        #expect(text == "published 1 change in LIVE")
    }

    @Test func `an import counts flags and audiences`() throws {
        let text = try sentence(.importing) { fixture in
            [
                .createAudience(environment: fixture.practice, fixture.audience),
                .createFlag(environment: fixture.practice, fixture.flag),
                .createFlag(environment: fixture.practice, fixture.other),
            ]
        }

        #expect(text == "imported 2 flags and 1 audience into Practice")
    }

    @Test func `an import of other things counts changes`() throws {
        let text = try sentence(.importing) {
            [.editEnvironment($0.practice, .describe("From FeatBit."))]
        }

        #expect(text == "imported 1 change into Practice")
    }

    @Test func `undoing one change says it`() throws {
        let text = try sentence(.undo(4212)) { [$0.change(.setEnabled(true))] }

        #expect(text == "turned Summer sale banner on in LIVE, to take back 4,212")
    }

    @Test func `undoing several changes counts them`() throws {
        #expect(try sentence(.undo(12)) { both($0) } == "made 2 changes in LIVE, to take back 12")
        #expect(
            try sentence(.undo(12), everywhere)
                == "made 2 changes in LIVE and Practice, to take back 12"
        )
    }

    @Test func `lines are kept up to a number`() throws {
        var fixture = try Fixture()
        let changes = (0..<150).map { fixture.change(.setEnabled($0.isMultiple(of: 2))) }
        let changeSet = try fixture.make(changes).changeSet

        #expect(changeSet.lines.count == ChangeSet.maximumLines)
        #expect(changeSet.steps.count == 150)
        #expect(changeSet.subjects == [.flag(environment: fixture.live, fixture.flag.id)])
    }
}
