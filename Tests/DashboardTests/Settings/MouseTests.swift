import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

struct MouseTests {
    /// Presses where a text stands on the screen.
    private func press(_ deck: Deck, on text: String) throws {
        let lines = deck.screen.split(separator: "\n", omittingEmptySubsequences: false)
        let y = try #require(lines.firstIndex { $0.contains(text) }, "\n\(deck.screen)")
        let line = Array(lines[y])
        let place = line.indices.first { line[$0...].starts(with: text) }
        let x = try #require(place)
        deck.send(.mouse(MouseEvent(.press, at: Point(x: x + 1, y: y))))
    }

    @Test func `a press selects, a second one opens, none changes anything`() throws {
        let deck = Deck()
        let name = try #require(
            deck.state.flags.list.ids.dropFirst(2).first.flatMap {
                deck.state.flagView($0)?.name
            }
        )

        try press(deck, on: name)
        #expect(deck.state.flags.list.view.selection == 2)
        #expect(deck.state.flags.page == nil)
        try press(deck, on: name)
        #expect(deck.state.flags.page == deck.state.flags.list.selectedID)
        #expect(deck.proposals.isEmpty)
    }

    @Test(arguments: [80, 120])
    func `tabs can be pressed`(columns: Int) throws {
        let deck = Deck(columns: columns, rows: 30)

        for tab in [Tab.history, .customers, .experiments, .audiences, .flags] {
            // Where not every name fits, the last tabs are their number alone.
            let isNamed = deck.screen.contains("\(tab.rawValue) \(tab.title)")
            try press(deck, on: isNamed ? "\(tab.rawValue) \(tab.title)" : " \(tab.rawValue) ")
            #expect(deck.state.tab == tab)
        }
    }

    @Test func `only tabs that are seen can be pressed`() {
        for columns in 60...100 {
            let deck = Deck(columns: columns, rows: 30)
            let header = deck.screen.prefix { $0 != "\n" }
            for x in 0..<columns {
                let pressed = Deck(columns: columns, rows: 30)
                pressed.send(.mouse(MouseEvent(.press, at: Point(x: x, y: 0))))
                let tab = pressed.state.tab
                #expect(
                    tab == .flags || header.contains("\(tab.rawValue) \(tab.title)")
                        || header.contains(" \(tab.rawValue) ")
                )
            }
        }
    }

    @Test func `keys of the footer can be pressed`() throws {
        let deck = Deck()
        try press(deck, on: "? help")

        deck.see("Keys")
    }

    @Test func `the wheel moves by a few lines`() {
        let deck = Deck()
        deck.send(.mouse(MouseEvent(.wheelDown, at: Point(x: 3, y: 5))))
        #expect(deck.state.flags.list.view.selection == 3)
        deck.send(.mouse(MouseEvent(.wheelUp, at: Point(x: 3, y: 5))))
        #expect(deck.state.flags.list.view.selection == 0)
    }

    @Test func `lines of a box can be pressed`() throws {
        let deck = Deck().press("E")
        try press(deck, on: "Practice")
        try press(deck, on: "Practice")

        deck.see("You are in Practice now.")
    }

    @Test func `every line of a row can be pressed`() throws {
        let deck = Deck(Fixture.quiet)
        let tooLong = FlagEdit.setOwner(String(repeating: "a", count: 65))
        for number in [10, 14, 18] as [UInt8] {
            let draft = Draft(
                id: Fixture.id(200 + number),
                author: "Li",
                createdAt: deck.now,
                note: "",
                changes: [
                    .editFlag(environment: Fixture.live, flag: Fixture.flagID(number), tooLong)
                ]
            )
            try deck.other("Li", .saveDraft(draft))
        }
        deck.press("p").press(.tab)
        let box = { () -> PublishBox? in
            if case .publish(let box)? = deck.state.overlays.last { box } else { nil }
        }

        // The second lines of three rows.
        let (first, second, third) = ("banner\" is longer", "  longer than 64", "name\" is longer")
        for (text, place) in [(third, 2), (first, 0), (second, 1), (third, 2), (second, 1)] {
            try press(deck, on: text)
            #expect(box()?.view.selection == place, "\(text)\n\(deck.screen)")
        }
    }

    @Test func `M leaves the mouse to the terminal and is remembered`() throws {
        let deck = Deck().press("M").see("The mouse is the terminal's again")

        #expect(!deck.state.wantsMouse)
        #expect(deck.effects.contains(.keepSetting(name: "mouse", value: "false")))
        try press(deck, on: "2 Audiences")
        #expect(deck.state.tab == .flags)
    }

    @Test func `presses anywhere are harmless at any size`() {
        for size in [(1, 1), (20, 5), (40, 10), (80, 24), (161, 40)] {
            let deck = Deck(columns: size.0, rows: size.1)
            for keys in ["", "?", ":", "E", "2", "3", "6"] {
                deck.press(.escape).press(.escape).type(keys)
                for y in 0..<size.1 {
                    deck.send(.mouse(MouseEvent(.press, at: Point(x: size.0 / 3, y: y))))
                }
            }
            #expect(deck.proposals.isEmpty)
        }
    }
}
