import FlagModel
import Testing

/// What an approval is for, and when it falls: decision 0040.
struct ApprovalTests {
    @Test func `an approved draft may be published, and one that nobody read may not`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()

        #expect(try team.state(draft) == .waiting(missing: 1))
        #expect(throws: Refusal.review(.missing("Summer sale banner", 1))) {
            try team.publish([draft])
        }
        try team.decide(draft, by: "Ana")
        #expect(try team.state(draft) == .approved(["Ana"]))
        try team.publish([draft])

        #expect(team.base.current?.isEnabled == true)
        #expect(team.model.drafts == [])
    }

    @Test func `two approvals are those of two people`() throws {
        var team = try ReviewFixture(ReviewRule(approvals: 2))
        let draft = try team.draft()

        try team.decide(draft, by: "Ana")
        try team.decide(draft, by: "Ana", reason: "Still fine.")
        #expect(try team.state(draft) == .waiting(missing: 1))
        try team.decide(draft, by: "Li")

        #expect(try team.state(draft) == .approved(["Ana", "Li"]))
    }

    @Test func `other changes make every decision fall`() throws {
        var team = try ReviewFixture()
        var draft = try team.draft()
        try team.decide(draft, by: "Ana")

        draft.changes.append(team.base.change(.setOwner("Jo")))
        try team.make([.saveDraft(draft)], by: "Jo", .drafting)

        #expect(try team.present(draft).decisions == [])
        #expect(try team.present(draft).revision == draft.revision + 1)
        #expect(throws: Refusal.review(.missing("Summer sale banner", 1))) {
            try team.publish([draft])
        }
    }

    @Test func `another reason makes every decision fall`() throws {
        var team = try ReviewFixture()
        var draft = try team.draft()
        try team.decide(.sendBack, draft, by: "Ana", reason: "Why?")

        draft.note = "Legal asked for it."
        try team.make([.saveDraft(draft)], by: "Jo", .drafting)

        #expect(try team.state(draft) == .waiting(missing: 1))
    }

    @Test func `the same text in other bytes is another text`() throws {
        var team = try ReviewFixture()
        var draft = try team.draft([team.base.change(.setOwner("Ren\u{E9}"))])
        try team.decide(draft, by: "Ana")

        draft.changes = [team.base.change(.setOwner("Rene\u{301}"))]
        #expect(throws: Refusal.review(.notTheDraft)) { try team.publish([draft]) }
    }

    @Test func `who decides about a revision that is not there any more reads again`() throws {
        var team = try ReviewFixture()
        let read = try team.draft()
        var draft = read
        draft.changes = [team.base.change(.setEnabled(true)), team.base.change(.setOwner("Jo"))]
        try team.make([.saveDraft(draft)], by: "Jo", .drafting)

        #expect(throws: Refusal.review(.changedSinceRead("Summer sale banner"))) {
            try team.decide(read, by: "Ana")
        }
    }

    @Test func `a draft that was dropped and made anew under its id has another revision`() throws {
        var team = try ReviewFixture()
        let read = try team.draft()
        try team.make([.discardDraft(read.id)], by: "Jo", .drafting)
        let anew = try team.draft([
            team.base.change(.setEnabled(false)),
            .editEnvironment(
                team.base.live,
                .describe("x")
            ),
        ])

        #expect(anew.id == read.id)
        #expect(anew.revision > read.revision)
        #expect(throws: Refusal.review(.changedSinceRead("Summer sale banner"))) {
            try team.decide(read, by: "Ana")
        }
    }

    @Test func `an approval does not hold when the ground has moved`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft([team.base.change(.setOwner("Jo"))])
        try team.decide(draft, by: "Ana")

        try team.make(
            [team.base.change(.setEnabled(true))],
            by: "Li",
            .emergency,
            note: "Customers wait."
        )

        #expect(try team.state(draft) == .waiting(missing: 1))
        #expect(try team.present(draft).fallenApprovers(in: team.model) == ["Ana"])
        #expect(throws: Refusal.review(.fallen("Summer sale banner", ["Ana"], 1))) {
            try team.publish([draft])
        }
        try team.decide(draft, by: "Ana")
        #expect(try team.state(draft) == .approved(["Ana"]))
    }

    @Test func `who read before the ground moved cannot approve after it`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft([team.base.change(.setOwner("Jo"))])
        let read = draft.ground(in: team.model)
        try team.make([team.base.change(.setEnabled(true))], by: "Li", .emergency, note: "Now.")

        #expect(throws: Refusal.review(.changedSinceRead("Summer sale banner"))) {
            try team.decide(draft, by: "Ana", ground: read)
        }
        try team.decide(draft, by: "Ana", ground: draft.ground(in: team.model))
    }

    @Test func `an approval falls with the audience that the draft brings to bear`() throws {
        var team = try ReviewFixture(ReviewRule(approvals: 1, tags: ["paid"]))
        try team.make([team.base.change(.setTags(["paid"]) as FlagEdit)], by: "Li", leave: .all)
        let asks = Condition(id: "c", test: .isInAudience([team.base.audience.id]))
        let rule = Rule(id: "r", name: "", conditions: [asks], serving: .on(Share.whole))
        let draft = try team.draft([team.base.change(.addRule(rule, at: 0))])
        try team.decide(draft, by: "Ana")

        // No flag looks at the audience yet, so nothing protects it.
        let everybody = try customers("C-1", "C-2").map { Insertion($0) }
        try team.make([team.base.change(.addMembers(everybody))], by: "Jo")

        #expect(try team.state(draft) == .waiting(missing: 1))
    }

    @Test func `an approval falls with a plan or an experiment that it is about`() throws {
        var team = try ReviewFixture()
        let id = try team.base.planExperiment()
        let draft = try team.draft([try team.base.startExperiment])
        try team.decide(draft, by: "Ana")
        #expect(try team.state(draft) == .approved(["Ana"]))

        var other = try team.base.currentExperiment
        other.plannedDays = 28
        try team.make([.replaceExperiment(environment: team.base.live, other)], by: "Jo")

        #expect(other.id == id)
        #expect(try team.state(draft) == .waiting(missing: 1))
    }

    @Test func `what is elsewhere moves no ground`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        try team.decide(draft, by: "Ana")

        try team.make(
            [.editFlag(environment: team.base.live, flag: team.base.other.id, .setOwner("Li"))],
            by: "Li",
            .emergency,
            note: "x"
        )

        #expect(try team.state(draft) == .approved(["Ana"]))
    }

    @Test func `sending back needs a reason, and blocks until the draft is another`() throws {
        var team = try ReviewFixture()
        var draft = try team.draft()
        #expect(throws: Refusal.review(.reasonMissing("Summer sale banner"))) {
            try team.decide(.sendBack, draft, by: "Ana", reason: " ")
        }
        try team.decide(draft, by: "Li")
        try team.decide(.sendBack, draft, by: "Ana", reason: "Too early.")

        #expect(try team.state(draft) == .sentBack(by: "Ana", reason: "Too early."))
        #expect(
            throws: Refusal.review(
                .sentBack("Summer sale banner", by: "Ana", reason: "Too early.")
            )
        ) { try team.publish([draft]) }

        draft.note = "On Monday."
        try team.make([.saveDraft(draft)], by: "Jo", .drafting)
        try team.decide(draft: draft, by: "Ana")
        #expect(try team.state(draft) == .approved(["Ana"]))
    }

    @Test func `what was sent back is not published where nobody asks for reviews either`() throws {
        var team = try ReviewFixture(nil)
        let draft = try team.draft()
        try team.decide(.sendBack, draft, by: "Ana", reason: "No.")

        #expect(throws: Refusal.review(.sentBack("Summer sale banner", by: "Ana", reason: "No."))) {
            try team.publish([draft])
        }
    }

    @Test func `who sent back may think again`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        try team.decide(.sendBack, draft, by: "Ana", reason: "Hm.")
        try team.decide(draft, by: "Ana")

        try team.publish([draft])
    }

    @Test func `only what the drafts say is published with their approvals`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        try team.decide(draft, by: "Ana")
        let more = team.base.change(.setOwner("Jo"))

        for changes in [draft.changes + [more], [more], [more] + draft.changes] {
            #expect(throws: Refusal.review(.notTheDraft)) {
                try team.make(changes + [.discardDraft(draft.id)], by: "Jo", .publish)
            }
        }
        #expect(throws: Refusal.review(.notTheDraft)) {
            try team.make(draft.changes, by: "Jo", .publish)
        }
        #expect(team.base.current?.owner == "")
    }

    @Test func `one draft without its review holds back the whole publication`() throws {
        var team = try ReviewFixture()
        let good = try team.draft()
        let other = try team.draft([team.base.change(.setOwner("Li"))], id: 2, by: "Li")
        try team.decide(good, by: "Ana")

        #expect(throws: Refusal.review(.missing("Summer sale banner", 1))) {
            try team.publish([good, other])
        }
        #expect(team.model.drafts.count == 2)
    }
}

extension ReviewFixture {
    /// Approves a draft as it is now, whatever was read.
    fileprivate mutating func decide(draft: Draft, by person: String) throws {
        try decide(.approve, present(draft), by: person)
    }

    fileprivate mutating func decide(_ draft: Draft, by person: String, ground: [Moment])
        throws(Refusal)
    {
        try decide(.approve, draft, by: person, ground: ground)
    }

    /// Approves a draft as it was read.
    mutating func decide(_ draft: Draft, by person: String, reason: String = "") throws(Refusal) {
        try decide(.approve, draft, by: person, reason: reason)
    }
}
