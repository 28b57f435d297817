public import FlagModel
public import NIOCore
internal import NIOSSL

/// Whom a client believes about who a server is.
///
/// Every connection checks all of it: that a certificate comes from one of these issuers, is good
/// now, and is for the name or the address that was asked for.
public final class TrustedIssuers: Sendable {
    /// The file that names them; `nil` for those of the system.
    let path: String?
    private let context: NIOSSLContext

    /// The issuers that the system trusts.
    ///
    /// - Throws: ``CertificateProblem/noIssuersOfTheSystem``.
    public init() throws(CertificateProblem) {
        path = nil
        context = try Self.context(.default)
    }

    /// The issuers in a file, and no other ones.
    ///
    /// - Throws: ``CertificateProblem`` when it holds none, or none that is good at that moment.
    public init(onlyIn file: PEMFile, at now: Moment) throws(CertificateProblem) {
        let issuers = try file.certificates()
        guard issuers.contains(where: { now <= $0.ends }) else {
            throw .expired(file.path, issuers[0].ends)
        }
        path = file.path
        context = try Self.context(.certificates(issuers))
    }

    private static func context(
        _ roots: NIOSSLTrustRoots
    ) throws(CertificateProblem) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        configuration.shutdownTimeout = .seconds(1)
        configuration.trustRoots = roots
        guard let context = try? NIOSSLContext(configuration: configuration) else {
            throw .noIssuersOfTheSystem
        }
        return context
    }

    /// Puts TLS in front of everything else that a new connection will have.
    ///
    /// - Parameters:
    ///   - channel: the connection, on its own loop.
    ///   - host: the name or the address that the server must be.
    ///   - handshake: is told what went wrong.
    ///   - now: the moment, for the words about certificates that are not good at it.
    /// - Throws: when the connection is closed already, or for a name that nobody can have.
    public func secure(
        _ channel: any Channel,
        to host: String,
        telling handshake: Handshake,
        now: @escaping @Sendable () -> Moment
    ) throws {
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        let operations = channel.pipeline.syncOperations
        try operations.addHandler(
            PlainTextGuard { context in
                handshake.failed(.notEncrypted)
                context.close(promise: nil)
            }
        )
        try operations.addHandler(
            NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
        )
        try operations.addHandler(HandshakeWatch(handshake, issuers: path, now: now))
    }
}
