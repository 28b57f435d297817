import FlagModel
import JSON
import Testing

struct DraftTests {
    @Test func `a draft waits and changes nothing else`() throws {
        var fixture = try Fixture()
        let before = try fixture.state
        let draft = try fixture.draft([fixture.change(.setEnabled(true))])

        let outcome = try fixture.make([.saveDraft(draft)], origin: .drafting)

        #expect(fixture.model.drafts == [draft])
        #expect(try fixture.state == before)
        #expect(outcome.changeSet.steps.map(\.stamp) == [nil])
        #expect(outcome.inverse == [.discardDraft(draft.id)])
    }

    @Test func `saving a draft again replaces it, and undo puts the earlier one back`() throws {
        var fixture = try Fixture()
        let first = try fixture.draft([fixture.change(.setEnabled(true))])
        let second = try fixture.draft([fixture.change(.setOwner("Li"))], note: "better")
        try fixture.make([.saveDraft(first)])

        let outcome = try fixture.make([.saveDraft(second)])
        #expect(fixture.model.drafts.map(\.changes) == [second.changes])

        try fixture.make(outcome.inverse, origin: .undo(2))
        #expect(fixture.model.drafts.map(\.changes) == [first.changes])
        #expect(fixture.model.drafts.map(\.note) == [first.note])
    }

    @Test func `everybody who joined a draft stays one person each when it is kept`() throws {
        var fixture = try Fixture()
        var draft = try fixture.draft([fixture.change(.setEnabled(true))])
        draft.others = ["Sales and Co", "Ana"]
        try fixture.make([.saveDraft(draft)])

        let bytes = fixture.model.json.canonicalBytes()
        let read = try Model(json: JSONValue(parsing: bytes)).drafts

        #expect(read == [draft])
        #expect(read.first?.authorWords == "Li, Sales and Co and Ana")
        #expect(read.first?.isBy("Sales and Co") == true)
        #expect(read.first?.isBy("Sales") == false)
    }

    @Test func `a draft names the audience that another draft makes`() throws {
        var fixture = try Fixture()
        let new = Audience(
            id: try guid(7777),
            key: try Key("letter"),
            name: "Letter July",
            createdAt: fixture.now
        )
        let asks = Condition(id: "c", test: .isInAudience([new.id]))
        let rule = Rule(
            id: "r",
            name: "",
            conditions: [asks],
            serving: Serving(everyone: fixture.flag.offVariationID)
        )
        let makes = try fixture.draft([.createAudience(environment: fixture.live, new)], id: 1)
        let uses = try fixture.draft([fixture.change(.addRule(rule, at: 0))], id: 2)

        try fixture.make([.saveDraft(makes)], origin: .drafting)
        let sentence = uses.sentence(in: fixture.model)

        #expect(sentence.contains("for Letter July in LIVE"), "\(sentence)")
        #expect(uses.changes.needed(among: makes.changes) == makes.changes)
        #expect((uses.changes + makes.changes).needed(among: makes.changes) == [])
    }

    @Test func `a discarded draft is gone, and undo puts it back`() throws {
        var fixture = try Fixture()
        let draft = try fixture.draft([fixture.change(.setEnabled(true))])
        try fixture.make([.saveDraft(draft)])

        let outcome = try fixture.make([.discardDraft(draft.id)])
        #expect(fixture.model.drafts == [])

        try fixture.make(outcome.inverse, origin: .undo(2))
        #expect(fixture.model.drafts.map(\.id) == [draft.id])
        #expect(fixture.model.drafts.map(\.changes) == [draft.changes])
    }

    @Test func `publishing makes the changes and drops the drafts, and undo does both back`() throws
    {
        var fixture = try Fixture()
        let first = try fixture.draft([fixture.change(.setEnabled(true))])
        let second = try fixture.draft([fixture.change(.setOwner("Li"))], id: 2)
        try fixture.make([.saveDraft(first), .saveDraft(second)])
        let before = fixture.model

        let outcome = try fixture.make(
            first.changes + second.changes + [.discardDraft(first.id), .discardDraft(second.id)],
            origin: .publish
        )
        #expect(fixture.model.drafts == [])
        #expect(fixture.current?.isEnabled == true)
        #expect(fixture.current?.owner == "Li")

        try fixture.make(outcome.inverse, origin: .undo(3))
        #expect(fixture.model.drafts.map(\.id) == [first.id, second.id])
        #expect(fixture.model.comparable == before.comparable)
    }

