/// Why bytes are not the JSON that was expected, and where.
public struct JSONError: Error, Hashable, Sendable {
    /// Where reading stopped: bytes from 0.
    public let offset: Int
    /// What was wrong.
    public let reason: Reason

    /// Names a reason and a place.
    public init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }

    /// Every way in which bytes can fail to be acceptable JSON.
    public enum Reason: Hashable, Sendable {
        /// The document ends in the middle.
        case endsEarly
        /// A byte that cannot stand here.
        case unexpected(byte: UInt8)
        /// Something follows the document.
        case trailingBytes
        /// Lists and objects inside each other beyond the limit.
        case tooDeep(limit: Int)
        /// More bytes than allowed.
        case tooLong(limit: Int)
        /// A text of more bytes than allowed.
        case textTooLong(limit: Int)
        /// More values than allowed.
        case tooManyValues(limit: Int)
        /// One object names the same key twice.
        case duplicateKey(String)
        /// A number that is malformed or too large to keep exactly.
        case badNumber
        /// A `\` sequence that JSON does not have, or half a surrogate pair.
        case badEscape
        /// Bytes that are not UTF-8.
        case badUTF8
    }

    /// The reason in plain words, without the place.
    public var message: String {
        switch reason {
        case .endsEarly: "the document ends in the middle"
        case .unexpected(let byte) where byte >= 0x20 && byte < 0x7F:
            "\"\(Character(Unicode.Scalar(byte)))\" cannot stand here"
        case .unexpected(let byte): "the byte \(byte) cannot stand here"
        case .trailingBytes: "something follows the end of the document"
        case .tooDeep(let limit): "lists and objects are nested more than \(limit) deep"
        case .tooLong(let limit): "it is longer than \(limit) bytes"
        case .textTooLong(let limit): "one text is longer than \(limit) bytes"
        case .tooManyValues(let limit): "it holds more than \(limit) values"
        case .duplicateKey: "an object has the same key twice"
        case .badNumber: "a number is malformed or too large"
        case .badEscape: "a text has a malformed \\ sequence"
        case .badUTF8: "a text is not valid UTF-8"
        }
    }

    /// The line (from 1) and column (from 1, in bytes) of the error within `bytes`.
    ///
    /// - Complexity: O(*n*) in ``offset``.
    public func position(in bytes: some Sequence<UInt8>) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            column += 1
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            }
        }
        return (line, column)
    }
}

/// What a document may cost its reader.
public struct JSONLimits: Hashable, Sendable {
    /// Lists and objects inside each other, counted from 1 at the outermost.
    public var depth: Int
    /// Length of the whole document in bytes.
    public var documentBytes: Int
    /// Length of one text in bytes, after unescaping.
    public var textBytes: Int
    /// Number of values of all kinds, nested ones included.
    public var values: Int

    /// States the limits.
    public init(depth: Int, documentBytes: Int, textBytes: Int, values: Int) {
        self.depth = depth
        self.documentBytes = documentBytes
        self.textBytes = textBytes
        self.values = values
    }

    /// For files that a person imports: 256 MiB, 32 deep.
    public static let importedFile = JSONLimits(
        depth: 32,
        documentBytes: 256 << 20,
        textBytes: 256 << 20,
        values: .max
    )

    /// For what this program wrote itself: only depth is bounded.
    public static let ownRecord = JSONLimits(
        depth: 64,
        documentBytes: .max,
        textBytes: .max,
        values: .max
    )
}
