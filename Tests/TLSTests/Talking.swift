import FlagModel
import NIOCore
import NIOPosix
import TLS
import TestSupport

/// A server that sends back what it gets, on a port of this machine.
struct EchoServer {
    private let channel: any Channel
    let port: Int

    /// Starts one: with TLS, or one that says the same to everybody and knows nothing of it.
    init(_ certificate: ServerCertificate?, plainWords: String = "HTTP/1.1 400 Bad Request")
        async throws
    {
        let refusal = ByteBuffer(string: "no TLS")
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try certificate?.secure(channel, refusal: refusal)
                    let words = certificate == nil ? plainWords : nil
                    try channel.pipeline.syncOperations.addHandler(Echo(words))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func stop() async throws { try await channel.close().get() }

    private final class Echo: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let words: String?

        init(_ words: String?) {
            self.words = words
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let answer = words.map { ByteBuffer(string: $0) } ?? Self.unwrapInboundIn(data)
            context.writeAndFlush(Self.wrapOutboundOut(answer), promise: nil)
            if words == "" { context.close(promise: nil) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}

/// What came back, or why the other end was not believed.
enum Heard: Equatable {
    case words(String)
    case failure(Handshake.Failure)
    case nothing
}

/// Says something to a server and hears what comes back.
///
/// - Parameters:
///   - words: what to say.
///   - server: to whom.
///   - host: who the server must be.
///   - issuers: whom to believe; `nil` speaks no TLS.
/// - Returns: what was heard.
func saying(
    _ words: String = "hello",
    to server: EchoServer,
    as host: String = "localhost",
    believing issuers: TrustedIssuers?
) async -> Heard {
    let handshake = Handshake()
    do {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try issuers?.secure(channel, to: host, telling: handshake) { Moment.present }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try? await outbound.write(ByteBuffer(string: words))
            for try await part in inbound { return .words(String(buffer: part)) }
            return handshake.failure.map(Heard.failure) ?? .nothing
        }
    } catch {
        return handshake.failure.map(Heard.failure) ?? .nothing
    }
}

extension Moment {
    /// The first moment of a year.
    static func year(_ year: Int) -> Moment {
        guard let moment = Moment("\(year)-01-01T00:00:00Z") else {
            preconditionFailure("A year of four digits begins.")
        }
        return moment
    }

    /// When these tests run; certificates for them are good from 2020 to 2199.
    static let present = Moment.year(2030)
}

extension Certificates.Issued {
    /// The two files as they are now.
    var files: ServerCertificate.Files {
        ServerCertificate.Files(certificate: PEMFile(at: certificate), key: PEMFile(at: key))
    }

    /// The certificate, read at a moment at which it is good.
    func served(at now: Moment = .present) throws -> ServerCertificate {
        try ServerCertificate(files, at: now)
    }
}

extension PEMFile {
    /// What a file holds now.
    init(at path: String) {
        self.init(path: path, bytes: TextFile(absolute: path).bytes)
    }
}
