import Crypto
import Evaluation
import FlagModel

/// What opens the stream of events: a browser cannot send a header there, so the address carries
/// a proof that its holder had the secret not long ago.
///
/// The proof is made with the secret, so it dies with it and needs no memory of ours.
///
/// - Shape: the environment's id, the secret's id, the hour of expiry since 1970, and 32
///   hexadecimal digits, with dots between them.
struct EventsTicket {
    /// Hours that a ticket is good for.
    static let hours: Int64 = 24
    private static let hour: Int64 = 3_600_000_000

    /// A ticket for the holder of a secret.
    static func make(_ known: KnownSecret, at now: Moment) -> String {
        text(known, expiry: expiry(at: now))
    }

    /// The hour in which a ticket of this moment expires; until it changes, so does no ticket.
    static func expiry(at now: Moment) -> Int64 {
        now.microseconds / hour + hours
    }

    /// The secret that a ticket was made with; `nil` when it is no ticket, or not good any more.
    static func check(_ text: String, _ site: Site, at now: Moment) -> KnownSecret? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, let place = GUID(String(parts[0])), let id = GUID(String(parts[1])),
            let expiry = Int64(parts[2]), expiry >= now.microseconds / hour,
            let picture = site.environments[place],
            let secret = picture.evaluator.state.environment.secrets.first(where: { $0.id == id })
        else { return nil }
        let known = KnownSecret(secret: secret, environmentID: place)
        let expected = SHA256.hash(data: Array(Self.text(known, expiry: expiry).utf8))
        // Digests compare in constant time.
        return SHA256.hash(data: Array(text.utf8)) == expected ? known : nil
    }

    private static func text(_ known: KnownSecret, expiry: Int64) -> String {
        let claim = "\(known.environmentID.text).\(known.secret.id.text).\(expiry)"
        let key = SymmetricKey(data: Array(known.secret.value.utf8))
        let proof = HMAC<SHA256>.authenticationCode(for: Array(claim.utf8), using: key)
        let digits = proof.prefix(16).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }
        return claim + "." + digits.joined()
    }
}
