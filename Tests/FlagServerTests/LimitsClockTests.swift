import FlagAPI
import FlagModel
import Testing

@testable import FlagServer

/// How far an application's clock may be off.
struct LimitsClockTests {
    private let now = Moment(milliseconds: 1_784_278_800_000)

    @Test(arguments: [-30_000, -29_999, 0, 30_000] as [Int64])
    func `a clock within thirty seconds is good`(late: Int64) throws {
        #expect(try admitted(late).get().secret.kind == .server)
    }

    @Test(arguments: [(-30_001, 31), (30_001, -31), (30_999, -31), (31_000, -31), (-31_001, 32)])
    func `a clock that is off by more is refused, and by how much is said`(
        late: Int64,
        seconds: Int
    ) throws {
        guard case .failure(let refused) = try admitted(late) else {
            Issue.record("It was let in.")
            return
        }
        #expect(refused.reason == .clockOff(seconds: seconds))
    }

    /// Tries a token that was made some milliseconds ago.
    private func admitted(_ late: Int64) throws -> Result<KnownSecret, Credentials.Refused> {
        var random = SystemRandomNumberGenerator()
        let id = GUID(using: &random)
        let environment = Environment(
            id: id,
            projectID: GUID(using: &random),
            key: try Key("prod"),
            name: "LIVE",
            isLive: true,
            secrets: [Secret(kind: .server, environmentID: id, using: &random)]
        )
        let secret = try #require(environment.secrets.first { $0.kind == .server }).value
        return Credentials([environment]).admit(
            token: Self.token(secret, at: now.milliseconds - late),
            kind: .server,
            at: now
        )
    }

    /// What an SDK makes of a secret and its clock.
    private static func token(_ secret: String, at milliseconds: Int64) -> String {
        let letters = Array("QBWSPHDXZU")
        let time = String(milliseconds).map { letters[$0.wholeNumberValue ?? 0] }
        return "QQWBS" + secret.prefix(2) + String(time) + secret.dropFirst(2)
    }
}
