import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// A million members and an import of 100,000 changes: keys and frames do not feel them.
@Suite(.serialized) struct LargeAudienceTests {
    /// The most that a key and its frame may take in an unoptimised build on a shared machine;
    /// work for every member would take a hundred times longer.
    private static let limit = Duration.milliseconds(60)

    private func time(_ work: () -> Void) -> Duration {
        let clock = ContinuousClock()
        // The best of five: others use the machine too.
        return (0..<5).map { _ in clock.measure(work) }.min() ?? .zero
    }

    @Test func `a million members cost a key nothing`() throws {
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

        for key in [TerminalUI.Key.down, .pageDown, .end, .home, .tab] {
            let spent = time {
                _ = update(&deck.state, .key(key), now: deck.now)
                _ = draw(deck.state)
            }
            #expect(spent < Self.limit, "\(key): \(spent)")
        }
    }

    @Test func `an import of 100,000 changes costs a frame nothing`() throws {
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

        #expect(time { _ = draw(deck.state) } < Self.limit)
        deck.press(.enter)
        #expect(time { _ = draw(deck.state) } < Self.limit)
        deck.press(.end).see("and 99,900 more changes")
    }
}
