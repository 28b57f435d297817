import FlagModel
import Testing

struct WordsTests {
    @Test(arguments: [
        (0, "0 flags"), (1, "1 flag"), (2, "2 flags"), (12_480, "12,480 flags"), (-1, "-1 flags"),
    ])
    func `a count has its noun`(number: Int, text: String) {
        #expect(Words.count(number, "flag") == text)
    }

    @Test(arguments: [
        ("", ""), ("Zoë 旗", "Zoë 旗"), ("a\u{7}b", "a\\u{7}b"), ("a\nb\tc", "a\\u{A}b\\u{9}c"),
        ("a\u{202E}b", "a\\u{202E}b"), ("\u{2028}", "\\u{2028}"), ("\u{E000}", "\\u{E000}"),
        ("👩\u{200D}🚒", "👩\u{200D}🚒"),
    ])
    func `what no text may hold is spelled out`(text: String, spelled: String) {
        #expect(Array(Words.spelledOut(text).unicodeScalars) == Array(spelled.unicodeScalars))
    }

    @Test func `a plural can be given`() {
        #expect(Words.count(1, "entry", "entries") == "1 entry")
        #expect(Words.count(3, "entry", "entries") == "3 entries")
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (12_480, "12,480"), (100_000, "100,000"),
        (1_000_000, "1,000,000"), (-1234, "-1,234"), (-123, "-123"),
        (Int.max, "9,223,372,036,854,775,807"), (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func `digits stand in groups of three`(number: Int, text: String) {
        #expect(Words.grouped(number) == text)
    }

    @Test(arguments: [
        ([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c and 1 more"),
    ])
    func `a list is joined as people say it`(items: [String], text: String) {
        #expect(Words.list(items) == text)
    }

    @Test func `a long list is cut where it is asked to be`() {
        let items = (1...1502).map(String.init)

        #expect(Words.list(items, most: 2) == "1, 2 and 1,500 more")
        #expect(Words.list(["a", "b"], most: 1) == "a and 1 more")
    }

    @Test(arguments: [
        (0, "0%"), (1, "0.001%"), (50, "0.05%"), (99, "0.099%"), (100, "0.1%"), (149, "0.1%"),
        (150, "0.2%"), (333, "0.3%"), (999, "1%"), (1000, "1%"), (25_000, "25%"),
        (33_333, "33.3%"), (33_300, "33.3%"), (12_500, "12.5%"), (66_667, "66.7%"),
        (99_850, "99.9%"), (99_900, "99.9%"), (99_901, "99.901%"), (99_950, "99.95%"),
        (99_995, "99.995%"), (99_999, "99.999%"), (100_000, "100%"),
    ])
    func `parts of 100,000 are said in percent`(parts: Int, text: String) {
        #expect(Words.percent(parts: parts) == text)
    }

    @Test func `only nobody is 0% and only everybody is 100%`() {
        let texts = (0...Share.whole).map { Words.percent(parts: $0) }

        #expect(texts.count { $0 == "0%" } == 1)
        #expect(texts.count { $0 == "100%" } == 1)
    }

    @Test(arguments: [
        ("short", "short"), ("two\nlines", "two lines"), ("\n", ""), ("", ""),
        ("12345678901", "123456789…"), ("1234567890", "1234567890"),
        ("e\u{301}e\u{301}e\u{301}", "e\u{301}e\u{301}e\u{301}"),
    ])
    func `a text is made to fit on one line`(text: String, short: String) {
        #expect(Words.short(text, 10) == short)
    }

    @Test(arguments: [
        ("see www.example.org", "see www\\.example.org"), ("WWW.example.org", "WWW\\.example.org"),
        ("https://example.org", "https\\://example.org"), ("v1.2 and w.w", "v1.2 and w.w"),
        ("ask @ana", "ask @\u{2060}ana"), ("ana@example.org", "ana@\u{2060}example.org"),
        ("mailto:ana@example.org", "mailto:ana@\u{2060}example.org"), ("#12", "\\#12"),
        ("<a@b.c>", "&lt;a@\u{2060}b.c\\>"), ("[x](y)", "\\[x\\](y)"),
    ])
    func `nothing in a page of Markdown becomes a link or calls somebody`(
        text: String,
        page: String
    ) {
        #expect(Words.markdown(text) == page)
    }
}
