import NIOCore

/// A text message as the bytes that go to a WebSocket client (RFC 6455, section 5.2).
///
/// Servers do not mask, so one frame serves every stream.
enum WebSocketText {
    /// One unfragmented text frame.
    static func frame(_ text: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(text.count + 10)
        buffer.writeInteger(UInt8(0x81))
        switch text.count {
        case ..<126: buffer.writeInteger(UInt8(text.count))
        case ..<65_536:
            buffer.writeInteger(UInt8(126))
            buffer.writeInteger(UInt16(text.count))
        default:
            buffer.writeInteger(UInt8(127))
            buffer.writeInteger(UInt64(text.count))
        }
        buffer.writeBytes(text)
        return buffer
    }
}
