import FlagAPI
import FlagModel
import FoundationEssentials
import Testing
import TerminalUI

@testable import Dashboard

/// Random reading while others change things: nothing is missing, doubled or out of order.
struct HistoryOrderTests {
    private static let seed =
        ProcessInfo.processInfo.environment["FLAGDECK_SEED"].flatMap { UInt64($0) } ?? 20_260_714

    @Test(arguments: 0..<10)
    func `entries never repeat, and the reader stays on his entry`(round: Int) throws {
        print("FLAGDECK_SEED=\(Self.seed)")
        var random = SplitMix64(seed: Self.seed &+ UInt64(round))
        let deck = Deck(Fixture.quiet)
        var isOn = false
        func happen(_ times: Int) throws {
            for _ in 0..<times {
                isOn.toggle()
                try deck.other("Jo", HistorySessionTests.enable(23, isOn))
            }
        }
        try happen(Int.random(in: 0..<250, using: &random))
        deck.press("6")

        for step in 0..<60 {
            let before = deck.state.history
            let choice = Int.random(in: 0..<8, using: &random)
            switch choice {
            case 0: deck.press("G")
            case 1: deck.press("gg")
            case 2: deck.press("R")
            case 3: deck.press(.pageDown)
            case 4: deck.press("1").press("6")
            case 5: deck.press("k")
            default: try happen(Int.random(in: 1..<4, using: &random))
            }
            let ids = deck.state.history.list.ids
            #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 == $1 + 1 }, "step \(step)")
            #expect(ids.allSatisfy { deck.state.history.entries[$0]?.number == $0 })
            let last = UInt64(deck.service.entries.count)
            #expect((ids.first ?? 0) + UInt64(deck.state.freshCount) == last, "step \(step)")
            if choice > 5, before.list.view.selection > 0 {
                #expect(deck.state.history.selected?.number == before.selected?.number)
            }
        }
    }
}
