/// A 128-bit identity as FeatBit's wire writes it: `5b7a1f0e-6f3c-4a0e-9d55-0c4f3b1f7a21`.
///
/// - Shape: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12; written in lower case.
public struct GUID: Hashable, Sendable, Comparable {
    private let high: UInt64
    private let low: UInt64

    /// All zeros: the identity of nothing.
    public static let zero = GUID(high: 0, low: 0)

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The identity whose bytes, in written order, are `bytes`.
    ///
    /// - Parameter bytes: exactly 16 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A new random identity (RFC 9562, version 4).
    public init(using random: inout some RandomNumberGenerator) {
        high = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    }

    /// Reads the written form, in either case.
    ///
    /// - Returns: `nil` when `text` is not a GUID.
    public init?(_ text: String) {
        var text = text
        guard let id = text.withUTF8({ GUID(written: $0) }) else { return nil }
        self = id
    }

    /// Reads the written form from memory, in lower case only.
    init?(canonical bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 36, bytes[8] == UInt8(ascii: "-"), bytes[13] == UInt8(ascii: "-"),
            bytes[18] == UInt8(ascii: "-"), bytes[23] == UInt8(ascii: "-"),
            let first = Self.lowerCase(bytes, 0, 8), let second = Self.lowerCase(bytes, 9, 13),
            let third = Self.lowerCase(bytes, 14, 18), let fourth = Self.lowerCase(bytes, 19, 23),
            let fifth = Self.lowerCase(bytes, 24, 36)
        else { return nil }
        high = first << 32 | second << 16 | third
        low = fourth << 48 | fifth
    }

    /// Reads 32 digits from memory, in lower case only.
    init?(digits bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 32, let high = Self.lowerCase(bytes, 0, 16),
            let low = Self.lowerCase(bytes, 16, 32)
        else { return nil }
        (self.high, self.low) = (high, low)
    }

    /// The 32 digits, in lower case.
    var digits: [UInt8] {
        (0..<32).map { index in
            let word = index < 16 ? high : low
            let digit = UInt8(truncatingIfNeeded: word >> (60 - 4 * UInt64(index % 16))) & 0xF
            return digit < 10 ? digit + 48 : digit + 87
        }
    }

    /// The value of lower-case hexadecimal digits.
    private static func lowerCase(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ start: Int,
        _ end: Int
    ) -> UInt64? {
        var value: UInt64 = 0
        var index = start
        while index < end {
            var digit = bytes[index] &- 48
            if digit > 9 {
                digit = bytes[index] &- 87
                guard (10...15).contains(digit) else { return nil }
            }
            value = value << 4 | UInt64(digit)
            index &+= 1
        }
        return value
    }

    private init?(written bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 36 else { return nil }
        var digits: (UInt64, UInt64) = (0, 0)
        for (index, byte) in bytes.enumerated() {
            if Self.isHyphen(at: index) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = Self.hexDigit(byte) else { return nil }
            if index < 19 {
                digits.0 = digits.0 << 4 | digit
            } else {
                digits.1 = digits.1 << 4 | digit
            }
        }
        (high, low) = digits
    }

    /// The 16 bytes in written order.
    public var bytes: [UInt8] {
        (0..<16).map { index in
            let word = index < 8 ? high : low
            return UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64(index % 8)))
        }
    }

    /// The written form, in lower case.
    public var text: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for index in 0..<32 {
                if Self.isHyphen(at: position) {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let word = index < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: word >> (60 - 4 * UInt64(index % 16))) & 0xF
                buffer[position] = digit < 10 ? digit + 48 : digit + 87
                position += 1
            }
            return 36
        }
    }

    /// Orders by the written form.
    public static func < (left: GUID, right: GUID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    private static func isHyphen(at index: Int) -> Bool {
        index == 8 || index == 13 || index == 18 || index == 23
    }

    private static func hexDigit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - 48)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - 87)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - 55)
        default: nil
        }
    }
}
