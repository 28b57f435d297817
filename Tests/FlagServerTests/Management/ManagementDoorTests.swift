import Evaluation
import FlagAPI
import FlagModel
import NIOHTTP1
import Testing

@testable import FlagServer

struct ManagementDoorTests {
    private static func fault(
        _ headers: [(String, String)],
        names: [String] = []
    ) -> String? {
        ManagementDoor.fault(
            in: HTTPRequestHead(
                version: .http1_1,
                method: .POST,
                uri: "/api/v1/ask",
                headers: HTTPHeaders(headers)
            ),
            isOwnName: names.contains
        )?.code
    }

    @Test(arguments: [
        "127.0.0.1:5100", "127.0.0.1", "localhost:80", "LocalHost", "[::1]:5100", "[::1]",
        "flags.example.com", "Flags.Example.com:443",
    ])
    func `a program that knows the name is let in`(host: String) {
        #expect(Self.fault([("Host", host)], names: ["flags.example.com"]) == nil)
    }

    @Test(arguments: [
        "evil.example.com:5100", "127.0.0.1.evil.example.com", "localhost.evil.example.com",
        "127.evil", "", "[::2]:5100", "10.0.0.5", "[127.0.0.1.evil]",
    ])
    func `a page that leads its own name here is refused`(host: String) {
        #expect(
            Self.fault([("Host", host)], names: ["flags.example.com"]) == "request.unknown-host"
        )
    }

    @Test func `a request without a name, or with two, is refused`() {
        #expect(Self.fault([]) == "request.unknown-host")
        #expect(
            Self.fault([("Host", "localhost"), ("Host", "localhost")]) == "request.unknown-host"
        )
    }

    @Test(arguments: ["https://evil.example.com", "null", "http://127.0.0.1:5100"])
    func `a page is refused whatever its name`(origin: String) {
        #expect(
            Self.fault([("Host", "127.0.0.1:5100"), ("Origin", origin)]) == "request.from-page"
        )
    }

    @Test(arguments: [
        (ServiceProblem.busy, 503), (.unknownEntry(7), 404), (.cannotUndo(7, reason: "x"), 409),
        (.journal(code: "journal.full", text: "x"), 500), (.observations(text: "x"), 500),
        (.unreachable(text: "x"), 503), (.refused(.nothingToChange("x")), 422),
        (.refused(.changedSince(name: "x", entry: 1)), 409),
    ])
    func `a problem has the status that says the same`(problem: ServiceProblem, status: Int)
        throws
    {
        let told = HTTPProblem(problem)

        #expect(told.status == status)
        #expect(told.code == problem.code)
        #expect(try HTTPProblem(json: told.json) == told)
    }
}
