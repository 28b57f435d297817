import JSON

/// What an SDK says on its stream.
///
/// - Shape: `{"messageType": …, "data": …}`, the type in any case. Source: FeatBit's
///   `MessageDispatcher.cs`.
enum StreamMessage: Sendable {
    /// Wants a sign of life.
    case ping
    /// Wants its data back.
    case echo(JSONValue)
    /// Wants what is newer than a version; 0 when it holds nothing. SDKs for browsers and phones
    /// say for whom.
    case sync(version: Int64, user: JSONValue?)
    /// Not understood, or nothing to answer.
    case unknown

    /// Reads one message; anything strange is ``unknown``, which is ignored as FeatBit does.
    init(_ bytes: [UInt8]) {
        let limits = RequestLimits.json(documentBytes: RequestLimits.messageBytes)
        guard case .object(let message)? = try? JSONValue(parsing: bytes, limits: limits),
            let type = message["messageType"]?.text, let data = message["data"]
        else {
            self = .unknown
            return
        }
        switch type.lowercased() {
        case "ping": self = .ping
        case "echo": self = .echo(data)
        case "data-sync": self = Self.sync(data)
        default: self = .unknown
        }
    }

    private static func sync(_ data: JSONValue) -> StreamMessage {
        guard case .object(let data) = data else { return .unknown }
        let version = data["timestamp"].flatMap { try? $0.asNumber() } ?? 0
        // Beyond this, whole milliseconds are not exact; no clock is there.
        guard version.magnitude < 9e15 else { return .sync(version: .max, user: data["user"]) }
        return .sync(version: Int64(version), user: data["user"])
    }

    /// The answer to ``ping``.
    static let pong = Array("{\"messageType\":\"pong\",\"data\":{}}".utf8)

    /// The answer to ``echo(_:)``.
    static func echoing(_ data: JSONValue) -> [UInt8] {
        Array("{\"messageType\":\"echo\",\"data\":".utf8) + data.canonicalBytes() + [
            UInt8(ascii: "}")
        ]
    }
}
