import FlagAPI
import FlagModel
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOWebSocket
import Observations
import Synchronization
import Testing

@testable import FlagServer

/// What one connection may cost, at each limit and above.
struct ConnectionLimitsTests {
    /// Counts what it is offered.
    final class Counting: ObservationIngest {
        let offered = Mutex(0)
        let malformed = Mutex(0)

        func offer(_ items: [ObservedItem], in environmentID: GUID) {
            offered.withLock { $0 += items.count }
        }

        func countMalformed(_ count: Int) { malformed.withLock { $0 += count } }

        var report: IngestReport { IngestReport() }
    }

    /// A channel without a socket, and the desk that it is served from.
    private struct Line {
        let place: ServedPlace
        let ingest = Counting()
        let channel = EmbeddedChannel()
        let desk: LoopDesk

        init() throws {
            var place = try ServedPlace()
            try place.add("banner")
            self.place = place
            let now = place.now
            let front = FrontDesk(settings: ServerSettings(), now: { now }, ingest: ingest)
            desk = LoopDesk(front, place.site, on: channel.embeddedEventLoop)
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        }

        func stream() throws -> StreamHandler {
            let stream = StreamHandler(
                place.secret(.server),
                sdk: "",
                address: "127.0.0.1",
                desk: desk
            )
            try channel.pipeline.syncOperations.addHandler(WebSocketFrameEncoder())
            try channel.pipeline.syncOperations.addHandler(stream)
            return stream
        }

        func requests() throws -> RequestHandler {
            let handler = RequestHandler(desk: desk, peer: "127.0.0.1")
            try channel.pipeline.syncOperations.addHandler(HTTPResponseEncoder())
            try channel.pipeline.syncOperations.addHandler(handler)
            return handler
        }

        /// Everything that was sent, as text.
        func sent() throws -> String {
            var bytes: [UInt8] = []
            while let part = try channel.readOutbound(as: ByteBuffer.self) {
                bytes += part.readableBytesView
            }
            return String(decoding: bytes, as: UTF8.self)
        }

        func begin(_ uri: String, _ method: HTTPMethod = .POST) throws {
            let secret = place.secret(.server).secret.value
            let head = HTTPRequestHead(
                version: .http1_1,
                method: method,
                uri: uri,
                headers: ["authorization": secret]
            )
            try channel.writeInbound(HTTPServerRequestPart.head(head))
        }

