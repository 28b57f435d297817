import FlagModel
import NIOCore
import Testing

@testable import FlagServer

/// What an SDK says, and what it is answered.
struct StreamSessionTests {
    private static func text(_ reply: StreamSession.Reply) -> String? {
        switch reply {
        case .send(let bytes), .sendTo(_, let bytes): String(decoding: bytes, as: UTF8.self)
        case .sendFrame(let frame): String(buffer: frame)
        case .silence: nil
        }
    }

    private func answer(_ kind: Secret.Kind, _ message: String) throws -> String? {
        var session = StreamSession(kind: kind)
        let reply = session.receive(StreamMessage(Array(message.utf8)), try ServedPlace().picture)
        return Self.text(reply)
    }

    @Test(arguments: [
        "{\"messageType\":\"ping\",\"data\":null}", "{\"messageType\":\"Ping\",\"data\":{}}",
        "{\"data\":{\"timestamp\":0},\"messageType\":\"PING\"}",
    ])
    func `a ping is answered, however it is spelled`(message: String) throws {
        #expect(try answer(.server, message) == "{\"messageType\":\"pong\",\"data\":{}}")
    }

    @Test func `an echo gives the data back`() throws {
        #expect(
            try answer(.server, "{\"messageType\":\"echo\",\"data\":{\"b\":[1,null]}}")
                == "{\"messageType\":\"echo\",\"data\":{\"b\":[1,null]}}"
        )
    }

    @Test(arguments: [
        "", "{", "[]", "null", "\"ping\"", "{\"messageType\":\"ping\"}", "{\"data\":{}}",
        "{\"messageType\":\"hello\",\"data\":{}}", "{\"messageType\":7,\"data\":{}}",
        "{\"messageType\":\"data-sync\",\"data\":7}",
        "{\"messageType\":\"rp-agent-status\",\"data\":{}}",
    ])
    func `what is not understood is passed over`(message: String) throws {
        #expect(try answer(.server, message) == nil)
        #expect(try answer(.client, message) == nil)
    }

    @Test(arguments: [
        "{\"timestamp\":0}", "{}", "{\"timestamp\":null}", "{\"timestamp\":-5}",
        "{\"timestamp\":1e300}",
    ])
    func `a sync without a version that can be is answered with everything`(data: String) throws {
        let message = "{\"messageType\":\"data-sync\",\"data\":\(data)}"

        #expect(try answer(.server, message)?.contains("\"eventType\":\"full\"") == true)
    }

    @Test(arguments: [
        "{\"timestamp\":0}", "{\"timestamp\":0,\"user\":null}",
        "{\"timestamp\":0,\"user\":{\"name\":\"x\"}}",
        "{\"timestamp\":0,\"user\":{\"keyId\":\" \",\"name\":\"x\"}}",
    ])
    func `a customer without a key is not answered`(data: String) throws {
        let message = "{\"messageType\":\"data-sync\",\"data\":\(data)}"

        #expect(try answer(.client, message) == nil)
    }

    @Test func `a second sync is for whoever it names`() throws {
        let place = try ServedPlace()
        var session = StreamSession(kind: .client)
        for key in ["u1", "u2"] {
            let message =
                "{\"messageType\":\"data-sync\",\"data\":{\"timestamp\":0,\"user\":"
                + "{\"keyId\":\"\(key)\",\"name\":\"\",\"customizedProperties\":[]}}}"
            let reply = session.receive(StreamMessage(Array(message.utf8)), place.picture)

            #expect(Self.text(reply)?.contains("\"userKeyId\":\"\(key)\"") == true)
            #expect(session.user.map { String(decoding: $0.key, as: UTF8.self) } == "\"\(key)\"")
        }
    }

    @Test func `nobody is told of changes before the first sync`() throws {
        var session = StreamSession(kind: .server)
        #expect(!session.isSynced)

        _ = session.receive(.sync(version: 0, user: nil), try ServedPlace().picture)

        #expect(session.isSynced)
    }
}
