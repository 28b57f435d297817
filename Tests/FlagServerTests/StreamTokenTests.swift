import FlagAPI
import FlagModel
import Testing

@testable import FlagServer

struct StreamTokenTests {
    /// From FeatBit's own tests, and made by its Python SDK 1.2.1 with a stopped clock.
    static let tokens: [(String, Int64, String)] = [
        (
            "QWSBHgpnOV3wI3kKAO9q9viC0wQWQQBDDDQBZWPXDQSdKZrVAf2U6gAnxl4lSH3w", 1_666_018_247_603,
            "gpnOV3wI3kKAO9q9viC0wQWdKZrVAf2U6gAnxl4lSH3w"
        ),
        (
            "QBPBHv3faJy3RCUO8d-QQBDDDQBZZQQXHPEJiVdN6waRfGjfNan02Ms9c0LiTD6w", 1_666_018_800_754,
            "v3faJy3RCUO8d-EJiVdN6waRfGjfNan02Ms9c0LiTD6w"
        ),
        (
            "QQWBSRDBXDXWWHDQQQQQMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRYg", 1_767_225_600_000,
            "RDMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRYg"
        ),
        (
            "QBBBSRDMiEWZViHeBXDXWWHDQQQQQZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRYg", 1_767_225_600_000,
            "RDMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRYg"
        ),
        (
            "QWWBSRDMiEWZViHeZqrvM3e7_AABXDXWWHDQQQQQ0smjD0F7iE6cVR0uP0BRYg", 1_767_225_600_000,
            "RDMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRYg"
        ),
        (
            "QPSBSRDMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRYBXDXWWHDQQQQQg", 1_767_225_600_000,
            "RDMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRYg"
        ),
    ]

    @Test(arguments: tokens)
    func `a token gives back the secret and the time`(
        text: String,
        milliseconds: Int64,
        secret: String
    ) {
        let token = StreamToken(text)

        #expect(token?.secret == secret)
        #expect(token?.time.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "Q", "QQWBS", "QQWQQRDMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRYg",
        "AAWBSRDBXDXWWHDQQQQQMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRYg",
        "UUUBSRDBXDXWWHDQQQQQMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRYg",
        "QQWUURDBXDXWWHDQQQQQMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRYg",
        "QQWBSRDAXDXWWHDQQQQQMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRYg",
        "QQWBSRDBXDXWWHDQQQQQMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRY",
        "QQWBSRDBXDXWWHDQQQQQéMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BR",
        String(repeating: "Q", count: 5000),
    ])
    func `anything else is no token`(text: String) {
        #expect(StreamToken(text) == nil)
    }
}

struct CredentialsTests {
    /// A token made at a time, as SDKs make it.
    static func token(_ secret: String, at time: Moment) -> String {
        let letters = Array("QBWSPHDXZU")
        func spelled(_ number: Int64, _ width: Int) -> String {
            let digits = String(number)
            let padded = String(repeating: "0", count: max(0, width - digits.count)) + digits
            return String(padded.compactMap(\.wholeNumberValue).map { letters[$0] })
        }
        let digits = String(time.milliseconds)
        return spelled(5, 3) + spelled(Int64(digits.count), 2) + secret.prefix(5)
            + spelled(time.milliseconds, digits.count) + secret.dropFirst(5)
    }

    private func refusal(
        _ place: ServedPlace,
        _ secret: String,
        kind: Secret.Kind = .server,
        secondsOff: Double = 0
    ) -> RefusedApplication.Reason? {
        let time = place.now.adding(microseconds: Int64(secondsOff * 1_000_000))
        let result = place.site.credentials.admit(
            token: Self.token(secret, at: time),
            kind: kind,
            at: place.now
        )
        if case .failure(let refused) = result { return refused.reason }
        return nil
    }

    @Test func `a good secret of the right kind is let in`() throws {
        let place = try ServedPlace()

        #expect(refusal(place, place.secret(.server).secret.value) == nil)
        #expect(refusal(place, place.secret(.client).secret.value, kind: .client) == nil)
    }

    @Test(arguments: [
        (30.0, nil), (-30.0, nil), (-30.001, .clockOff(seconds: -31)),
        (30.001, RefusedApplication.Reason.clockOff(seconds: 31)),
        (31.0, .clockOff(seconds: 31)),
        (-31.0, .clockOff(seconds: -31)), (-3600, .clockOff(seconds: -3600)),
    ])
    func `a clock may be off by 30 seconds`(
        seconds: Double,
        reason: RefusedApplication.Reason?
    ) throws {
        let place = try ServedPlace()

        #expect(
            refusal(place, place.secret(.server).secret.value, secondsOff: seconds) == reason
        )
    }

    @Test func `a secret of the other kind is refused by name`() throws {
        let place = try ServedPlace()

        #expect(
            refusal(place, place.secret(.client).secret.value, kind: .server)
                == .wrongKind(.client)
        )
    }

    @Test func `a revoked secret is told from one that nobody gave out`() throws {
        var place = try ServedPlace()
        let secret = place.secret(.server).secret
        try place.make([.editEnvironment(place.environmentID, .revokeSecret(secret.id))])

        #expect(refusal(place, secret.value) == .revokedSecret)
        #expect(
            refusal(place, "RDMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRYg") == .unknownSecret
        )
        #expect(
            place.site.credentials.admit(token: "nonsense", kind: .server, at: place.now)
                == .failure(Credentials.Refused(reason: .malformedToken, environmentID: nil))
        )
    }
}