    @Test func `a draft that no longer fits stops the whole publication`() throws {
        var fixture = try Fixture()
        try fixture.edit(.addRule(.germany(10_000), at: 0))
        let good = try fixture.draft([fixture.change(.setEnabled(true))])
        let stale = try fixture.draft([fixture.change(.replaceRule(.germany(25_000)))], id: 2)
        try fixture.make([.saveDraft(good), .saveDraft(stale)])
        try fixture.edit(.removeRule("r1"))
        let before = fixture.model
        let publication =
            good.changes + stale.changes + [.discardDraft(good.id), .discardDraft(stale.id)]

        let reason = Refusal.unknown(.rule, "r1")
        #expect(throws: Refusal.draftDoesNotFit("Summer sale banner", because: reason)) {
            try fixture.make(publication, origin: .publish)
        }
        #expect(throws: Refusal.unknown(.rule, "r1")) {
            try fixture.model.previewing(stale.changes)
        }

        #expect(fixture.model == before)
        #expect(fixture.model.drafts == [good, stale])
    }

    @Test func `a draft that does not fit is still said in words`() throws {
        let fixture = try Fixture()
        let draft = try fixture.draft([fixture.change(.removeRule("r1"))])

        #expect(
            draft.sentence(in: fixture.model)
                == "removed the rule r1 from Summer sale banner in LIVE"
        )
    }

    @Test func `a draft is called by what it is about`() throws {
        var fixture = try Fixture()
        let new = try Fixture.flag("free-returns", "Free returns", fixture.now, &fixture.random)
        let edits = try fixture.draft([fixture.change(.setEnabled(true))])
        let creates = try fixture.draft([.createFlag(environment: fixture.live, new)], id: 2)
        try fixture.make([.saveDraft(edits), .saveDraft(creates)])

        #expect(fixture.model.name(of: .draft(edits.id)) == "Summer sale banner")
        #expect(fixture.model.name(of: .draft(creates.id)) == "Free returns")
        #expect(fixture.model.name(of: .draft(.zero)) == GUID.zero.text)
    }

    @Test func `drafts stand in the order in which they were begun`() throws {
        var fixture = try Fixture()
        let change = fixture.change(.setEnabled(true))
        let late = try fixture.draft([change], id: 1)
        let early = Draft(
            id: try guid(2),
            author: "Li",
            createdAt: fixture.now.adding(microseconds: -1),
            note: "",
            changes: [change]
        )
        try fixture.make([.saveDraft(late), .saveDraft(early)])

        #expect(fixture.model.drafts.map(\.id) == [early.id, late.id])
    }

    @Test func `a draft names the environments and things that it touches`() throws {
        let fixture = try Fixture()
        let draft = try fixture.draft([
            fixture.change(.setEnabled(true)), fixture.change(.setOwner("Li")),
            .editEnvironment(fixture.practice, .describe("x")),
        ])

        #expect(fixture.model.environmentIDs(of: draft) == [fixture.live, fixture.practice])
        #expect(draft.touches(.flag(environment: fixture.live, fixture.flag.id)))
        #expect(!draft.touches(.flag(environment: fixture.live, fixture.other.id)))
    }

    @Test func `a draft waits where its plans happen, and where it calls some off`() throws {
        var fixture = try Fixture()
        func plan(_ id: Int, in place: GUID) throws -> Schedule {
            Schedule(
                id: try guid(id),
                author: "Jo",
                createdAt: fixture.now,
                at: fixture.now.adding(microseconds: 86_400_000_000),
                title: "Later",
                changes: [.editEnvironment(place, .describe("x"))]
            )
        }
        let kept = try plan(801, in: fixture.practice)
        try fixture.make([.saveSchedule(kept)])
        let new = try plan(802, in: fixture.live)

        func places(_ changes: [Change]) throws -> [GUID] {
            fixture.model.environmentIDs(of: try fixture.draft(changes))
        }
        #expect(try places([.saveSchedule(new)]) == [fixture.live])
        #expect(try places([.discardSchedule(kept.id)]) == [fixture.practice])
        #expect(try places([.holdSchedule(kept.id, true)]) == [fixture.practice])
        // Nobody knows where that was, so everybody sees it and can throw it away.
        #expect(Set(try places([.discardSchedule(new.id)])) == [fixture.live, fixture.practice])
        #expect(
            try places([.saveSchedule(new), .discardSchedule(kept.id)])
                == [fixture.live, fixture.practice]
        )
    }
}

struct ReasonTests {
    private func fixture() throws -> Fixture {
        var fixture = try Fixture()
        try fixture.make([.editEnvironment(fixture.live, .setRequiresReason(true))])
        return fixture
    }

    @Test(arguments: ["", " ", "   ", "\n", "\t \n"])
    func `an environment that wants a reason refuses a change without one`(note: String) throws {
        var fixture = try fixture()
        let before = fixture.model

        #expect(throws: Refusal.reasonRequired(environment: "LIVE")) {
            try fixture.make([fixture.change(.setEnabled(true))], note: note)
        }
        #expect(fixture.model == before)
    }

    @Test func `a reason is kept with the change`() throws {
        var fixture = try fixture()

        let outcome = try fixture.make([fixture.change(.setEnabled(true))], note: "Legal said yes.")

        #expect(outcome.changeSet.note == "Legal said yes.")
    }

    @Test func `drafting needs no reason, publishing does`() throws {
        var fixture = try fixture()
        let draft = try fixture.draft([fixture.change(.setEnabled(true))])

        try fixture.make([.saveDraft(draft)], origin: .drafting)

        #expect(throws: Refusal.reasonRequired(environment: "LIVE")) {
            try fixture.make(draft.changes + [.discardDraft(draft.id)], origin: .publish)
        }
    }

    @Test func `a change under the name of a draft needs its reason`() throws {
        var fixture = try fixture()

        #expect(throws: Refusal.reasonRequired(environment: "LIVE")) {
            try fixture.make([fixture.change(.setEnabled(true))], origin: .drafting)
        }
    }

    @Test func `another environment needs none`() throws {
        var fixture = try fixture()

        try fixture.make([.editEnvironment(fixture.practice, .describe("x"))])
    }

    @Test func `to stop asking for reasons needs a reason itself`() throws {
        var fixture = try fixture()
        let stop = Change.editEnvironment(fixture.live, .setRequiresReason(false))

        #expect(throws: Refusal.reasonRequired(environment: "LIVE")) { try fixture.make([stop]) }
        try fixture.make([stop], note: "Nobody wrote any.")
    }
}
