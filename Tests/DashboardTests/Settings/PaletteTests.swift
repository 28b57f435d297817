import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

struct PaletteTests {
    private func lines(_ deck: Deck) -> [PaletteBox.Entry] {
        guard case .palette(let box)? = deck.state.overlays.last else { return [] }
        return box.entries
    }

    @Test func `things come before actions, and names that begin so before others`() throws {
        let deck = Deck()
        let name = try #require(
            deck.state.flags.list.ids.first.flatMap {
                deck.state.flagView($0)?.name
            }
        )
        deck.press(":").type(String(name.prefix(4)))

        #expect(lines(deck).first?.title == SafeText(name))
        #expect(lines(deck).first?.note.text.hasPrefix("flag") ?? false)
    }

    @Test func `letters in order find a thing as well`() throws {
        let deck = Deck()
        let name = try #require(
            deck.state.flags.list.ids.first.flatMap {
                deck.state.flagView($0)?.name
            }
        )
        let letters = name.split(separator: " ").compactMap(\.first).map(String.init).joined()
        deck.press(":").type(letters + String(name.split(separator: " ").last?.last ?? "x"))

        #expect(lines(deck).contains { $0.title == SafeText(name) })
    }

    @Test func `letters in order are tried only where no word holds what is typed`() {
        let deck = Deck().press(":").type("wrap")

        #expect(!lines(deck).isEmpty)
        let all = lines(deck).allSatisfy { $0.title.text.lowercased().contains("wrap") }
        #expect(all, "\(lines(deck).map(\.title))")
    }

    @Test func `the word theme finds the colours first`() {
        let deck = Deck().press(":").type("theme")

        #expect(lines(deck).first?.action == .shell(.colours))
        #expect(lines(deck).contains { $0.action == .shell(.theme("paper")) })
    }

    @Test func `a word that begins so stands before one that holds the letters within`() throws {
        let deck = Deck().press(":").type("view")
        let titles = lines(deck).map { " " + $0.title.text.lowercased() }

        let last = try #require(titles.lastIndex { $0.contains(" view") })
        let within = titles.firstIndex { !$0.contains(" view") && $0.contains("view") }
        #expect(try #require(within) > last, "\(titles)")
    }

    @Test func `what was used comes first`() {
        let deck = Deck().press(":").type("colours: ")
        let before = lines(deck).map(\.title)
        deck.press(.escape).press(":").type("show h")
        #expect(lines(deck).first { $0.isEnabled }?.action == .tab(.history))
        deck.press(.enter)

        #expect(deck.state.tab == .history)
        #expect(deck.state.person.used["tab.history"]?.count == 1)
        deck.press("1").press(":").type("show ")
        let shown = lines(deck).filter { if case .tab = $0.action { true } else { false } }
        #expect(shown.first?.action == .tab(.history))
        #expect(!before.isEmpty)
    }

    @Test func `Tab narrows to one kind`() {
        let deck = Deck().press(":").press(.tab).see("[flags]")
        let isFlags = lines(deck).allSatisfy {
            if case .flags(.show) = $0.action { true } else { false }
        }
        #expect(isFlags)
        #expect(!lines(deck).isEmpty)

        deck.press(.backTab, .backTab).see("[settings]").see("Colours: dark")
    }

    @Test func `customers are found by the service and opened`() {
        let deck = Deck().press(":").type("anna")
        let customer = lines(deck).first {
            if case .shell(.customer) = $0.action { true } else { false }
        }
        #expect(customer != nil, "\n\(deck.screen)")

        deck.press(.escape, .escape).press(":").press(.tab, .tab, .tab).type("anna").press(.enter)
        #expect(deck.state.tab == .customers)
        #expect(deck.state.customers.sheet != nil)
    }

    private func questions(_ deck: Deck) -> Int {
        deck.effects.count { if case .customers = $0 { true } else { false } }
    }

    @Test func `moving the cursor in what is typed asks nobody and leaves the selection`() {
        let deck = Deck().press(":").type("re").press(.down)
        let before = questions(deck)
        guard case .palette(let box)? = deck.state.overlays.last else {
            Issue.record("no palette")
            return
        }
        deck.press(.left, .right, .home)

        #expect(questions(deck) == before)
        guard case .palette(let after)? = deck.state.overlays.last else {
            Issue.record("no palette")
            return
        }
        #expect(after.view.selection == box.view.selection)
        #expect(after.view.selection == 1)
        deck.type("x")
        #expect(questions(deck) == before + 1)
    }

    @Test func `only what use puts in order is noted, and no customer`() {
        let deck = Deck().press(":").press(.tab, .tab, .tab).type("anna").press(.enter)
        #expect(deck.state.tab == .customers)
        #expect(deck.state.person.used.isEmpty)

        deck.press("1").press(":").type("colours: paper").press(.enter)
        #expect(deck.state.theme.name == "paper")
        #expect(deck.state.person.used.isEmpty)
    }

    @Test func `an action that cannot be done now stays, with the reason`() {
        let deck = Deck(Fixture.model).press(":").type("take back what")
        let undo = lines(deck).first { $0.action == .undo }

        #expect(undo?.isEnabled == false)
        #expect(undo?.note == "There is nothing of yours to undo yet.")
    }
}
