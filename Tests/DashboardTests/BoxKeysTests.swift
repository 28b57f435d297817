import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// The keys inside of boxes, which no key of a list alone leads to.
struct BoxKeysTests {
    /// A box that lies over a screen.
    struct Box: CustomTestStringConvertible, Sendable {
        let name: String
        /// Keys to the screen.
        let keys: [TerminalUI.Key]
        /// What opens it there.
        var opening: Action?

        var testDescription: String { name }

        /// A dashboard with the box open.
        var deck: Deck { opened() }

        func opened(_ settings: PersonSettings = PersonSettings(), columns: Int = 80) -> Deck {
            let deck = Deck(columns: columns)
            deck.state.person = settings
            for key in keys { deck.send(.key(key)) }
            if let opening { deck.state.perform(opening) }
            return deck
        }
    }

    static let boxes = [
        Box(name: "shares", keys: [.enter], opening: .editor(.shares(.everyoneElse))),
        Box(name: "choices of a condition", keys: [.enter], opening: .editor(.newRule)),
        Box(
            name: "values of a condition",
            keys: [.enter, .character("n")] + "country".map { .character($0) } + [.enter, .enter]
        ),
        Box(name: "conditions", keys: [.enter, .character("n"), .escape]),
        Box(name: "named", keys: namedKeys),
        Box(
            name: "a choice of a form",
            keys: [.character("3"), .enter, .character("e"), .tab]
        ),
        Box(
            name: "an event of a form",
            keys: [.character("3"), .enter, .character("e"), .tab, .tab]
        ),
    ]

    /// To the flag on which customers are named, and to the line that names them.
    private static let namedKeys: [TerminalUI.Key] =
        [.character("/")] + "student".map { .character($0) }
        + [.enter, .enter, .up, .enter]

    @Test(arguments: boxes)
    func `no key of a box has two meanings, and every help fits`(box: Box) {
        for columns in [80, 120] {
            let table = box.opened(columns: columns).state.keyTable

            #expect(table.conflicts() == [])
            for binding in table.bindings {
                #expect(!binding.help.isEmpty)
                #expect(binding.help.width <= 60, "\(binding.help)")
            }
        }
    }

    @Test(arguments: boxes)
    func `a box is open`(box: Box) {
        #expect(!box.deck.state.overlays.isEmpty)
    }

    @Test func `a key that was chosen for a box works in it`() {
        var settings = PersonSettings()
        settings.read(keys: "editor.make-equal = [\"F5\"]\neditor.ten-more = \"F6\"\n")
        #expect(settings.problems == [])
        let deck = Self.boxes[0].opened(settings).see("F5")

        let shares = { () -> SharesBox? in
            if case .shares(let box)? = deck.state.overlays.last { box } else { nil }
        }
        let before = shares()
        deck.press(.function(6))
        #expect(shares() != before)
        deck.press(.character("=")).press(.function(5))

        let rows = shares()?.slider.rows ?? []
        #expect(rows.count > 1)
    }

    @Test(arguments: [
        "editor.more", "editor.less", "editor.ten-less", "editor.pin", "editor.unname",
        "overlay.conditions.new", "overlay.conditions.remove", "overlay.conditions.mark",
        "overlay.next-choice", "overlay.previous-choice", "experiments.ask-event",
    ])
    func `what keys do in boxes has names for settings files`(name: String) {
        var settings = PersonSettings()
        settings.read(keys: "\(name) = \"F9\"\n")

        #expect(settings.problems == [])
        #expect(settings.keys[name]?.keys == [.function(9)])
    }
}
