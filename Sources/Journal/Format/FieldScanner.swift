/// Reads a text that this module wrote, field by field, and accepts no other spelling.
///
/// Every JSON object of the journal's own has its fields in one order without spaces, so reading
/// is comparing. Each method returns false or nil, and leaves the position, when it does not fit.
struct FieldScanner {
    let bytes: UnsafeRawBufferPointer
    private(set) var position: Int
    private let end: Int

    init(_ bytes: UnsafeRawBufferPointer, from start: Int = 0, to end: Int? = nil) {
        self.bytes = bytes
        position = start
        self.end = end ?? bytes.count
    }

    var isAtEnd: Bool { position == end }

    /// Skips `literal` when it stands here.
    mutating func skip(_ literal: StaticString) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard end &- position >= count else { return false }
        for index in 0..<count where bytes[position &+ index] != literal.utf8Start[index] {
            return false
        }
        position &+= count
        return true
    }

    /// Reads a decimal without leading zeros.
    mutating func number() -> UInt64? {
        var value: UInt64 = 0
        var cursor = position
        while cursor < end, bytes[cursor] &- 48 < 10 {
            let (tens, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = tens.addingReportingOverflow(UInt64(bytes[cursor] &- 48))
            guard !overflowed, !carried else { return nil }
            value = sum
            cursor &+= 1
        }
        let digits = cursor &- position
        guard digits > 0, digits == 1 || bytes[position] != 48 else { return nil }
        position = cursor
        return value
    }

    /// Reads a decimal with an optional minus sign.
    mutating func signedNumber() -> Int64? {
        let start = position
        let isNegative = skip("-")
        guard let magnitude = number() else {
            position = start
            return nil
        }
        if isNegative {
            guard magnitude > 0, magnitude <= UInt64(Int64.max) else { return nil }
            return -Int64(magnitude)
        }
        return Int64(exactly: magnitude)
    }

    /// Reads 64 hexadecimal digits.
    mutating func digest() -> Digest? {
        guard end &- position >= 64, let digest = Digest(hexDigits: bytes, at: position) else {
            return nil
        }
        position &+= 64
        return digest
    }

    /// Reads 32 hexadecimal digits.
    mutating func journalID() -> JournalID? {
        guard end &- position >= 32, let high = FixedWidth.hex64(bytes, at: position),
            let low = FixedWidth.hex64(bytes, at: position &+ 16)
        else { return nil }
        position &+= 32
        return JournalID(high: high, low: low)
    }

    /// Reads a JSON string.
    ///
    /// - Returns: its range with the quotes.
    mutating func string() -> Range<Int>? {
        guard position < end, bytes[position] == UInt8(ascii: "\"") else { return nil }
        var cursor = position &+ 1
        while cursor < end {
            switch bytes[cursor] {
            case UInt8(ascii: "\""):
                let range = position..<cursor &+ 1
                position = cursor &+ 1
                return range
            case UInt8(ascii: "\\"): cursor &+= 2
            default: cursor &+= 1
            }
        }
        return nil
    }

    /// Skips to `target`, which lies between here and the end.
    mutating func move(to target: Int) { position = target }
}
