import Testing

@testable import TerminalUI

struct FilterTests {
    private static let rows = [
        "Summer sale banner", "Müller & Söhne", "checkout", "Łódź shop", "ΆΛΦΑ", "Ёлка", "",
        "sale checkout", "旗 flag", "STRASSE",
    ]

    @Test(arguments: [
        ("", Array(0..<10)), ("sale", [0, 7]), ("SALE", [0, 7]), ("muller", [1]), ("MÜLLER", [1]),
        ("sohne", [1]), ("lodz", [3]), ("αλφα", [4]), ("елка", [5]), ("sale check", [7]),
        ("check sale", [7]), ("sale  banner ", [0]), ("旗", [8]), ("straße", [9]), ("nothing", []),
        ("nner mül", []), ("u\u{308}ller", [1]),
    ])
    func `every word must be there, in any case and without accents`(query: String, found: [Int]) {
        let filter = Filter(Self.rows)

        #expect(filter.matches(query) == found)
        #expect(filter.matches(query, among: Array(Self.rows.indices)) == found)
    }

    @Test func `the packed search finds what a plain search finds`() {
        var random = SeededGenerator(for: "FilterTests")
        let letters = ["a", "b", "ab", " ", "ä", "旗"]
        func text(_ count: ClosedRange<Int>) -> String {
            (0..<Int.random(in: count, using: &random))
                .map { _ in letters.randomElement(using: &random) ?? "" }.joined()
        }
        let rows = (0..<200).map { _ in text(0...12) }
        let filter = Filter(rows)
        for _ in 0..<200 {
            let query = text(0...4)
            let words = Folding.fold(query).split(separator: " ")
            let plain = rows.indices.filter { row in
                words.allSatisfy { Folding.fold(rows[row]).contains($0) }
            }

            #expect(filter.matches(query) == plain)
        }
    }

    @Test func `the best rows begin with the name, then a word, then hold it, then its letters`() {
        let filter = Filter([
            "Wholesale price wholesale", "Free sale free", "Sale banner sale-banner",
            "Shopping alert late shown", "Nothing else",
        ])

        let found = filter.best("sale", limit: 10)

        #expect(found.map(\.row) == [2, 1, 0, 3])
        #expect(found.map(\.rank) == [0, 1, 2, 3])
        #expect(filter.best("", limit: 10).isEmpty)
        #expect(filter.best("sale", limit: 1).map(\.row) == [2, 1, 0])
    }

    @Test func `letters in order begin with a word and stay in one row`() {
        let filter = Filter(["Ab cd", "Xab", "A", "b"])

        #expect(filter.best("abd", limit: 5).map(\.row) == [0])
        #expect(filter.best("acd", limit: 5).map(\.row) == [0])
        #expect(filter.best("bz", limit: 5).isEmpty)
    }
}
