import NIOCore
import NIOHTTP1

/// Ends a connection whose request cannot be read.
///
/// The handler in front of this one has answered with 400. Output ends first, and the rest a second
/// later, because closing while bytes are still on their way would take the answer back.
final class BrokenRequestHandler: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else {
            context.fireErrorCaught(error)
            return
        }
        let channel = context.channel
        context.close(mode: .output, promise: nil)
        channel.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) {
            channel.close(promise: nil)
        }
    }
}
