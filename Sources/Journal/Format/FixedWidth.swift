/// Numbers of a fixed width, as the journal's files hold them.
///
/// Decimals have 20 digits with zeros in front, hexadecimals 8 or 16 in lower case. Reading
/// accepts nothing else.
enum FixedWidth {
    /// The digits of the longest `UInt64`.
    static let decimalDigits = 20

    static func decimal(_ text: UnsafeRawBufferPointer, at offset: Int) -> UInt64? {
        var value: UInt64 = 0
        for position in offset..<offset &+ decimalDigits {
            let digit = text[position] &- 48
            guard digit < 10 else { return nil }
            let (tens, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = tens.addingReportingOverflow(UInt64(digit))
            guard !overflowed, !carried else { return nil }
            value = sum
        }
        return value
    }

    static func hex32(_ text: UnsafeRawBufferPointer, at offset: Int) -> UInt32? {
        hex(text, at: offset, digits: 8).map { UInt32(truncatingIfNeeded: $0) }
    }

    static func hex64(_ text: UnsafeRawBufferPointer, at offset: Int) -> UInt64? {
        hex(text, at: offset, digits: 16)
    }

    static func appendDecimal(_ value: UInt64, to bytes: inout [UInt8]) {
        var divisor: UInt64 = 10_000_000_000_000_000_000
        var rest = value
        for _ in 0..<decimalDigits {
            let (digit, remainder) = rest.quotientAndRemainder(dividingBy: divisor)
            bytes.append(48 &+ UInt8(truncatingIfNeeded: digit))
            rest = remainder
            divisor /= 10
        }
    }

    static func appendHex32(_ value: UInt32, to bytes: inout [UInt8]) {
        appendHex(UInt64(value), digits: 8, to: &bytes)
    }

    static func appendHex64(_ value: UInt64, to bytes: inout [UInt8]) {
        appendHex(value, digits: 16, to: &bytes)
    }

    /// `value` as 20 digits, for file names.
    static func text(_ value: UInt64) -> String {
        var bytes: [UInt8] = []
        appendDecimal(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The number that `text`, exactly 20 digits, stands for.
    static func number(_ text: Substring) -> UInt64? {
        let bytes = Array(text.utf8)
        guard bytes.count == decimalDigits else { return nil }
        return bytes.withUnsafeBytes { decimal($0, at: 0) }
    }

    private static func hex(
        _ text: UnsafeRawBufferPointer,
        at offset: Int,
        digits: Int
    ) -> UInt64? {
        var value: UInt64 = 0
        for position in offset..<offset &+ digits {
            let byte = text[position]
            let digit: UInt8
            switch byte {
            case 48...57: digit = byte &- 48
            case 97...102: digit = byte &- 87
            default: return nil
            }
            value = value &<< 4 | UInt64(digit)
        }
        return value
    }

    private static func appendHex(_ value: UInt64, digits: Int, to bytes: inout [UInt8]) {
        var shift = digits * 4
        while shift > 0 {
            shift -= 4
            let digit = UInt8(truncatingIfNeeded: value &>> UInt64(shift)) & 15
            bytes.append(digit < 10 ? 48 &+ digit : 87 &+ digit)
        }
    }
}
