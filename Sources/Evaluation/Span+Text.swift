#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Comparisons of texts by their bytes.
extension Span<UInt8> {
    /// Whether the bytes of another text stand at an offset.
    func holds(_ part: Span<UInt8>, at offset: Int) -> Bool {
        guard offset >= 0, offset + part.count <= count else { return false }
        return withUnsafeBytes { whole in
            part.withUnsafeBytes { part in
                guard let base = whole.baseAddress, let other = part.baseAddress else {
                    return part.isEmpty
                }
                return memcmp(base + offset, other, part.count) == 0
            }
        }
    }

    func isSame(as other: Span<UInt8>) -> Bool { count == other.count && holds(other, at: 0) }

    func starts(with part: Span<UInt8>) -> Bool { holds(part, at: 0) }

    func ends(with part: Span<UInt8>) -> Bool { holds(part, at: count - part.count) }

    func contains(_ part: Span<UInt8>) -> Bool {
        var offset = 0
        while offset + part.count <= count {
            if holds(part, at: offset) { return true }
            offset += 1
        }
        return false
    }

    /// Whether it is a word of lower-case ASCII letters in any case.
    func isWord(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        return withUnsafeBufferPointer { bytes in
            word.withUTF8Buffer { word in
                zip(bytes, word).allSatisfy {
                    $0 == $1 || ((65...90).contains($0) && $0 &+ 32 == $1)
                }
            }
        }
    }

    /// Whether it is empty or only spaces.
    var isBlank: Bool { withUnsafeBufferPointer { $0.allSatisfy(Self.isSpace) } }

    /// The number that it spells, or `nil`.
    ///
    /// Digits with a sign, a decimal point and an exponent, and spaces around, as .NET's
    /// `double.TryParse` has it in no culture; thousands separators are not accepted.
    var number: Double? {
        withUnsafeBufferPointer { bytes in
            var rest = bytes[...]
            while let last = rest.last, Self.isSpace(last) { rest.removeLast() }
            rest = rest.drop(while: Self.isSpace)
            // Most texts are no numbers, and most numbers are short and whole.
            guard let first = rest.first, first <= 57 else { return nil }
            if let whole = Self.shortWholeNumber(rest) { return whole }
            guard Self.isNumber(rest) else { return nil }
            return Double(String(decoding: rest, as: UTF8.self))
        }
    }

    /// The number that up to 15 digits spell; every such number is exact.
    private static func shortWholeNumber(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Double? {
        guard digits.count <= 15 else { return nil }
        var number = 0
        for digit in digits {
            guard digit >= 48, digit <= 57 else { return nil }
            number = number * 10 + Int(digit - 48)
        }
        return Double(number)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    private static func isNumber(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var rest = text
        func takeDigits() -> Int {
            let digits = rest.prefix { (48...57).contains($0) }.count
            rest = rest.dropFirst(digits)
            return digits
        }
        func take(_ one: UInt8, _ other: UInt8) -> Bool {
            guard let first = rest.first, first == one || first == other else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = take(43, 45)
        var digits = takeDigits()
        if take(46, 46) { digits += takeDigits() }
        guard digits > 0 else { return false }
        if take(69, 101) {
            _ = take(43, 45)
            guard takeDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
