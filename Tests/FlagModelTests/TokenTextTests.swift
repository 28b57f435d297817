import Testing

@testable import FlagModel

struct TokenTextTests {
    private static func token(seed: UInt64 = 1) -> TokenText {
        var random = SplitMix64(seed: seed)
        return TokenText(using: &random)
    }

    @Test func `a token is read as it was written`() throws {
        for seed in UInt64(1)...200 {
            let token = Self.token(seed: seed)

            #expect(token.revealed.utf8.count == TokenText.length)
            #expect(token.revealed.hasPrefix("fdk_\(token.selector)_"))
            #expect(token.selector.utf8.count == 11)
            #expect(token.secret.count == 32)
            #expect(try TokenText(token.revealed) == token)
        }
    }

    @Test func `every letter that is another one is found`() throws {
        let text = Array(Self.token().revealed.utf8)
        for place in text.indices {
            for letter in "Aa0-_.".utf8 where letter != text[place] {
                var other = text
                other[place] = letter
                #expect(throws: TokenText.Fault.self) {
                    try TokenText(String(decoding: other, as: UTF8.self))
                }
            }
        }
    }

    @Test func `what is no token says why`() {
        let text = Self.token().revealed
        #expect(throws: TokenText.Fault.noToken) { try TokenText("") }
        #expect(throws: TokenText.Fault.noToken) { try TokenText("Bearer \(text)") }
        #expect(throws: TokenText.Fault.length(63)) { try TokenText(String(text.dropLast())) }
        #expect(throws: TokenText.Fault.length(65)) { try TokenText(text + "A") }
        #expect(throws: TokenText.Fault.mistyped) {
            try TokenText(String(text.prefix(20) + text.dropFirst(20).reversed()))
        }
    }

    @Test func `what is written of a token anywhere holds nothing of its secret`() {
        let token = Self.token()
        var dumped = ""
        dump(token, to: &dumped)
        dump([token: [token]], to: &dumped)
        let texts = ["\(token)", String(reflecting: token), String(describing: [token]), dumped]
        let secret = token.revealed.dropFirst(16).prefix(12)

        for text in texts {
            #expect(text.contains("fdk_…(\(token.selector))"))
            #expect(!text.contains(secret))
            #expect(!text.contains("\(token.secret[0]), \(token.secret[1])"))
        }
    }

    @Test func `letters stand for bytes as RFC 4648 says`() {
        let samples: [(String, String)] = [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
        ]
        for (plain, text) in samples {
            #expect(Base64URL.text(Array(plain.utf8)) == text)
            #expect(Base64URL.bytes(text.utf8) == Array(plain.utf8))
        }
        #expect(Base64URL.text([0xFB, 0xFF]) == "-_8")
        for wrong in ["Zh", "Zm9", "Z", "Zg==", "+/8"] {
            #expect(Base64URL.bytes(wrong.utf8) == nil, "\(wrong)")
        }
    }
}
