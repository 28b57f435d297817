internal import Synchronization

/// The bytes of a document, wherever they lie.
///
/// Most of a large document is never looked at, so its parts are read when they are needed.
public struct DocumentSource: Sendable {
    /// How many bytes there are.
    public let count: Int
    /// All of them, where they are in memory anyway.
    let memory: ArraySlice<UInt8>?
    private let read: @Sendable (Range<Int>) -> ArraySlice<UInt8>?

    /// A document that is in memory.
    public init(_ bytes: ArraySlice<UInt8>) {
        (count, memory) = (bytes.count, bytes)
        read = { range in
            bytes[bytes.startIndex + range.lowerBound..<bytes.startIndex + range.upperBound]
        }
    }

    /// A document that lies elsewhere.
    ///
    /// - Parameters:
    ///   - count: how many bytes it has.
    ///   - read: gives a range of them, from 0, as they were written; `nil` when it cannot.
    public init(count: Int, read: @escaping @Sendable (Range<Int>) -> ArraySlice<UInt8>?) {
        (self.count, memory, self.read) = (count, nil, read)
    }

    /// Some bytes; `nil` when there are none in this place, or they cannot be read.
    func bytes(_ range: Range<Int>) -> ArraySlice<UInt8>? {
        guard range.lowerBound >= 0, range.upperBound <= count else { return nil }
        return read(range)
    }
}

/// Hands out small parts of a document, and keeps what will probably be needed again.
///
/// A walk in the order of the document reads each block once and needs only the last one, so it
/// leaves nothing behind; blocks that are asked for here and there are kept.
final class DocumentBlocks: Sendable {
    /// The bytes that are read at once.
    static let blockBytes = 65_536
    /// How many blocks are kept, at the most.
    static let keptBlocks = 4096

    private let source: DocumentSource
    private let read = Mutex<Read>(Read())

    private struct Read {
        /// The number of the last block, and its bytes.
        var last: (number: Int, bytes: ArraySlice<UInt8>) = (-2, [])
        var kept: [Int: ArraySlice<UInt8>] = [:]
    }

    init(_ source: DocumentSource) {
        self.source = source
    }

    /// Reads a part, which lives as long as the call.
    ///
    /// - Returns: what `body` returns; `nil` when the part cannot be read.
    func withBytes<Result>(
        _ range: Range<Int>,
        _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result? {
        guard range.lowerBound >= 0, range.upperBound <= source.count, !range.isEmpty else {
            return nil
        }
        if let memory = source.memory {
            return memory.withUnsafeBufferPointer { body(.init(rebasing: $0[range])) }
        }
        let numbers = range.lowerBound / Self.blockBytes...(range.upperBound - 1) / Self.blockBytes
        guard numbers.count < 3 else { return source.bytes(range)?.withUnsafeBufferPointer(body) }
        guard let first = block(numbers.lowerBound) else { return nil }
        let start = range.lowerBound - numbers.lowerBound * Self.blockBytes
        guard numbers.count == 2 else {
            return first.withUnsafeBufferPointer {
                body(.init(rebasing: $0[start..<start + range.count]))
            }
        }
        guard let second = block(numbers.upperBound) else { return nil }
        let part = first.dropFirst(start)
        return (part + second.prefix(range.count - part.count)).withUnsafeBufferPointer(body)
    }

    private func block(_ number: Int) -> ArraySlice<UInt8>? {
        let known = read.withLock { read in
            read.last.number == number ? read.last.bytes : read.kept[number]
        }
        if let known { return known }
        let start = number * Self.blockBytes
        let end = min(source.count, start + Self.blockBytes)
        guard let block = source.bytes(start..<end), block.count == end - start else { return nil }
        read.withLock { read in
            if number != read.last.number + 1 {
                if read.kept.count >= Self.keptBlocks { read.kept = [:] }
                read.kept[number] = block
            }
            read.last = (number, block)
        }
        return block
    }
}
