import Foundation
import Testing

/// FeatBit's Python SDK and OpenFeature's provider through what happens to servers and secrets.
@Suite(.waiting)
struct RealSDKLifeTests {
    @Test func `a wrong secret never makes the SDK ready`() async throws {
        let seen = try await Python.run("sdk_life.py", "wrong", in: Workplace())

        for name in ["unknown", "for clients"] {
            #expect(
                seen[name]
                    == .list([.bool(false), .string("none"), .string("client not ready")])
            )
        }
        #expect(seen["refusals"] == .bool(true))
    }

    @Test func `an empty environment makes the SDK ready`() async throws {
        let seen = try await Python.run("sdk_life.py", "empty", in: Workplace())

        #expect(seen["ready"] == .bool(true))
        #expect(seen["flag"] == .list([.string("none"), .string("flag not found")]))
    }

    @Test func `an archived flag is not found and one that is off is`() async throws {
        let seen = try await Python.run("sdk_life.py", "archived", in: Workplace())

        #expect(
            seen["archived"] == .list([.bool(false), .string("none"), .string("flag not found")])
        )
        #expect(seen["off"] == .list([.string("off"), .string("flag off")]))
    }

    @Test func `the SDK keeps its data without a server and takes the change after it`()
        async throws
    {
        let seen = try await Python.run("sdk_life.py", "restart", in: Workplace())

        #expect(seen["ready"] == .bool(true))
        #expect(seen["before"] == .list([.string("off"), .string("flag off")]))
        #expect(seen["exit code"].number == 0)
        #expect(seen["while it is gone"] == seen["before"])
        #expect(seen["after"] == .list([.string("on"), .string("fall through all rules")]))
        print("told after \(seen["milliseconds until told"].number ?? -1) ms of the new server")
    }

    @Test func `a change by a command reaches every application that is connected`() async throws {
        let seen = try await Python.run("sdk_life.py", "live", in: Workplace())

        print("told \(seen["milliseconds from the start of the command"].number ?? -1) ms after")
        print("the command began, which took \(seen["milliseconds for the command"].number ?? -1)")
        #expect(seen["sdk"] == .list([.string("on"), .string("fall through all rules")]))
        #expect(seen["bell"].text == "id")
        #expect(seen["patch"] == .list([.string("patch"), .string("off")]))
        #expect(seen["browser"] == .list([.string("off"), .string("on")]))
        #expect(seen["archived"] == .bool(true))
        #expect(seen["archived patch"] == .bool(true))
        #expect(seen["archived for browsers"] == .list([.null, .string("flag archived")]))
        #expect(seen["deleted"] == .list([.string("archived"), .bool(true)]))
    }

    @Test func `what the SDK reports is written, and its customers are known`() async throws {
        let seen = try await Python.run("sdk_life.py", "events", in: Workplace())

        print("written after \(seen["milliseconds until written"].number ?? -1) ms")
        #expect(seen["milliseconds until written"] != .null)
        #expect(seen["customers"] == .list([.string("ann"), .string("cy")]))
    }

    @Test func `a revoked secret ends every stream and opens none`() async throws {
        let seen = try await Python.run("sdk_life.py", "revoked", in: Workplace())

        print("closed after \(seen["milliseconds until closed"].number ?? -1) ms")
        #expect(seen["close"].number == 4003)
        #expect(seen["bell"].text == "")
        #expect(seen["refused afterwards"] == .bool(true))
        #expect(seen["the new one"] == .bool(true))
    }

    @Test func `OpenFeature's provider gets every kind of value and every error`() async throws {
        let seen = try await Python.run("provider.py", in: Workplace())

        let answers: [(String, value: String, reason: String, variant: String)] = [
            ("boolean", "true", "TARGETING_MATCH", "Version 0"),
            ("no context", "false", "DEFAULT", "Version 1"),
            ("integer", "3", "STATIC", "Version 0"), ("float", "2.0", "STATIC", "Version 0"),
            ("string", #""green""#, "STATIC", "Version 0"),
            ("object", #"{"columns":2,"names":["a","b"]}"#, "STATIC", "Version 0"),
            ("off", #""off""#, "DISABLED", "Version 1"),
            ("split", "false", "SPLIT", "Version 1"),
            ("client's secret", #""green""#, "STATIC", "Version 0"),
        ]
        for (name, value, reason, variant) in answers {
            #expect(try seen[name]["value"] == Document.read(value), "\(name)")
            #expect(seen[name]["reason"].text == reason, "\(name)")
            #expect(seen[name]["variant"].text == variant, "\(name)")
            #expect(seen[name]["error"] == .null, "\(name)")
        }
        let errors = [
            "split without a key": "TARGETING_KEY_MISSING", "archived": "FLAG_NOT_FOUND",
            "unknown": "FLAG_NOT_FOUND", "broken value": "PARSE_ERROR",
            "wrong kind": "TYPE_MISMATCH", "wrong secret": "GENERAL",
        ]
        for (name, code) in errors {
            #expect(seen[name]["error"].text == code, "\(name)")
            #expect(seen[name]["reason"].text == "ERROR", "\(name)")
        }
        #expect(seen["rule"]["rule"].text == "Plus customers")
        #expect(seen["wrong secret's words"].text == "unauthorized")
    }
}
