/// Lengths of time as people write them, in two words.
///
/// | written | seconds |
/// |---|---:|
/// | `a minute`, `an hour`, `one day` | 60, 3,600, 86,400 |
/// | `2 weeks` | 1,209,600 |
/// | `3 months` | 7,776,000: a month has thirty days here |
enum SpanWords {
    private static let lengths: [String: Int64] = [
        "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": 2_592_000,
    ]

    /// The seconds that two words in lower case mean; `nil` when they are no length.
    ///
    /// - Parameters:
    ///   - count: "a", "an", "one", or a number.
    ///   - unit: a unit, of one or of many.
    ///   - most: the largest number that is understood.
    /// - Returns: seconds, 0 or more.
    static func seconds(_ count: String, _ unit: String, most: Int64) -> Int64? {
        let number = ["a", "an", "one"].contains(count) ? 1 : Int64(count)
        guard let number, (0...most).contains(number), let length = lengths[single(unit)] else {
            return nil
        }
        return number * length
    }

    /// Whether a word in lower case is a unit.
    static func isUnit(_ word: some StringProtocol) -> Bool { lengths[single(word)] != nil }

    private static func single(_ unit: some StringProtocol) -> String {
        String(unit.last == "s" ? unit.dropLast() : unit[...])
    }
}
