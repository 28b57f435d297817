extension SafeText {
    /// How long ago something was, as in `now`, `5 min`, `2 h`, `3 d`, `5 mo`, `2 y`.
    ///
    /// - Parameter seconds: the seconds since then; anything below a minute, and the future, is
    ///   `now`.
    /// - Returns: a number and a unit of at most three letters.
    public static func age(seconds: Int) -> SafeText {
        let minute = 60
        let hour = 60 * minute
        let day = 24 * hour
        switch seconds {
        case ..<minute: return "now"
        case ..<hour: return "\(seconds / minute) min"
        case ..<day: return "\(seconds / hour) h"
        case ..<(31 * day): return "\(seconds / day) d"
        case ..<(365 * day): return "\(min(11, seconds / (30 * day))) mo"
        default: return "\(seconds / (365 * day)) y"
        }
    }
}
