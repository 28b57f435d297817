public import FlagModel
import NIOCore
internal import NIOSSL
import Synchronization

/// What became of one try to agree on TLS.
public final class Handshake: Sendable {
    private let found = Mutex<Failure?>(nil)

    /// Nothing is known yet.
    public init() {}

    /// Why it failed, if it did.
    public var failure: Failure? { found.withLock(\.self) }

    func failed(_ failure: Failure) {
        found.withLock { $0 = $0 ?? failure }
    }

    /// Why a server was not believed, or not understood.
    ///
    /// Nothing was sent to it.
    public enum Failure: Error, Hashable, Sendable {
        /// Its certificate is not good any more.
        case expired(Moment)
        /// Its certificate is not good yet.
        case notYetValid(Moment)
        /// Its certificate is for others; whom.
        case otherHost(names: [String])
        /// Nobody who is trusted has issued its certificate; the file that names whom is.
        case unknownIssuer(path: String?)
        /// It does not speak TLS.
        case notEncrypted
        /// It speaks no TLS that is good enough, or refuses this one.
        case noCommonWay
        /// It stopped in the middle.
        case brokenOff

        /// What happened and what to do next.
        ///
        /// Holds text from outside: print it through the type that makes it safe.
        ///
        /// - Parameters:
        ///   - address: where it was asked, such as `https://flags.example.com:5100`.
        ///   - host: the name in it.
        /// - Returns: a sentence or two.
        public func text(at address: String, host: String) -> String {
            switch self {
            case .expired(let moment):
                "The certificate of \(address) ended on \(moment.day). Nothing was sent there. "
                    + "Whoever runs it must put a new one in its place."
            case .notYetValid(let moment):
                "The certificate of \(address) is good from \(moment.day) on, not yet. Nothing "
                    + "was sent there. Check this machine's clock."
            case .otherHost(let names):
                "The certificate of \(address) is not for \(host)\(Self.words(names)). Nothing "
                    + "was sent there. Connect under a name that it is for."
            case .unknownIssuer(nil):
                "The certificate of \(address) was issued by nobody whom this machine trusts. "
                    + "Nothing was sent there. If your company issues its own, name the "
                    + "certificate of that issuer with --tls-ca FILE."
            case .unknownIssuer(let path?):
                "The certificate of \(address) was issued by nobody in \(path). Nothing was sent "
                    + "there. Ask whoever runs it for the certificate of its issuer."
            case .notEncrypted:
                "\(address) does not speak TLS. Nothing was sent there. If it is meant to be "
                    + "plain, say http:// instead of https://."
            case .noCommonWay:
                "\(address) agrees on no TLS that is good enough: version 1.2 or newer is "
                    + "needed. Nothing was sent there."
            case .brokenOff: "The connection to \(address) broke off. Try again."
            }
        }

        private static func words(_ names: [String]) -> String {
            let shown = names.prefix(5).joined(separator: ", ")
            return names.isEmpty ? "" : ", but for \(shown)\(names.count > 5 ? ", …" : "")"
        }
    }
}

/// Stands behind TLS on a client's connection and finds out why it failed.
final class HandshakeWatch: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private let handshake: Handshake
    private let issuers: String?
    private let now: @Sendable () -> Moment

    init(_ handshake: Handshake, issuers: String?, now: @escaping @Sendable () -> Moment) {
        self.handshake = handshake
        self.issuers = issuers
        self.now = now
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate()
        if let failure = failure(error, of: certificate) { handshake.failed(failure) }
        context.fireErrorCaught(error)
    }

    private func failure(
        _ error: any Error,
        of certificate: NIOSSLCertificate?
    ) -> Handshake.Failure? {
        if error as? NIOSSLExtraError == .failedToValidateHostname {
            return .otherHost(names: certificate.map { CertificateNames($0).all } ?? [])
        }
        guard case .handshakeFailed(let reason)? = error as? NIOSSLError else { return nil }
        guard case .sslError(let stack) = reason, stack != [.eofDuringHandshake] else {
            return .brokenOff
        }
        // The reason has no other name than the one in its text.
        let isDoubted = stack.contains {
            $0.description.contains("CERTIFICATE_VERIFY_FAILED")
        }
        guard isDoubted else { return .noCommonWay }
        if let certificate {
            let time = now()
            if certificate.ends < time { return .expired(certificate.ends) }
            if certificate.begins > time { return .notYetValid(certificate.begins) }
        }
        return .unknownIssuer(path: issuers)
    }
}
