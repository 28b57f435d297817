import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Holds the key table of every screen to the rules.
struct KeyTableTests {
    /// A way to a screen.
    static let ways: [(name: String, keys: [TerminalUI.Key])] = [
        ("flags", []), ("finding", [.character("/")]), ("flag", [.enter]),
        ("audiences", [.character("2")]),
        ("finding audiences", [.character("2"), .character("/")]),
        ("audience", [.character("2"), .enter]), ("experiments", [.character("3")]),
        ("experiment", [.character("3"), .enter]), ("history", [.character("6")]),
        ("review", [.character("5")]),
        ("entry", [.character("6"), .enter]),
        ("narrowing the history", [.character("6"), .character("f")]),
        ("picking a thing", [.character("6"), .character("f"), .enter]),
        ("going to a date", [.character("D")]),
        ("finding a customer", [.character("4")]),
        ("customers", [.character("4"), .escape]),
        ("customer", [.character("4"), .enter]),
        ("why", [.character("4"), .enter, .enter]),
        ("applications", [.character("C")]), ("people", [.character("O")]),
        ("what happens next", [.character("P")]),
        ("at a time", [.character("S")]),
        ("a trial", [.character("4"), .enter, .character("T")]),
        ("a secret", [.character("C"), .down]),
        ("help", [.character("?")]), ("palette", [.character(":")]),
        ("environments", [.character("E")]), ("new flag", [.character("n")]),
        ("edit flag", [.character("e")]), ("serving", [.character("c")]),
        ("publish", [.character("p")]),
        ("publish list", [.character("p"), .tab]),
        ("archive", [.character("d")]), ("identity", [.character("I")]),
        ("marked", [.character(" ")]), ("with marked", [.character(" "), .character("m")]),
        ("only some flags", [.character("f")]), ("orders", [.character("s")]),
        ("views", [.character("v")]), ("new flag like it", [.character("N")]),
        ("comparing", [.character("=")]), ("copying", [.character("="), .enter]),
        ("new audience", [.character("2"), .character("n")]),
        ("edit audience", [.character("2"), .character("e")]),
    ]

    /// Words of our trade that people should not have to learn.
    static let jargon = [
        "variation", "rollout", "segment", "targeting", "bucket", "rollback", "commit", "journal",
        "payload", "boolean", "string", "guid", "uuid", "config",
    ]

    private func deck(_ way: [TerminalUI.Key], columns: Int = 80) -> Deck {
        let deck = Deck(columns: columns)
        for key in way { deck.send(.key(key)) }
        return deck
    }

    @Test(arguments: ways)
    func `no key has two meanings`(way: (name: String, keys: [TerminalUI.Key])) {
        #expect(deck(way.keys).state.keyTable.conflicts() == [])
        #expect(deck(way.keys, columns: 120).state.keyTable.conflicts() == [])
    }

    @Test(arguments: ["1", "2", "3", "4", "5", "6"])
    func `no key has two meanings in the past`(tab: Character) throws {
        for columns in [80, 120] {
            let deck = try PastSessionTests.story(columns: columns).press("[")
            deck.send(.key(.character(tab)))
            if tab == "4" { deck.type("anna").press(.enter) }

            #expect(deck.state.past != nil)
            #expect(deck.state.keyTable.conflicts() == [])
            for binding in deck.state.keyTable.bindings { #expect(binding.help.width <= 60) }
        }
    }

    @Test(arguments: ways)
    func `every key has a label and a help that fits`(way: (name: String, keys: [TerminalUI.Key])) {
        for binding in deck(way.keys).state.keyTable.bindings {
            #expect(!binding.label.isEmpty)
            #expect(!binding.help.isEmpty)
            #expect(binding.help.width <= 60, "\(binding.help)")
            #expect(!binding.keys.isEmpty)
        }
    }

    @Test(arguments: ways)
    func `keys are explained without jargon`(way: (name: String, keys: [TerminalUI.Key])) {
        let deck = deck(way.keys)
        let shown = deck.state.keyTable.bindings.map { "\($0.label) \($0.help)" } + [deck.screen]
        for text in shown {
            for word in Self.jargon {
                #expect(!text.lowercased().contains(word), "\(word) in \(text)")
            }
        }
    }

    @Test(arguments: ways)
    func `the footer shows how to get help`(way: (name: String, keys: [TerminalUI.Key])) {
        let footer = deck(way.keys).screen.split(separator: "\n").last ?? ""

        #expect(footer.contains("? help") || footer.contains("F1 help"))
    }

    @Test(arguments: ways)
    func `Esc leads back to the list in a few steps`(way: (name: String, keys: [TerminalUI.Key])) {
        let deck = deck(way.keys)
        for _ in 0..<4 { deck.press(.escape) }

        #expect(deck.state.overlays.isEmpty)
        #expect(deck.state.flags.page == nil)
        #expect(!deck.state.isTakingText)
        #expect(!deck.effects.contains(.quit))
    }
}
