#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A text that compares by its bytes, as every FeatBit SDK compares.
///
/// Swift's `String` holds "é" and "e\u{301}" for equal; SDKs do not.
struct UTF8Text: Hashable, Sendable {
    let bytes: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    init(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    static let empty = UTF8Text("")

    static func == (left: UTF8Text, right: UTF8Text) -> Bool {
        left.bytes.count == right.bytes.count && left.holds(right, at: 0)
    }

    func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    /// Whether the bytes of another text stand at an offset.
    func holds(_ part: UTF8Text, at offset: Int) -> Bool {
        guard offset >= 0, offset + part.bytes.count <= bytes.count else { return false }
        return bytes.withUnsafeBytes { whole in
            part.bytes.withUnsafeBytes { part in
                guard let base = whole.baseAddress, let other = part.baseAddress else {
                    return part.isEmpty
                }
                return memcmp(base + offset, other, part.count) == 0
            }
        }
    }

    func starts(with part: UTF8Text) -> Bool { holds(part, at: 0) }

    func ends(with part: UTF8Text) -> Bool { holds(part, at: bytes.count - part.bytes.count) }

    func contains(_ part: UTF8Text) -> Bool {
        guard part.bytes.count <= bytes.count else { return false }
        return (0...(bytes.count - part.bytes.count)).contains { holds(part, at: $0) }
    }

    /// Whether it is a word of lower-case ASCII letters in any case.
    func isWord(_ word: StaticString) -> Bool {
        guard bytes.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { word in
            zip(bytes, word).allSatisfy { $0 == $1 || ((65...90).contains($0) && $0 &+ 32 == $1) }
        }
    }

    /// The number that it spells, or `nil`.
    ///
    /// Digits with a sign, a decimal point and an exponent, and spaces around, as .NET's
    /// `double.TryParse` has it in no culture; thousands separators are not accepted.
    var number: Double? {
        var rest = bytes[...]
        while let last = rest.last, Self.isSpace(last) { rest.removeLast() }
        rest = rest.drop(while: Self.isSpace)
        guard Self.isNumber(rest) else { return nil }
        return Double(String(decoding: rest, as: UTF8.self))
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        func takeDigits() -> Int {
            let digits = rest.prefix { (48...57).contains($0) }.count
            rest = rest.dropFirst(digits)
            return digits
        }
        func take(_ some: UInt8...) -> Bool {
            guard let first = rest.first, some.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = take(43, 45)
        var digits = takeDigits()
        if take(46) { digits += takeDigits() }
        guard digits > 0 else { return false }
        if take(69, 101) {
            _ = take(43, 45)
            guard takeDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
