import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

struct SettingsSessionTests {
    /// A screen that begins with settings, as a new start does.
    private func started(_ change: (inout PersonSettings) -> Void) -> Deck {
        let deck = Deck()
        var state = DashboardState(actor: "Li", size: Size(columns: 80, rows: 24), seed: 1)
        change(&state.person)
        deck.state = state
        deck.send(.picture(deck.service.picture))
        return deck
    }

    @Test func `chosen keys act, stand in footer and help, and free the usual ones`() {
        let deck = started { $0.read(keys: "flags.toggle = [\"F5\"]\n") }

        deck.press("t").see("F5 on/off")
        #expect(deck.proposals.isEmpty)
        deck.press(.function(5))
        #expect(deck.proposals.count == 1)
    }

    @Test func `what goes on from a message is named by the chosen key`() {
        let deck = started { $0.read(keys: "undo = \"F9\"\n") }

        deck.press("t").see("F9 undo").notSee("u undo").see("p publish")
        deck.press(.function(9))

        #expect(deck.service.model.drafts.map(\.changes) == Fixture.model.drafts.map(\.changes))
    }

    @Test func `a key that means something else already is told once and not taken`() {
        let deck = started { $0.read(keys: "flags.toggle = [\"n\"]\nquit = [\"Q\"]\n") }

        deck.see("Some of your settings were not understood")
        deck.see("keys.toml, line 1: n already means \"Make a flag\"")
        deck.press(.escape).press("t")
        #expect(deck.proposals.count == 1)
        deck.press("Q")
        #expect(deck.effects.contains(.quit))
    }

    @Test func `without vim keys only arrows move`() {
        let deck = started { $0.usesVimKeys = false }
        let first = deck.state.flags.list.selectedID

        deck.press("j")
        #expect(deck.state.flags.list.selectedID == first)
        deck.press(.down)
        #expect(deck.state.flags.list.selectedID != first)
    }

    @Test func `colours show themselves, Enter keeps them and Esc brings the old ones back`() {
        let deck = Deck()
        deck.press(":").type("choose colours").press(.enter).see("Which colours?")
        #expect(deck.state.theme.name == "default")

        deck.press(.down)
        #expect(deck.state.theme.name == "dark")
        deck.press(.escape)
        #expect(deck.state.theme.name == "default")

        deck.press(":").type("colours: pap")
        #expect(deck.state.theme.name == "paper")
        deck.press(.enter)
        #expect(deck.state.theme.name == "paper")
        #expect(deck.effects.contains(.keepSetting(name: "theme", value: "\"paper\"")))
    }

    @Test func `colours follow the terminal when it tells that it is light or dark`() {
        let deck = started { $0.read(config: "theme-light = \"paper\"\ntheme-dark = \"midnight\"") }
        #expect(deck.state.wantsBrightness)
        #expect(deck.state.theme.name == "default")

        deck.send(.brightness(.light))
        #expect(deck.state.theme.name == "paper")
        deck.send(.brightness(.dark))
        #expect(deck.state.theme.name == "midnight")
    }

    @Test func `colours for a light terminal are chosen, kept and taken away again`() {
        let deck = Deck()
        deck.send(.brightness(.light))
        #expect(!deck.state.wantsBrightness)
        deck.press(":").type("colours while light").press(.enter)
        deck.see("Which colours while the terminal is light?").see("the same as otherwise")

        deck.press(.down, .down)
        #expect(deck.state.theme.name == "dark")
        deck.press(.enter).see("Colours while the terminal is light: dark. They stay.")
        #expect(deck.effects.contains(.keepSetting(name: "theme-light", value: "\"dark\"")))
        #expect(deck.state.wantsBrightness)
        deck.send(.brightness(.dark))
        #expect(deck.state.theme.name == "default")

        deck.press(":").type("colours while light").press(.enter).press(.up, .up).press(.enter)
        #expect(deck.effects.contains(.keepSetting(name: "theme-light", value: "\"\"")))
        #expect(!deck.state.wantsBrightness)
    }

    @Test func `what is chosen while the terminal's own colours show replaces just those`() {
        let deck = started { $0.read(config: "theme = \"mono\"\ntheme-light = \"paper\"\n") }
        deck.send(.brightness(.light))

        deck.press(":").type("colours: phos").press(.enter)

        #expect(deck.state.theme.name == "phosphor")
        #expect(deck.effects.contains(.keepSetting(name: "theme-light", value: "\"phosphor\"")))
        deck.send(.brightness(.dark))
        #expect(deck.state.theme.name == "mono")
    }

    @Test func `the screen begins where it was left`() throws {
        let before = Deck().press(.down, .down).press("A").press("2")
        let place = try #require(before.state.place)
        let deck = started { $0.place = place }

        #expect(deck.state.tab == .audiences)
        #expect(deck.state.flags.list.selectedID == before.state.flags.list.selectedID)
        #expect(deck.state.flags.showsArchived)
        #expect(deck.state.place == place)
    }

    @Test func `who leaves while looking at the past begins there the next time, but now`() throws {
        let before = try PastSessionTests.story().press("6").press("G").press("v").press("2")
        #expect(before.state.past != nil)
        let place = try #require(before.state.place)
        let deck = started { $0.place = place }

        #expect(deck.state.tab == .audiences)
        #expect(deck.state.past == nil)
    }

    @Test func `a sentence opens as itself when another one was said meanwhile`() {
        let deck = Deck()
        deck.send(.problem("The first one."))
        deck.press("L")
        deck.send(.problem("The second one."))
        deck.press(.enter)

        guard case .message(let box)? = deck.state.overlays.last else {
            Issue.record("no message opened")
            return
        }
        #expect(box.text == "The first one.")
    }

    @Test func `everything that was said can be read again`() {
        let deck = Deck()
        deck.press("L").see("Nothing was said yet.")
        deck.press("y").press("L").see("What was said, newest first")
        deck.see("Sent to the terminal's clipboard")
        deck.press(.enter).see("Message")
    }

    @Test func `only so many sentences are kept`() {
        var log = MessageLog()
        for number in 0...MessageLog.limit {
            log.add("\(number)", at: Moment(milliseconds: 0))
        }

        #expect(log.entries.count == MessageLog.limit)
        #expect(log.entries.first?.text == "1")
    }

    @Test func `copied text can be seen without a frame, and the mouse is free then`() {
        let deck = Deck()
        deck.press("Y").see("Nothing was copied yet.")
        deck.press("y").press("Y").see("set -g set-clipboard on").notSee("│")
        #expect(!deck.state.wantsMouse)
        deck.press(.escape)
        #expect(deck.state.wantsMouse)
    }

    @Test func `text beyond what terminals take is not copied`() {
        var state = Deck().state
        state.copyOut(String(repeating: "a", count: 70_000), "it")
        #expect(state.outbox.contains { if case .copy = $0 { true } else { false } })
        state.outbox = []
        state.copyOut(String(repeating: "a", count: 70_001), "it")
        #expect(state.outbox.isEmpty)
        #expect(state.toast?.isProblem == true)
    }
}
