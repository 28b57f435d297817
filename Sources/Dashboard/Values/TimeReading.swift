internal import FlagModel

/// Reads moments as people type them: "3 Jul", "yesterday 17:00", "2026-07-03", "2 days ago".
///
/// | typed | what it is |
/// |---|---|
/// | `today`, `yesterday` | that day |
/// | `Tuesday`, `last Tuesday` | the last one before today |
/// | `3 Jul`, `Jul 3`, `3 July 2025`, `3.7.`, `2026-07-03` | that day; without a year the last |
/// | `17:00`, `3 Jul 17:00`, `2026-07-03 17:00` | that minute; without a day, today |
/// | `20 minutes ago`, `3 hours ago` | that moment |
/// | `3 days ago`, `2 weeks ago` | that day |
/// | `2026-07-03T17:00:00Z` | that moment, in the zone that it names |
struct TimeReading: Equatable, Sendable {
    /// Now, in the caller's clock.
    let now: Moment
    /// Where times are typed.
    let zone: Zone

    /// Characters that a time may have.
    static let lengthLimit = 60
    /// The most of "3 days ago", in any unit.
    static let agoLimit = 100_000

    /// What was read.
    struct Result: Equatable, Sendable {
        /// The beginning of the day, or the minute.
        let start: Moment
        /// The last moment of the day; the same as ``start`` where a time of day was given.
        let end: Moment
        /// Whether a time of day was given.
        var hasClock: Bool { start == end }
    }

    /// What to say about a text that cannot be read.
    static func problem(_ text: String) -> String {
        let typed = text.trimmed
        guard !typed.isEmpty else { return "Type a day or a time, such as 3 Jul or yesterday." }
        return "\"\(Words.short(typed, 20))\" is no time. Try 3 Jul, yesterday or "
            + "2026-07-03 17:00."
    }

    /// Reads a text.
    ///
    /// - Returns: `nil` when it is no time.
    func read(_ text: String) -> Result? {
        let text = text.trimmed
        guard !text.isEmpty, text.count <= Self.lengthLimit else { return nil }
        if text.contains("T") || text.contains("Z"), let exact = Moment(text) {
            return Result(start: exact, end: exact)
        }
        var words = text.lowercased().split { $0 == " " || $0 == "," }.map(String.init)
        if words.last == "ago" { return ago(words.dropLast()) }
        let clocks = words.compactMap(Self.clock)
        guard clocks.count <= 1 else { return nil }
        words.removeAll { Self.clock($0) != nil || $0 == "at" || $0 == "on" }
        guard let day = words.isEmpty && !clocks.isEmpty ? today : day(words) else { return nil }
        return result(day, clocks.first)
    }

    /// A day of the calendar, in the zone.
    private struct Day {
        var year: Int
        var month: Int
        var day: Int
    }

    private var today: Day { self.day(of: now) }

    private func day(of moment: Moment) -> Day {
        let time = zone.calendar(moment)
        return Day(year: time.year, month: time.month, day: time.day)
    }

    private func moment(_ day: Day, minutes: Int) -> Moment? {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        guard (1970...9998).contains(day.year) else { return nil }
        let text =
            "\(day.year)-\(two(day.month))-\(two(day.day))T\(two(minutes / 60)):"
            + "\(two(minutes % 60)):00Z"
        return Moment(text).map(zone.moment)
    }

    private func result(_ day: Day, _ minutes: Int?) -> Result? {
        guard let start = moment(day, minutes: minutes ?? 0) else { return nil }
        guard minutes == nil else { return Result(start: start, end: start) }
        // Not every day has 24 hours.
        let next = zone.start(ofDay: zone.day(of: start) + 1)
        return Result(start: start, end: next.adding(microseconds: -1))
    }

    private func day(before count: Int) -> Day {
        day(of: zone.start(ofDay: zone.day(of: now) - count))
    }

    // MARK: - Forms

