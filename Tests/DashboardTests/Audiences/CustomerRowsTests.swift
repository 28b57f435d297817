import FlagAPI
import FlagModel
import FoundationEssentials
import Testing
import TerminalUI

@testable import Dashboard

/// What the page shows against what the draft does, for random edits.
struct CustomerRowsTests {
    private static let seed =
        ProcessInfo.processInfo.environment["FLAGDECK_SEED"].flatMap { UInt64($0) } ?? 20_260_714

    @Test(arguments: 0..<20)
    func `the page shows exactly who belongs and who would`(round: Int) throws {
        print("FLAGDECK_SEED=\(Self.seed)")
        var random = SplitMix64(seed: Self.seed &+ UInt64(round))
        let deck = Deck(Fixture.quiet).press("2").press("G").press(.enter)
        let id = Fixture.audienceID(40)
        let pool = (0..<8).map { Fixture.customer("C-\(10_428 + $0)") }

        for step in 0..<30 {
            let keys = pool.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
            switch Int.random(in: 0..<6, using: &random) {
            case 0: deck.state.takeCustomers(keys, for: .members(of: id))
            case 1: deck.state.takeCustomers(keys, for: .excluded(from: id))
            case 2:
                let part = Bool.random(using: &random) ? AudiencePage.Part.members : .never
                deck.state.performAudiences(.takeOff(keys.first ?? pool[0], part))
            case 3: deck.press(.tab)
            case 4:
                // Somebody else, past the draft.
                let edit: AudienceEdit =
                    Bool.random(using: &random)
                    ? .addMembers(keys.map { Insertion($0) }) : .removeMembers(keys)
                _ = try? deck.other(
                    "Jo",
                    .editAudience(environment: Fixture.live, audience: id, edit)
                )
            default: deck.press("u")
            }
            deck.settle()
            deck.state.overlays = []
            try check(deck, id, step)
        }
    }

    private func check(_ deck: Deck, _ id: GUID, _ step: Int) throws {
        let view = try #require(deck.state.audienceView(id))
        let page = try #require(deck.state.audiences.page)
        let parts: [(CustomerRows, [CustomerKey], [CustomerKey]?)] = [
            (page.members, view.now?.members ?? [], view.after?.members),
            (page.never, view.now?.excluded ?? [], view.after?.excluded),
        ]
        for (rows, now, after) in parts {
            let shown = (0..<rows.count).map { rows[$0] }
            let staying = shown.filter { $0.mark != .leaves }.map(\.key)
            #expect(shown.filter { $0.mark != .joins }.map(\.key) == now, "step \(step)")
            #expect(Set(staying) == Set(after ?? now), "step \(step)")
            #expect(staying.count == (after ?? now).count, "step \(step)")
        }
    }
}

extension Deck {
    /// Does what waits in the state's outbox, as after a key.
    func settle() {
        let due = state.outbox
        state.outbox = []
        for effect in due {
            if let answer = service.answer(effect, at: now) { send(answer) }
        }
    }
}
