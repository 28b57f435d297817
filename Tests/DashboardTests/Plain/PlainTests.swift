import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

struct PlainTests {
    private func deck() -> Deck {
        Deck(columns: PlainScreen.size.columns, rows: PlainScreen.size.rows)
    }

    private func type(_ line: String, _ deck: Deck) throws {
        for message in try #require(deck.state.plainMessages(line), "\(line) means nothing") {
            deck.send(message)
        }
    }

    private func text(_ deck: Deck) -> String {
        PlainScreen(deck.state).lines.joined(separator: "\n")
    }

    @Test func `the list is numbered lines without frames`() {
        let deck = deck()
        let screen = PlainScreen(deck.state)

        #expect(screen.lines.first?.hasPrefix("Flags in LIVE") ?? false)
        #expect(screen.lines.contains { $0.hasPrefix("1. chosen: ") })
        #expect(screen.lines.contains { $0.hasPrefix("2. ") })
        for sign in ["│", "─", "▸", "●", "◐", "→", "┌"] {
            #expect(!text(deck).contains(sign), "\(sign) in\n\(text(deck))")
        }
        #expect(screen.keys.contains("Enter open"))
    }

    @Test func `a number opens that line`() throws {
        let deck = deck()
        try type("3", deck)

        #expect(deck.state.flags.page == deck.state.flags.list.ids[2])
    }

    @Test func `numbers mean their lines where the mouse is the terminal's`() throws {
        let deck = deck()
        deck.state.person.usesMouse = false
        try type("3", deck)

        #expect(deck.state.flags.page == deck.state.flags.list.ids[2])
    }

    @Test func `keys, words to find, and text are lines`() throws {
        let deck = deck()
        try type("t", deck)
        #expect(deck.proposals.count == 1)
        try type("/banner", deck)
        #expect(deck.state.flags.list.query.text == "banner")
        try type("", deck)
        #expect(!deck.state.isTakingText)
        try type(":history", deck)
        try type("", deck)
        #expect(deck.state.tab == .history)
        #expect(deck.state.plainMessages("no such thing") == nil)
        #expect(deck.state.plainMessages("999") == nil)
    }

    @Test func `a dot makes a key of a line where text is asked for`() throws {
        let deck = deck()
        try type("n", deck)
        #expect(deck.state.isTakingText)
        #expect(PlainScreen(deck.state).prompt.contains(".Esc"))
        try type("Gift cards", deck)
        #expect(text(deck).contains("Gift cards"))
        try type(".Esc", deck)
        try type(".Esc", deck)
        #expect(deck.state.overlays.isEmpty)
    }

    @Test func `what was said is a line of its own`() throws {
        let deck = deck()
        try type("y", deck)

        #expect(text(deck).contains("Said: Sent to the terminal's clipboard"))
    }

    @Test func `every choice of a box has a number`() throws {
        let deck = deck()
        try type("E", deck)
        let lines = PlainScreen(deck.state).lines
        let line = try #require(lines.first { $0.contains("Practice") })
        try type(String(line.prefix { $0.isNumber }), deck)

        #expect(deck.state.environmentTitle == "Practice")
    }
}
