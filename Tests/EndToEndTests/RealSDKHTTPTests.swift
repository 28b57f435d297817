import Foundation
import Testing

/// Requests that SDKs and scripts make, without an SDK around them.
@Suite(.waiting)
struct RealSDKHTTPTests {
    @Test func `polling answers with nothing when nothing is newer`() async throws {
        let seen = try await Python.run("requests_over_http.py", "featbit", in: Workplace())

        #expect(seen["first"].text == "full")
        #expect(seen["nothing newer"] == .list([.number(200), .string("")]))
        #expect(seen["newer"].text == "patch")
        #expect(seen["with a client's secret"].number == 401)
    }

    @Test func `reports are answered with 200 whatever they are`() async throws {
        let seen = try await Python.run("requests_over_http.py", "featbit", in: Workplace())

        guard case .object(var answers) = seen["reports"] else {
            throw Unexpected("no reports: \(seen)")
        }
        #expect(answers.removeValue(forKey: "with an unknown secret") == .number(401))
        #expect(answers.count == 12)
        for (name, status) in answers { #expect(status == .number(200), "\(name)") }
    }

    @Test func `OpenFeature's tag stands for the flags and the whole context`() async throws {
        let seen = try await Python.run("requests_over_http.py", "openfeature", in: Workplace())

        #expect(seen["quoted"].text == "\"\"")
        #expect(seen["same"] == .list([.number(304), .bool(true), .bool(true)]))
        #expect(seen["without quotes"] == .list([.number(304), .bool(true)]))
        #expect(seen["weak"] == .list([.number(304), .bool(true)]))
        #expect(seen["other plan"].number == 200)
        #expect(seen["hinted"].number == 200)
        #expect(seen["slash"].number == 200)
        #expect(seen["stream"] == .list([.string("sse"), .number(120)]))
        #expect(
            seen["bell"]
                == .list([
                    .number(200), .string("text/event-stream"), .string(": listening\n"),
                ])
        )
        #expect(seen["forged"].number == 401)
        #expect(seen["as an API key"].number == 200)
        #expect(seen["as a bearer"].number == 200)
    }

    @Test func `OpenFeature's errors have the bodies that the protocol demands`() async throws {
        let report = try await Python.run("requests_over_http.py", "errors", in: Workplace())

        let seen = report["seen"]
        for name in ["no JSON", "a list", "no UTF-8", "deep", "text over 64 KiB"] {
            #expect(seen[name] == Self.answer(400, "PARSE_ERROR"), "\(name)")
        }
        for name in ["context is a text", "1,001 attributes"] {
            #expect(seen[name] == Self.answer(400, "INVALID_CONTEXT"), "\(name)")
        }
        for name in ["unknown flag", "NUL in the key"] {
            #expect(seen[name] == Self.answer(404, "FLAG_NOT_FOUND"), "\(name)")
        }
        #expect(seen["no key"] == Self.answer(400, "TARGETING_KEY_MISSING"))
        #expect(seen["all flags, no JSON"] == Self.answer(400, "PARSE_ERROR", isAboutAFlag: false))
        for (name, status) in [
            ("too long", 413), ("packed", 415), ("wrong secret", 401), ("too often", 429),
        ] {
            #expect(seen[name] == Self.answer(Double(status), nil), "\(name)")
        }
        #expect(seen["broken escape"].number == 404)
        #expect(seen["1,000 attributes"].number == 200)
        #expect(seen["retry after"] == .bool(true))
        #expect(seen["good secret meanwhile"].number == 200)
        print("1 MiB of [ was answered after \(report["brackets"].elements[1].number ?? -1) ms")
        #expect(report["brackets"].elements.first == .number(400))
    }

    /// The status, the names of the body's members in order, and the error's code.
    private static func answer(
        _ status: Double,
        _ code: String?,
        isAboutAFlag: Bool = true
    ) -> Document {
        guard let code else {
            return .list([.number(status), .list([.string("errorDetails")]), .null])
        }
        let names = ["errorCode", "errorDetails"] + (isAboutAFlag ? ["key"] : [])
        return .list([.number(status), .list(names.map(Document.string)), .string(code)])
    }

    @Test func `bodies, properties and addresses are read up to their limits`() async throws {
        let seen = try await Python.run("requests_over_http.py", "limits", in: Workplace())

        for path in ["/api/public/featureflag/evaluate", "/ofrep/v1/evaluate/flags"] {
            #expect(seen[path + " at"].number == 200)
            #expect(seen[path + " above"].number == 413)
        }
        #expect(seen["1000 properties"].number == 200)
        #expect(seen["1001 properties"].number == 400)
        #expect(seen["address at"].number == 200)
        #expect(seen["address above"].number == 414)
    }
}
