import NIOCore
import NIOHTTP1

/// Makes plain requests of those that ask for an upgrade and do not get one.
///
/// RFC 9110, section 7.8: a server may ignore an upgrade. Java's client, for one, asks for HTTP/2
/// that way. Stands before NIO's handler of upgrades, which loses such a request. The decoder reads
/// nothing after one, so the connection ends with its answer.
final class UpgradeFilter: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private let mayUpgrade: (HTTPRequestHead) -> Bool
    private var isFirst = true

    /// Lets those requests upgrade that are the first of a connection and for which this holds.
    init(mayUpgrade: @escaping (HTTPRequestHead) -> Bool) {
        self.mayUpgrade = mayUpgrade
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = Self.unwrapInboundIn(data) else {
            context.fireChannelRead(data)
            return
        }
        let wasFirst = isFirst
        isFirst = false
        guard head.headers.contains(name: "upgrade") else {
            context.fireChannelRead(data)
            return
        }
        if wasFirst, head.asksForWebSocket, mayUpgrade(head) {
            context.fireChannelRead(data)
            // What follows is no HTTP any more.
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
            return
        }
        head.headers.remove(name: "upgrade")
        head.headers.replaceOrAdd(name: "connection", value: "close")
        context.fireChannelRead(Self.wrapInboundOut(.head(head)))
    }
}

extension HTTPRequestHead {
    /// Whether everything is there that RFC 6455, section 4.2.1, asks of a client.
    var asksForWebSocket: Bool {
        func holds(_ name: String, _ word: String) -> Bool {
            headers[canonicalForm: name].contains { $0.lowercased() == word }
        }
        return method == .GET && version == .http1_1 && holds("upgrade", "websocket")
            && holds("connection", "upgrade") && headers["sec-websocket-version"] == ["13"]
            && headers["sec-websocket-key"].count == 1
    }
}
