import Foundation
import Testing

/// Bytes that nobody should send.
@Suite(.waiting)
struct RealSDKAttackTests {
    @Test func `the server refuses what is broken, closes what is slow, and goes on`() async throws
    {
        let seen = try await Python.run("attack.py", in: Workplace())

        for name in ["100 fields", "32 KiB", "HEAD"] {
            #expect(seen[name].number == 200, "\(name)")
        }
        for name in ["101 fields", "32 KiB and 1"] { #expect(seen[name].number == 400, "\(name)") }
        #expect(seen["pipelined"].number == 4)
        guard case .object(let malformed) = seen["malformed"] else {
            throw Unexpected("no answers: \(seen)")
        }
        #expect(malformed.count == 13)
        for (name, answer) in malformed {
            #expect(answer == .list([.number(400), .string("closed")]), "\(name)")
        }
        for (name, status) in [
            ("HTTP/2", 200), ("HTTP/2 with a body", 200), ("no stream", 200), ("by POST", 405),
            ("later version", 400), ("good", 101),
        ] as [(String, Double)] {
            #expect(
                seen["upgrades"][name] == .list([.number(status), .string("closed")]),
                "\(name)"
            )
        }
        #expect(seen["upgrades"]["second request"].number == 1)
        #expect(seen["upgrades"]["too often"].number == 429)
        for name in [
            "reserved bits", "reserved opcode", "long ping", "fragmented ping",
            "continuation first",
        ] {
            #expect(seen["streams"][name].number == 1002, "\(name)")
        }
        #expect(seen["streams"]["length with top bit"].number == 1009)
        #expect(seen["streams"]["invalid UTF-8"].text == "pong")
        #expect(seen["random"].number == 50)
        for name in ["silence", "drip"] {
            let slow = seen["slow"][name].elements
            #expect(slow.first?.text == "closed", "\(name)")
            // Not before the ten seconds that everybody has; later on a busy machine.
            #expect(slow.last?.number ?? 0 > 8, "\(name)")
        }
        #expect(seen["still serving"].number == 200)
    }
}
