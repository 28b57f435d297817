/// Numbers of a fixed width, as the journal's files hold them.
///
/// Decimals have 20 digits with zeros in front, hexadecimals 8 or 16 in lower case. Reading
/// accepts nothing else.
enum FixedWidth {
    /// The digits of the longest `UInt64`.
    static let decimalDigits = 20
    private static let zeros = [UInt8](repeating: 48, count: decimalDigits)

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

    /// Reads eight digits at once, one in each byte of a word.
    static func hex32(_ text: UnsafeRawBufferPointer, at offset: Int) -> UInt32? {
        let digits = UInt64(
            bigEndian: text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        )
        let ones: UInt64 = 0x0101_0101_0101_0101
        // Letters, and nothing below them, have bit 6.
        let values = digits & (ones &* 15) &+ (digits &>> 6 & ones) &* 9
        // What a digit is written as decides whether it was one: 48 onwards, or 97 from ten on.
        let letters = (values &+ ones &* 6) &>> 4 & ones
        guard values & (ones &* 0xF0) == 0,
            values &+ ones &* 48 &+ letters &* 39 == digits
        else { return nil }
        var packed = (values | values &>> 4) & 0x00FF_00FF_00FF_00FF
        packed = (packed | packed &>> 8) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: packed | packed &>> 16)
    }

    static func hex64(_ text: UnsafeRawBufferPointer, at offset: Int) -> UInt64? {
        guard let high = hex32(text, at: offset), let low = hex32(text, at: offset &+ 8) else {
            return nil
        }
        return UInt64(high) &<< 32 | UInt64(low)
    }

    static func appendDecimal(_ value: UInt64, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: zeros)
        var position = bytes.count
        var rest = value
        // From behind: most numbers are far shorter than their field.
        while rest > 0 {
            let (tens, digit) = rest.quotientAndRemainder(dividingBy: 10)
            position -= 1
            bytes[position] = 48 &+ UInt8(truncatingIfNeeded: digit)
            rest = tens
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

    private static func appendHex(_ value: UInt64, digits: Int, to bytes: inout [UInt8]) {
        var shift = digits * 4
        while shift > 0 {
            shift -= 4
            let digit = UInt8(truncatingIfNeeded: value &>> UInt64(shift)) & 15
            bytes.append(digit < 10 ? 48 &+ digit : 87 &+ digit)
        }
    }
}
