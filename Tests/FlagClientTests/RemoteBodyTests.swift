import FlagAPI
import FlagModel
import FlagService
import JSON
import NIOCore
import NIOHTTP1
import Testing

@testable import FlagClient

/// What strangers and mistaken programs send to the way in over HTTP.
@Suite(.waiting)
struct RemoteBodyTests {
    private static func question(padded count: Int) -> [UInt8] {
        let question = Array("{\"ask\":\"applications\"}".utf8)
        return question + Array(repeating: UInt8(ascii: " "), count: count - question.count)
    }

    @Test func `a question may have as many bytes as the limit says, and no more`() async throws {
        let remote = try await RemoteFixture()
        let good = "Bearer " + remote.token(of: "Ana").revealed

        let most = try await remote.sent(
            Self.question(padded: HTTPProtocol.askBytes),
            authorization: good
        )
        let more = try await remote.sent(
            Self.question(padded: HTTPProtocol.askBytes + 1),
            authorization: good
        )
        let large = try await remote.sent(
            Self.question(padded: HTTPProtocol.askBytes + 1),
            to: HTTPProtocol.bulk,
            authorization: good
        )

        #expect(most.status == 200)
        #expect(more.status == 413)
        #expect(more.code == "request.too-long")
        #expect(large.status == 200)
        await remote.close()
    }

    @Test(arguments: [
        "", "{", "[]", "null", "\"ask\"", "{\"ask\":7}", "{\"ask\":\"drop\",\"with\":{}}",
        "{\"ask\":\"propose\"}", "{\"ask\":\"propose\",\"with\":{}}",
        "{\"ask\":\"undo-plan\",\"with\":-1}", "{\"ask\":\"applications\"}{}",
        "{\"ask\":\"history\",\"ask\":\"applications\"}",
        String(repeating: "[", count: 1 << 20),
        String(repeating: "{\"with\":", count: 100_000),
    ])
    func `what cannot be understood is answered and changes nothing`(body: String) async throws {
        let remote = try await RemoteFixture()
        let good = "Bearer " + remote.token(of: "Ana").revealed

        let reply = try await remote.sent(Array(body.utf8), authorization: good)

        #expect(reply.status == 400, "\(body.prefix(40))")
        #expect(reply.code == "request.unreadable")
        #expect(try await remote.service.picture().entry == 1)
        await remote.close()
    }

    /// As many values in one list, which is one of them.
    private static func values(_ count: Int) -> [UInt8] {
        let start = Array("{\"ask\":\"applications\",\"with\":[".utf8)
        // The question itself, its word and the list are three.
        var body = [UInt8](repeating: UInt8(ascii: "0"), count: 2 * (count - 3) - 1)
        for place in stride(from: 1, to: body.count, by: 2) { body[place] = UInt8(ascii: ",") }
        return start + body + Array("]}".utf8)
    }

    @Test func `a large question may hold as many values as the limit says, and no more`()
        async throws
    {
        let remote = try await RemoteFixture()
        let good = "Bearer " + remote.token(of: "Ana").revealed
        let limit = SocketProtocol.requestValues

        let most = try await remote.sent(
            Self.values(limit),
            to: HTTPProtocol.bulk,
            authorization: good
        )
        let more = try await remote.sent(
            Self.values(limit + 1),
            to: HTTPProtocol.bulk,
            authorization: good
        )

        #expect(most.status == 200)
        #expect(more.status == 400)
        #expect(
            String(decoding: more.body, as: UTF8.self).contains("more than 4,000,000 values")
        )
        await remote.close()
    }

    @Test func `the largest audience has room in one question, and room is left`() {
        let keys = 2 * Limits.memberCount.upperBound

        #expect(SocketProtocol.requestValues >= 2 * keys)
    }

    @Test func `bytes that are no text are answered too`() async throws {
        let remote = try await RemoteFixture()
        let good = "Bearer " + remote.token(of: "Ana").revealed
        var random = SplitMix64(seed: 7)
        for length in [1, 7, 100, 5000] {
            let bytes = (0..<length).map { _ in UInt8.random(in: 128...255, using: &random) }
            #expect(try await remote.sent(bytes, authorization: good).status == 400)
        }
        await remote.close()
    }

    @Test(arguments: [
        (HTTPMethod.GET, HTTPProtocol.ask, UInt(405)), (.POST, HTTPProtocol.picture, 405),
        (.HEAD, HTTPProtocol.picture, 405), (.OPTIONS, HTTPProtocol.ask, 404),
        (.POST, "/api/v1/asks", 404), (.GET, HTTPProtocol.entries + "?after=x", 400),
    ])
    func `another method or path is refused`(method: HTTPMethod, path: String, status: UInt)
        async throws
    {
        let remote = try await RemoteFixture()
        let good = "Bearer " + remote.token(of: "Ana").revealed

        let reply = try await remote.sent([], to: path, method, authorization: good)

        #expect(reply.status == status)
        await remote.close()
    }

    @Test func `the picture is one document with its entry`() async throws {
        let remote = try await RemoteFixture()
        let good = "Bearer " + remote.token(of: "Ana").revealed

        let reply = try await remote.sent([], to: HTTPProtocol.picture, .GET, authorization: good)

        guard case .snapshot(let picture) = try ServiceMessage(bytes: reply.body) else {
            Issue.record("no picture")
            return
        }
        #expect(picture.entry == 1)
        #expect(picture.model == (try await remote.service.picture()).model)
        await remote.close()
    }

    @Test(arguments: [(nil, 2), (UInt64(0), 2), (1, 1), (7, 2)] as [(UInt64?, Int)])
    func `who knows the present model is not sent it again`(known: UInt64?, before: Int)
        async throws
    {
        let remote = try await RemoteFixture()
        let good = "Bearer " + remote.token(of: "Ana").revealed
        let path = HTTPProtocol.entries + (known.map { "?after=\($0)" } ?? "")
        let exchange = HTTPExchange(
            place: remote.place,
            trust: .plain,
            method: .GET,
            path: path,
            authorization: good
        )
        struct Enough: Error {}
        var text = ""
        var isAsked = false
        await #expect(throws: Enough.self) {
            try await exchange.run { part in
                guard case .body(let piece) = part else { return }
                text += String(decoding: piece.readableBytesView, as: UTF8.self)
                // Empty lines are signs of life; the last piece is no whole line yet.
                let count = text.split(separator: "\n", omittingEmptySubsequences: false)
                    .dropLast().count { !$0.isEmpty }
                if count >= before, !isAsked {
                    isAsked = true
                    let (service, proposal) = (remote.service, remote.fixture.rename("Next"))
                    Task { _ = try await service.propose(proposal) }
                }
                if count > before { throw Enough() }
            }
        }
        let lines = text.split(separator: "\n").map(String.init)

        #expect(lines.first?.contains("\"welcome\":1") == true)
        #expect(lines.dropFirst().dropLast().allSatisfy { $0.hasPrefix("{\"snapshot\":") })
        #expect(lines.last?.hasPrefix("{\"entry\":") == true)
        await remote.close()
    }
}
