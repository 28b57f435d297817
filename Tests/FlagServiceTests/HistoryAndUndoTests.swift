import FlagAPI
import FlagModel
import FlagService
import Testing

struct HistoryAndUndoTests {
    /// A service whose entries are: 1 begin, 2 make the flag, 3 on, 4 rename, 5 off.
    private func prepared(_ fixture: ServiceFixture) async throws -> (LocalService, Flag) {
        let service = try await fixture.begin()
        let flag = try fixture.flag("gift-wrap")
        _ = try await service.propose(
            fixture.proposal([.createFlag(environment: fixture.live.id, flag)])
        )
        for edit in [FlagEdit.setEnabled(true), .rename("Gift wrap"), .setEnabled(false)] {
            _ = try await service.propose(fixture.edit(flag, edit))
        }
        return (service, flag)
    }

    private func undo(_ entry: UInt64) -> UndoRequest {
        UndoRequest(id: .new, entry: entry, actor: "Jo")
    }

    @Test func `history is in pages, newest first`() async throws {
        let fixture = try ServiceFixture()
        let (service, _) = try await prepared(fixture)

        let first = try await service.history(HistoryRequest(limit: 2))
        let second = try await service.history(HistoryRequest(before: first.next, limit: 2))
        let third = try await service.history(HistoryRequest(before: second.next, limit: 2))

        #expect(first.entries.map(\.number) == [5, 4])
        #expect(second.entries.map(\.number) == [3, 2])
        #expect(third.entries.map(\.number) == [1])
        #expect(third.next == nil)
        #expect(
            first.entries.map(\.changeSet.sentence) == [
                "turned Gift wrap off in LIVE", "renamed gift-wrap to Gift wrap in LIVE",
            ]
        )
        await service.close()
    }

    @Test func `history of one flag leaves everything else out`() async throws {
        let fixture = try ServiceFixture()
        let (service, flag) = try await prepared(fixture)
        let other = try fixture.flag("other")
        _ = try await service.propose(
            fixture.proposal([.createFlag(environment: fixture.live.id, other)])
        )

        let page = try await service.history(
            HistoryRequest(subjects: [.flag(environment: fixture.live.id, flag.id)])
        )

        #expect(page.entries.map(\.number) == [5, 4, 3, 2])
        #expect(page.total == 6)
        await service.close()
    }

    @Test(arguments: [false, true])
    func `the last entry is taken back, and taking that back does it again`(
        isReopened: Bool
    ) async throws {
        let fixture = try ServiceFixture()
        var (service, flag) = try await prepared(fixture)
        if isReopened {
            await service.close()
            service = try fixture.reopen()
        }

        let back = try await service.undo(undo(5))
        let isOn = try await service.picture().model.environment(fixture.live.id)?
            .flag(flag.id)?.isEnabled
        let again = try await service.undo(undo(6))
        let isOnAgain = try await service.picture().model.environment(fixture.live.id)?
            .flag(flag.id)?.isEnabled

        #expect(back.entry == 6)
        #expect(back.sentence == "turned Gift wrap on in LIVE, to take back 5")
        #expect(isOn == true)
        #expect(again.sentence == "turned Gift wrap off in LIVE, to take back 6")
        #expect(isOnAgain == false)
        await service.close()
    }

    @Test func `an entry whose flag was changed again is not taken back`() async throws {
        let fixture = try ServiceFixture()
        let (service, _) = try await prepared(fixture)

        await #expect(
            throws: ServiceProblem.refused(.changedSince(name: "Gift wrap", entry: 5))
        ) {
            try await service.undo(undo(3))
        }

        #expect(try await service.history(HistoryRequest()).total == 5)
        await service.close()
    }

    @Test func `an earlier entry about something else can still be taken back`() async throws {
        let fixture = try ServiceFixture()
        let (service, _) = try await prepared(fixture)
        let other = try fixture.flag("other")
        _ = try await service.propose(
            fixture.proposal([.createFlag(environment: fixture.live.id, other)])
        )

        let receipt = try await service.undo(undo(5))

        #expect(receipt.sentence == "turned Gift wrap on in LIVE, to take back 5")
        await service.close()
    }

    @Test(arguments: [0, 6, UInt64.max])
    func `an entry that is not there is refused`(number: UInt64) async throws {
        let fixture = try ServiceFixture()
        let (service, _) = try await prepared(fixture)

        await #expect(throws: ServiceProblem.unknownEntry(number)) {
            try await service.undo(undo(number))
        }
        await service.close()
    }

    @Test func `taking a publication back puts its drafts back`() async throws {
        let fixture = try ServiceFixture()
        let (service, flag) = try await prepared(fixture)
        let change = Change.editFlag(
            environment: fixture.live.id,
            flag: flag.id,
            .setEnabled(true)
        )
        let draft = Draft(
            id: .new,
            author: "Li",
            createdAt: Moment(milliseconds: 1_780_000_000_000),
            note: "",
            changes: [change]
        )
        _ = try await service.propose(fixture.proposal([.saveDraft(draft)], origin: .drafting))
        let published = try await service.propose(
            fixture.proposal([change, .discardDraft(draft.id)], origin: .publish)
        )
        let between = try await service.picture().model.drafts

        let receipt = try await service.undo(undo(published.entry))

        let model = try await service.picture().model
        #expect(published.sentence == "published 1 change in LIVE")
        #expect(between.isEmpty)
        #expect(model.drafts.map(\.changes) == [[change]])
        #expect(model.environment(fixture.live.id)?.flag(flag.id)?.isEnabled == false)
        #expect(receipt.sentence.hasSuffix(", to take back \(published.entry)"))
        await service.close()
    }

    @Test func `a snapshot at closing gives the same state and the same undo`() async throws {
        let fixture = try ServiceFixture()
        let (service, flag) = try await prepared(fixture)
        for index in 0..<400 {
            _ = try await service.propose(
                fixture.edit(flag, .describe("Version \(index) of these words."))
            )
        }
        let before = try await service.picture()
        await service.close()

        let again = try fixture.reopen()
        let after = try await again.picture()
        let receipt = try await again.undo(undo(405))
        let old = try await again.undoPlan(of: receipt.entry)

        #expect(after.model == before.model)
        #expect(after.entry == 405)
        #expect(receipt.entry == 406)
        #expect(old.changes.count == 1)
        #expect(old.obstacles == [])
        await again.close()
    }
}
