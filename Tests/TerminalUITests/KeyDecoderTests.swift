import Testing

@testable import TerminalUI

struct KeyDecoderTests {
    private static func decode(_ text: String) -> [KeyDecoder.Event] {
        var decoder = KeyDecoder()
        let events = decoder.feed(text.utf8)
        return decoder.waitMilliseconds == nil ? events : events + decoder.silence()
    }

    @Test(arguments: [
        ("a", Key.character("a")), ("ü", .character("ü")), ("旗", .character("旗")), ("\r", .enter),
        ("\n", .enter), ("\t", .tab), ("\u{7F}", .backspace), ("\u{8}", .backspace),
        ("\u{13}", .control("s")), ("\u{1B}", .escape), ("\u{1B}[A", .up), ("\u{1B}OB", .down),
        ("\u{1B}[1;2C", .shiftRight), ("\u{1B}[Z", .backTab), ("\u{1B}[5~", .pageUp),
        ("\u{1B}[H", .home), ("\u{1B}[4~", .end), ("\u{1B}[3~", .delete),
        ("\u{1B}OP", .function(1)),
        ("\u{1B}[[E", .function(5)), ("\u{1B}[15~", .function(5)), ("\u{1B}[24~", .function(12)),
    ])
    func `bytes become the key`(bytes: String, key: Key) {
        #expect(Self.decode(bytes) == [.key(key)])
    }

    @Test(arguments: [
        ("\u{1B}[<0;1;1M", MouseEvent.Kind.press, 0, 0),
        ("\u{1B}[<64;300;5M", .wheelUp, 299, 4), ("\u{1B}[<65;3;100000M", .wheelDown, 2, 99_999),
    ])
    func `reports of the mouse become events`(
        bytes: String,
        kind: MouseEvent.Kind,
        x: Int,
        y: Int
    ) {
        #expect(Self.decode(bytes) == [.mouse(MouseEvent(kind, at: Point(x: x, y: y)))])
    }

    @Test(arguments: [
        "\u{1B}[<64;300;5m", "\u{1B}[<2;3;5M", "\u{1B}[<0;3M", "\u{1B}[<0;0;5M", "\u{1B}[M !!",
        "\u{1B}[I", "\u{1B}[1;5A", "\u{1B}x",
        "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\", "\u{1B}]0;jjj\u{7}", "\u{1B}P1$r0m\u{1B}\\",
        "\u{1B}[?62;22c", "\u{1B}[999~", "\u{1B}OX", "\u{1B}ü", "\u{0}", "\u{1D}", "\u{85}",
        "\u{1B}[20", "\u{1B}]unfinished",
    ])
    func `what is no key is swallowed whole`(bytes: String) {
        #expect(Self.decode(bytes) == [])
        #expect(Self.decode(bytes + "").isEmpty)
    }

    @Test(arguments: ["\u{1B}[A", "\u{1B}[1;2C", "旗", "\u{1B}[200~pa\u{1B}ste\n\u{1B}[201~"])
    func `bytes that come one by one mean the same`(text: String) {
        var decoder = KeyDecoder()

        let single = text.utf8.flatMap { decoder.feed([$0]) }

        #expect(single == Self.decode(text))
        #expect(decoder.waitMilliseconds == nil)
    }

    @Test func `bytes that are no text are dropped`() {
        var decoder = KeyDecoder()

        let events = decoder.feed([0xFF, 0x61, 0xC3, 0x28, 0xED, 0xA0, 0x80, 0x62])

        #expect(events == [.key(.character("a")), .key(.character("(")), .key(.character("b"))])
    }

    @Test func `a paste is one event and never keys`() {
        let text = "\u{1B}[200~qqq\r\n\u{1B}[Aü\u{1B}[201~x"

        #expect(
            Self.decode(text) == [.paste("qqq\r\n\u{1B}[Aü"), .key(.character("x"))]
        )
    }

    @Test func `a paste whose end is lost ends in silence`() {
        #expect(Self.decode("\u{1B}[200~abc") == [.paste("abc")])
    }

    @Test(arguments: [
        ("abcdef", 6), ("jjjjjjjjjjjj", 12),
        ("\u{1B}[A\u{1B}[A\u{1B}[A\u{1B}[A\u{1B}[A\u{1B}[A\u{1B}[A", 7),
    ])
    func `typing and held keys stay keys`(text: String, count: Int) {
        #expect(Self.decode(text).count == count)
    }

    @Test func `more than a person types is one burst`() {
        #expect(Self.decode("hello\nyou") == [.burst("hello\nyou")])
        #expect(
            Self.decode("\u{1B}[Bdelete it\u{1B}[A")
                == [.key(.down), .burst("delete it"), .key(.up)]
        )
    }

    @Test func `the terminal's answer about a mode is read`() {
        #expect(Self.decode("\u{1B}[?2026;2$y") == [.mode(number: 2026, state: 2)])
    }

    @Test(arguments: [
        ("\u{1B}[?997;1n", [KeyDecoder.Event.brightness(.dark)]),
        ("\u{1B}[?997;2n", [.brightness(.light)]), ("\u{1B}[?997;3n", []), ("\u{1B}[?997n", []),
        ("\u{1B}[?996;1n", []), ("\u{1B}[997;1nj", [.key(.character("j"))]),
    ])
    func `what the terminal says about its background is read`(
        bytes: String,
        events: [KeyDecoder.Event]
    ) {
        #expect(Self.decode(bytes) == events)
    }

    @Test func `random bytes never stop the decoder`() {
        var random = SeededGenerator(for: "KeyDecoderTests")
        var decoder = KeyDecoder()
        let alphabet: [UInt8] = [0x1B, 0x5B, 0x4F, 0x3B, 0x7E, 0x32, 0x30, 0x61, 0xC3, 0xFF, 0x5D]
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            _ = decoder.feed(bytes)
            if decoder.waitMilliseconds != nil { _ = decoder.silence() }

            #expect(decoder.waitMilliseconds == nil)
        }
        let last = decoder.feed([0x6A])
        #expect(last == [.key(.character("j"))])
    }
}
