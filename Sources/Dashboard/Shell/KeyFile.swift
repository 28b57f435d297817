/// Asks for some bytes of a file of customers' keys.
public struct KeyFileRequest: Hashable, Sendable {
    /// Where the file is, as typed.
    public let path: String
    /// The first byte that is wanted.
    public let offset: Int

    /// Bytes of one piece, at the most.
    public static let pieceBytes = 1_048_576
    /// Bytes of a file, at the most.
    public static let maximumBytes = 1_073_741_824

    /// Puts the parts together.
    public init(path: String, offset: Int) {
        self.path = path
        self.offset = offset
    }
}

/// Some bytes of a file.
public struct KeyFilePiece: Equatable, Sendable {
    /// The bytes.
    public let bytes: [UInt8]
    /// Bytes of the whole file.
    public let size: Int
    /// Where the next piece begins; `nil` after the last one.
    public let next: Int?

    /// Puts the parts together.
    public init(bytes: [UInt8], size: Int, next: Int?) {
        self.bytes = bytes
        self.size = size
        self.next = next
    }
}

/// Why a file of keys cannot be read.
public struct KeyFileProblem: Error, Equatable, Sendable {
    /// What is wrong and what to do, in a sentence.
    public let sentence: String

    /// Wraps a sentence.
    public init(_ sentence: String) {
        self.sentence = sentence
    }
}
