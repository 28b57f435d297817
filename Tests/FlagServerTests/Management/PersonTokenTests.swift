import Evaluation
import FlagAPI
import FlagModel
import Testing

@testable import FlagServer

struct PersonTokenTests {
    private let now = Moment(milliseconds: 1_780_000_000_000)

    private func made(
        seed: UInt64 = 1,
        lasting seconds: Int64? = nil
    ) -> (kept: PersonToken, given: TokenText) {
        var random = SplitMix64(seed: seed)
        return PersonToken.make(
            named: "deploy",
            at: now,
            expiresAt: seconds.map { now.adding(microseconds: $0 * 1_000_000) },
            using: &random
        )
    }

    private func person(_ name: String, _ tokens: [PersonToken]) -> Person {
        var random = SplitMix64(seed: UInt64(name.utf8.count))
        return Person(id: GUID(using: &random), name: name, tokens: tokens)
    }

    @Test func `what is kept of a token knows it again and is not it`() {
        let (kept, given) = made()

        #expect(kept.matches(given, at: now))
        #expect(kept.selector == given.selector)
        #expect(kept.digest.utf8.count == 64)
        #expect(!"\(kept)".contains(given.revealed.dropFirst(16).prefix(10)))
    }

    @Test func `another secret under the same name is refused`() throws {
        let (kept, given) = made()
        let (_, other) = made(seed: 2)
        let forged = PersonToken(
            id: kept.id,
            name: kept.name,
            selector: other.selector,
            digest: kept.digest,
            createdAt: now,
            expiresAt: nil
        )

        #expect(!kept.matches(other, at: now))
        #expect(!forged.matches(other, at: now))
        #expect(!forged.matches(given, at: now))
    }

    @Test func `a token is good until the moment at which it ends`() {
        let (kept, given) = made(lasting: 60)
        let end = now.adding(microseconds: 60_000_000)

        #expect(kept.matches(given, at: end.adding(microseconds: -1)))
        #expect(!kept.matches(given, at: end))
    }

    @Test func `a token leads to the one who has it`() {
        let (mine, given) = made(seed: 1)
        let (theirs, _) = made(seed: 2)
        let people = [person("Ana", [theirs]), person("Jörg", [mine]), person("Nobody", [])]

        let caller = given.caller(among: people, at: now)

        #expect(caller?.name == "Jörg")
        #expect(caller?.way == .token(person: people[1].id, id: mine.id))
        #expect(made(seed: 3).given.caller(among: people, at: now) == nil)
        #expect(given.caller(among: [Person](), at: now) == nil)
    }
}
