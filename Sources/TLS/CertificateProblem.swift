public import FlagModel

/// Why files with certificates or a key cannot be used.
public enum CertificateProblem: Error, Hashable, Sendable {
    /// The file is larger than ``PEMFile/maximumBytes``.
    case tooLarge(String)
    /// No certificate can be read from the file.
    case noCertificate(String)
    /// No key can be read from the file.
    case noKey(String)
    /// The key in the file is locked with a passphrase.
    case lockedKey(String)
    /// The key is another certificate's.
    case otherKey(key: String, certificate: String)
    /// The certificate in the file is not good any more.
    case expired(String, Moment)
    /// The certificate in the file is not good yet.
    case notYetValid(String, Moment)
    /// The system has no list of issuers that it trusts.
    case noIssuersOfTheSystem

    /// What is wrong and what to do.
    ///
    /// Holds text from outside: print it through the type that makes it safe.
    public var text: String {
        switch self {
        case .tooLarge(let path):
            "\(path) is larger than 1 MiB, the most that is read for TLS. Name a file with only "
                + "the certificates or the key that are needed."
        case .noCertificate(let path):
            "No certificate can be read from \(path). Name a file in PEM form: it begins with "
                + "-----BEGIN CERTIFICATE-----."
        case .noKey(let path):
            "No key can be read from \(path). Name a file in PEM form with an RSA, ECDSA or "
                + "Ed25519 key: it begins with -----BEGIN PRIVATE KEY----- or the like."
        case .lockedKey(let path):
            "The key in \(path) is locked with a passphrase, and nobody is there to type it. "
                + "Write an open one: openssl pkey -in \(path) -out FILE, and chmod 600 FILE."
        case .otherKey(let key, let certificate):
            "The key in \(key) does not belong to the certificate in \(certificate). The "
                + "server's own certificate must be the first one in its file."
        case .expired(let path, let moment):
            "The certificate in \(path) ended on \(moment.day). Put a new one there."
        case .notYetValid(let path, let moment):
            "The certificate in \(path) is good from \(moment.day) on, not yet. Check this "
                + "machine's clock."
        case .noIssuersOfTheSystem:
            "This machine has no list of issuers that it trusts. Install the package "
                + "ca-certificates, or name your issuer's certificate with --tls-ca FILE."
        }
    }
}

extension Moment {
    /// "2026-07-17", in UTC.
    var day: Substring { text.prefix(10) }
}
