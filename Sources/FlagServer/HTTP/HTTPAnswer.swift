import JSON
import NIOHTTP1

/// The answer to one request.
struct HTTPAnswer: Sendable {
    var status: HTTPResponseStatus
    var contentType: String?
    var body: [UInt8]
    /// Further header fields; never made of what somebody sent.
    var headers: [(name: String, value: String)]
    /// Whether any page in a browser may read it.
    var isForPages = true

    /// An answer without a body.
    static func empty(_ status: HTTPResponseStatus) -> HTTPAnswer {
        HTTPAnswer(status: status, contentType: nil, body: [], headers: [])
    }

    /// JSON that is written already.
    static func json(_ body: [UInt8], _ status: HTTPResponseStatus = .ok) -> HTTPAnswer {
        HTTPAnswer(status: status, contentType: "application/json", body: body, headers: [])
    }

    /// JSON.
    static func json(_ value: JSONValue, _ status: HTTPResponseStatus = .ok) -> HTTPAnswer {
        json(value.canonicalBytes(), status)
    }

    /// Plain text.
    static func text(_ text: String, _ status: HTTPResponseStatus = .ok) -> HTTPAnswer {
        HTTPAnswer(
            status: status,
            contentType: "text/plain; charset=utf-8",
            body: Array(text.utf8),
            headers: []
        )
    }

    /// The same answer with one more header field.
    func with(_ name: String, _ value: String) -> HTTPAnswer {
        var answer = self
        answer.headers.append((name, value))
        return answer
    }
}
