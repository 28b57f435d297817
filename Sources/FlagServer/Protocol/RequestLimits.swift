import FlagAPI
import JSON
import TLS

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

    /// Programs of people that hear of every entry at once.
    static let followers = 128
    /// Large questions of people's programs that are read at once.
    static let bulkRequests = 4

    /// Levels of lists and objects in a document from a socket.
    static let documentDepth = 32
    /// Bytes of one text in a document from a socket.
    static let documentTextBytes = 64 << 10
    /// Values of a document from a socket, nested ones included.
    static let documentValues = 100_000

    /// The limits as rows: what is limited, how much is allowed, its unit, what happens beyond.
    static let table: [(subject: String, most: Int, unit: String, beyond: String)] = [
        ("header fields of a request, all together", headerBytes, "bytes", "400, closed"),
        ("header fields of a request", headerCount, "fields", "400, closed"),
        ("address of a request", addressBytes, "bytes", "414, closed"),
        ("body of a request that asks", bodyBytes, "bytes", "413"),
        ("body of a report", reportBytes, "bytes", "200, dropped and counted"),
        ("message on a stream", messageBytes, "bytes", "closed with 1009"),
        ("fragments of a message on a stream", fragmentCount, "fragments", "closed with 1009"),
        ("levels of a document", documentDepth, "levels", "400; in a report, counted"),
        ("text in a document", documentTextBytes, "bytes", "400; in a report, counted"),
        ("values of a document", documentValues, "values", "400; in a report, counted"),
        ("attributes of a customer", EndUser.maximumAttributes, "attributes", "400; counted"),
        ("changes that wait for a slow reader", waitingChanges, "messages", "closed with 1013"),
        ("connections", connectionCount, "connections", "closed at once"),
        ("file of a certificate or of a key", PEMFile.maximumBytes, "bytes", "not taken"),
        ("time until a request's head is there", Int(headSeconds), "seconds", "closed"),
        ("time until its body is there", Int(bodySeconds), "seconds", "closed"),
        ("bytes of a body that earn a second more", bytesPerSecond, "bytes", ""),
        ("silence on a connection", Int(idleSeconds), "seconds", "closed; streams with 1001"),
        ("difference of clocks", Int(Credentials.clockTolerance), "seconds", "closed with 4003"),
        ("wrong secrets in a minute", FailureGate.freeFailures, "tries", "429, for ever longer"),
        ("wrong tokens in a minute", FailureGate.freeFailures, "tries", "429, for ever longer"),
        ("addresses remembered for that", FailureGate.maximumAddresses, "addresses", "oldest go"),
        ("question of a person's program", HTTPProtocol.askBytes, "bytes", "413"),
        ("large question of one", HTTPProtocol.bulkBytes, "bytes", "413"),
        ("values of a person's question", SocketProtocol.requestValues, "values", "400"),
        ("large questions that are read at once", bulkRequests, "requests", "503"),
        ("programs that hear of every entry", followers, "connections", "503"),
        ("rows of the list of applications", ApplicationsReport.maximumRows, "rows", "oldest go"),
    ]

    /// What a document from a socket may cost its reader.
    static func json(documentBytes: Int) -> JSONLimits {
        JSONLimits(
            depth: documentDepth,
            documentBytes: documentBytes,
            textBytes: documentTextBytes,
            values: documentValues
        )
    }
}
