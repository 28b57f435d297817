#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Certificates that `openssl` makes for a test, in a folder that goes with this value.
///
/// They are made anew for every test, because one in the repository would end some day.
public final class Certificates: Sendable {
    /// Where they are.
    public let folder: String

    /// openssl cannot be started, or did not do what was asked.
    public struct Failure: Error {
        /// What it was to do.
        public let command: String
    }

    /// A certificate and its key, as paths.
    public struct Issued: Sendable {
        /// The certificate.
        public let certificate: String
        /// Its key.
        public let key: String

        /// Two files that belong together.
        public init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// Makes a folder with an issuer named `ca` in it.
    public init() throws {
        var name = Array("/tmp/flagdeck-tls-XXXXXX".utf8CString)
        guard
            let made = name.withUnsafeMutableBufferPointer({
                $0.baseAddress.flatMap { mkdtemp($0) }
            })
        else { throw Failure(command: "mkdtemp") }
        folder = String(cString: made)
        write(Self.settings(folder), to: "settings")
        write("", to: "index")
        write("unique_subject = no\n", to: "index.attr")
        write("01\n", to: "serial")
        try addIssuer("ca")
    }

    deinit { system("rm -rf \(folder)") }

    /// The path of the certificate with a name.
    public func path(_ name: String) -> String { "\(folder)/\(name).pem" }

    /// Makes one more issuer.
    public func addIssuer(_ name: String) throws {
        try openssl(
            "req -x509 \(Self.newKey) -keyout \(name).key -out \(name).pem -days 36500 "
                + "-subj '/CN=The issuer \(name)'"
        )
    }

    /// Issues a certificate.
    ///
    /// - Parameters:
    ///   - name: of its files.
    ///   - others: whom it is for, as openssl writes it.
    ///   - issuer: who issues it.
    ///   - years: the first and the last year in which it is good, from their beginning on.
    /// - Returns: the files of the certificate.
    /// - Throws: when `openssl` fails.
    public func issue(
        _ name: String,
        for others: String = "DNS:localhost,IP:127.0.0.1",
        by issuer: String = "ca",
        years: (from: Int, to: Int) = (2020, 2199)
    ) throws -> Issued {
        try openssl(
            "req \(Self.newKey) -keyout \(name).key -out \(name).csr -subj '/CN=\(name)' "
                + "-addext 'subjectAltName=\(others)'"
        )
        try openssl(
            "ca -batch -notext -config settings -cert \(issuer).pem -keyfile \(issuer).key "
                + "-in \(name).csr -out \(name).pem -startdate \(years.from)0101000000Z "
                + "-enddate \(years.to)0101000000Z"
        )
        return Issued(certificate: path(name), key: "\(folder)/\(name).key")
    }

    /// Runs openssl in the folder.
    public func openssl(_ words: String) throws {
        let command = "cd \(folder) && openssl \(words) >>openssl.log 2>&1 </dev/null"
        guard system(command) == 0 else { throw Failure(command: command) }
    }

    private static let newKey = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"

    private static func settings(_ folder: String) -> String {
        """
        [ca]
        default_ca = own
        [own]
        database = \(folder)/index
        serial = \(folder)/serial
        new_certs_dir = \(folder)
        default_md = sha256
        policy = any
        copy_extensions = copy
        [any]
        commonName = supplied

        """
    }

    private func write(_ text: String, to name: String) {
        guard let file = fopen("\(folder)/\(name)", "w") else { return }
        defer { fclose(file) }
        fputs(text, file)
    }
}
