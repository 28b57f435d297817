import FlagModel
import TestSupport
import Testing

@testable import TLS

/// Files with certificates and keys: what is taken, and what is said of the rest.
@Suite(.timeLimit(.minutes(60)))
struct ServerCertificateTests {
    private let certificates: Certificates
    private let own: ServerCertificate.Files

    init() throws {
        certificates = try Certificates()
        own = try certificates.issue("own").files
    }

    private func problem(
        _ certificate: PEMFile? = nil,
        _ key: PEMFile? = nil,
        at now: Moment = .present
    ) -> CertificateProblem? {
        let files = ServerCertificate.Files(
            certificate: certificate ?? own.certificate,
            key: key ?? own.key
        )
        do throws(CertificateProblem) {
            _ = try ServerCertificate(files, at: now)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a certificate says whom it is for and until when`() throws {
        let names = "DNS:Flags.example.com,DNS:*.example.org,IP:10.0.0.1,IP:::1"
        let certificate = try certificates.issue("named", for: names).served()

        #expect(certificate.names == ["flags.example.com", "*.example.org", "10.0.0.1", "::1"])
        #expect(certificate.ends == .year(2199))
        for host in ["flags.example.com", "a.example.org", "10.0.0.1", "::1"] {
            #expect(certificate.isFor(host), "\(host)")
        }
        for host in ["example.org", "a.b.example.org", ".example.org", "10.0.0.2", "", "*"] {
            #expect(!certificate.isFor(host), "\(host)")
        }
    }

    @Test func `it must be good at the moment`() {
        let path = own.certificate.path
        let (begin, end) = (Moment.year(2020), Moment.year(2199))

        #expect(problem(at: begin) == nil && problem(at: end) == nil)
        #expect(
            problem(at: begin.adding(microseconds: -1)) == .notYetValid(path, begin)
        )
        #expect(problem(at: end.adding(microseconds: 1)) == .expired(path, end))
    }

    @Test func `the key must be its own, and open`() throws {
        let other = try certificates.issue("other").files
        try certificates.openssl(
            "pkey -in own.key -aes256 -passout pass:secret -out locked.key"
        )
        let locked = PEMFile(at: certificates.folder + "/locked.key")

        #expect(
            problem(nil, other.key)
                == .otherKey(key: other.key.path, certificate: own.certificate.path)
        )
        #expect(problem(nil, locked) == .lockedKey(locked.path))
    }

    @Test(arguments: ["", "\n", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n"])
    func `what is neither a certificate nor a key is refused by name`(text: String) {
        let file = PEMFile(path: "file", bytes: Array(text.utf8))

        #expect(problem(file, nil) == .noCertificate("file"))
        #expect(problem(nil, file) == .noKey("file"))
        #expect(throws: CertificateProblem.noCertificate("file")) {
            try TrustedIssuers(onlyIn: file, at: .present)
        }
    }

    @Test(arguments: ["rsa:2048", "ed25519"])
    func `other kinds of keys are taken too`(kind: String) throws {
        try certificates.openssl(
            "req -x509 -days 36500 -newkey \(kind) -nodes -keyout kind.key -out kind.pem "
                + "-subj /CN=kind"
        )
        let files = Certificates.Issued(
            certificate: certificates.path("kind"),
            key: certificates.folder + "/kind.key"
        ).files

        _ = try ServerCertificate(files, at: .present)
    }

    @Test func `a file has 1 MiB at the most`() throws {
        func padded(_ file: PEMFile, to count: Int) -> PEMFile {
            let rest = [UInt8](repeating: UInt8(ascii: "\n"), count: count - file.bytes.count)
            return PEMFile(path: "large", bytes: rest + file.bytes)
        }
        let most = PEMFile.maximumBytes
        let issuer = PEMFile(at: certificates.path("ca"))

        #expect(problem(padded(own.certificate, to: most), padded(own.key, to: most)) == nil)
        #expect(problem(padded(own.certificate, to: most + 1)) == .tooLarge("large"))
        #expect(problem(nil, padded(own.key, to: most + 1)) == .tooLarge("large"))
        _ = try TrustedIssuers(onlyIn: padded(issuer, to: most), at: .present)
        #expect(throws: CertificateProblem.tooLarge("large")) {
            try TrustedIssuers(onlyIn: padded(issuer, to: most + 1), at: .present)
        }
    }

    @Test func `issuers that have all ended are refused, and one that has not is enough`() throws {
        let ended = PEMFile(at: try certificates.issue("ended", years: (2020, 2025)).certificate)
        let both = PEMFile(
            path: "both",
            bytes: ended.bytes + PEMFile(at: certificates.path("ca")).bytes
        )

        #expect(throws: CertificateProblem.expired(ended.path, .year(2025))) {
            try TrustedIssuers(onlyIn: ended, at: .present)
        }
        _ = try TrustedIssuers(onlyIn: both, at: .present)
    }
}
