import FlagModel
import TestSupport
import Testing

@testable import TLS

/// Who is believed, who is not, and why, over real connections.
@Suite(.timeLimit(.minutes(60)))
struct HandshakeTests {
    private let certificates: Certificates
    private let issuers: TrustedIssuers

    init() throws {
        certificates = try Certificates()
        issuers = try TrustedIssuers(onlyIn: PEMFile(at: certificates.path("ca")), at: .present)
    }

    private func heard(
        of certificate: ServerCertificate?,
        as host: String = "localhost",
        believing issuers: TrustedIssuers?
    ) async throws -> Heard {
        let server = try await EchoServer(certificate)
        let heard = await saying(to: server, as: host, believing: issuers)
        try await server.stop()
        return heard
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func `a server is believed under the names and addresses of its certificate`(
        host: String
    ) async throws {
        let own = try certificates.issue("own").served()

        #expect(try await heard(of: own, as: host, believing: issuers) == .words("hello"))
    }

    @Test func `a chain over an issuer in between is believed`() async throws {
        try certificates.openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout between.key "
                + "-out between.csr -subj '/CN=between' -addext basicConstraints=CA:TRUE"
        )
        try certificates.openssl(
            "ca -batch -notext -config settings -cert ca.pem -keyfile ca.key -in between.csr "
                + "-out between.pem -startdate 20200101000000Z -enddate 21990101000000Z"
        )
        let own = try certificates.issue("own", by: "between").files
        let chain = own.certificate.bytes + PEMFile(at: certificates.path("between")).bytes
        let files = ServerCertificate.Files(
            certificate: PEMFile(path: "chain", bytes: chain),
            key: own.key
        )

        let whole = try ServerCertificate(files, at: .present)
        #expect(try await heard(of: whole, believing: issuers) == .words("hello"))
        let alone = try ServerCertificate(own, at: .present)
        let unknown = Handshake.Failure.unknownIssuer(path: certificates.path("ca"))
        #expect(try await heard(of: alone, believing: issuers) == .failure(unknown))
    }

    @Test func `one that has ended is not, nor one that has not begun`() async throws {
        let ended = try certificates.issue("ended", years: (2020, 2025)).served(at: .year(2024))
        let later = try certificates.issue("later", years: (2150, 2160)).served(at: .year(2155))

        let old = try await heard(of: ended, believing: issuers)
        #expect(old == .failure(.expired(.year(2025))))
        let new = try await heard(of: later, believing: issuers)
        #expect(new == .failure(.notYetValid(.year(2150))))
    }

    @Test(arguments: ["localhost", "127.0.0.1", "flags.example.com", "a.b.example.org"])
    func `one for others is not, and whom it is for is said`(host: String) async throws {
        let names = "DNS:other.example.com,DNS:*.example.org,IP:10.0.0.1"
        let other = try certificates.issue("other", for: names).served()

        let failure = Handshake.Failure.otherHost(
            names: ["other.example.com", "*.example.org", "10.0.0.1"]
        )
        #expect(try await heard(of: other, as: host, believing: issuers) == .failure(failure))
    }

    @Test func `one of an unknown issuer is not`() async throws {
        try certificates.addIssuer("stranger")
        let strange = try certificates.issue("own", by: "stranger").served()
        let path = certificates.path("ca")

        let here = try await heard(of: strange, believing: issuers)
        #expect(here == .failure(.unknownIssuer(path: path)))
        let system = try await heard(of: strange, believing: TrustedIssuers())
        #expect(system == .failure(.unknownIssuer(path: nil)))
    }

    @Test func `who speaks no TLS is told so on both sides`() async throws {
        let own = try certificates.issue("own").served()

        #expect(try await heard(of: own, believing: nil) == .words("no TLS"))
        #expect(try await heard(of: nil, believing: issuers) == .failure(.notEncrypted))
    }

    @Test func `one that stops in the middle may be asked again`() async throws {
        let server = try await EchoServer(nil, plainWords: "")

        let heard = await saying(to: server, believing: issuers)

        #expect(heard == .failure(.brokenOff))
        try await server.stop()
    }

    @Test func `a new certificate is for new connections, and a bad one changes nothing`()
        async throws
    {
        let certificate = try certificates.issue("first", for: "DNS:first.example.com").served()
        let server = try await EchoServer(certificate)
        func isBelieved(as host: String) async -> Bool {
            await saying(to: server, as: host, believing: issuers) == .words("hello")
        }

        let second = try certificates.issue("second", for: "DNS:second.example.com").files
        let first = try certificates.issue("third").files
        let mixed = ServerCertificate.Files(certificate: second.certificate, key: first.key)
        #expect(throws: CertificateProblem.self) { try certificate.renew(mixed, at: .present) }
        #expect(await isBelieved(as: "first.example.com"))
        #expect(try certificate.renew(second, at: .present))
        #expect(await isBelieved(as: "second.example.com"))
        #expect(await !isBelieved(as: "first.example.com"))
        #expect(try !certificate.renew(second, at: .present))
        #expect(certificate.names == ["second.example.com"])
        try await server.stop()
    }

    @Test func `every reason says what to do, and none that something was sent`() {
        let reasons: [Handshake.Failure] = [
            .expired(.present), .notYetValid(.present), .otherHost(names: []),
            .otherHost(names: ["a"]), .unknownIssuer(path: nil), .unknownIssuer(path: "ca.pem"),
            .notEncrypted, .noCommonWay,
        ]
        let texts = reasons.map { $0.text(at: "https://flags:1", host: "flags") }

        #expect(Set(texts).count == reasons.count)
        for text in texts {
            #expect(text.contains("Nothing was sent there. ") || text.hasSuffix("there."))
        }
    }
}
