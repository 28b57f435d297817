internal import Crypto
public import FlagAPI
public import FlagModel

extension PersonToken {
    /// Makes a new token for a person.
    ///
    /// - Parameters:
    ///   - name: what its owner calls it.
    ///   - now: when it is made.
    ///   - expiresAt: from when on it is refused; `nil` is never.
    ///   - random: numbers that nobody can guess.
    /// - Returns: what is kept of it, and what its owner is given, once.
    public static func make(
        named name: String,
        at now: Moment,
        expiresAt: Moment?,
        using random: inout some RandomNumberGenerator
    ) -> (kept: PersonToken, given: TokenText) {
        let given = TokenText(using: &random)
        let kept = PersonToken(
            id: GUID(using: &random),
            name: name,
            selector: given.selector,
            digest: given.digest,
            createdAt: now,
            expiresAt: expiresAt
        )
        return (kept, given)
    }

    /// Whether a text is this token, and may be used at a moment.
    ///
    /// How long this takes says nothing about what is right in a wrong text.
    public func matches(_ text: TokenText, at now: Moment) -> Bool {
        let isProven = text.proves(digest)
        guard selector == text.selector, isProven else { return false }
        return expiresAt.map { now < $0 } ?? true
    }
}

extension TokenText {
    /// The SHA-256 of the part that proves the token, in 64 hexadecimal digits.
    public var digest: String {
        SHA256.hash(data: secret).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }

    /// Whether this token's digest is the one that was kept.
    ///
    /// Hashes of both are compared, which takes the same time whatever differs.
    func proves(_ kept: String) -> Bool {
        SHA256.hash(data: Array(digest.utf8)) == SHA256.hash(data: Array(kept.utf8))
    }

    /// Finds out who asks with this token, if anybody may.
    ///
    /// A token that nobody has is compared as well, with what no token has, so that the time that
    /// it takes does not tell which ones there are.
    public func caller(in model: Model, at now: Moment) -> Caller? {
        caller(among: model.token(selector: selector).map { [$0.person] } ?? [], at: now)
    }

    /// The same among some people.
    public func caller(among people: some Sequence<Person>, at now: Moment) -> Caller? {
        var found: (person: Person, token: PersonToken)?
        for person in people {
            guard let token = person.tokens.first(where: { $0.selector == selector }) else {
                continue
            }
            found = (person, token)
            break
        }
        guard let found else {
            _ = proves(Self.nobody)
            return nil
        }
        guard found.token.matches(self, at: now) else { return nil }
        return Caller(
            name: found.person.name,
            way: .token(person: found.person.id, id: found.token.id)
        )
    }

    private static let nobody = String(repeating: "0", count: 64)
}
