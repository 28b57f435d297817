/// Where the service of another machine is reached, such as `https://flags.example.com:5100`.
public struct RemotePlace: Hashable, Sendable {
    /// The name or address, without brackets.
    public let host: String
    /// The port.
    public let port: Int
    /// Whether nobody on the way can read along.
    public let isEncrypted: Bool
    /// What a proxy wants in front of each path; empty for nothing.
    public let base: String

    /// The port that `flagdeck serve` takes unless told otherwise.
    static let usualPort = 5100
    /// The port of `https://` everywhere, which proxies take.
    static let encryptedPort = 443
    /// Bytes of a name of the network (RFC 1035, section 2.3.4).
    static let nameBytes = 253

    /// Reads an address.
    ///
    /// - Parameters:
    ///   - text: the address as it is typed.
    ///   - mayBePlain: whether a token may travel to another machine as it is, for all to read who
    ///     are on the way.
    /// - Throws: ``Fault``.
    public init(_ text: String, mayBePlain: Bool = false) throws(Fault) {
        let (scheme, rest) = Self.split(text, at: "://")
        guard let rest else { throw .malformed(text) }
        guard ["http", "https"].contains(scheme.lowercased()) else { throw .malformed(text) }
        isEncrypted = scheme.lowercased() == "https"
        let usual = isEncrypted ? Self.encryptedPort : Self.usualPort
        let (place, path) = Self.split(rest, at: "/")
        guard let (host, port) = Self.hostAndPort(place, usual),
            (path ?? "").utf8.allSatisfy(Self.isOfPath)
        else { throw .malformed(text) }
        guard isEncrypted || mayBePlain || Self.isLoopback(host) else {
            throw .readableOnTheWay(host: host)
        }
        self.host = host
        self.port = port
        let names = (path ?? "").split(separator: "/").joined(separator: "/")
        base = names.isEmpty ? "" : "/" + names
    }

    /// The address as it is typed.
    public var text: String { "\(isEncrypted ? "https" : "http")://\(authority)\(base)" }

    /// The name and the port, as the `Host` field has them.
    var authority: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    /// Why an address cannot be used.
    public enum Fault: Error, Hashable, Sendable {
        /// It is no address of a service.
        case malformed(String)
        /// The token would travel readable.
        case readableOnTheWay(host: String)

        /// What is wrong and what to do.
        ///
        /// Holds text from outside: print it through the type that makes it safe.
        public var text: String {
            switch self {
            case .malformed(let text):
                "\"\(text)\" is no address of a Flagdeck. One looks like "
                    + "https://flags.example.com:5100, or http://127.0.0.1:5100 on this machine."
            case .readableOnTheWay(let host):
                "Your token would travel to \(host) for everybody on the way to read, so it was "
                    + "not sent. Say https:// if the other side does TLS, or open a tunnel: "
                    + "ssh -N -L 5100:127.0.0.1:5100 \(host), then "
                    + "--connect http://127.0.0.1:5100. Or say --plain-http if the way is safe."
            }
        }
    }

    private static func split(_ text: String, at mark: String) -> (String, String?) {
        guard let range = text.firstRange(of: mark) else { return (text, nil) }
        return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
    }

    private static func hostAndPort(_ place: String, _ usual: Int) -> (String, Int)? {
        var (host, rest) = (place, "")
        if place.hasPrefix("["), let end = place.firstIndex(of: "]") {
            host = String(place[place.index(after: place.startIndex)..<end])
            rest = String(place[place.index(after: end)...])
            guard host.contains(":") else { return nil }
        } else if let colon = place.firstIndex(of: ":") {
            (host, rest) = (String(place[..<colon]), String(place[colon...]))
        }
        guard (1...nameBytes).contains(host.utf8.count), host.utf8.allSatisfy(isOfHost)
        else { return nil }
        guard !rest.isEmpty else { return (host, usual) }
        guard rest.hasPrefix(":"), let port = Int(rest.dropFirst()), (1...65_535).contains(port)
        else { return nil }
        return (host, port)
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        Character(Unicode.Scalar(byte)).isLetter && byte < 0x80 || (0x30...0x39).contains(byte)
            || ".-:_".utf8.contains(byte)
    }

    private static func isOfPath(_ byte: UInt8) -> Bool {
        isOfHost(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "~")
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1"
            || host.hasPrefix("127.")
                && host.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
    }
}
