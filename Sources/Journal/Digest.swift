import Crypto

/// A SHA-256 value: a record's body hash or its place in the chain.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Reads 64 lower-case hexadecimal digits.
    ///
    /// - Returns: nil when `hex` is anything else.
    public init?(hex: String) {
        let bytes = Array(hex.utf8)
        let digest = bytes.withUnsafeBytes { text in
            text.count == 64 ? Digest(hexDigits: text, at: 0) : nil
        }
        guard let digest else { return nil }
        self = digest
    }

    /// The value as 64 lower-case hexadecimal digits.
    public var hex: String {
        var bytes: [UInt8] = []
        appendHex(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The same text as ``hex``.
    public var description: String { hex }

    /// Compares all four words.
    public static func == (one: Digest, other: Digest) -> Bool { one.words == other.words }

    /// Feeds all four words.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }

    init?(hexDigits text: UnsafeRawBufferPointer, at offset: Int) {
        guard let first = FixedWidth.hex64(text, at: offset),
            let second = FixedWidth.hex64(text, at: offset + 16),
            let third = FixedWidth.hex64(text, at: offset + 32),
            let fourth = FixedWidth.hex64(text, at: offset + 48)
        else { return nil }
        words = (first, second, third, fourth)
    }

    /// Hashes `bytes`.
    init(of bytes: UnsafeRawBufferPointer) {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        self.init(hash.finalize())
    }

    /// Hashes pieces as if they were one.
    init(of pieces: [[UInt8]]) {
        var hash = SHA256()
        for piece in pieces { piece.withUnsafeBytes { hash.update(bufferPointer: $0) } }
        self.init(hash.finalize())
    }

    /// The link after `previous` of a record whose line begins with `prefix`.
    ///
    /// Frozen: SHA-256(0x00, the previous link's 32 bytes, the line through its body hash).
    init(after previous: Digest, linePrefix prefix: UnsafeRawBufferPointer) {
        var hash = SHA256()
        var start = (UInt8(0), previous.bigEndianWords)
        withUnsafeBytes(of: &start.0) { hash.update(bufferPointer: $0) }
        withUnsafeBytes(of: &start.1) { hash.update(bufferPointer: $0) }
        hash.update(bufferPointer: prefix)
        self.init(hash.finalize())
    }

    /// The link before the first record: SHA-256("flagdeck-genesis", the id's 32 hex digits).
    static func genesis(of id: JournalID) -> Digest {
        let bytes = Array("flagdeck-genesis".utf8) + id.hexBytes
        return bytes.withUnsafeBytes { Digest(of: $0) }
    }

    func appendHex(to bytes: inout [UInt8]) {
        FixedWidth.appendHex64(words.0, to: &bytes)
        FixedWidth.appendHex64(words.1, to: &bytes)
        FixedWidth.appendHex64(words.2, to: &bytes)
        FixedWidth.appendHex64(words.3, to: &bytes)
    }

    private var bigEndianWords: (UInt64, UInt64, UInt64, UInt64) {
        (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
    }

    private init(_ digest: SHA256.Digest) {
        words = digest.withUnsafeBytes { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
            )
        }
    }
}
