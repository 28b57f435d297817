/// A token of a person as its owner holds it: what proves who asks.
///
/// - Shape: `fdk_`, 11 letters that name the token, `_`, and 48 letters of which the last few are a
///   checksum, so that a token that was mistyped or cut off is told apart from a wrong one. Letters
///   are those of base64url (RFC 4648). Whoever has the text is let in: it goes to nobody but its
///   owner, once. Whatever else is written of it is ``description``.
public struct TokenText: Hashable, Sendable {
    /// The part that names the token, in the letters of base64url.
    public let selector: String
    /// The 32 bytes that prove it.
    public let secret: [UInt8]

    /// Letters of the whole text.
    public static let length = 64
    private static let start = "fdk_"
    private static let selectorBytes = 8
    private static let secretBytes = 32

    /// A new token that nobody can guess, if nobody can guess the random numbers.
    public init(using random: inout some RandomNumberGenerator) {
        var bytes: [UInt8] = []
        while bytes.count < Self.selectorBytes + Self.secretBytes {
            bytes += random.next().bytes
        }
        selector = Base64URL.text(Array(bytes[..<Self.selectorBytes]))
        secret = Array(bytes[Self.selectorBytes...])
    }

    /// Reads what ``revealed`` wrote.
    ///
    /// - Throws: ``Fault``, which tells what is wrong without the token.
    public init(_ text: String) throws(Fault) {
        let bytes = Array(text.utf8)
        guard bytes.starts(with: Self.start.utf8) else { throw .noToken }
        guard bytes.count == Self.length else { throw .length(bytes.count) }
        let name = bytes[4..<15]
        guard bytes[15] == UInt8(ascii: "_"),
            let selector = Base64URL.bytes(name), selector.count == Self.selectorBytes,
            let rest = Base64URL.bytes(bytes[16...])
        else { throw .mistyped }
        self.selector = String(decoding: name, as: UTF8.self)
        secret = Array(rest[..<Self.secretBytes])
        guard Array(rest[Self.secretBytes...]) == checksum else { throw .mistyped }
    }

    /// The token itself: only for its owner, and for the service that it proves them to.
    public var revealed: String {
        "\(Self.start)\(selector)_\(Base64URL.text(secret + checksum))"
    }

    /// Why a text is no token.
    public enum Fault: Error, Hashable, Sendable {
        /// It does not begin as one.
        case noToken
        /// It has so many bytes instead of ``length``.
        case length(Int)
        /// A letter is wrong.
        case mistyped

        /// What is wrong and what to do; holds nothing of the text.
        public var text: String {
            switch self {
            case .noToken: "This is no token: one begins with fdk_."
            case .length(let count):
                "This token has \(count) letters and should have \(TokenText.length): "
                    + "it was cut off, or something stands around it."
            case .mistyped: "This token is mistyped: copy it again as a whole."
            }
        }
    }

    /// CRC-32 of what stands before it; finds what fingers do, and guards nothing.
    private var checksum: [UInt8] {
        var sum = UInt32.max
        for byte in Array(selector.utf8) + secret {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return (0..<4).map { UInt8(truncatingIfNeeded: ~sum >> (24 - 8 * UInt32($0))) }
    }
}

/// What is written of a token anywhere: enough to find it in a list, too little to use it.
extension TokenText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `fdk_…(selector)`.
    public var description: String { "\(Self.start)…(\(selector))" }

    /// The same.
    public var debugDescription: String { description }

    /// Shows no parts.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension UInt64 {
    fileprivate var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: self >> (8 * UInt64($0))) }
    }
}
