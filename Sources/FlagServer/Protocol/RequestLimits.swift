import JSON

/// What one connection and one request may cost.
public enum RequestLimits {
    /// Bytes of all header fields of a request.
    static let headerBytes = 32 << 10
    /// Header fields of a request.
    static let headerCount = 100
    /// Bytes of a request's address.
    static let addressBytes = 4 << 10
    /// Bytes of the body of a request that asks.
    static let bodyBytes = 1 << 20
    /// Bytes of the body of a request that reports; what is longer is dropped, counted and
    /// answered with 200.
    static let reportBytes = 4 << 20
    /// Bytes of one message on a stream.
    static let messageBytes = 1 << 20
    /// Fragments of one message on a stream.
    static let fragmentCount = 64
    /// Live changes that wait for one slow reader.
    static let waitingChanges = 256
    /// Connections altogether.
    public static let connectionCount = 20_000
    /// Seconds until a request's head must be there.
    static let headSeconds: Int64 = 10
    /// Seconds until a request's body must be there, and one more for each so many bytes.
    static let bodySeconds: Int64 = 30
    /// Bytes of a body that earn one more second.
    static let bytesPerSecond = 64 << 10
    /// Seconds after which a silent connection is closed.
    static let idleSeconds: Int64 = 60

    /// What a document from a socket may cost its reader.
    static func json(documentBytes: Int) -> JSONLimits {
        JSONLimits(
            depth: 32,
            documentBytes: documentBytes,
            textBytes: 64 << 10,
            values: 100_000
        )
    }
}
