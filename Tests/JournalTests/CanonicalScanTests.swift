import JSON
import JournalProof
import Testing

@testable import Journal

/// The short way to know that a payload is canonical must never say so of one that is not.
struct CanonicalScanTests {
    @Test(arguments: [
        "{}", "[]", "0", "-7", "true", "null", "\"\"", "[1,2,[3]]", "{\"a\":1,\"ab\":[],\"b\":{}}",
        "{\"\":1,\" \":2}", "9223372036854775807",
    ])
    func `ordinary canonical values are recognised`(text: String) {
        #expect(CanonicalScan.recognises(Array(text.utf8)))
    }

    @Test(arguments: [
        "", " 1", "1 ", "1,", "{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":2}", "{\"a\": 1}", "[1,]",
        "[,1]",
        "{\"a\":1,}", "01", "-0", "1.0", "1e3", "[1.50]", "\"a\n\"", "\"\\u0041\"", "\"a", "nul",
        "{\"a\"}", "{1:2}", "[1", "{\"a\":1", "1 2", "9223372036854775808", "\"\u{7F}\"", "tru",
    ])
    func `nothing else is recognised`(text: String) {
        #expect(!CanonicalScan.recognises(Array(text.utf8)))
    }

    @Test(arguments: [(16, true), (17, false)])
    func `sixteen levels are looked into`(levels: Int, isRecognised: Bool) {
        let text = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)

        #expect(CanonicalScan.recognises(Array(text.utf8)) == isRecognised)
    }

    @Test(arguments: [(65_536, true), (65_537, false)])
    func `texts of 64 KiB are looked at and longer ones are not`(bytes: Int, isRecognised: Bool) {
        let text = "\"" + String(repeating: "x", count: bytes - 2) + "\""

        #expect(CanonicalScan.recognises(Array(text.utf8)) == isRecognised)
    }

    @Test func `what is recognised is canonical for the parser too, whatever is changed`() {
        let seed = ProofTests.seed
        print("FLAGDECK_SEED=\(seed)")
        var random = SeededRandom(seed: seed)
        let start = Array("{\"a\":[1,-20,true],\"b\":{\"c\":\"x y\",\"d\":null},\"e\":[]}".utf8)
        var recognised = 0

        for _ in 0..<20_000 {
            var text = start
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: text.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: text.remove(at: place)
                case 1: text[place] = start[Int.random(in: start.indices, using: &random)]
                default: text.insert(start.randomElement(using: &random) ?? 0, at: place)
                }
            }
            guard CanonicalScan.recognises(text) else { continue }
            recognised += 1
            #expect((try? JSONValue(parsing: text))?.canonicalBytes() == text)
        }
        #expect(recognised > 100)
    }
}