    /// Minutes since midnight of "17:00" or "9:05".
    private static func clock(_ word: String) -> Int? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 2, (1...2).contains(parts[0].count),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour),
            (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }

    private func ago(_ words: some Collection<String>) -> Result? {
        guard words.count == 2, let first = words.first,
            let unit = words.dropFirst().first,
            let count = first == "a" || first == "an" ? 1 : Int(first),
            (0...Self.agoLimit).contains(count)
        else { return nil }
        let minutes: Int? =
            switch unit {
            case "minute", "minutes", "min": count
            case "hour", "hours", "h": count * 60
            default: nil
            }
        if let minutes {
            let exact = now.adding(microseconds: -Int64(minutes) * 60_000_000)
            return Result(start: exact, end: exact)
        }
        switch unit {
        case "day", "days": return result(day(before: count), nil)
        case "week", "weeks": return result(day(before: count * 7), nil)
        default: return nil
        }
    }

    private func day(_ words: [String]) -> Day? {
        switch words.count {
        case 1: return dayWord(words[0]) ?? numbered(words[0])
        case 2 where words[0] == "last": return weekday(words[1])
        case 2: return dated(words[0], words[1], year: nil)
        case 3:
            guard let year = Int(words[2]) else { return nil }
            return dated(words[0], words[1], year: year)
        default: return nil
        }
    }

    private func dayWord(_ word: String) -> Day? {
        switch word {
        case "today": today
        case "yesterday": day(before: 1)
        default: weekday(word)
        }
    }

    /// The last such day before today.
    private func weekday(_ word: String) -> Day? {
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        let full = [
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        ]
        guard let wanted = names.firstIndex(of: word) ?? full.firstIndex(of: word) else {
            return nil
        }
        // The first day of 1970 was a Thursday.
        let present = ((zone.day(of: now) + 3) % 7 + 7) % 7
        let back = (present - wanted + 7) % 7
        return day(before: back == 0 ? 7 : back)
    }

    /// "3 Jul", "Jul 3", with or without a year.
    private func dated(_ first: String, _ second: String, year: Int?) -> Day? {
        if let month = Self.month(second), let day = Self.ordinal(first) {
            return fitting(month, day, year)
        }
        guard let month = Self.month(first), let day = Self.ordinal(second) else { return nil }
        return fitting(month, day, year)
    }

    private static func month(_ word: String) -> Int? {
        let names = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september",
            "october", "november", "december",
        ]
        let word = word.last == "." ? String(word.dropLast()) : word
        guard word.count >= 3 else { return nil }
        return names.firstIndex { $0.hasPrefix(word) }.map { $0 + 1 }
    }

    private static func ordinal(_ word: String) -> Int? {
        let digits = word.prefix { $0.isNumber }
        guard ["", ".", "st", "nd", "rd", "th"].contains(word.dropFirst(digits.count)) else {
            return nil
        }
        return Int(digits)
    }

    /// "2026-07-03", "3.7.", "3.7.2026".
    private func numbered(_ word: String) -> Day? {
        let dashed = word.split(separator: "-", omittingEmptySubsequences: false)
        if dashed.count == 3, dashed[0].count == 4 {
            guard let year = Int(dashed[0]), let month = Int(dashed[1]), let day = Int(dashed[2])
            else { return nil }
            return fitting(month, day, year)
        }
        let dotted = word.split(separator: ".")
        guard word.contains("."), (2...3).contains(dotted.count), let day = Int(dotted[0]),
            let month = Int(dotted[1])
        else { return nil }
        guard dotted.count == 3 else { return fitting(month, day, nil) }
        return Int(dotted[2]).flatMap { fitting(month, day, $0) }
    }

    /// A day that exists; without a year the last one that is not after today.
    private func fitting(_ month: Int, _ day: Int, _ year: Int?) -> Day? {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        if let year {
            let found = Day(year: year, month: month, day: day)
            return moment(found, minutes: 0) == nil ? nil : found
        }
        // A 29 February can be eight years ago.
        for year in stride(from: today.year, through: today.year - 8, by: -1) {
            let found = Day(year: year, month: month, day: day)
            guard let moment = moment(found, minutes: 0), moment <= now else { continue }
            return found
        }
        return nil
    }
}
