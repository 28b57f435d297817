package import FlagModel
import NIOCore
package import TLS

/// How connections to a service elsewhere begin: as they are, or with TLS.
package enum RemoteTrust: Sendable {
    /// Everybody on the way can read along.
    case plain
    /// With TLS, to whom these issuers have given a certificate.
    case issuers(TrustedIssuers, now: @Sendable () -> Moment)

    /// Whether nobody on the way can read along.
    var isEncrypted: Bool {
        if case .issuers = self { return true }
        return false
    }

    /// Puts TLS in front of everything else that a new connection will have, if it is asked for.
    func secure(_ channel: any Channel, to host: String, telling handshake: Handshake) throws {
        guard case .issuers(let issuers, let now) = self else { return }
        try issuers.secure(channel, to: host, telling: handshake, now: now)
    }
}
