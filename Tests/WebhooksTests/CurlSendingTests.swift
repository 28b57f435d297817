import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import Webhooks

/// Posts over real HTTP.
struct CurlSendingTests {
    private static func sent(_ path: String, body: String = "{}") async throws -> PostAnswer {
        let hearer = try await Hearer()
        let post = OutgoingPost(
            url: "http://127.0.0.1:\(hearer.port)\(path)",
            fields: [.init(name: "X-Own", value: "a: b"), .init(name: "X-Empty", value: "")],
            body: Array(body.utf8)
        )
        let answer = await CurlSending.send(post)
        try await hearer.close()
        return answer
    }

    private static func text(_ answer: PostAnswer) -> (status: Int, text: String) {
        guard case .answered(let status, let bytes) = answer else { return (0, "\(answer)") }
        return (status, String(decoding: bytes, as: UTF8.self))
    }

    @Test func `method, fields and body arrive`() async throws {
        let answer = Self.text(try await Self.sent("/echo", body: "{\"a\":\"ü\"}"))

        #expect(answer == (200, "POST a: b||{\"a\":\"ü\"}"))
    }

    @Test func `a body of a megabyte arrives whole`() async throws {
        let body = String(repeating: "x", count: 1 << 20)

        #expect(Self.text(try await Self.sent("/size", body: body)) == (200, "1048576"))
    }

    @Test(arguments: [301, 302, 307, 308])
    func `a redirect is an answer and is not followed`(status: Int) async throws {
        #expect(Self.text(try await Self.sent("/status/\(status)")) == (status, "moved"))
    }

    @Test(arguments: [0, 1023, 1024, 1025, 65_535, 65_536, 65_537, 4_000_000])
    func `the first KiB of an answer is kept, however long it is`(count: Int) async throws {
        let answer = Self.text(try await Self.sent("/long/\(count)"))

        #expect(answer.status == 200)
        #expect(answer.text.utf8.count == min(count, PostLimits.keptBytes))
        #expect(PostLimits.answerBytes == 65_536)
    }

    @Test func `nobody there is said in words`() async throws {
        let hearer = try await Hearer()
        try await hearer.close()
        let post = OutgoingPost(url: "http://127.0.0.1:\(hearer.port)/", fields: [], body: [])

        guard case .failed(let words) = await CurlSending.send(post) else {
            Issue.record("Somebody answered.")
            return
        }
        #expect(words.contains("connect"))
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/"])
    func `only http and https are spoken`(url: String) async {
        let answer = await CurlSending.send(OutgoingPost(url: url, fields: [], body: []))

        if case .answered = answer { Issue.record("\(url) was answered.") }
    }
}

/// A small system that hears posts.
private struct Hearer {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let channel: any Channel

    var port: Int { channel.localAddress?.port ?? 0 }

    init() async throws {
        channel = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Answerer())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    func close() async throws {
        try await channel.close().get()
        try await group.shutdownGracefully()
    }
}

/// Answers by the path that is asked for.
private final class Answerer: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let part): body += part.readableBytesView
        case .end: answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        guard let head else { return }
        let parts = head.uri.split(separator: "/").map(String.init)
        let number = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        var (status, text) = (200, "")
        switch parts.first {
        case "echo":
            let own = head.headers.first(name: "x-own") ?? ""
            let empty = head.headers.first(name: "x-empty") ?? "none"
            text = "\(head.method) \(own)|\(empty)|" + String(decoding: body, as: UTF8.self)
        case "size": text = "\(body.count)"
        case "status": (status, text) = (number, "moved")
        default: text = String(repeating: "x", count: number)
        }
        var fields = HTTPHeaders([("content-length", "\(text.utf8.count)")])
        if (300..<400).contains(status) { fields.add(name: "location", value: "/echo") }
        let answer = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: status),
            headers: fields
        )
        context.write(Self.wrapOutboundOut(.head(answer)), promise: nil)
        context.write(
            Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))),
            promise: nil
        )
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    }
}
