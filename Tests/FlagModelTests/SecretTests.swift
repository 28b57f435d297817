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

    @Test(arguments: [
        ("v3faJy3RCUO8d-EJiVdN6waRfGjfNan02Ms9c0LiTD6w", "8dc61769-5af3-4d9f-8cb3-d7342e24c3eb"),
        ("gpnOV3wI3kKAO9q9viC0wQWdKZrVAf2U6gAnxl4lSH3w", "ad99d259-1f50-4ed9-a002-7c65e25487df"),
        ("RDMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRYg", "0fa3c9d2-7b41-4e88-9c55-1d2e3f405162"),
    ])
    func `a secret names its environment`(secret: String, environment: String) {
        #expect(Secret.environmentID(of: secret)?.text == environment)
    }

    @Test(arguments: [
        "", "RDMiEWZViHeZqrvM3e7_AA", "RDMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRY",
        "RDMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0BRYgg",
        "RDMiEWZViHeZqrvM3e7_AA0smjD0F7iE6cVR0uP0B+Yg",
    ])
    func `a text of another form is no secret`(text: String) {
        #expect(Secret.environmentID(of: text) == nil)
    }

    @Test func `a secret is added, revoked, and put back in its place`() throws {
        var fixture = try Fixture()
        let first = try fixture.state.environment.secrets
        var random = SplitMix64(seed: 2)
        let new = Secret(kind: .server, environmentID: fixture.live, name: "Shop", using: &random)

        try fixture.make([.editEnvironment(fixture.live, .addSecret(new, at: 2))])
        #expect(try fixture.state.environment.secrets == first + [new])
        let revoked = try fixture.make([.editEnvironment(fixture.live, .revokeSecret(first[0].id))])
        #expect(try fixture.state.environment.secrets == [first[1], new])

        try fixture.make(revoked.inverse)
        #expect(try fixture.state.environment.secrets == first + [new])
    }

    @Test func `a secret of another environment, or one with a name in use, is refused`() throws {
        var fixture = try Fixture()
        let known = try fixture.state.environment.secrets[0]
        var random = SplitMix64(seed: 2)
        let foreign = Secret(
            kind: .server,
            environmentID: fixture.practice,
            name: "Shop",
            using: &random
        )
        let twin = Secret(
            kind: .server,
            environmentID: fixture.live,
            name: known.name,
            using: &random
        )

        #expect(throws: Refusal.malformedSecret("Shop")) {
            try fixture.make([.editEnvironment(fixture.live, .addSecret(foreign, at: 0))])
        }
        #expect(throws: Refusal.taken(.secret, known.name)) {
            try fixture.make([.editEnvironment(fixture.live, .addSecret(twin, at: 0))])
        }
        let nobody = try #require(GUID("0fa3c9d2-7b41-4e88-9c55-1d2e3f405162"))
        #expect(throws: Refusal.unknown(.secret, nobody.text)) {
            try fixture.make([.editEnvironment(fixture.live, .revokeSecret(nobody))])
        }
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

    @Test func `no secret looks like an option of a command`() {
        var random = SplitMix64(seed: 1)

        let secrets = (0..<1000).map { _ in
            Secret(kind: .server, environmentID: .zero, using: &random).value
        }

        #expect(secrets.allSatisfy { !$0.hasPrefix("-") })
        #expect(Set(secrets.compactMap(\.first)).count == 63)
    }

    @Test func `an environment gives the first secret of a kind`() throws {
        let fixture = try Fixture()
        let environment = try fixture.state.environment

        #expect(environment.secret(.client) == environment.secrets[1].value)
    }
}
