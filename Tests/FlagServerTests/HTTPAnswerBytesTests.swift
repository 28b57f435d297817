import NIOCore
import NIOHTTP1
import Testing

@testable import FlagServer

/// An answer as it goes to the client.
struct HTTPAnswerBytesTests {
    private static let answer = HTTPAnswer.text("Healthy").with("x", "y")

    private static func written(
        _ answer: HTTPAnswer,
        to method: HTTPMethod = .GET,
        version: HTTPVersion = .http1_1,
        keepsAlive: Bool = true
    ) -> String {
        let head = HTTPRequestHead(version: version, method: method, uri: "/")
        return String(buffer: answer.bytes(to: head, keepsAlive: keepsAlive))
    }

    @Test func `an answer has its fields, its length and its body`() {
        #expect(
            Self.written(Self.answer) == """
                HTTP/1.1 200 OK\r
                access-control-allow-origin: *\r
                content-type: text/plain; charset=utf-8\r
                x: y\r
                content-length: 7\r
                \r
                Healthy
                """
        )
    }

    @Test func `a head that is asked for alone says the length and has no body`() {
        let written = Self.written(Self.answer, to: .HEAD)

        #expect(written.hasSuffix("content-length: 7\r\n\r\n"))
    }

    @Test(arguments: [HTTPResponseStatus.noContent, .notModified])
    func `a status without a body has no length`(status: HTTPResponseStatus) {
        #expect(
            Self.written(.empty(status)) == """
                HTTP/1.1 \(status.code) \(status.reasonPhrase)\r
                access-control-allow-origin: *\r
                \r

                """
        )
    }

    @Test func `the last answer of a connection says so`() {
        let written = Self.written(.text("x", .badRequest), keepsAlive: false)

        #expect(written.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        #expect(written.hasSuffix("content-length: 1\r\nconnection: close\r\n\r\nx"))
    }

    @Test func `an old client is answered in its version`() {
        #expect(Self.written(Self.answer, version: .http1_0).hasPrefix("HTTP/1.0 200 OK\r\n"))
    }
}
