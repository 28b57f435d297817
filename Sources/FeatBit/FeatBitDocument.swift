import JSON

/// Flags and audiences as FeatBit writes them, read from files and held to their shape.
///
/// Reading needs no environment; ``changes(for:using:)`` turns the document into the changes that
/// bring one up to it:
///
/// ```swift
/// let document = try FeatBitDocument.read(files: [(name: "flags.json", bytes: bytes)])
/// let plan = try document.changes(for: state, using: &random)
/// ```
///
/// What is read and written, field by field: `docs/reference/featbit-documents.md`.
public struct FeatBitDocument: Hashable, Sendable {
    /// What was read in another way than it was written, in sentences.
    ///
    /// Holds text from outside.
    public let notes: [String]
    let flags: [FeatBitFlag]
    let audiences: [FeatBitAudience]

    /// Bytes of one file at the most; ask the size of a file before reading it.
    public static let maximumFileBytes = JSONLimits.importedFile.documentBytes

    /// Flags in the document.
    public var flagCount: Int { flags.count }

    /// Audiences in the document.
    public var audienceCount: Int { audiences.count }

    /// Reads files that together are one document.
    ///
    /// Each is a `data-sync` message or only its data, a list of whole flags or segments (mixed is
    /// fine), one of them alone, or an answer of FeatBit's API around any of these.
    ///
    /// - Parameter files: names, which errors repeat, and contents.
    /// - Returns: the document, in which nothing is wrong by itself.
    /// - Throws: ``FeatBitProblem`` for the first thing wrong.
    public static func read(
        files: [(name: String, bytes: [UInt8])]
    ) throws(FeatBitProblem) -> FeatBitDocument {
        var reader = DocumentReader()
        for file in files { try reader.read(file.bytes, named: file.name) }
        return FeatBitDocument(
            notes: reader.notes,
            flags: reader.flags,
            audiences: reader.audiences
        )
    }
}
