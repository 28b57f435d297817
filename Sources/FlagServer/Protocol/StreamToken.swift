import FlagModel

/// What an SDK puts into the address of its stream: its secret with the time woven in.
///
/// - Shape: three letters for the place of the time, two for its length, then the secret with the
///   time in decimal letters at that place. The alphabet is `QBWSPHDXZU` for 0 to 9.
///   Source: FeatBit's `Token.cs` and `TokenNumber.cs`; the SDKs' `build_token`.
struct StreamToken: Hashable, Sendable {
    /// The secret, without padding.
    let secret: String
    /// When the application made the token, by its own clock.
    let time: Moment

    /// Characters of a secret; every one has as many.
    static let secretLength = 44
    /// Characters of a token that are read at all; an honest one has at most 64.
    static let maximumLength = 128

    /// Reads a token; `nil` for anything that is none.
    init?(_ text: String) {
        let letters = Array(text.utf8)
        guard letters.count <= Self.maximumLength, letters.count > 5,
            let place = Self.number(letters[0..<3]), let length = Self.number(letters[3..<5])
        else { return nil }
        let rest = letters[5...]
        let start = rest.startIndex + Int(place)
        guard length > 0, start + Int(length) <= rest.endIndex,
            let milliseconds = Self.number(rest[start..<start + Int(length)])
        else { return nil }
        let secret = rest[..<start] + rest[(start + Int(length))...]
        guard secret.count == Self.secretLength, secret.allSatisfy({ $0 < 0x80 }) else {
            return nil
        }
        self.secret = String(decoding: secret, as: UTF8.self)
        time = Moment(milliseconds: milliseconds)
    }

    /// The number that letters of the alphabet spell; up to 15 digits fit into a time.
    private static func number(_ letters: ArraySlice<UInt8>) -> Int64? {
        guard letters.count <= 15 else { return nil }
        var number: Int64 = 0
        for letter in letters {
            guard let digit = alphabet.firstIndex(of: letter) else { return nil }
            number = number * 10 + Int64(digit)
        }
        return number
    }

    private static let alphabet = Array("QBWSPHDXZU".utf8)
}
