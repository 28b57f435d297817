import FlagModel
import Testing

@testable import Evaluation

/// Texts that compare by bytes, and numbers in texts.
struct ComparisonTests {
    @Test func `letters that look the same are different keys`() {
        #expect(UTF8Text("\u{e9}") != UTF8Text("e\u{301}"))
        #expect(Set([UTF8Text("\u{e9}"), UTF8Text("e\u{301}")]).count == 2)
    }

    @Test func `letters that look the same are different members`() {
        var texts = TextTable()
        let set = texts.addSet(["\u{e9}"])

        #expect(Self.holds("\u{e9}", set, texts))
        #expect(!Self.holds("e\u{301}", set, texts))
    }

    @Test(arguments: [0, 1, 2, 3, 5, 170, 171, 1000])
    func `a set holds what was put into it and nothing else`(count: Int) {
        var texts = TextTable()
        let other = texts.addSet((0..<count).map { "other-\($0)" })
        let set = texts.addSet((0..<count).flatMap { ["member-\($0)", "member-\($0)"] })

        #expect((0..<count).allSatisfy { Self.holds("member-\($0)", set, texts) })
        #expect((0..<count).allSatisfy { !Self.holds("member-\($0)", other, texts) })
        #expect((0..<count).allSatisfy { !Self.holds("other-\($0)", set, texts) })
        #expect(!Self.holds("", set, texts))
    }

    @Test func `the empty text can be in a set`() {
        var texts = TextTable()
        let set = texts.addSet(["", "a"])

        #expect(Self.holds("", set, texts))
    }

    @Test(arguments: [
        ("1", 1.0), (" -2.5e1 ", -25), (".5", 0.5), ("5.", 5), ("+3", 3), ("1e400", .infinity),
        ("999999999999999", 999_999_999_999_999), ("9007199254740993", 9_007_199_254_740_992),
        ("007", 7), (" 42\n", 42),
    ])
    func `a number is read`(text: String, number: Double) {
        #expect(Array(text.utf8).span.number == number)
    }

    @Test(arguments: ["", " ", "1,000", "0x10", "10px", "NaN", "1e", "--1", "1 2", ".", "١"])
    func `what is no number is none`(text: String) {
        #expect(Array(text.utf8).span.number == nil)
    }

    private static func holds(
        _ text: String,
        _ set: TextTable.SetPlace,
        _ texts: TextTable
    ) -> Bool {
        let bytes = Array(text.utf8)
        return texts.holds(bytes.span, hash: TextTable.hash(bytes.span), in: set)
    }
}
