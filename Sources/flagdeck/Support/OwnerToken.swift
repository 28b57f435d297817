import FlagAPI
import FlagModel
import FlagServer
import FlagService

/// A token with which the owner of the data comes in over HTTP while a server runs.
///
/// Who can read its file could read the data as well, so it may do everything.
struct OwnerToken: Sendable {
    private let kept: PersonToken
    private let actor: String
    private let path: String

    /// Makes one and writes it into a file that only its owner may read.
    ///
    /// - Throws: ``CommandFailure`` when something else than such a file has the name: it would be
    ///   replaced now, and removed at the end.
    static func make(at path: String, actor: String) throws -> OwnerToken {
        guard PlainFile.isFree(path) || isLeftOver(path) else {
            throw CommandFailure(
                .refused,
                "\(path) is there already and is no token file of an earlier server. Nothing was "
                    + "changed; name a new file with --owner-token."
            )
        }
        var random = SystemRandomNumberGenerator()
        let (kept, given) = PersonToken.make(
            named: path,
            at: Surroundings.now(),
            expiresAt: nil,
            using: &random
        )
        try PlainFile.replace(given.revealed + "\n", at: path)
        return OwnerToken(kept: kept, actor: actor, path: path)
    }

    /// Whether a file holds one token and nothing else: a server that was killed left it.
    private static func isLeftOver(_ path: String) -> Bool {
        guard let text = PlainFile.smallText(path), text.last == "\n" else { return false }
        return (try? TokenText(String(text.dropLast()))) != nil
    }

    /// The owner, if this is their token.
    func caller(_ text: TokenText, at now: Moment) -> Caller? {
        kept.matches(text, at: now) ? Caller(name: actor, way: .owner) : nil
    }

    /// Nobody can use it any more.
    func remove() {
        PlainFile.remove(path)
    }
}

extension Management {
    /// The way in to a service of this process.
    static func way(to service: LocalService, owner: OwnerToken?) -> Management {
        .forPeople(
            of: service,
            ownerName: Surroundings.loginName,
            owner: { token, now in owner?.caller(token, at: now) },
            now: Surroundings.now,
            executor: Workers.shared
        )
    }
}
