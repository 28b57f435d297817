internal import Crypto

/// The key that signs checkpoints; it must lie where the journal's writer cannot be read from.
///
/// Its text is one line, `PRIVATE+KEY+<name>+<id, 8 digits>+<base64>`, as the signed notes of
/// transparency logs have it; the base64 is of the byte 1 and the 32 bytes of the Ed25519 key.
public struct CheckpointKey: Sendable {
    /// The key that verifies what this one signs; anybody may have it.
    public let publicKey: CheckpointPublicKey
    private let seed: [UInt8]

    /// The name that stands in every signature.
    public static let name = "flagdeck-journal"

    /// Draws a new key from the system's random source.
    public static func random() -> CheckpointKey {
        CheckpointKey(Curve25519.Signing.PrivateKey())
    }

    /// Reads the line, with or without its line feed.
    ///
    /// - Returns: nil when it is no such key.
    public init?(_ text: String) {
        let line = text.hasSuffix("\n") ? text.dropLast() : text[...]
        let start = "PRIVATE+KEY+\(Self.name)+"
        guard line.hasPrefix(start) else { return nil }
        let rest = line.dropFirst(start.count)
        guard rest.count > 9, rest.dropFirst(8).first == "+",
            let bytes = Base64.bytes(rest.dropFirst(9)), bytes.count == 33, bytes[0] == 1,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.dropFirst())
        else { return nil }
        self.init(key)
        guard rest.prefix(8) == publicKey.id else { return nil }
    }

    /// The line with its line feed: what a key file holds.
    public var text: String {
        "PRIVATE+KEY+\(Self.name)+\(publicKey.id)+\(Base64.text([1] + seed))\n"
    }

    private init(_ key: Curve25519.Signing.PrivateKey) {
        seed = Array(key.rawRepresentation)
        publicKey = CheckpointPublicKey(bytes: Array(key.publicKey.rawRepresentation))
    }

    /// Signs a text.
    ///
    /// - Returns: 64 bytes; nil never happens with a key that was read.
    func signature(of text: [UInt8]) -> [UInt8]? {
        let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        return (try? key?.signature(for: text)).map { Array($0) }
    }
}

/// The key that verifies checkpoints.
///
/// Its text is `<name>+<id, 8 digits>+<base64>`; the base64 is of the byte 1 and the 32 bytes.
public struct CheckpointPublicKey: Hashable, Sendable {
    private let bytes: [UInt8]
    /// The first four bytes of SHA-256(name, line feed, 1, the key), as 8 hexadecimal digits.
    public let id: String

    /// Reads the text.
    ///
    /// - Returns: nil when it is no such key.
    public init?(_ text: String) {
        let start = CheckpointKey.name + "+"
        guard text.hasPrefix(start) else { return nil }
        let rest = text.dropFirst(start.count)
        guard rest.count > 9, rest.dropFirst(8).first == "+",
            let bytes = Base64.bytes(rest.dropFirst(9)), bytes.count == 33, bytes[0] == 1
        else { return nil }
        self.init(bytes: Array(bytes.dropFirst()))
        guard rest.prefix(8) == id else { return nil }
    }

    /// What to give to whoever checks.
    public var text: String { "\(CheckpointKey.name)+\(id)+\(Base64.text([1] + bytes))" }

    init(bytes: [UInt8]) {
        self.bytes = bytes
        let named = Array("\(CheckpointKey.name)\n".utf8) + [1] + bytes
        let hash = named.withUnsafeBytes { Digest(of: $0) }
        id = String(hash.hex.prefix(8))
    }

    /// The id's four bytes.
    var idBytes: [UInt8] {
        (0..<4).map { UInt8(id.dropFirst(2 * $0).prefix(2), radix: 16) ?? 0 }
    }

    func verifies(_ signature: [UInt8], of text: [UInt8]) -> Bool {
        let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        return key?.isValidSignature(signature, for: text) ?? false
    }
}
