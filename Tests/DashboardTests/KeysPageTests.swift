import FoundationEssentials
import Testing
import TerminalUI

@testable import Dashboard

/// Keeps `docs/reference/keys.md` what the key tables say.
struct KeysPageTests {
    /// The screens of the page, in its order, and the keys that lead there.
    private static let screens: [(title: String, keys: [TerminalUI.Key])] = [
        ("Flags", []), ("One flag", [.enter]), ("Audiences", [.character("2")]),
        ("One audience", [.character("2"), .enter]), ("Experiments", [.character("3")]),
        ("One experiment", [.character("3"), .enter]),
        ("Finding a customer", [.character("4")]), ("One customer", [.character("4"), .enter]),
        ("Why a customer gets it", [.character("4"), .enter, .enter]),
        ("Review", [.character("5")]),
        ("History", [.character("6")]),
        ("One entry of the history", [.character("6"), .enter]),
        ("What happens next", [.character("P")]),
        ("Applications", [.character("C"), .down, .down]),
        ("Who may do what", [.character("O")]), ("Publish", [.character("p")]),
        ("A form", [.character("n")]), ("The palette", [.character(":")]),
    ]

    @Test func `the page of keys is what the key tables say`() throws {
        let path =
            "\(#filePath)".split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
            + "/docs/reference/keys.md"
        if ProcessInfo.processInfo.environment["FLAGDECK_REGENERATE"] == "1" {
            try Data(Self.page.utf8).write(to: URL(filePath: path))
        }

        let accepted = try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        #expect(accepted == Self.page, "FLAGDECK_REGENERATE=1 writes it anew")
    }

    @Test func `the names for settings files are those of the key tables`() throws {
        let path =
            "\(#filePath)".split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
            + "/Sources/Dashboard/Settings/ActionNames.swift"
        let names = Set(KeyTableTests.ways.flatMap { Self.names(on: $0.keys) })
            .union(Self.names(on: [.character("[")]))
            .union(BoxKeysTests.boxes.flatMap { Self.names(in: $0.deck) }).sorted()
        let source = """
            // Generated from the key tables: run the tests with FLAGDECK_REGENERATE=1 to renew it.

            /// The names that `keys.toml` may use.
            enum ActionNames {
                static let all: Set<String> = [
            \(names.map { "        \"\($0)\",\n" }.joined())    ]
            }

            """
        if ProcessInfo.processInfo.environment["FLAGDECK_REGENERATE"] == "1" {
            try Data(source.utf8).write(to: URL(filePath: path))
        }

        let accepted = try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        #expect(accepted == source, "FLAGDECK_REGENERATE=1 writes it anew")
    }

    @Test func `the page of configuration lists the names for settings files`() throws {
        let path =
            "\(#filePath)".split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
            + "/docs/reference/configuration.md"
        let page = try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        var lines = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let head = try #require(lines.firstIndex(of: "| where | actions |"))
        let end = try #require(lines[head...].firstIndex(of: ""))
        if ProcessInfo.processInfo.environment["FLAGDECK_REGENERATE"] == "1" {
            lines.replaceSubrange((head + 2)..<end, with: Self.nameRows)
            try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
            return
        }

        #expect(lines[(head + 2)..<end] == Self.nameRows[...], "FLAGDECK_REGENERATE=1 renews it")
    }

    /// The names by what they begin with, one row each.
    private static var nameRows: [String] {
        let groups = Dictionary(grouping: ActionNames.all) { name in
            name.contains(".") ? String(name.prefix { $0 != "." }) : "every screen"
        }
        let first = ["every screen"]
        return (first + groups.keys.filter { !first.contains($0) }.sorted()).map { group in
            let names = (groups[group] ?? []).sorted().map { "`\($0)`" }.joined(separator: " ")
            return "| \(group) | \(names) |"
        }
    }

    /// The names of everything that keys do on a screen.
    private static func names(on keys: [TerminalUI.Key]) -> [String] {
        let deck = draftedDeck
        for key in keys { deck.send(.key(key)) }
        return names(in: deck)
    }

    private static func names(in deck: Deck) -> [String] {
        let state = deck.state
        return (state.localBindings + state.globalBindings).map(\.action.name).filter { name in
            // Names with an identity in them are of one thing in one shop.
            !name.contains { $0.isNumber && !name.hasPrefix("tab.") } && name != "back"
                && name != "interrupt"
        }
    }

    /// The keys that are only there, or mean something else, in the past.
    private static var pastKeys: String {
        let deck = draftedDeck.press("[")
        let new = deck.state.keyTable.bindings.filter { binding in
            binding.keys == [.escape] || binding.action == .flags(.putBackAsThen)
        }
        return KeyTable(new).markdown()
    }

    /// A shop with one entry.
    private static var draftedDeck: Deck { Deck(columns: 80).press("t") }

    private static var page: String {
        let sections = screens.map { screen in
            let deck = screen.title.contains("entry") ? draftedDeck : Deck(columns: 80)
            for key in screen.keys { deck.send(.key(key)) }
            return "## \(screen.title)\n\n\(KeyTable(deck.state.localBindings).markdown())\n"
        }
        let everywhere = KeyTable(Deck(columns: 80).state.globalBindings).markdown()
        return """
            # Keys

            *Reference. This page is generated from the key tables that the screens themselves \
            use: `FLAGDECK_REGENERATE=1 swift test --filter KeysPageTests` writes it anew.*

            `?` shows the keys of the screen in front, with the reason for those that cannot do \
            anything just now; Enter on a line does it. In a text field letters are letters: \
            there, help is F1.

            \(sections.joined(separator: "\n"))
            ## Everywhere

            \(everywhere)

            ## While you look at the past

            Keys that change something are off, and say so. Besides the keys above:

            \(pastKeys)
            """
    }
}
