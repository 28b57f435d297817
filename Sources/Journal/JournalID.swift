/// The 16 random bytes that name one journal; no segment of another journal fits into it.
public struct JournalID: Hashable, Sendable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    /// Draws a new id from the system's random source.
    public static func random() -> JournalID {
        JournalID(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
    }

    /// Takes the 16 bytes as two big-endian words.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 32 lower-case hexadecimal digits.
    ///
    /// - Returns: nil when `hex` is anything else.
    public init?(hex: String) {
        let bytes = Array(hex.utf8)
        let words = bytes.withUnsafeBytes { text in
            text.count == 32
                ? (FixedWidth.hex64(text, at: 0), FixedWidth.hex64(text, at: 16)) : (nil, nil)
        }
        guard let high = words.0, let low = words.1 else { return nil }
        self.init(high: high, low: low)
    }

    /// The id as 32 lower-case hexadecimal digits, the form in which every file has it.
    public var hex: String { String(decoding: hexBytes, as: UTF8.self) }

    /// The same text as ``hex``.
    public var description: String { hex }

    var hexBytes: [UInt8] {
        var bytes: [UInt8] = []
        FixedWidth.appendHex64(high, to: &bytes)
        FixedWidth.appendHex64(low, to: &bytes)
        return bytes
    }

    /// Where every checksum of this journal's records starts.
    var checksumSeed: CRC32C { hexBytes.withUnsafeBytes { CRC32C(of: $0) } }
}
