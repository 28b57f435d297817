import FlagAPI
import FlagModel
import FlagServer
import FlagService
import TestSupport
import Testing

/// A proposal is put in its caller's name, and nothing else of it becomes another.
struct SpokenProposalTests {
    private static let day: Int64 = 86_400_000_000

    private let stage = PermissionStage()

    /// A plan in which no field has the value that it has when it is left out.
    private func plan(by author: String) throws -> Schedule {
        let now = PermissionStage.now
        let edit = stage.changeToUndo
        return Schedule(
            id: .numbered(90),
            author: author,
            createdAt: now,
            note: "For the weekend",
            at: now.adding(microseconds: Self.day),
            title: "Weekends",
            changes: [edit],
            expects: [.enabled(environment: stage.live, flag: .numbered(20), false)],
            zone: "Europe/Berlin",
            later: [Schedule.Step(at: now.adding(microseconds: 2 * Self.day), changes: [edit])],
            recurrence: Recurrence(turns: [Recurrence.Turn(.daily, minute: 1_080, changes: [edit])]
            ),
            stopsWhen: Schedule.StopRule(
                environmentID: stage.live,
                experimentID: .numbered(60),
                isWatching: true
            ),
            isHeld: true
        )
    }

    private func proposal(
        _ changes: [Change],
        by actor: String,
        _ origin: ChangeSet.Origin
    ) -> Proposal {
        Proposal(
            id: .numbered(99),
            actor: actor,
            note: "Because",
            origin: origin,
            changes: changes,
            keepsTimes: true,
            isPartialUndo: true
        )
    }

    private func decide(by person: String) -> Change {
        let decision = Decision(
            person: person,
            verdict: .sendBack,
            reason: "Why?",
            at: PermissionStage.now,
            ground: [PermissionStage.now]
        )
        return .decide(draft: .numbered(91), revision: 3, decision)
    }

    @Test func `only the names become others`() throws {
        func changes(by name: String) throws -> [Change] {
            let comment = Comment(person: name, text: "Hm", at: PermissionStage.now)
            return [
                stage.changeToUndo, .saveSchedule(try plan(by: name)), decide(by: name),
                .comment(draft: .numbered(91), comment),
            ]
        }

        let spoken = proposal(try changes(by: "Zoe"), by: "Zoe", .importing)
            .spoken(by: "Ana", in: Model())

        #expect(spoken == proposal(try changes(by: "Ana"), by: "Ana", .importing))
    }

    @Test func `asking again in another name changes the name alone`() throws {
        let whole = proposal([stage.changeToUndo], by: "Zoe", .undo(7))
        let undo = UndoRequest(
            id: .numbered(99),
            entry: 7,
            actor: "Zoe",
            note: "x",
            isPartial: true
        )
        let expected = UndoRequest(
            id: .numbered(99),
            entry: 7,
            actor: "Ana",
            note: "x",
            isPartial: true
        )

        #expect(whole.asked(by: "Ana") == proposal([stage.changeToUndo], by: "Ana", .undo(7)))
        #expect(undo.asked(by: "Ana") == expected)
    }

    @Test func `a draft is saved with its plans whole, and as theirs who save it`() throws {
        var draft = Draft(
            id: .numbered(91),
            author: "Zoe",
            createdAt: PermissionStage.now,
            note: "Because",
            changes: [.saveSchedule(try plan(by: "Zoe"))]
        )
        draft.others = ["Li"]
        draft.revision = 7
        draft.decisions = [Decision(person: "Li", verdict: .approve)]
        draft.comments = [Comment(person: "Li", text: "Fine")]

        let spoken = proposal([.saveDraft(draft)], by: "Zoe", .drafting)
            .spoken(by: "Ana", in: Model())

        let saved = Draft(
            id: .numbered(91),
            author: "Ana",
            createdAt: PermissionStage.now,
            note: "Because",
            changes: [.saveSchedule(try plan(by: "Ana"))]
        )
        #expect(spoken.changes == [.saveDraft(saved)])
    }

    @Test(arguments: [ChangeSet.Origin.publish, .emergency])
    func `a draft that holds a plan is published by somebody else`(
        _ origin: ChangeSet.Origin
    ) async throws {
        let fixture = try await PermissionFixture([Grant(role: .reviewer)])
        let now = PermissionStage.now
        let plan = Schedule(
            id: .numbered(90),
            author: "Zoe",
            createdAt: now,
            at: now.adding(microseconds: Self.day),
            title: "Little by little",
            changes: [.editFlag(environment: stage.live, flag: .numbered(20), .setOwner("Li"))],
            zone: "UTC",
            later: [
                Schedule.Step(
                    at: now.adding(microseconds: 2 * Self.day),
                    changes: [stage.changeToTurnOn]
                )
            ]
        )
        let draft = Draft(
            id: .numbered(91),
            author: "Zoe",
            createdAt: now,
            note: "",
            changes: [.saveSchedule(plan)]
        )
        let rule = Change.editEnvironment(stage.live, .setReview(ReviewRule(approvals: 1)))
        _ = try await fixture.owned.service.propose(
            PermissionFixture.proposal([rule, .saveDraft(draft)], by: "Zoe")
        )
        let approval = Change.decide(
            draft: draft.id,
            revision: 1,
            Decision(person: "Ana", verdict: .approve)
        )
        let guarded = fixture.guarded(.systemUser("ana"))
        if origin == .publish {
            _ = try await guarded.propose(PermissionFixture.proposal([approval], by: "Ana"))
        }

        _ = try await guarded.propose(
            Proposal(
                id: .new,
                actor: "Ana",
                note: "It cannot wait",
                origin: origin,
                changes: [.saveSchedule(plan), .discardDraft(draft.id)]
            )
        )

        let model = try await fixture.owned.service.picture().model
        #expect(model.schedule(plan.id) == plan)
        #expect(model.draft(draft.id) == nil)
        await fixture.close()
    }
}

extension PermissionStage {
    /// Turns the flag of the stage on.
    fileprivate var changeToTurnOn: Change {
        .editFlag(environment: live, flag: .numbered(20), .setEnabled(true))
    }
}
