import FlagModel
import Testing

/// Ways to make it look as if somebody had approved.
struct ForgingTests {
    @Test func `nobody approves what they wrote or joined`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        #expect(throws: Refusal.review(.ownDraft("Summer sale banner", "Jo"))) {
            try team.decide(.approve, draft, by: "Jo")
        }

        try team.decide(.approve, draft, by: "Ana")
        var joined = try team.present(draft)
        joined.others = ["Ana"]
        try team.make([.saveDraft(joined)], by: "Ana", .drafting)

        #expect(try team.state(draft) == .waiting(missing: 1))
        #expect(throws: Refusal.review(.ownDraft("Summer sale banner", "Ana"))) {
            try team.decide(.approve, draft, by: "Ana")
        }
    }

    @Test(arguments: [ChangeSet.Origin.publish, .emergency])
    func `what was written into a draft meanwhile is not lost, where nobody reviews either`(
        origin: ChangeSet.Origin
    ) throws {
        var team = try ReviewFixture(nil)
        let read = try team.draft()
        var written = read
        written.changes.append(team.base.change(.setOwner("Ana")))
        try team.make([.saveDraft(written)], by: "Ana", .drafting)

        #expect(throws: Refusal.review(.notTheDraft)) {
            try team.publish([read], by: "Jo", origin, note: "Now")
        }

        #expect(try team.present(read).changes == written.changes)
        try team.publish([team.present(read)], by: "Jo", origin, note: "Now")
        #expect(team.model.drafts.isEmpty)
    }

    @Test func `a decision and a comment are by whoever asks, whatever name they carry`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        let decision = Decision(person: "Ana", verdict: .approve)

        #expect(throws: Refusal.review(.ownDraft("Summer sale banner", "Jo"))) {
            try team.make(
                [.decide(draft: draft.id, revision: 1, decision)],
                by: "Jo",
                .reviewing
            )
        }
        try team.make(
            [.comment(draft: draft.id, Comment(person: "Ana", text: "Fine."))],
            by: "Jo",
            .reviewing
        )
        #expect(try team.present(draft).comments.map(\.person) == ["Jo"])
    }

    @Test func `saving a draft brings neither decisions nor a revision nor comments`() throws {
        var team = try ReviewFixture()
        var draft = try sent(by: "Jo", team)
        draft.revision = 99
        draft.comments = [Comment(person: "Ana", text: "Fine.")]
        draft.decisions = [
            Decision(person: "Ana", verdict: .approve, ground: draft.ground(in: team.model))
        ]
        try team.make([.saveDraft(draft)], by: "Jo", .drafting)

        let kept = try team.present(draft)
        #expect(kept.revision == 1)
        #expect(kept.decisions == [])
        #expect(kept.comments == [])
        #expect(throws: Refusal.review(.missing("Summer sale banner", 1))) {
            try team.publish([draft])
        }
    }

    @Test func `a draft saved as published in one go is not approved`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        try team.decide(.approve, draft, by: "Ana")
        var other = draft
        other.changes = [team.base.change(.setOwner("Jo"))]

        #expect(throws: Refusal.review(.notTheDraft)) {
            try team.make(
                [.saveDraft(other)] + other.changes + [.discardDraft(draft.id)],
                by: "Jo",
                .publish
            )
        }
    }

    @Test func `whoever writes a draft in another name is its only author`() throws {
        var team = try ReviewFixture()
        let draft = try sent(by: "Li", team)
        try team.make([.saveDraft(draft)], by: "Jo", .drafting)

        #expect(try team.present(draft).authors == ["Jo"])
        #expect(throws: Refusal.review(.ownDraft("Summer sale banner", "Jo"))) {
            try team.decide(.approve, draft, by: "Jo")
        }
    }

    @Test func `who changes a draft stays one of its authors`() throws {
        var team = try ReviewFixture()
        var draft = try team.draft()
        draft.changes.append(team.base.change(.setOwner("Ana")))
        try team.make([.saveDraft(draft)], by: "Ana", .drafting)
        #expect(try team.present(draft).authors == ["Jo", "Ana"])

        // Nobody leaves by saving it without them, or in the name of somebody else.
        let without = Draft(
            id: draft.id,
            author: "Nobody",
            createdAt: draft.createdAt,
            note: "",
            changes: draft.changes
        )
        #expect(throws: Refusal.nothingToChange("the draft is the same")) {
            try team.make([.saveDraft(without)], by: "Ana", .drafting)
        }

        #expect(try team.present(draft).authors == ["Jo", "Ana"])
    }

    @Test func `nobody makes somebody else an author, who could not review any more`() throws {
        var team = try ReviewFixture()
        var draft = try sent(by: "Jo", team)
        draft.others = ["Ana"]
        draft.authorIDs = [try guid(7)]
        try team.make([.saveDraft(draft)], by: "Jo", .drafting)
        #expect(try team.present(draft).authors == ["Jo"])
        #expect(try team.present(draft).authorIDs == [])

        draft.changes.append(team.base.change(.setOwner("Jo")))
        try team.make([.saveDraft(draft)], by: "Jo", .drafting)

        try team.decide(.approve, try team.present(draft), by: "Ana")
        #expect(try team.state(draft) == .approved(["Ana"]))
    }

    @Test func `a draft of drafts is none`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        let decision = Decision(person: "Ana", verdict: .approve)
        for change in [
            Change.decide(draft: draft.id, revision: 1, decision), .discardDraft(draft.id),
            .comment(draft: draft.id, Comment(person: "Ana", text: "x")),
        ] {
            #expect(throws: Refusal.malformedDraft) { try team.draft([change], id: 2) }
            let plan = try team.plan([change])
            #expect(throws: Refusal.malformedSchedule("Plan")) {
                try team.make([.saveSchedule(plan)], by: "Jo")
            }
        }
    }

    @Test func `a dropped draft that comes back is read again, its comments stay`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        try team.decide(.approve, draft, by: "Ana")
        let comment = Comment(person: "Ana", text: "Nice.")
        try team.make([.comment(draft: draft.id, comment)], by: "Ana", .reviewing)
        let before = team.model
        let entry = try team.make([.discardDraft(draft.id)], by: "Jo", .drafting).changeSet

        try team.undo(entry, from: before, by: "Jo")

        #expect(try team.present(draft).changes == draft.changes)
        #expect(try team.present(draft).revision == 2)
        #expect(try team.present(draft).comments.map(\.text) == ["Nice."])
        #expect(try team.state(draft) == .waiting(missing: 1))
        // What it becomes now has a number that nobody has read yet.
        var other = draft
        other.changes = [team.base.change(.setOwner("Jo"))]
        try team.make([.saveDraft(other)], by: "Jo", .drafting)
        #expect(try team.present(draft).revision == 3)
    }

    @Test func `an older drop does not bring a draft back as it was before somebody said no`()
        throws
    {
        var team = try ReviewFixture()
        let draft = try team.draft()
        try team.decide(.approve, draft, by: "Li")
        let before = team.model
        let first = try team.make([.discardDraft(draft.id)], by: "Jo", .drafting).changeSet
        try team.undo(first, from: before, by: "Jo")
        try team.decide(.sendBack, try team.present(draft), by: "Ana", reason: "No.")
        try team.make([.discardDraft(draft.id)], by: "Jo", .drafting)

        try team.undo(first, from: before, by: "Jo")

        #expect(throws: Refusal.review(.missing("Summer sale banner", 1))) {
            try team.publish([try team.present(draft)])
        }
    }

    @Test func `who takes a change to a draft back is an author of what it says then`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        let before = team.model
        var other = draft
        other.changes = [team.base.change(.setOwner("Jo"))]
        let entry = try team.make([.saveDraft(other)], by: "Jo", .drafting).changeSet

        try team.undo(entry, from: before, by: "Ana")

        #expect(try team.present(draft).authors == ["Jo", "Ana"])
    }

    @Test func `undo of a change to a draft is a change to it`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        try team.decide(.approve, draft, by: "Ana")
        let before = team.model
        var other = draft
        other.changes = [team.base.change(.setOwner("Jo"))]
        let entry = try team.make([.saveDraft(other)], by: "Jo", .drafting).changeSet

        try team.undo(entry, from: before, by: "Jo")

        #expect(try team.present(draft).changes == draft.changes)
        #expect(try team.present(draft).revision == 3)
        #expect(try team.state(draft) == .waiting(missing: 1))
    }

    @Test func `only who said something takes it back`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        let before = team.model
        let decision = Decision(person: "Ana", verdict: .sendBack, reason: "No.")
        let entry = try team.make(
            [.decide(draft: draft.id, revision: 1, decision)],
            by: "Ana",
            .reviewing
        ).changeSet

        #expect(throws: Refusal.review(.saidByOthers("Summer sale banner", "Ana"))) {
            var team = team
            try team.undo(entry, from: before, by: "Jo")
        }
        try team.undo(entry, from: before, by: "Ana")
        #expect(try team.state(draft) == .waiting(missing: 1))
    }

    @Test(arguments: [Decision.Verdict.approve, .sendBack])
    func `only who took something back says it again`(verdict: Decision.Verdict) throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        let unread = team.model
        let decision = Decision(person: "Ana", verdict: verdict, reason: "Hm.")
        let said = try team.make(
            [.decide(draft: draft.id, revision: 1, decision)],
            by: "Ana",
            .reviewing
        ).changeSet
        let read = team.model
        let takenBack = try team.undo(said, from: unread, by: "Ana")

        #expect(throws: Refusal.review(.saidByOthers("Summer sale banner", "Ana"))) {
            try team.undo(takenBack, from: read, by: "Jo")
        }

        #expect(try team.state(draft) == .waiting(missing: 1))
        try team.undo(takenBack, from: read, by: "Ana")
        #expect(try team.present(draft).decisions.map(\.verdict) == [verdict])
    }

    /// A draft as somebody may send it, in whose name ever.
    private func sent(by author: String, _ team: ReviewFixture) throws -> Draft {
        Draft(
            id: try guid(1),
            author: author,
            createdAt: team.base.now,
            note: "",
            changes: [team.base.change(.setEnabled(true))]
        )
    }
}

extension ReviewFixture {
    /// A plan of Jo's for tomorrow.
    func plan(_ changes: [Change], expects: [Schedule.Expectation] = [], id: Int = 50) throws
        -> Schedule
    {
        Schedule(
            id: try guid(id),
            author: "Jo",
            createdAt: base.now,
            at: base.now.adding(microseconds: 86_400_000_000),
            title: "Plan",
            changes: changes,
            expects: expects
        )
    }

    /// Takes an entry back as the service does.
    ///
    /// - Returns: the entry that did it.
    @discardableResult
    mutating func undo(
        _ entry: ChangeSet,
        from before: Model,
        by person: String,
        leave: ReviewLeave = .none
    ) throws(Refusal) -> ChangeSet {
        let back = try model.puttingBack(entry, from: before, at: base.now)
        return try make(back.changes, by: person, .undo(1), leave: leave).changeSet
    }
}
