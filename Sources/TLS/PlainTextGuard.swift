import NIOCore

/// Notices who does not speak TLS, which every record of it begins with; goes away when somebody
/// does.
///
/// It stands in front of TLS, which could only say that what came is no record.
final class PlainTextGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let notice: (ChannelHandlerContext) -> Void
    private var hasNoticed = false

    /// Types of TLS records (RFC 8446, section 5.1).
    private static let recordTypes: ClosedRange<UInt8> = 20...23

    /// Does something once when the first byte is none of TLS; what comes is then thrown away.
    init(_ notice: @escaping (ChannelHandlerContext) -> Void) {
        self.notice = notice
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasNoticed else { return }
        guard let first = Self.unwrapInboundIn(data).readableBytesView.first else { return }
        guard Self.recordTypes.contains(first) else {
            hasNoticed = true
            return notice(context)
        }
        context.fireChannelRead(data)
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}

extension ChannelHandlerContext {
    /// Sends a last answer as it is.
    ///
    /// Output ends first, and the rest a second later, because closing while bytes are still on
    /// their way would take the answer back.
    func refuse(with answer: ByteBuffer) {
        writeAndFlush(PlainTextGuard.wrapOutboundOut(answer), promise: nil)
        close(mode: .output, promise: nil)
        let channel = channel
        channel.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) {
            channel.close(promise: nil)
        }
    }
}
