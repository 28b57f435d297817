import FlagModel
import Testing

@testable import Dashboard

/// Which drafts an environment shows.
struct DraftIndexTests {
    private let flag = Fixture.flagID(10)

    private func plan(_ number: UInt8) -> Schedule {
        Schedule(
            id: Fixture.id(number),
            author: "Jo",
            createdAt: Fixture.now,
            at: Fixture.now.adding(microseconds: 86_400_000_000),
            title: "Tomorrow",
            changes: [.editFlag(environment: Fixture.live, flag: flag, .setOwner("Li"))]
        )
    }

    private func draft(_ number: UInt8, _ change: Change) -> Change {
        .saveDraft(
            Draft(
                id: Fixture.id(number),
                author: "Jo",
                createdAt: Fixture.now,
                note: "",
                changes: [change]
            )
        )
    }

    @Test func `a draft that only plans waits where the plan happens`() throws {
        let kept = plan(200)
        let model = try Fixture.quiet.previewing([
            .saveSchedule(kept), draft(201, .saveSchedule(plan(202))),
            draft(203, .discardSchedule(kept.id)),
        ])

        let index = DraftIndex(of: model, in: Fixture.live, for: "Li")

        let ids = Set(index.views.map(\.draft.id))
        #expect(ids.isSuperset(of: [Fixture.id(201), Fixture.id(203)]))
        #expect(index.views.allSatisfy { $0.problem == nil })
        for state in model.environments where state.environment.id != Fixture.live {
            let others = DraftIndex(of: model, in: state.environment.id, for: "Li")
            #expect(others.views.map(\.draft.id).allSatisfy { !ids.contains($0) })
        }
    }
}
