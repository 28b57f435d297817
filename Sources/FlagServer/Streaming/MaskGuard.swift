import NIOCore
import NIOWebSocket

/// A client's frame came without a mask.
struct UnmaskedFrame: Error {}

/// Lets through what is masked; RFC 6455, section 5.1, has a server close on anything else.
///
/// Stands before fragments are put together, because whole messages carry no mask any more.
final class MaskGuard: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard Self.unwrapInboundIn(data).maskKey == nil else {
            context.fireChannelRead(data)
            return
        }
        context.fireErrorCaught(UnmaskedFrame())
    }
}
