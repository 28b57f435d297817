import Foundation
import Testing

/// Streams as FeatBit's SDKs hold them, spoken without an SDK.
@Suite(.waiting)
struct RealSDKStreamTests {
    @Test func `clocks that are off and wrong secrets end with 4003`() async throws {
        let seen = try await Python.run("streams.py", "clocks", in: Workplace())

        for clock in ["-90", "90"] { #expect(seen[clock].number == 4003, "\(clock) s") }
        for clock in ["-5", "5"] { #expect(seen[clock].text == "data-sync", "\(clock) s") }
        #expect(seen["unknown secret"].number == 4003)
        #expect(seen["client secret for a server"].number == 4003)
    }

    @Test func `pings and echoes are answered in any case and nonsense is ignored`() async throws {
        let seen = try await Python.run("streams.py", "messages", in: Workplace())

        #expect(try seen["ping"] == Document.read(#"{"messageType":"pong","data":{}}"#))
        #expect(
            try seen["echo"] == Document.read(#"{"messageType":"echo","data":{"a":[1,"é"]}}"#)
        )
        #expect(seen["pong"] == .list([.bool(true), .string("are you there")]))
        #expect(seen["empty environment"]["data"]["eventType"].text == "full")
        #expect(seen["empty environment"]["data"]["featureFlags"] == .list([]))
        #expect(seen["later version"].text == "full")
    }

    @Test func `a browser's SDK may change its user on the same stream`() async throws {
        let seen = try await Python.run("streams.py", "client", in: Workplace())

        #expect(seen["ann"] == .list([.string("full"), .string("ann"), .string("true")]))
        #expect(seen["bo"] == .list([.string("full"), .string("bo"), .string("false")]))
        #expect(seen["without a user"].text == "pong")
    }

    @Test func `messages at their limits are answered and longer ones end the stream`() async throws
    {
        let seen = try await Python.run("streams.py", "limits", in: Workplace())

        #expect(seen["at the limit"].text == "pong")
        #expect(seen["one above"].number == 1009)
        #expect(seen["64 fragments"].text == "pong")
        #expect(seen["65 fragments"].number == 1009)
        #expect(seen["unmasked"].number == 1002)
    }
}
