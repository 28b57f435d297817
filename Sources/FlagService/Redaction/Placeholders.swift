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
            let text = String(decoding: bytes, as: UTF8.self)
            for piece in text.split(separator: word, omittingEmptySubsequences: false).dropFirst() {
                let digits = piece.prefix { $0.isASCII && $0.isNumber }
                if !digits.isEmpty { used.insert(word + digits) }
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
