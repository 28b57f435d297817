import Testing

@testable import TerminalUI

struct SafeTextTests {
    /// Whether `text` could do anything to a terminal but fill its cells.
    private static func isHarmless(_ text: SafeText) -> Bool {
        var hasBase = false
        var cells = 0
        for scalar in text.text.unicodeScalars {
            if (0x20...0x7E).contains(scalar.value) {
                hasBase = true
                cells += 1
                continue
            }
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            let category = scalar.properties.generalCategory
            let isHidden =
                scalar.properties.isDefaultIgnorableCodePoint
                || [.format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned]
                    .contains(category)
            let width = CellWidth.of(scalar)
            if isControl || isHidden || (width == 0 && !hasBase) { return false }
            hasBase = true
            cells += width
        }
        return cells == text.width
    }

    @Test(arguments: 0...16)
    func `no scalar of a plane reaches the terminal with power over it`(plane: UInt32) {
        let first = plane << 16
        var harmful: [UInt32] = []
        for value in first...(first | 0xFFFF) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            var source = String.UnicodeScalarView()
            // At the start and in the middle: what a mark may do depends on what is before it.
            source.append(scalar)
            source.append("b")
            source.append(scalar)
            if !Self.isHarmless(SafeText(String(source))) { harmful.append(value) }
        }

        #expect(harmful == [])
    }

    @Test(arguments: [
        ("plain", "plain", 5), ("\u{1B}[31mred", "\\u{1B}[31mred", 13),
        ("a\u{202E}b", "a\\u{202E}b", 10), ("naïve 旗", "naïve 旗", 8),
        ("line\nbreak", "line\\u{A}break", 14), ("\u{9B}31m", "\\u{9B}31m", 9),
        ("tab\there", "tab\\u{9}here", 12), ("\u{2028}", "\\u{2028}", 8),
        ("\u{E0041}", "\\u{E0041}", 9), ("\u{E000}", "\\u{E000}", 8),
        ("x\u{301}", "x\u{301}", 1), ("\u{301}x", "\\u{301}x", 8),
        ("\u{1B}\u{301}", "\\u{1B}\\u{301}", 13),
        ("a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "a\u{301}\u{302}\u{303}\u{304}", 1),
        ("\u{2764}\u{FE0F}!", "\u{2764}!", 2), ("1\u{FE0F}", "1\\u{FE0F}", 9),
        ("👩\u{200D}💻", "👩\\u{200D}💻", 12), ("🎉", "🎉", 2), ("🇩🇪", "🇩🇪", 2),
        ("\u{1112}\u{1161}\u{11AB}", "\u{1112}\u{1161}\u{11AB}", 2),
        ("a\u{1161}", "a\\u{1161}", 9), ("ｆｕｌｌ", "ｆｕｌｌ", 8), ("", "", 0),
    ])
    func `unsafe scalars are spelled out`(source: String, shown: String, width: Int) {
        let text = SafeText(source)

        #expect(text.text.unicodeScalars.elementsEqual(shown.unicodeScalars))
        #expect(text.width == width)
    }

    @Test func `an interpolated value is made safe too`() {
        let name = "\u{1B}]0;title\u{7}"

        let text: SafeText = "Hello \(name)"

        #expect(text.text == "Hello \\u{1B}]0;title\\u{7}")
    }

    @Test(arguments: [
        ("Summer sale", 20, "Summer sale"), ("Summer sale", 11, "Summer sale"),
        ("Summer sale", 10, "Summer sa…"), ("Summer sale", 1, "…"), ("Summer sale", 0, ""),
        ("Summer sale", -3, ""), ("旗旗旗", 5, "旗旗…"), ("旗旗旗", 4, "旗…"),
        ("旗旗旗", 2, "…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ])
    func `long text ends in an ellipsis`(source: String, width: Int, shown: String) {
        let text = SafeText(source).truncated(toWidth: width)

        #expect(text.text == shown)
        #expect(text.width <= max(0, width))
    }

    @Test(arguments: [
        (SafeText.Alignment.leading, "ab   "), (.trailing, "   ab"), (.center, " ab  "),
    ])
    func `text is padded to a column`(alignment: SafeText.Alignment, shown: String) {
        #expect(SafeText("ab").padded(to: 5, alignment: alignment).text == shown)
    }

    @Test(arguments: [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 3, ["one", "two", "thr", "ee"]),
        ("", 5, [""]), ("a\nb", 5, ["a", "b"]), ("a\n\nb", 5, ["a", "", "b"]),
        ("旗旗", 1, ["…", "…"]), ("旗旗 x", 3, ["旗", "旗", "x"]), ("  a   b ", 9, ["a b"]),
    ])
    func `text is broken at blanks`(source: String, width: Int, lines: [String]) {
        #expect(SafeText.wrapped(source, width: width).map(\.text) == lines)
    }

    @Test(arguments: [
        (-5, "now"), (59, "now"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"), (86399, "23 h"),
        (86400, "1 d"), (31 * 86400 - 1, "30 d"), (31 * 86400, "1 mo"), (364 * 86400, "11 mo"),
        (365 * 86400, "1 y"), (1000 * 86400, "2 y"),
    ])
    func `ages are short`(seconds: Int, shown: String) {
        #expect(SafeText.age(seconds: seconds).text == shown)
    }
}
