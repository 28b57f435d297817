/// Reads how often something comes back, as people write it.
///
/// | written | means |
/// |---|---|
/// | `Friday 18:00`, `every friday at 18:00` | once a week |
/// | `Monday and Thursday 9:00`, `weekday 9:00`, `weekend 10:00` | on several days of the week |
/// | `day 09:00`, `09:00` | every day |
/// | `month on the 1st 08:00`, `1st 08:00`, `last day of the month 8:00` | once a month |
/// | `hour`, `hour :15` | whenever clocks show that minute |
public enum RhythmReader {
    /// A rhythm and the minute of the day or hour.
    public struct Time: Hashable, Sendable {
        /// On which days.
        public let rhythm: Recurrence.Rhythm
        /// The minute, as in ``Recurrence/Turn/minute``.
        public let minute: Int

        /// Puts the parts together.
        public init(_ rhythm: Recurrence.Rhythm, minute: Int) {
            (self.rhythm, self.minute) = (rhythm, minute)
        }
    }

    /// What can be written, for people who wrote something else.
    public static let examples =
        "\"Friday 18:00\", \"day 09:00\", \"weekday 9:00\", \"month on the 1st 08:00\" or hour"

    /// What a text means; `nil` when it is no rhythm.
    public static func read(_ text: String) -> Time? {
        guard text.count <= EndReader.lengthLimit else { return nil }
        let fillers: Set = ["every", "each", "at", "on", "the", "and", "of", "a", "in"]
        var words = text.lowercased().split { $0 == " " || $0 == "," || $0 == "+" || $0 == "&" }
            .map(String.init)
        words.removeAll(where: fillers.contains)
        if let word = words.first, ["hour", "hours", "hourly"].contains(word) {
            return hourly(Array(words.dropFirst()))
        }
        let clocks = words.compactMap(clock)
        guard clocks.count == 1, let minute = clocks.first else { return nil }
        words.removeAll { clock($0) != nil }
        return rhythm(words).map { Time($0, minute: minute) }
    }

    private static func hourly(_ words: [String]) -> Time? {
        guard let word = words.first else { return Time(.hourly, minute: 0) }
        let digits = word.drop { $0 == ":" }
        guard words.count == 1, digits.count == 2, let minute = Int(digits),
            (0..<60).contains(minute)
        else { return nil }
        return Time(.hourly, minute: minute)
    }

    private static func rhythm(_ words: [String]) -> Recurrence.Rhythm? {
        switch words {
        case [], ["day"], ["days"], ["daily"]: return .daily
        case ["weekday"], ["weekdays"], ["workday"], ["workdays"]:
            return .weekly([.monday, .tuesday, .wednesday, .thursday, .friday])
        case ["weekend"], ["weekends"]: return .weekly([.saturday, .sunday])
        case ["last", "day", "month"], ["month", "last", "day"]: return .monthly(day: 31)
        default: break
        }
        let rest = words.filter { !["month", "monthly", "day"].contains($0) }
        if rest.count == 1, let day = dayOfMonth(rest[0]) { return .monthly(day: day) }
        let days = words.map(weekday)
        let known = Set(days.compactMap(\.self))
        return known.count == days.count ? .weekly(known) : nil
    }

    private static func weekday(_ word: String) -> Recurrence.Weekday? {
        let word = word.last == "s" && word.count > 6 ? String(word.dropLast()) : word
        guard word.count >= 3 else { return nil }
        return Recurrence.Weekday.allCases.first { $0.title.lowercased().hasPrefix(word) }
    }

    private static func dayOfMonth(_ word: String) -> Int? {
        let digits = word.prefix { ("0"..."9").contains($0) }
        let ends: Set<Substring> = ["", ".", "st", "nd", "rd", "th"]
        guard ends.contains(word.dropFirst(digits.count)), let day = Int(digits),
            (1...31).contains(day)
        else { return nil }
        return day
    }

    private static func clock(_ word: String) -> Int? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 2, (1...2).contains(parts[0].count),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour),
            (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}
