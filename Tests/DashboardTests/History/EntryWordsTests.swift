import FlagAPI
import FlagModel
import Testing

@testable import Dashboard

/// What a row of the history says of an entry.
struct EntryWordsTests {
    private static let other = Subject.flag(environment: Fixture.live, Fixture.flagID(11))

    private func entry(_ origin: ChangeSet.Origin, _ changes: [Change]) throws -> HistoryEntry {
        let deck = Deck(Fixture.quiet)
        _ = try deck.service.make(
            Proposal(id: Fixture.id(99), actor: "Li", note: "", origin: origin, changes: changes),
            at: deck.now
        )
        return try #require(deck.service.entries.last)
    }

    private func enable(_ flag: UInt8, _ isOn: Bool) -> Change {
        HistorySessionTests.enable(flag, isOn)
    }

    @Test func `publishing names what was published`() throws {
        let two = try entry(.publish, [enable(14, true), enable(11, false)])
        let one = try entry(.publish, [enable(14, true)])

        let what = "turned Gift wrap on in LIVE, turned Checkout trust badge off in LIVE"
        #expect(two.rowSentence(about: []) == "published 2: \(what)")
        #expect(one.rowSentence(about: []) == "published: turned Gift wrap on in LIVE")
    }

    @Test func `what a plan did is told as planned, also of one thing among several`() throws {
        let entry = try entry(.scheduled, [enable(14, true), enable(11, false)])

        let all = entry.rowSentence(about: [])
        #expect(all.hasPrefix("by plan: turned Gift wrap on in LIVE and turned"))
        #expect(!all.hasSuffix("as planned"))
        let one = entry.rowSentence(about: [Self.other])
        #expect(one == "by plan: turned Checkout trust badge off in LIVE")
    }

    @Test func `old and new stand in front`() throws {
        let share = Change.editFlag(
            environment: Fixture.live,
            flag: Fixture.flagID(10),
            .setDefaultRule(Fixture.serving(50_000))
        )
        let entry = try entry(.direct, [share])

        #expect(entry.rowSentence(about: []).hasPrefix("Summer sale banner 25% → 50% for"))
    }
}
