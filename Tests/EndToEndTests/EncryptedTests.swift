import Foundation
import TestSupport
import Testing

/// Commands, the dashboard, curl and FeatBit's Python SDK on a Flagdeck that serves https.
@Suite(.waiting)
struct EncryptedTests {
    /// A server with a certificate and the flags of the benchmark, and a place without any data.
    private struct Served {
        let home: Workplace
        let away: Workplace
        let certificates: Certificates
        let server: Program
        /// Such as `https://localhost:40123`.
        let address: String
        let tokenFile: String

        init(_ options: String...) throws {
            home = try Workplace.withBenchmark()
            away = try Workplace()
            certificates = try Certificates()
            tokenFile = away.path + "/token"
            let own = try certificates.issue("own")
            server = try home.start(
                [
                    "serve", "--port", "0", "--owner-token", tokenFile, "--tls-certificate",
                    own.certificate, "--tls-key", own.key,
                ] + options
            )
            let output = try server.prints("The certificate is for localhost and 127.0.0.1")
            let line = try required(output.firstMatch(of: #/https:\/\/\S+?:(\d+)\./#), output)
            address = "https://localhost:\(line.1)"
        }

        var port: String { String(address.split(separator: ":").last ?? "") }

        func asked(
            _ words: String...,
            at other: String? = nil,
            issuer: String? = "ca",
            options: [String] = []
        ) throws -> Outcome {
            var words = words + ["--connect", other ?? address, "--token-file", tokenFile]
            if let issuer { words += ["--tls-ca", certificates.path(issuer)] }
            return try away.start(words + options).end()
        }

        func done(_ words: String...) throws -> String {
            var variables = ["FLAGDECK_CONNECT": address]
            variables["FLAGDECK_TLS_CA"] = certificates.path("ca")
            let outcome = try away.start(words + ["--token-file", tokenFile], variables: variables)
                .end()
            guard outcome.code == 0 else { throw Unexpected("\(words): \(outcome)") }
            return outcome.output
        }

        /// What is told over http, or over https when an issuer is trusted.
        func curl(_ options: String) throws -> Outcome {
            try away.shell("curl --silent --show-error --max-time 60 \(options)")
        }
    }

    @Test func `a command elsewhere does what it does at home, and history shows it`() throws {
        let served = try Served()
        defer { served.server.send(SIGKILL) }

        let made = try served.asked("flag", "create", "gift-wrap", "--note", "over https")
        let list = try served.done("flag", "list")
        let history = try served.done("history")

        #expect(made.output.contains("Made the flag Gift wrap"), "\(made)")
        #expect(list.contains("Gift wrap"))
        #expect(history.contains("over https"))
        #expect(try served.home.history().first?.note == "over https")
    }

    @Test func `the dashboard shows what others change, and changes what is theirs`() throws {
        let served = try Served()
        defer { served.server.send(SIGKILL) }
        let terminal = try RealTerminal(
            served.away,
            variables: ["FLAGDECK_TLS_CA": served.certificates.path("ca")]
        )
        try terminal.enter(
            "flagdeck --connect \(served.address) --token-file \(served.tokenFile)"
        )
        try terminal.see("5 flags")

        try served.home.done("flag", "create", "gift-wrap", "--name", "Gift wrap")
        try terminal.see("1 changed elsewhere, R sorts")
        try terminal.press("R")
        try terminal.see("6 flags")
        try terminal.press("t")
        try terminal.see("Draft saved")

        #expect(try served.home.history().first?.sentence.contains("draft") == true)
        try terminal.press("q")
        try terminal.seeNo("6 flags")
    }

    @Test func `who is not who they should be is sent nothing, and why is said`() throws {
        let served = try Served()
        defer { served.server.send(SIGKILL) }
        try served.certificates.addIssuer("stranger")

        let system = try served.asked("flag", "list", issuer: nil)
        let stranger = try served.asked("flag", "list", issuer: "stranger")
        let other = try served.asked("flag", "list", at: "https://[::1]:\(served.port)")
        let missing = try served.asked("flag", "list", issuer: "missing")
        let plain = try served.asked("flag", "list", at: "http://localhost:\(served.port)")

        #expect([system, stranger, plain].map(\.code) == [4, 4, 4])
        #expect(system.errors.contains("nobody whom this machine trusts"), "\(system)")
        #expect(system.errors.contains("--tls-ca FILE"))
        #expect(stranger.errors.contains("was issued by nobody in"), "\(stranger)")
        #expect(missing.code == 3 && missing.errors.contains("missing.pem cannot be read"))
        #expect(plain.errors.contains("say https:// instead of http://"), "\(plain)")
        // Nobody listens there; a machine without IPv6 says the same.
        #expect(other.code == 4 && other.errors.contains("Nobody answers at https://[::1]"))
    }

    @Test func `a certificate that has ended or is for others is not believed`() throws {
        let served = try Served()
        defer { served.server.send(SIGKILL) }
        let ended = try served.certificates.issue("ended", years: (2020, 2025))
        let other = try served.certificates.issue("other", for: "DNS:other.example.com")

        let refused = try served.home.start(
            [
                "serve", "--port", "0", "--tls-certificate", ended.certificate, "--tls-key",
                ended.key,
            ]
        ).end()
        #expect(refused.code == 3, "\(refused)")
        #expect(refused.errors.contains("ended on 2025-01-01. Put a new one there."))

        for (issued, words) in [
            (ended, "ended on 2025-01-01"),
            (other, "is not for localhost, but for other.example.com"),
        ] {
            let server = try Program(
                [
                    "/usr/bin/openssl", "s_server", "-accept", "0", "-cert", issued.certificate,
                    "-key", issued.key, "-www",
                ],
                variables: served.away.variables,
                outputFolder: served.away.path
            )
            defer { server.send(SIGKILL) }
            let output = try server.prints("ACCEPT")
            let port = try required(output.firstMatch(of: #/ACCEPT .*:(\d+)/#)?.1, output)
            let outcome = try served.asked("flag", "list", at: "https://localhost:\(port)")
            #expect(outcome.code == 4, "\(outcome)")
            #expect(outcome.errors.contains(words), "\(outcome)")
            #expect(outcome.errors.contains("Nothing was sent there."))
        }
    }

    @Test func `TLS to a server without it is told apart, and plain words go to this machine only`()
        throws
    {
        let home = try Workplace.withBenchmark()
        let away = try Workplace()
        let token = away.path + "/token"
        let server = try home.start(["serve", "--port", "0", "--owner-token", token])
        defer { server.send(SIGKILL) }
        let output = try server.prints("Stop with Ctrl-C")
        let port = try required(output.firstMatch(of: #/http:\/\/\S+?:(\d+)\./#)?.1, output)

        func asked(_ address: String, _ options: String...) throws -> Outcome {
            let words = ["flag", "list", "--connect", address, "--token-file", token]
            return try away.start(words + options).end()
        }
        let encrypted = try asked("https://localhost:\(port)")
        #expect(encrypted.code == 4)
        #expect(encrypted.errors.contains("does not speak TLS"), "\(encrypted)")
        let elsewhere = try asked("http://flags.invalid:\(port)")
        #expect(elsewhere.code == 2)
        #expect(elsewhere.errors.contains("so it was not sent. Say https://"), "\(elsewhere)")
        let allowed = try asked("http://flags.invalid:\(port)", "--plain-http")
        #expect(allowed.code == 4 && allowed.errors.contains("Nobody answers at"), "\(allowed)")
    }

    @Test func `files that are not good are refused before anything begins`() throws {
        let workplace = try Workplace.withBenchmark()
        let certificates = try Certificates()
        let own = try certificates.issue("own")
        let other = try certificates.issue("other")
        func served(_ certificate: String, _ key: String) throws -> Outcome {
            let words = [
                "serve", "--port", "0", "--tls-certificate", certificate, "--tls-key", key,
            ]
            return try workplace.start(words).end()
        }

        let mixed = try served(own.certificate, other.key)
        let missing = try served(certificates.path("missing"), own.key)
        let swapped = try served(own.key, own.certificate)
        let half = try workplace.flagdeck("serve", "--tls-key", own.key)
        let outside = try workplace.flagdeck("serve", "--port", "0", "--host", "0.0.0.0")
        chmod(own.key, 0o604)
        let open = try served(own.certificate, own.key)

        #expect(mixed.code == 3 && mixed.errors.contains("does not belong to the certificate"))
        #expect(missing.code == 3 && missing.errors.contains("missing.pem cannot be read"))
        #expect(swapped.code == 3)
        #expect(half.code == 2 && half.errors.contains("go together"))
        #expect(outside.code == 4 && outside.errors.contains("--tls-certificate"))
        #expect(open.code == 3 && open.errors.contains("chmod o= \(own.key)"))
    }

    @Test func `curl trusts it, gets no old TLS, and is told to say https`() throws {
        let served = try Served("--host", "0.0.0.0")
        defer { served.server.send(SIGKILL) }
        let trusting = "--cacert \(served.certificates.path("ca"))"

        let alive = try served.curl("\(trusting) \(served.address)/health/liveness")
        let doubting = try served.curl("\(served.address)/health/liveness")
        let old = try served.away.shell(
            "openssl s_client -connect localhost:\(served.port) -tls1_1 "
                + "-cipher DEFAULT@SECLEVEL=0 </dev/null"
        )
        let enough = try served.away.shell(
            "openssl s_client -connect localhost:\(served.port) -tls1_2 "
                + "-CAfile \(served.certificates.path("ca")) </dev/null"
        )
        let plain = try served.curl("--write-out '%{http_code}' http://localhost:\(served.port)/")

        #expect(alive.code == 0, "\(alive)")
        #expect(doubting.code == 60, "\(doubting)")
        #expect((old.errors + old.output).contains("alert protocol version"), "\(old)")
        #expect(enough.output.contains("Verify return code: 0 (ok)"), "\(enough)")
        #expect(plain.output.contains("say https:// instead") && plain.output.hasSuffix("400"))
    }

    @Test func `a new certificate is taken without a restart, and a bad file changes nothing`()
        throws
    {
        let served = try Served()
        defer { served.server.send(SIGKILL) }
        let own = try served.certificates.issue("own", for: "DNS:localhost,DNS:new.example.com")

        try served.server.prints(
            "New certificate. The certificate is for localhost and new.example.com",
            within: 900
        )
        try Data("not a certificate".utf8).write(to: URL(filePath: own.certificate))
        try served.server.complains("The certificate from before stays", within: 900)
        let after = try served.asked("flag", "list")
        #expect(after.code == 0, "\(after)")
    }

    @Test func `the names of a certificate are names under which people may come`() throws {
        let served = try Served()
        defer { served.server.send(SIGKILL) }
        let token = try String(contentsOfFile: served.tokenFile, encoding: .utf8)
            .trimmingCharacters(in: .newlines)
        let certificates = served.certificates
        func asked(as name: String) throws -> String {
            try served.curl(
                "--insecure --output /dev/null --write-out '%{http_code}' "
                    + "--header 'Authorization: Bearer \(token)' --header 'Host: \(name)' "
                    + "--data '{}' \(served.address)/api/v1/ask"
            ).output
        }

        #expect(try asked(as: "new.example.com") == "403")
        #expect(try asked(as: "localhost") != "403")
        _ = try certificates.issue("own", for: "DNS:localhost,DNS:new.example.com")
        try served.server.prints("New certificate.", within: 900)
        #expect(try asked(as: "new.example.com") != "403")
    }

    @Test func `FeatBit's and OpenFeature's Python clients are given the issuer and get answers`()
        async throws
    {
        let certificates = try Certificates()
        let own = try certificates.issue("own")

        let seen = try await Python.run(
            "encrypted.py",
            certificates.path("ca"),
            own.certificate,
            own.key,
            in: Workplace()
        )

        #expect(seen["sdk"] == .list([.bool(true), .string("green")]), "\(seen)")
        #expect(seen["live"].text == "red", "\(seen)")
        #expect(seen["reported"] == .bool(true), "\(seen)")
        #expect(seen["provider"].text == "red", "\(seen)")
        #expect(seen["without the issuer"] == .bool(false), "\(seen)")
    }
}
