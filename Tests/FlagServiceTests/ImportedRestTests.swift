import FlagAPI
import FlagModel
import JSON
import Testing

@testable import FlagService

/// What an import brought and Flagdeck has no word for, on its way through the journal.
struct ImportedRestTests {
    /// Lists and objects inside each other, as many as may be.
    private static var deepest: JSONObject {
        let levels = Limits.extrasDepth.upperBound
        return JSONObject([
            JSONMember(key: "x", value: (1..<levels).reduce("x") { inner, _ in [inner] })
        ])
    }

    @Test func `the deepest rest is read again, with all that a draft of a plan puts around it`()
        async throws
    {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        var flag = try fixture.flag("one")
        _ = try await service.propose(
            fixture.proposal([.createFlag(environment: fixture.live.id, flag)])
        )
        flag.extras = Self.deepest
        let change = Change.replaceFlag(environment: fixture.live.id, flag)
        let tomorrow = fixture.clock.now().adding(microseconds: 86_400_000_000)
        let plan = Schedule(
            id: .new,
            author: "Ana",
            createdAt: fixture.clock.now(),
            at: tomorrow,
            title: "Later",
            changes: [.editFlag(environment: fixture.live.id, flag: flag.id, .setEnabled(true))],
            later: [Schedule.Step(at: tomorrow.adding(microseconds: 1_000_000), changes: [change])]
        )
        let draft = Draft(
            id: .new,
            author: "Ana",
            createdAt: fixture.clock.now(),
            note: "",
            changes: [.saveSchedule(plan)]
        )
        _ = try await service.propose(fixture.proposal([.saveDraft(draft)], origin: .drafting))
        _ = try await service.snapshotNow()
        await service.close()

        let again = try fixture.reopen()
        let entry = try await again.history(HistoryRequest(limit: 1)).entries.first?.changeSet
        let kept = try await again.picture().model.draft(draft.id)

        #expect(kept?.changes == [.saveSchedule(plan)])
        #expect(entry?.steps.count == 1)
        await again.close()
    }
}
