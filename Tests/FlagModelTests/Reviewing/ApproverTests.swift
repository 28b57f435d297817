import FlagModel
import JSON
import Testing

/// Who counts as an author and as somebody who approved: people, not names (decision 0056).
struct ApproverTests {
    private let ana: Person
    private let li: Person

    init() throws {
        let roles = [Grant(role: .reviewer)]
        ana = Person(id: try guid(501), name: "Ana", grants: roles)
        li = Person(id: try guid(502), name: "Li", grants: roles)
    }

    private func team(_ rule: ReviewRule = ReviewRule(approvals: 1)) throws -> ReviewFixture {
        var team = try ReviewFixture(rule)
        try team.base.make([.savePerson(ana), .savePerson(li)])
        return team
    }

    private func renamed(_ person: Person, _ name: String) -> Change {
        var person = person
        person.name = name
        return .savePerson(person)
    }

    @Test func `under another name an author still does not approve their own draft`() throws {
        var team = try team()
        let draft = try team.draft(by: "Ana")

        try team.make([renamed(ana, "Anna")], by: "Li")

        #expect(throws: Refusal.review(.ownDraft("Summer sale banner", "Anna"))) {
            try team.decide(draft, by: "Anna")
        }
        #expect(try team.state(draft) == .waiting(missing: 1))
    }

    @Test func `who changed a draft under an earlier name does not approve it either`() throws {
        var team = try team()
        var draft = try team.draft(by: "Jo")
        draft.note = "Now."
        try team.make([.saveDraft(draft)], by: "Ana", .drafting)
        try team.make([renamed(ana, "Anna")], by: "Li")
        // A client that leaves them out does not change who wrote it.
        var forged = try team.present(draft)
        forged.authorIDs = []
        forged.note = "Soon."
        try team.make([.saveDraft(forged)], by: "Jo", .drafting)

        #expect(try team.present(draft).authorIDs == [ana.id])
        #expect(throws: Refusal.review(.ownDraft("Summer sale banner", "Anna"))) {
            try team.decide(team.present(draft), by: "Anna")
        }
    }

    @Test func `one person under two names is one approval`() throws {
        var team = try team(ReviewRule(approvals: 2))
        let draft = try team.draft()
        try team.decide(draft, by: "Ana")

        try team.make([renamed(ana, "Anna")], by: "Li")
        try team.decide(draft, by: "Anna")

        #expect(try team.present(draft).decisions.map(\.person) == ["Anna"])
        #expect(try team.state(draft) == .waiting(missing: 1))
        try team.decide(draft, by: "Li")
        try team.publish([draft])
    }

    @Test func `an approval outlives another name of whoever gave it`() throws {
        var team = try team()
        let draft = try team.draft()
        try team.decide(draft, by: "Ana")

        try team.make([renamed(ana, "Anna")], by: "Li")

        try team.publish([draft])
    }

    @Test func `nobody says for somebody else who decided`() throws {
        var team = try team()
        let draft = try team.draft()
        var decision = Decision(person: "Li", verdict: .approve)
        decision.personID = li.id

        let change = Change.decide(draft: draft.id, revision: draft.revision, decision)
        try team.make([change], by: "Ana", .reviewing)

        #expect(try team.present(draft).decisions.map(\.personID) == [ana.id])
    }

    @Test func `the approval of somebody who was struck off does not count`() throws {
        var team = try team()
        let draft = try team.draft()
        try team.decide(draft, by: "Ana")

        try team.make([.removePerson(ana.id)], by: "Li")

        #expect(throws: Refusal.review(.missing("Summer sale banner", 1))) {
            try team.publish([draft])
        }
        #expect(try team.present(draft).fallenApprovers(in: team.model) == [])
        try team.decide(draft, by: "Li")
        try team.publish([draft])
    }

    @Test(arguments: [
        [], [Grant(role: .editor)], [Grant(role: .reviewer, tag: "another")],
    ])
    func `the approval of somebody who may not approve any more does not count`(
        _ grants: [Grant]
    ) throws {
        var team = try team()
        let draft = try team.draft()
        try team.decide(draft, by: "Ana")
        var less = ana
        less.grants = grants

        try team.make([.savePerson(less)], by: "Li")
        #expect(throws: Refusal.review(.missing("Summer sale banner", 1))) {
            try team.publish([draft])
        }

        less.grants = [Grant(role: .reviewer, environmentID: team.base.live)]
        try team.make([.savePerson(less)], by: "Li")
        try team.publish([draft])
    }

    @Test func `whoever owns the data approves without being written down`() throws {
        var team = try team()
        let draft = try team.draft()

        try team.decide(draft, by: "root")

        #expect(try team.state(draft) == .approved(["root"]))
    }

    @Test func `who wrote and who decided is read back from disk`() throws {
        var team = try team()
        let draft = try team.draft(by: "Ana")
        try team.decide(draft, by: "Li")

        let read = try Model(json: JSONValue(parsing: team.model.json.canonicalBytes()))

        #expect(read == team.model)
        #expect(read.draft(draft.id)?.authorIDs == [ana.id])
        #expect(read.draft(draft.id)?.decisions.map(\.personID) == [li.id])
    }
}
