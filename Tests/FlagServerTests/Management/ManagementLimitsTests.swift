import FlagAPI
import FlagModel
import NIOCore
import NIOHTTP1
import Testing

@testable import FlagServer

struct ManagementLimitsTests {
    @Test func `a large question may have as many bytes as the limit says, and no more`() {
        let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: HTTPProtocol.bulk)
        let target = RequestTarget(head.uri)
        let request = Request(head, target, Endpoint(.POST, target), address: "here")

        request.append(ByteBuffer(repeating: 0x20, count: HTTPProtocol.bulkBytes).readableBytesView)
        #expect(!request.isTooLong)
        #expect(request.body.count == 64 << 20)
        request.append(ByteBuffer(repeating: 0x20, count: 1).readableBytesView)
        #expect(request.isTooLong)
        #expect(request.body.isEmpty)
    }

    @Test(arguments: [
        (HTTPMethod.POST, "/api/v1/ask", Endpoint.ask), (.POST, "/api/v1/import", .bulk),
        (.GET, "/api/v1/picture", .picture), (.GET, "/api/v1/entries?after=3", .entries),
        (.HEAD, "/api/v1/picture", .otherMethod("GET")), (.OPTIONS, "/api/v1/ask", .unknown),
        (.PUT, "/api/v1/ask", .otherMethod("POST")), (.POST, "/api/v1", .unknown),
    ])
    func `a request of a person's program is taken to its endpoint`(
        method: HTTPMethod,
        address: String,
        endpoint: Endpoint
    ) {
        #expect(Endpoint(method, RequestTarget(address)) == endpoint)
    }

    @Test func `no page may read what a person's program is answered`() {
        let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: "/")
        let answers: [HTTPAnswer] = [
            .private([]), .problem(HTTPProblem(401, "token.refused", "No.")),
        ]
        for answer in answers {
            let text = String(buffer: answer.bytes(to: head, keepsAlive: true))
            #expect(!text.contains("access-control"))
            #expect(text.contains("cache-control: no-store"))
        }
    }
}
