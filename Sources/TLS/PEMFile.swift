import FlagModel
internal import NIOSSL

/// A file with certificates or a key in the form that begins with `-----BEGIN`, already read.
public struct PEMFile: Hashable, Sendable {
    /// As somebody named it; text from outside.
    public let path: String
    /// All of it.
    public let bytes: [UInt8]

    /// Bytes that such a file may have: 1 MiB, some five hundred certificates.
    public static let maximumBytes = 1 << 20

    /// A file and what it holds.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Its certificates, in order; at least one.
    func certificates() throws(CertificateProblem) -> [NIOSSLCertificate] {
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge(path) }
        guard !bytes.isEmpty, let found = try? NIOSSLCertificate.fromPEMBytes(bytes) else {
            throw .noCertificate(path)
        }
        return found
    }

    /// Its key.
    func key() throws(CertificateProblem) -> NIOSSLPrivateKey {
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge(path) }
        guard !bytes.isEmpty else { throw .noKey(path) }
        do {
            // Without this a key with a passphrase would ask for it on the terminal.
            return try NIOSSLPrivateKey(bytes: bytes, format: .pem) {
                (_: NIOSSLPassphraseSetter<[UInt8]>) in
                throw CertificateProblem.lockedKey(path)
            }
        } catch {
            throw isLocked ? .lockedKey(path) : .noKey(path)
        }
    }

    /// Whether it says that a passphrase is needed.
    private var isLocked: Bool {
        String(decoding: bytes, as: UTF8.self).contains("ENCRYPTED")
    }
}

extension NIOSSLCertificate {
    /// From when on it is good.
    var begins: Moment { Moment(microseconds: Int64(notValidBefore) * 1_000_000) }

    /// Until when it is good.
    var ends: Moment { Moment(microseconds: Int64(notValidAfter) * 1_000_000) }
}
