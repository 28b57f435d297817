internal import FlagModel

/// Customers' keys as they come from a file or a paste, each once, and what was left out.
struct KeyList: Equatable, Sendable {
    /// Keys of one import, at the most.
    static let limit = Limits.memberCount.upperBound

    /// Each key once, in order.
    private(set) var keys: [CustomerKey] = []
    /// Lines without a key.
    private(set) var blankCount = 0
    /// Keys that came once more.
    private(set) var repeatedCount = 0
    /// Pieces that are longer than a key can be, or no text.
    private(set) var unfitCount = 0
    /// Whether there are more keys than an audience can hold.
    private(set) var isTooLong = false
    private var seen: Set<CustomerKey> = []

    /// Takes the bytes of one cell or line.
    mutating func take(_ bytes: some Collection<UInt8>) {
        guard let text = String(validating: Array(bytes), as: UTF8.self) else {
            unfitCount += 1
            return
        }
        take(text)
    }

    /// Takes the text of one cell or line.
    mutating func take(_ text: String) {
        let trimmed = text.trimmed
        guard !trimmed.isEmpty else {
            blankCount += 1
            return
        }
        guard let key = try? CustomerKey(trimmed) else {
            unfitCount += 1
            return
        }
        guard !seen.contains(key) else {
            repeatedCount += 1
            return
        }
        guard keys.count < Self.limit else {
            isTooLong = true
            return
        }
        seen.insert(key)
        keys.append(key)
    }

    /// Takes pasted text: a key a line, or several with commas, semicolons or tabs between them.
    mutating func take(pasted text: String) {
        let body = text.hasSuffix("\n") || text.hasSuffix("\r\n") ? text.dropLast() : text[...]
        for line in body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let pieces = line.split { $0 == "," || $0 == ";" || $0 == "\t" }
            if pieces.isEmpty { blankCount += 1 }
            for piece in pieces { take(String(piece)) }
        }
    }
}
