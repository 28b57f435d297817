import NIOCore
internal import NIOSSL

/// Whom a certificate is for: names of machines and addresses.
struct CertificateNames {
    /// As they stand in it, in lower case; text from outside.
    let all: [String]

    /// The names of a certificate (RFC 5280, section 4.2.1.6).
    init(_ certificate: NIOSSLCertificate) {
        all = certificate._subjectAlternativeNames().compactMap { name in
            switch name.nameType {
            case .dnsName: String(decoding: name.contents, as: UTF8.self).lowercased()
            case .ipAddress:
                try? SocketAddress(
                    packedIPAddress: ByteBuffer(bytes: Array(name.contents)),
                    port: 0
                ).ipAddress
            default: nil
            }
        }
    }

    /// Names as they stand in a certificate.
    init(all: [String]) {
        self.all = all
    }

    /// Whether a name or an address is one of them; `*` stands for the first part of a name.
    func cover(_ host: String) -> Bool {
        guard !all.contains(host) else { return true }
        guard let dot = host.firstIndex(of: "."), dot != host.startIndex else { return false }
        return all.contains("*" + host[dot...])
    }
}