        func body(_ bytes: [UInt8]) throws {
            try channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(bytes: bytes)))
        }

        func end() throws { try channel.writeInbound(HTTPServerRequestPart.end(nil)) }
    }

    // MARK: - How many

    @Test func `no more connections than the settings allow may stay, nor of one peer`() throws {
        let front = FrontDesk(
            settings: ServerSettings(connectionCount: 3, connectionsPerPeer: 2),
            now: { Moment(milliseconds: 0) },
            ingest: Counting()
        )

        #expect(front.admit(peer: "a") && front.admit(peer: "a"))
        #expect(!front.admit(peer: "a"))
        let refusal = front.book.report(at: Moment(milliseconds: 0)).refusals.first
        #expect(refusal?.reason == .tooMany && refusal?.address == "a")
        front.left(peer: "a")
        #expect(front.admit(peer: "b"))
        #expect(!front.admit(peer: "c"))
        front.left(peer: "c")
        front.left(peer: "a")
        #expect(front.admit(peer: "c"))
    }

    // MARK: - Streams

    @Test func `256 changes wait for a slow reader, then it must come back`() throws {
        let line = try Line()
        let stream = try line.stream()
        let sync = "{\"messageType\":\"data-sync\",\"data\":{\"timestamp\":0}}"
        try line.channel.writeInbound(
            WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: sync))
        )
        _ = try line.sent()
        var later = line.place
        try later.add("other")
        let changes = try #require(LiveChanges(from: line.place.picture, to: later.picture))
        line.channel.isWritable = false

        for _ in 0..<RequestLimits.waitingChanges { stream.tell(changes, later.picture) }
        #expect(try !line.sent().contains("too slow"))
        stream.tell(changes, later.picture)

        #expect(try line.sent().contains("too slow, come back later"))
        line.channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!line.channel.isActive)
    }

    @Test func `a reader that keeps up is told as often as something changes`() throws {
        let line = try Line()
        let stream = try line.stream()
        let sync = "{\"messageType\":\"data-sync\",\"data\":{\"timestamp\":0}}"
        try line.channel.writeInbound(
            WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: sync))
        )
        var later = line.place
        try later.add("other")
        let changes = try #require(LiveChanges(from: line.place.picture, to: later.picture))

        for _ in 0..<1000 { stream.tell(changes, later.picture) }

        #expect(try !line.sent().contains("too slow"))
    }

    @Test(arguments: [(59, true), (61, false)])
    func `a stream that is silent for a minute is closed`(seconds: Int64, stays: Bool) throws {
        let line = try Line()
        let stream = try line.stream()

        stream.look(at: .now() + .seconds(seconds))

        #expect(try line.sent().contains("come back later") == !stays)
    }

    @Test func `nothing more is read from a peer that does not read`() throws {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(ReadingPause())
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()

        for isWritable in [false, true] {
            channel.isWritable = isWritable
            channel.pipeline.fireChannelWritabilityChanged()

            let reads = channel.options.last { option, _ in
                option is ChannelOptions.Types.AutoReadOption
            }
            #expect(reads?.value as? Bool == isWritable)
        }
    }

    // MARK: - Requests

    @Test(arguments: [(9, true), (10, false)])
    func `a request's head must come within ten seconds`(seconds: Int64, stays: Bool) throws {
        let line = try Line()
        let handler = try line.requests()

        handler.look(at: .now() + .seconds(seconds))

        #expect(line.channel.isActive == stays)
    }

    @Test(arguments: [
        (0, 29, true), (0, 30, false), (65_535, 30, false), (65_536, 30, true),
        (65_536, 31, false), (1 << 20, 45, true), (1 << 20, 46, false),
    ])
    func `a body must come within thirty seconds, and one more for every 64 KiB`(
        bytes: Int,
        seconds: Int64,
        stays: Bool
    ) throws {
        let line = try Line()
        let handler = try line.requests()
        try line.begin("/api/public/insight/track")
        try line.body([UInt8](repeating: 32, count: bytes))

        handler.look(at: .now() + .seconds(seconds))

        #expect(line.channel.isActive == stays)
    }

    @Test(arguments: [(59, true), (60, false)])
    func `a connection that asks nothing for a minute is closed`(
        seconds: Int64,
        stays: Bool
    ) throws {
        let line = try Line()
        let handler = try line.requests()
        try line.begin("/health/liveness", .GET)
        try line.end()
        #expect(try line.sent().contains("Healthy"))

        handler.look(at: .now() + .seconds(seconds))

        #expect(line.channel.isActive == stays)
    }

    @Test(arguments: [(RequestLimits.reportBytes, 0), (RequestLimits.reportBytes + 1, 1)])
    func `a report that is too long is answered, and counted`(bytes: Int, malformed: Int) throws {
        let line = try Line()
        _ = try line.requests()
        try line.begin("/api/public/insight/track")
        try line.body(Array("[]".utf8))
        try line.body([UInt8](repeating: 32, count: bytes - 2))
        try line.end()

        #expect(try line.sent().hasPrefix("HTTP/1.1 200 OK"))
        #expect(line.ingest.malformed.withLock(\.self) == malformed)
    }

    @Test(arguments: [(RequestLimits.bodyBytes, "200 OK"), (RequestLimits.bodyBytes + 1, "413")])
    func `a question that is too long is refused`(bytes: Int, status: String) throws {
        let line = try Line()
        _ = try line.requests()
        try line.begin("/ofrep/v1/evaluate/flags")
        try line.body(Array("{}".utf8))
        try line.body([UInt8](repeating: 32, count: bytes - 2))
        try line.end()

        #expect(try line.sent().hasPrefix("HTTP/1.1 \(status)"))
    }

    @Test(arguments: [(RequestLimits.addressBytes, "404"), (RequestLimits.addressBytes + 1, "414")])
    func `an address that is too long is refused`(bytes: Int, status: String) throws {
        let line = try Line()
        _ = try line.requests()
        try line.begin("/" + String(repeating: "a", count: bytes - 1))
        if status == "404" { try line.end() }

        #expect(try line.sent().hasPrefix("HTTP/1.1 \(status)"))
    }

    // MARK: - Documents

    private static func fits(_ context: String) -> Bool {
        (try? OpenFeatureRequest(Array("{\"context\":\(context)}".utf8))) != nil
    }

    @Test(arguments: [(65_536, true), (65_537, false)])
    func `a text has 64 KiB at the most`(bytes: Int, fits: Bool) {
        #expect(Self.fits("{\"a\":\"\(String(repeating: "x", count: bytes))\"}") == fits)
    }

    @Test(arguments: [(30, true), (31, false)])
    func `lists lie 32 deep at the most`(levels: Int, fits: Bool) {
        let (open, close) = (
            String(repeating: "[", count: levels), String(repeating: "]", count: levels)
        )

        #expect(Self.fits("{\"a\":\(open)\(close)}") == fits)
    }

    @Test(arguments: [(99_997, true), (99_998, false)])
    func `a document has 100,000 values at the most`(count: Int, fits: Bool) {
        let ones = Array(repeating: "1", count: count).joined(separator: ",")

        #expect(Self.fits("{\"a\":[\(ones)]}") == fits)
    }

    @Test(arguments: [(1000, true), (1001, false)])
    func `a customer has a thousand attributes at the most`(count: Int, fits: Bool) {
        let attributes = (0..<count).map { "\"a\($0)\":1" }.joined(separator: ",")

        #expect(Self.fits("{\(attributes)}") == fits)
    }
}
