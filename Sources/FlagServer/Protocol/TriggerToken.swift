import Crypto
import FlagModel

/// What stands in the address of a trigger: 40 letters, as in FeatBit, of which all are secret.
package enum TriggerToken {
    /// Letters of a token.
    package static let length = 40
    /// The path of an address before its token.
    package static let path = "/api/v1/triggers/run/"

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )

    /// A new token: 240 random bits.
    package static func make(using random: inout some RandomNumberGenerator) -> String {
        let letters = (0..<length).map { _ in alphabet[Int(random.next() >> 58)] }
        return String(decoding: letters, as: UTF8.self)
    }

    /// SHA-256 of a token in hexadecimal digits, by which it is found.
    ///
    /// How long the search takes says something about the digest at most, from which nobody gets
    /// back to a token.
    package static func digest(of token: String) -> String {
        SHA256.hash(data: Array(token.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
