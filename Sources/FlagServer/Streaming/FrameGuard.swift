import NIOCore
import NIOWebSocket

/// A client's frame breaks the protocol.
struct BrokenFrame: Error {}

/// Lets through frames that are masked and use nothing that is reserved; RFC 6455, sections 5.1 and
/// 5.2, has a server close on anything else.
///
/// Stands before fragments are put together, because whole messages carry no mask any more.
final class FrameGuard: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = Self.unwrapInboundIn(data)
        let isReserved = frame.rsv1 || frame.rsv2 || frame.rsv3 || frame.opcode.isReserved
        guard frame.maskKey == nil || isReserved else {
            context.fireChannelRead(data)
            return
        }
        context.fireErrorCaught(BrokenFrame())
    }
}

extension WebSocketOpcode {
    /// Whether the protocol does not say yet what it means.
    fileprivate var isReserved: Bool {
        ![.continuation, .text, .binary, .connectionClose, .ping, .pong].contains(self)
    }
}
