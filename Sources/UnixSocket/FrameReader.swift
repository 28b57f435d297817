/// Cuts a stream of bytes into frames.
///
/// It holds no socket: bytes in, whole frames out. Memory grows with what has arrived, never with
/// what a length promises.
struct FrameReader {
    /// Bytes of one frame, at the most, without its length.
    var maximumBytes: Int

    private var bytes: [UInt8] = []

    /// Bytes in front of each frame.
    static let headerBytes = 4

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    /// Takes what arrived.
    ///
    /// - Returns: the frames that are whole now, in order.
    /// - Throws: ``FrameTooLarge`` as soon as a length is above the limit.
    mutating func take(_ arrived: UnsafeRawBufferPointer) throws(FrameTooLarge) -> [[UInt8]] {
        bytes.append(contentsOf: arrived)
        var frames: [[UInt8]] = []
        var offset = 0
        while bytes.count - offset >= Self.headerBytes {
            let size = bytes[offset..<offset + Self.headerBytes].reduce(0) { $0 << 8 | Int($1) }
            guard size <= maximumBytes else { throw FrameTooLarge(bytes: size) }
            let end = offset + Self.headerBytes + size
            guard bytes.count >= end else { break }
            frames.append(Array(bytes[(offset + Self.headerBytes)..<end]))
            offset = end
        }
        if offset == bytes.count {
            bytes = []
        } else if offset > 0 {
            bytes.removeFirst(offset)
        }
        return frames
    }

    /// A frame as it goes over the wire.
    ///
    /// - Parameter frame: fewer than 4 GiB.
    /// - Returns: its length and its bytes.
    static func encoded(_ frame: [UInt8]) -> [UInt8] {
        let size = UInt32(frame.count)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(frame.count + headerBytes)
        for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(size >> shift & 0xFF)) }
        bytes += frame
        return bytes
    }
}

/// A frame is larger than its reader allows.
struct FrameTooLarge: Error, Hashable {
    let bytes: Int
}
