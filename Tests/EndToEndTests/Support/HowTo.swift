import Foundation

/// What a page tells people to press, and what it says they will see.
struct HowTo {
    /// One step of a page, with the line on which it stands.
    struct Step {
        enum Kind: Equatable {
            /// Keys in tmux's names, or text to type.
            case press([Stroke])
            /// Lines that must be on the screen.
            case see([String])
            /// Lines that are typed as they stand, on a screen of lines.
            case type([String])
        }

        let line: Int
        let kind: Kind
    }

    /// A key or a text.
    enum Stroke: Equatable {
        case key(String)
        case text(String)
    }

    /// The page's name without its ending.
    let name: String
    /// The command that the page begins with: the block that says `start`.
    private(set) var command = "flagdeck demo"
    let steps: [Step]

    /// Whether the page is about the screen of lines.
    var isPlain: Bool { command.contains("--plain") }

    /// Reads the blocks that say `start`, `keys`, `lines` and `see`.
    ///
    /// - Throws: ``Unexpected`` with the line where a block is not closed or a key is not known.
    init(name: String, page: String) throws {
        self.name = name
        var steps: [Step] = []
        var block: (kind: String, line: Int, lines: [String])?
        for (index, line) in page.components(separatedBy: "\n").enumerated() {
            guard line.hasPrefix("```") else {
                block?.lines.append(line)
                continue
            }
            guard let open = block else {
                block = (String(line.dropFirst(3)), index + 1, [])
                continue
            }
            block = nil
            switch open.kind {
            case "start": command = try required(open.lines.first, "\(name): start what?")
            case "lines": steps.append(Step(line: open.line, kind: .type(open.lines)))
            case "keys":
                let strokes = try open.lines.flatMap { try Self.strokes(in: $0, of: name) }
                steps.append(Step(line: open.line, kind: .press(strokes)))
            case "see":
                // What a page leaves out at the end of a line may be anything.
                let lines = open.lines.map { line in
                    let plain = Self.plain(line)
                    return plain.hasSuffix("…") ? String(plain.dropLast()) : plain
                }.filter { !$0.isEmpty }
                steps.append(Step(line: open.line, kind: .see(lines)))
            default: break
            }
        }
        guard block == nil else { throw Unexpected("\(name): a block is not closed") }
        self.steps = steps
    }

    /// A line with single blanks.
    static func plain(_ line: String) -> String {
        line.split(separator: " ").joined(separator: " ")
    }

    private static let names = [
        "Enter": "Enter", "Esc": "Escape", "Tab": "Tab", "Up": "Up", "Down": "Down",
        "Left": "Left", "Right": "Right", "Space": "Space", "Backspace": "BSpace",
        "PgDn": "PageDown", "PgUp": "PageUp", "Home": "Home", "End": "End",
    ]

    private static func strokes(in line: String, of name: String) throws -> [Stroke] {
        var strokes: [Stroke] = []
        var rest = Substring(line)
        while let first = rest.first {
            if first == " " {
                rest = rest.dropFirst()
            } else if first == "\"" {
                let text = rest.dropFirst().prefix { $0 != "\"" }
                strokes.append(.text(String(text)))
                rest = rest.dropFirst(text.count + 2)
            } else {
                let word = rest.prefix { $0 != " " }
                rest = rest.dropFirst(word.count)
                strokes.append(.key(try key(String(word), of: name)))
            }
        }
        return strokes
    }

    private static func key(_ word: String, of name: String) throws -> String {
        if word.count == 1 { return word }
        if word.hasPrefix("Ctrl-"), word.count == 6 { return "C-" + word.suffix(1).lowercased() }
        return try required(names[word], "\(name): no key is called \(word)")
    }
}
