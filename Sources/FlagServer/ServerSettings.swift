/// How the server for applications is set up.
public struct ServerSettings: Hashable, Sendable {
    /// The address to listen on, such as `127.0.0.1` or `::1`.
    public var host: String
    /// The port; 0 takes any that is free.
    public var port: Int
    /// The address of the proxy that says in `X-Forwarded-For` who asks; `nil` when there is none.
    public var proxy: String?
    /// Threads that serve connections.
    public var threadCount: Int
    /// Connections altogether, at the most.
    public var connectionCount: Int
    /// Connections of one peer, at the most.
    public var connectionsPerPeer: Int

    /// Names under which others reach it, beside those of its certificate; programs of people may
    /// use no other ones.
    public var publicNames: [String]

    /// The port of FeatBit's evaluation server, which SDKs are set up for.
    public static let usualPort = 5100

    /// This machine only, on the usual port.
    public init(
        host: String = "127.0.0.1",
        port: Int = ServerSettings.usualPort,
        proxy: String? = nil,
        publicNames: [String] = [],
        threadCount: Int = 2,
        connectionCount: Int = RequestLimits.connectionCount,
        connectionsPerPeer: Int = RequestLimits.connectionCount
    ) {
        self.host = host
        self.port = port
        self.proxy = proxy
        self.publicNames = publicNames
        self.threadCount = threadCount
        self.connectionCount = connectionCount
        self.connectionsPerPeer = connectionsPerPeer
    }

    /// Why these settings would let everybody on the way read along; `nil` when they are safe.
    ///
    /// - Parameter isEncrypted: whether connections are, before anything else happens on them.
    /// - Returns: a sentence.
    func fault(isEncrypted: Bool) -> String? {
        guard !isEncrypted, proxy == nil, !Self.isLoopback(host) else { return nil }
        return "\(host) can be reached from other machines, and what goes there could be read on "
            + "the way. Encrypt it with --tls-certificate and --tls-key, put a proxy that does "
            + "in front and name its address with --behind-proxy, or serve this machine only "
            + "with --host 127.0.0.1."
    }

    /// Whether an address belongs to this machine only.
    static func isLoopback(_ address: String) -> Bool {
        address == "localhost" || address == "::1"
            || address.hasPrefix("127.")
                && address.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
    }
}
