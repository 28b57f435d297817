import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// What people do with connected applications and their secrets.
struct ApplicationsSessionTests {
    static let report = ApplicationsReport(
        address: "http://127.0.0.1:5100",
        applications: [
            Application(
                environmentID: Fixture.live,
                secretName: "Server Key",
                kind: .server,
                transport: .streaming,
                sdk: "featbit-node-server-sdk 1.2.8",
                address: "10.0.0.4",
                connectionCount: 4,
                connectedAt: Fixture.ago(days: 2),
                lastAskedAt: Fixture.ago()
            ),
            Application(
                environmentID: Fixture.practice,
                secretName: "Client Key",
                kind: .client,
                transport: .polling,
                sdk: "",
                address: "10.0.0.9",
                connectionCount: 0,
                connectedAt: Fixture.ago(hours: 5),
                lastAskedAt: Fixture.ago(hours: 1)
            ),
        ],
        refusals: [
            RefusedApplication(
                reason: .wrongKind(.client),
                environmentID: Fixture.live,
                sdk: "featbit-dotnet-sdk 2.0",
                address: "10.0.0.7",
                count: 12,
                lastTriedAt: Fixture.ago()
            )
        ],
        ingest: IngestReport(written: 90, dropped: 3)
    )

    private func deck(_ report: ApplicationsReport = report) -> Deck {
        let deck = Deck(Fixture.quiet)
        deck.service.applications = report
        return deck.press("C")
    }

    @Test func `what is wrong comes first, with what to do`() {
        let deck = deck()

        deck.see("2 applications are connected. 1 could not connect.")
        deck.see("http://127.0.0.1:5100").see("COULD NOT CONNECT  1")
        deck.see("client secret, needs a server one")
        deck.see("It uses the client secret where a server secret is needed.")
        deck.see("Give it the server").see("It tried 12 times")
    }

    @Test func `an application says where it belongs and how it asks`() {
        let deck = deck().press(.down, .down)

        deck.see("featbit-node-server-sdk 1.2.8").see("From 10.0.0.4, in LIVE")
        deck.see("4 connections")
        deck.press(.down).see("no name").see("It asks").see("in Practice")
    }

    @Test func `lost reports are one sentence`() {
        deck().see("Lost: 3 reports, because more came than could be written.")
    }

    @Test(arguments: [
        (IngestReport(), ""),
        (
            IngestReport(malformed: 2),
            "Left out: 2 reports that made no sense."
        ),
        (
            IngestReport(malformed: 1, dropped: 1_200),
            "Lost: 1,200 reports, because more came than could be written. "
                + "Left out: 1 report that made no sense."
        ),
        (
            IngestReport(problem: "The disk is full."),
            "What applications report cannot be written just now: The disk is full."
        ),
    ])
    func `each kind of loss has its sentence`(ingest: IngestReport, words: String) {
        #expect(ingest.lossInWords == words)
    }

    @Test(arguments: [
        RefusedApplication.Reason.unknownSecret, .revokedSecret, .wrongKind(.server),
        .wrongKind(.client), .clockOff(seconds: 31), .clockOff(seconds: -7200), .malformedToken,
        .tooMany,
    ])
    func `every reason says what is wrong and what to do next`(reason: RefusedApplication.Reason) {
        #expect(reason.sentence.hasSuffix("."))
        #expect(reason.remedy.hasSuffix("."))
        #expect(reason.short.width <= 40)
        for word in KeyTableTests.jargon {
            #expect(!"\(reason.sentence) \(reason.remedy)".lowercased().contains(word))
        }
    }

    @Test func `a clock that is off is told in words`() {
        let short = RefusedApplication.Reason.clockOff(seconds: 45).short
        let long = RefusedApplication.Reason.clockOff(seconds: -7_200).short

        #expect(short == "its clock is off by 45 seconds")
        #expect(long == "its clock is off by 2 h")
    }

    @Test func `a process that does not listen says how to start`() {
        deck(ApplicationsReport()).see("Nothing listens for applications here.")
            .see("flagdeck serve").see("SECRETS OF LIVE  2")
    }

    @Test func `nobody connected yet says what to give an application`() {
        let deck = deck(ApplicationsReport(address: "http://127.0.0.1:5100")).press(.home)

        deck.see("No application has connected yet.")
        deck.see("Give an application the address http://127.0.0.1:5100 and a secret from below")
    }

    @Test func `a secret shows four letters and is copied whole`() throws {
        let secret = try #require(
            Fixture.quiet.environment(Fixture.live)?.environment.secret(.client)
        )
        let deck = deck(ApplicationsReport()).press(.end)

        deck.see("Cl20…").notSee(String(secret.prefix(5)))
        deck.press("y").see("Sent to the terminal's clipboard: Client Key, the client secret")
        #expect(deck.effects.contains(.copy(secret)))
    }

    @Test func `another line has no secret to copy, and says so`() {
        let deck = deck().press("y")

        deck.see("Choose the line of a secret first.")
        #expect(!deck.effects.contains { if case .copy = $0 { true } else { false } })
    }

    @Test func `it asks again while it is open, and no more after that`() {
        let deck = deck()
        func asked() -> Int {
            deck.effects.count { if case .applications = $0 { true } else { false } }
        }
        #expect(asked() == 1)

        deck.rest()
        #expect(asked() == 2)
        deck.press(.escape).rest().rest()
        #expect(asked() == 2)
    }

    @Test func `the pointer stays on its line when others connect`() {
        let deck = deck().press(.end, .up)
        deck.see("For applications on your servers")
        deck.service.applications.applications += deck.service.applications.applications

        deck.rest().see("For applications on your servers")
    }

    @Test func `a service that cannot answer says so and keeps what is known`() {
        let deck = deck()
        deck.service.observationsProblem = .busy

        deck.rest().see("Nothing new could be learned").see("10.0.0.4")
    }

    @Test func `on a tiny screen Enter shows the whole sentence`() {
        let deck = deck().resize(40, 10).press(.enter)

        deck.see("It uses the client secret where a")
        deck.press(.escape, .escape).see("Flags")
    }

    @Test func `the palette knows it by name`() {
        let deck = Deck().press(":").type("secrets")

        deck.see("Connected applications").press(.enter).see("SECRETS OF LIVE")
    }

    @Test func `names from outside are made safe`() {
        var report = Self.report
        report.refusals = [
            RefusedApplication(
                reason: .tooMany,
                environmentID: nil,
                sdk: "\u{1B}[31mred\n",
                address: "10.0.0.1\u{202E}",
                count: 1,
                lastTriedAt: Fixture.now
            )
        ]

        let screen = deck(report).screen

        #expect(screen.contains("\\u{1B}[31mred"))
        #expect(screen.contains("\\u{202E}"))
        #expect(screen.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    }
}
