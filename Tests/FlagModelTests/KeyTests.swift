import FlagModel
import Testing

struct KeyTests {
    @Test(arguments: ["a", "Summer.sale_banner-2", String(repeating: "k", count: 128)])
    func `letters, digits, points, underscores and hyphens make a key`(text: String) throws {
        #expect(try Key(text).text == text)
    }

    @Test(arguments: ["", "a b", "ä", "a/b", "a\n", String(repeating: "k", count: 129)])
    func `anything else is refused by name`(text: String) {
        #expect(throws: Refusal.malformedKey(text)) { try Key(text) }
    }

    @Test(arguments: [
        ("Summer sale banner!", "summer-sale-banner"), ("  VIP 2024", "vip-2024"),
        ("Prix €", "prix"),
    ])
    func `a name gives a key`(name: String, slug: String) {
        #expect(Key(slugOf: name)?.text == slug)
    }

    @Test func `a name without letters gives none`() {
        #expect(Key(slugOf: "旗 €!") == nil)
    }
}
