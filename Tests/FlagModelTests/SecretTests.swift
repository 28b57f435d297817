@testable import FlagModel
import Testing

struct SecretTests {
    @Test(arguments: [
        ("00000000-0000-0000-0000-000000000001", "AAAAAAAAAAAAAAAAAAAAAQ"),
        ("11223344-5566-7788-99aa-bbccddeeff00", "RDMiEWZViHeZqrvM3e7_AA"),
        ("ffffffff-ffff-ffff-ffff-ffffffffffff", "_____________________w"),
        ("8dc61769-5af3-4d9f-8cb3-d7342e24c3eb", "aRfGjfNan02Ms9c0LiTD6w"),
        ("ad99d259-1f50-4ed9-a002-7c65e25487df", "WdKZrVAf2U6gAnxl4lSH3w"),
        ("0fa3c9d2-7b41-4e88-9c55-1d2e3f405162", "0smjD0F7iE6cVR0uP0BRYg"),
    ])
    func `a GUID is encoded as FeatBit does`(id: String, text: String) throws {
        #expect(Secret.encoded(try #require(GUID(id))) == text)
    }

    @Test(arguments: [(Secret.Kind.server, "Server Key"), (.client, "Client Key")])
    func `a new secret is a random GUID and the environment's`(
        kind: Secret.Kind,
        name: String
    ) throws {
        let environment = try #require(GUID("0fa3c9d2-7b41-4e88-9c55-1d2e3f405162"))
        var random = SplitMix64(seed: 1)

        let secret = Secret(kind: kind, environmentID: environment, using: &random)
        let next = Secret(kind: kind, environmentID: environment, using: &random)

        #expect(secret.name == name)
        #expect(secret.value.utf8.count == 44)
        #expect(secret.value.hasSuffix("0smjD0F7iE6cVR0uP0BRYg"))
        #expect(secret.value != next.value)
    }

    @Test func `an environment gives the first secret of a kind`() throws {
        let fixture = try Fixture()
        let environment = try fixture.state.environment

        #expect(environment.secret(.client) == environment.secrets[1].value)
    }
}
