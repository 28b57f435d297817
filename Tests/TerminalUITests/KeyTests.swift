import Testing

@testable import TerminalUI

struct KeyTests {
    static let named: [(Key, String)] = [
        (.up, "↑"), (.enter, "Enter"), (.escape, "Esc"), (.control("s"), "Ctrl-S"),
        (.character(" "), "Space"), (.character("e"), "e"), (.character("G"), "G"),
        (.function(5), "F5"), (.backTab, "Shift-Tab"), (.pageDown, "PgDn"),
        (.character("?"), "?"), (.delete, "Del"), (.shiftLeft, "Shift-←"),
    ]

    @Test(arguments: named)
    func `a key is shown by a name that reads back`(key: Key, name: String) {
        #expect(key.description == name)
        #expect(Key(name) == key)
        #expect(Key(key.asciiDescription) == key)
        #expect(key.asciiDescription.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test(arguments: [
        ("ctrl-s", Key.control("s")), ("UP", .up), ("return", .enter), ("f12", .function(12)),
        ("PageUp", .pageUp),
    ])
    func `settings may use other spellings`(text: String, key: Key) {
        #expect(Key(text) == key)
    }

    @Test(arguments: ["", "F13", "F0", "Ctrl-", "Ctrl-1", "Alt-x", "xyz", "\u{1B}", "\u{202E}"])
    func `what is no key is refused`(text: String) {
        #expect(Key(text) == nil)
    }

    private enum Action: Hashable {
        case open, edit, toggle, find, mark, all, help, quit
    }

    private static let table = KeyTable<Action>([
        KeyBinding(.enter, action: .open, label: "open", help: "Open the flag", footer: 1),
        KeyBinding(.character("e"), action: .edit, label: "edit", help: "Edit", footer: 2),
        KeyBinding(
            .character("t"),
            action: .toggle,
            label: "on/off",
            help: "Turn on or off",
            footer: 3,
            availability: .no(reason: "You may only read.")
        ),
        KeyBinding(.character("/"), action: .find, label: "find", help: "Filter", footer: 4),
        KeyBinding(.character(" "), action: .mark, label: "mark", help: "Mark", footer: 5),
        KeyBinding(.character(":"), action: .all, label: "all", help: "All", isPinned: true),
        KeyBinding(.character("?"), action: .help, label: "help", help: "Help", isPinned: true),
        KeyBinding(.character("q"), action: .quit, label: "quit", help: "Quit", isPinned: true),
    ])

    @Test(arguments: [
        (
            80,
            "Enter open  e edit  / find  Space mark" + String(repeating: " ", count: 19)
                + "  : all  ? help  q quit"
        ),
        (60, "Enter open  e edit  / find  +1 more    : all  ? help  q quit"),
        (40, "+4 more" + String(repeating: " ", count: 12) + ": all  ? help  q quit"),
        (21, ": all  ? help  q quit"), (16, ": all  ? help  q"), (7, ":  ?  q"), (1, ":"),
    ])
    func `the footer keeps its pinned keys at any width`(width: Int, shown: String) {
        var canvas = Canvas(size: Size(columns: width, rows: 1))

        Footer(Self.table, width: width).draw(on: &canvas, y: 0)

        #expect(canvas.plainText() == shown + "\n")
    }

    @Test func `a key leads to its action or says why not`() {
        #expect(Self.table.answer(to: .character("e")) == .action(.edit))
        #expect(Self.table.answer(to: .character("t")) == .refused(reason: "You may only read."))
        #expect(Self.table.answer(to: .character("z")) == .unknown)
    }

    @Test func `help says why a key cannot act, and leaves hidden ones out`() {
        var table = Self.table
        table.bindings[0].availability = .hidden

        let lines = table.helpLines()

        #expect(lines.count == 7)
        #expect(
            lines[1] == HelpLine(keys: "t", text: "Turn on or off", refusal: "You may only read.")
        )
    }

    @Test func `the reference page comes from the same table`() {
        let table = KeyTable([
            KeyBinding(.up, .character("k"), action: 1, label: "", help: "Up | one")
        ])

        #expect(
            table.markdown()
                == "| Key | What it does |\n|---|---|\n| `↑` `k` | Up \\| one |\n"
        )
    }

    @Test func `two bindings of one key are found`() {
        let more = KeyTable([
            KeyBinding(.up, .character("e"), action: Action.all, label: "", help: "")
        ])

        #expect(Self.table.conflicts() == [])
        #expect(
            (Self.table + more).conflicts()
                == [.init(key: .character("e"), first: .edit, second: .all)]
        )
    }
}
