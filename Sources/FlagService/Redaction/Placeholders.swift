/// Finds a word for what is removed that stands nowhere yet: `redacted-1`, `redacted-2` ….
///
/// The same word stands in all places, so that what was added and removed again still fits
/// together; and it is nobody else's, so that nothing falls together that was apart.
struct Placeholders {
    /// Tried in order: a word must not itself hold the text that it stands for.
    private static let words = ["redacted-", "removed-", "hidden-"]

    private var used: Set<String> = []

    /// Takes note of the words that stand in some bytes.
    mutating func note(_ bytes: [UInt8]) {
        for word in Self.words {
            let sought = Array(word.utf8)
            var start = 0
            while let place = ByteSearch.find(sought, in: bytes, from: start) {
                start = place + sought.count
                let digits = bytes[start...].prefix {
                    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                }
                used.insert(word + String(decoding: digits, as: UTF8.self))
            }
        }
    }

    /// The first word that is free; `nil` when every one would hold the text.
    func free(for text: RedactedText) -> String? {
        for word in Self.words {
            let numbers = 1...used.count + 1
            for number in numbers where !used.contains(word + "\(number)") {
                if !text.mayOccur(in: Array("\(word)\(number)".utf8)) { return "\(word)\(number)" }
                break
            }
        }
        return nil
    }
}
