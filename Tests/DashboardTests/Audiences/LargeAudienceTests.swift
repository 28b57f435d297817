import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// A million members and an import of 100,000 changes are shown like a few.
///
/// What a key and a frame then cost is measured by `flagdeck-bench dashboard`.
struct LargeAudienceTests {
    @Test func `every one of a million members can be reached`() throws {
        var audience = Audience(
            id: Fixture.id(45),
            key: Fixture.key("large"),
            name: "Large",
            createdAt: Fixture.now
        )
        audience.members = (0..<1_000_000).map { Fixture.customer("M-\($0)") }
        let model = try Fixture.quiet.previewing([
            .createAudience(environment: Fixture.live, audience)
        ])
        let deck = Deck(model).press("2").press("/").type("large").press(.enter, .enter)
        deck.see("[MEMBERS 1,000,000]")
        deck.see("M-0")

        deck.press(.end).see("M-999999")
        deck.press(.home).see("M-0").notSee("M-999999")
        deck.press(.pageDown, .down, .tab)
        deck.see("MEMBERS 1,000,000")
    }

    @Test func `an import of 100,000 changes is read to its end`() throws {
        let deck = Deck(Fixture.quiet).press("6")
        let change = HistorySessionTests.enable(14, true)
        let step = ChangeSet.Step(change: change, stamp: nil)
        let entry = HistoryEntry(
            number: 1,
            changeSet: ChangeSet(
                id: Fixture.id(200),
                actor: "Li",
                note: "",
                time: Fixture.now,
                origin: .importing,
                steps: Array(repeating: step, count: 100_000),
                sentence: "imported 100,000 flags in LIVE",
                lines: Array(repeating: "made a flag", count: 100)
            )
        )
        let page = HistoryPage(entries: [entry], total: 1, next: nil)
        deck.state.history.begin(with: page, height: deck.state.listHeight)

        deck.see("imported 100,000 flags in LIVE")
        deck.press(.enter, .end).see("and 99,900 more changes")
    }
}
