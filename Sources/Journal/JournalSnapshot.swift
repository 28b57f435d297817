/// A state that was computed from the journal, so that a start need not fold every entry.
///
/// Only a cache: the journal is the truth, and a snapshot that does not verify is ignored.
public struct JournalSnapshot: Hashable, Sendable {
    /// The last entry that the state includes.
    public let throughEntry: UInt64
    /// The sequence of that entry's last record.
    public let sequence: UInt64
    /// The chain hash at that record.
    public let chainHash: Digest
    /// The version of the state's own format.
    public let schemaVersion: Int
    /// The state: canonical JSON; a part of the file's bytes, so that no large state is copied.
    public let state: ArraySlice<UInt8>
}

/// The same with a state of which only that is read, and checked, which somebody asks for.
public struct OpenSnapshot: Sendable {
    /// The last entry that the state includes.
    public let throughEntry: UInt64
    /// The version of the state's own format.
    public let schemaVersion: Int
    /// The state: canonical JSON.
    public let state: SnapshotState
    /// The sequence of the last record that the state includes.
    let sequence: UInt64
    /// The chain hash at that record.
    let chainHash: Digest
}

/// What says where in the chain it belongs.
protocol PlacedInChain {
    /// The last entry that it includes.
    var throughEntry: UInt64 { get }
    /// The sequence of that entry's last record.
    var sequence: UInt64 { get }
    /// The chain hash at that record.
    var chainHash: Digest { get }
}

extension JournalSnapshot: PlacedInChain {}
extension OpenSnapshot: PlacedInChain {}

/// The state of a snapshot, which may be much larger than what is needed of it.
///
/// Nothing of it is handed out before it was found to be as it was written. A snapshot that is
/// removed meanwhile can still be read.
public final class SnapshotState: Sendable {
    /// How many bytes it has.
    public let count: Int
    private let source: Source

    private enum Source: Sendable {
        /// Checked already.
        case memory(ArraySlice<UInt8>)
        /// From an offset of a file on, with the hash of each piece.
        case file(any DiskFile, offset: Int, hashes: [Digest])
    }

    init(_ bytes: ArraySlice<UInt8>) {
        count = bytes.count
        source = .memory(bytes)
    }

    init(_ file: any DiskFile, from offset: Int, count: Int, hashes: [Digest]) {
        self.count = count
        source = .file(file, offset: offset, hashes: hashes)
    }

    /// Reads and checks a part.
    ///
    /// - Parameter range: bytes from 0, inside ``count``.
    /// - Returns: the bytes; `nil` when they do not read back as they were written.
    /// - Complexity: O(*n*) in the pieces of ``JournalLimits/snapshotPieceBytes`` that it touches.
    public func bytes(in range: Range<Int>) -> ArraySlice<UInt8>? {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "Callers know the count.")
        switch source {
        case .memory(let bytes):
            return bytes[bytes.startIndex + range.lowerBound..<bytes.startIndex + range.upperBound]
        case .file(let file, let offset, let hashes):
            guard !range.isEmpty else { return [] }
            let size = JournalLimits.snapshotPieceBytes
            let pieces = range.lowerBound / size...(range.upperBound - 1) / size
            let start = pieces.lowerBound * size
            let length = min(count, (pieces.upperBound + 1) * size) - start
            guard let bytes = try? file.bytes(at: offset + start, count: length),
                bytes.count == length, Self.isSound(bytes, hashes[pieces])
            else { return nil }
            return bytes[range.lowerBound - start..<range.upperBound - start]
        }
    }

    private static func isSound(_ bytes: [UInt8], _ hashes: ArraySlice<Digest>) -> Bool {
        bytes.withUnsafeBytes { SnapshotFile.hashes(of: $0).elementsEqual(hashes) }
    }
}
