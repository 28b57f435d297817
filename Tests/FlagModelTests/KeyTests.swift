import FlagModel
import Testing

struct KeyTests {
    @Test(arguments: ["a", "Summer.sale_banner-2", "-", String(repeating: "k", count: 128)])
    func `letters, digits, points, underscores and hyphens make a key`(text: String) throws {
        #expect(try Key(text).text == text)
    }

    @Test(arguments: ["", "a b", "ä", "a/b", "a\n", "a\u{0}", String(repeating: "k", count: 129)])
    func `anything else is refused by name`(text: String) {
        #expect(throws: Refusal.malformedKey(text)) { try Key(text) }
    }

    @Test(arguments: [
        ("Summer sale banner!", "summer-sale-banner"), ("  VIP 2024", "vip-2024"),
        ("Prix €", "prix"), ("Müller", "muller"), ("Mu\u{308}ller", "muller"),
        ("Crème brûlée", "creme-brulee"), ("SMØRREBRØD", "smorrebrod"), ("Łódź", "lodz"),
        ("Straße", "strasse"), ("Ærø", "aero"), ("cœur", "coeur"), ("Þór", "thor"),
        ("İstanbul", "istanbul"), ("Diyarbakır", "diyarbakir"), ("Tiếng Việt", "tieng-viet"),
        ("Women's shoes", "womens-shoes"), ("Women’s shoes", "womens-shoes"),
        ("旗 Flag 旗", "flag"), ("Pay in 3 🎉 now", "pay-in-3-now"), ("a--b__c..d", "a-b-c-d"),
        ("½ price", "price"), ("x²", "x"),
    ])
    func `a name gives a key`(name: String, slug: String) {
        #expect(Key(slugOf: name)?.text == slug)
    }

    @Test(arguments: ["", " ", "旗 €!", "🎉", "Привет", "\u{308}", "'"])
    func `a name without Latin letters or digits gives none`(name: String) {
        #expect(Key(slugOf: name) == nil)
    }

    @Test func `a long name gives a key of the longest length that ends in a letter`() {
        let name = String(repeating: "a", count: 127) + " bcd"

        #expect(Key(slugOf: name)?.text == String(repeating: "a", count: 127))
        #expect(Key(slugOf: String(repeating: "é", count: 200))?.text.count == 128)
    }

    @Test func `keys are ordered by their bytes`() throws {
        let keys = try ["b", "a", "B", "a-b", "a.b", "_", "1"].map { try Key($0) }

        #expect(keys.sorted().map(\.text) == ["1", "B", "_", "a", "a-b", "a.b", "b"])
    }
}
