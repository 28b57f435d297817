public import FlagModel
public import NIOCore
internal import NIOSSL
import Synchronization

/// What a server proves with who it is: a certificate and its key.
///
/// Others take their place while
/// it runs; connections that are open keep what they began with.
public final class ServerCertificate: Sendable {
    /// Where a certificate and its key were read.
    public struct Files: Hashable, Sendable {
        /// The server's certificate, and behind it those of its issuers.
        public let certificate: PEMFile
        /// Its key.
        public let key: PEMFile

        /// Two files that belong together.
        public init(certificate: PEMFile, key: PEMFile) {
            self.certificate = certificate
            self.key = key
        }
    }

    private struct Current {
        let files: Files
        let context: NIOSSLContext
        let names: CertificateNames
        let ends: Moment
    }

    private let current: Mutex<Current>

    /// Reads a certificate and its key.
    ///
    /// - Throws: ``CertificateProblem`` when they are not good at that moment, or not each other's.
    public init(_ files: Files, at now: Moment) throws(CertificateProblem) {
        current = Mutex(try Self.read(files, at: now))
    }

    /// Takes what the files hold now for new connections; keeps what it had when that is no good.
    ///
    /// - Returns: whether the files hold something new.
    /// - Throws: ``CertificateProblem`` as when they were read for the first time.
    public func renew(_ files: Files, at now: Moment) throws(CertificateProblem) -> Bool {
        guard current.withLock({ $0.files != files }) else { return false }
        let next = try Self.read(files, at: now)
        current.withLock { $0 = next }
        return true
    }

    /// Whom it is for, such as "flags.example.com"; text from outside.
    public var names: [String] { current.withLock { $0.names.all } }

    /// Until when it is good.
    public var ends: Moment { current.withLock { $0.ends } }

    /// Whether it is for a name or an address, in lower case.
    public func isFor(_ host: String) -> Bool { current.withLock { $0.names.cover(host) } }

    /// Puts TLS in front of everything else that a new connection will have.
    ///
    /// - Parameters:
    ///   - channel: the connection, on its own loop.
    ///   - refusal: what somebody is sent who does not speak TLS, before the connection ends.
    /// - Throws: when the connection is closed already.
    public func secure(_ channel: any Channel, refusal: ByteBuffer) throws {
        let context = current.withLock(\.context)
        let operations = channel.pipeline.syncOperations
        try operations.addHandler(PlainTextGuard { $0.refuse(with: refusal) })
        try operations.addHandler(NIOSSLServerHandler(context: context))
    }

    private static func read(_ files: Files, at now: Moment) throws(CertificateProblem) -> Current {
        let chain = try files.certificate.certificates()
        let key = try files.key.key()
        let own = chain[0]
        let path = files.certificate.path
        guard now <= own.ends else { throw .expired(path, own.ends) }
        guard now >= own.begins else { throw .notYetValid(path, own.begins) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        configuration.shutdownTimeout = .seconds(1)
        guard let context = try? NIOSSLContext(configuration: configuration) else {
            throw .otherKey(key: files.key.path, certificate: path)
        }
        return Current(
            files: files,
            context: context,
            names: CertificateNames(own),
            ends: own.ends
        )
    }
}
