import FlagAPI
import FlagModel
import NIOHTTP1
import Testing

@testable import FlagServer

/// Tokens of triggers, and which of them a server knows.
struct TriggerTests {
    @Test func `a token has 40 letters that stand in an address, and never comes twice`() {
        var random = SystemRandomNumberGenerator()
        let tokens = (0..<1000).map { _ in TriggerToken.make(using: &random) }

        #expect(Set(tokens).count == 1000)
        for token in tokens {
            #expect(token.utf8.count == 40)
            let target = RequestTarget(TriggerToken.path + token)
            #expect(Endpoint(.POST, target) == .runTrigger(token))
            #expect(Endpoint(.GET, target) == .otherMethod("POST"))
        }
    }

    @Test func `a digest is SHA-256 in hexadecimal digits`() {
        // Source: FIPS 180-2, appendix B.1.
        #expect(
            TriggerToken.digest(of: "abc")
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
    }

    @Test func `a site knows the triggers that are enabled`() throws {
        var place = try ServedPlace()
        let flag = try place.add("gift-wrap")
        var trigger = Trigger(
            id: GUID(using: &Self.random),
            environmentID: place.environmentID,
            flagID: flag.id,
            action: .turnOff,
            tokenDigest: TriggerToken.digest(of: "token"),
            description: "alarm"
        )
        try place.make([.saveTrigger(trigger)])
        #expect(place.site.triggers == [trigger.tokenDigest: trigger.id])

        trigger.isEnabled = false
        try place.make([.saveTrigger(trigger)])
        #expect(place.site.triggers.isEmpty)
    }

    private static var random: SystemRandomNumberGenerator {
        get { SystemRandomNumberGenerator() }
        set {}
    }
}
