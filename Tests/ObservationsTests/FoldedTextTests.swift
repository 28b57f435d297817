import Testing

@testable import Observations

struct FoldedTextTests {
    @Test(arguments: [
        ("Søren", "soren"), ("SOREN", "soren"), ("Straße", "strasse"), ("STRASSE", "strasse"),
        ("ẞ", "ss"), ("Łukasz", "lukasz"), ("Ægir", "aegir"), ("Œuvre", "oeuvre"),
        ("Đorđe", "dorde"), ("Þór", "thor"), ("Eiður", "eidur"), ("Ħ", "h"), ("Ŧ", "t"),
        ("İpek", "ipek"), ("ılık", "ilik"), ("é", "e"), ("e\u{301}", "e"), ("Å", "a"),
        ("\u{212B}", "a"), ("Ử", "u"), ("ΣΊΣΥΦΟΣ", "σισυφοσ"), ("σίσυφος", "σισυφοσ"),
        ("Ёлка", "елка"), ("Ｍａｒｙ", "mary"), ("が", "か"), ("ﬁn", "fin"), ("O’Neil", "o'neil"),
        ("  a \t\n b\u{0}c\u{A0}d\u{85}  ", "a b c d"), ("a\u{200B}b\u{202E}c\u{AD}", "abc"),
        ("", ""), (" \u{0} ", ""), ("C-1_%\"*", "c-1_%\"*"), ("😀", "😀"), ("किताब", "किताब"),
    ])
    func `text is folded to what people type`(written: String, folded: String) {
        #expect(Array(FoldedText(written).text.unicodeScalars) == Array(folded.unicodeScalars))
    }

    @Test func `a syllable is found by how it begins`() {
        let whole = Array(FoldedText("한").text.unicodeScalars)

        #expect(Array(FoldedText("하").text.unicodeScalars) == Array(whole.prefix(2)))
    }

    @Test func `folding what is folded changes nothing`() {
        var random = SeededRandom(for: "folding what is folded changes nothing")
        for _ in 0..<5000 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let value = UInt32.random(in: 0...0x2FFFF, using: &random)
                if let scalar = Unicode.Scalar(value) { scalars.append(scalar) }
            }
            let once = FoldedText(String(scalars)).text

            let twice = FoldedText(once).text

            #expect(Array(twice.utf8) == Array(once.utf8), "\(scalars.map(\.value))")
            #expect(!once.utf8.contains { $0 < 0x20 || $0 == 0x7F })
        }
    }
}
