import NIOCore

/// Reads nothing more from a peer that does not read what it was sent.
///
/// Answers that wait take memory; whoever does not take them may not ask for more.
final class ReadingPause: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        let isWritable = context.channel.isWritable
        _ = context.channel.setOption(.autoRead, value: isWritable)
        context.fireChannelWritabilityChanged()
    }
}
