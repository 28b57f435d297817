/// Base64 with padding, as RFC 4648 has it in section 4.
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    static func text(_ bytes: [UInt8]) -> String {
        var digits: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let piece = bytes[start..<min(start + 3, bytes.count)]
            var word = piece.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - piece.count))
            var four = [UInt8](repeating: UInt8(ascii: "="), count: 4)
            for place in stride(from: 3, through: 0, by: -1) {
                if place <= piece.count { four[place] = alphabet[word & 63] }
                word >>= 6
            }
            digits += four
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// Reads exactly what ``text(_:)`` writes.
    ///
    /// - Returns: nil for any other spelling.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var word = 0
        var bits = 0
        for digit in text.utf8 where digit != UInt8(ascii: "=") {
            guard let value = alphabet.firstIndex(of: digit) else { return nil }
            word = (word << 6 | value) & 0xFFFF
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: word >> bits))
        }
        return self.text(bytes) == String(text) ? bytes : nil
    }
}
