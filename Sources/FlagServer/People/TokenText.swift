import Crypto
public import FlagModel

/// A token as it is given out, once: `fdk_`, what it is looked up by, `_`, what proves it.
public struct TokenText: Sendable {
    /// All of it, for its owner alone.
    public let text: String
    /// What is kept of it.
    public let token: PersonToken

    private static let selectorBytes = 8
    private static let secretBytes = 32

    /// Makes a new one.
    ///
    /// - Parameters:
    ///   - name: what its owner calls it.
    ///   - now: when it is made.
    ///   - expiresAt: when it ends; `nil` is never.
    ///   - random: bits that nobody can guess.
    public init(
        name: String,
        at now: Moment,
        expiresAt: Moment?,
        using random: inout some RandomNumberGenerator
    ) {
        func letters(_ count: Int) -> String {
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            return Base64URL.text(of: bytes)
        }
        let (selector, secret) = (letters(Self.selectorBytes), letters(Self.secretBytes))
        text = "fdk_\(selector)_\(secret)"
        token = PersonToken(
            id: GUID(using: &random),
            name: name,
            selector: selector,
            digest: Self.digest(of: secret),
            createdAt: now,
            expiresAt: expiresAt
        )
    }

    fileprivate static func digest(of secret: String) -> String {
        SHA256.hash(data: Array(secret.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// The two parts of a text; `nil` when it is none.
    fileprivate static func parts(of text: String) -> (selector: String, secret: String)? {
        let bytes = Array(text.utf8)
        guard text.hasPrefix("fdk_"), bytes.count == 59, bytes[15] == UInt8(ascii: "_") else {
            return nil
        }
        return (
            String(decoding: bytes[4..<15], as: UTF8.self),
            String(decoding: bytes[16...], as: UTF8.self)
        )
    }
}

extension Model {
    /// Whose token a text is, or `nil`.
    ///
    /// Whether its time is over is not asked.
    ///
    /// - Complexity: O(*n*) in the people.
    public func owner(ofToken text: String) -> (person: Person, token: PersonToken)? {
        guard let selector = TokenText.parts(of: text)?.selector,
            let found = token(selector: selector), found.token.matches(text)
        else { return nil }
        return found
    }
}

extension PersonToken {
    /// Whether a text is this token; takes as long for a wrong text as for a right one.
    public func matches(_ text: String) -> Bool {
        guard let parts = TokenText.parts(of: text), parts.selector == selector else {
            return false
        }
        let (mine, theirs) = (Array(digest.utf8), Array(TokenText.digest(of: parts.secret).utf8))
        guard mine.count == theirs.count else { return false }
        return zip(mine, theirs).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// Bytes as letters that stand in an address as they are.
private enum Base64URL {
    private static let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )

    static func text(of bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var (bits, count) = (0, 0)
        for byte in bytes {
            bits = (bits << 8 | Int(byte)) & 0xFFFF
            count += 8
            while count >= 6 {
                count -= 6
                text.append(letters[bits >> count & 63])
            }
        }
        if count > 0 { text.append(letters[bits << (6 - count) & 63]) }
        return String(decoding: text, as: UTF8.self)
    }
}
