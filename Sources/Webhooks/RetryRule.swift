/// When a post that failed is tried again.
///
/// FeatBit tries three times, two seconds apart. Flagdeck does so too, and then three times more,
/// for a system that is down for a while.
public enum RetryRule {
    /// Milliseconds between a try and the next one, from the first to the last.
    public static let pauses: [Int64] = [2000, 2000, 60_000, 600_000, 3_600_000]

    /// Milliseconds until the next try after so many; `nil` when there is none.
    public static func pause(afterTries count: Int) -> Int64? {
        pauses.indices.contains(count - 1) ? pauses[count - 1] : nil
    }
}
