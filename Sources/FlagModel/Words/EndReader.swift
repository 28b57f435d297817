/// Reads when something should end, as people write it, in the zone of whoever asks.
///
/// | written | means |
/// |---|---|
/// | `a week`, `30 days`, `2 hours` | so long from now, to the minute |
/// | `today`, `tomorrow`, `Friday`, `6 Dec`, `6.12.`, `2026-12-06` | the last minute of that day |
/// | `Friday 18:00`, `6 Dec at 6pm`, `18:00` | that minute; the next one where no year is said |
/// | `2026-12-06T18:00:00Z` | that moment |
/// | `no end`, `never` | it does not end |
///
/// "until", "for", "in", "on" and "at" may stand before any of them.
///
/// What ends may begin later than now: then "a week" is so long from its beginning, and "Friday
/// 18:00" the next one after it. Dates, today and tomorrow are always those of whoever writes.
public struct EndReader: Sendable {
    /// When something ends.
    public enum End: Hashable, Sendable {
        /// It stays until somebody changes it.
        case never
        /// It ends at this moment, which may be over.
        case at(Moment)
    }

    /// What can be written, for people who wrote something else.
    public static let examples = "a week, Friday 18:00, 6 Dec, or: no end"
    /// Characters that are read.
    public static let lengthLimit = 60
    /// The most of "30 days", in any unit.
    public static let countLimit: Int64 = 100_000

    private let now: Moment
    /// When what ends begins; never before now.
    private let beginning: Moment
    private let zone: Zone

    /// Puts the parts together.
    ///
    /// - Parameters:
    ///   - now: the moment that counts as now.
    ///   - beginning: when what ends begins; `nil` is now.
    ///   - zone: where times are written.
    public init(now: Moment, from beginning: Moment? = nil, zone: Zone) {
        self.now = now
        self.beginning = max(now, beginning ?? now)
        self.zone = zone
    }

    /// What a text means; `nil` when it is no end.
    public func read(_ text: String) -> End? {
        guard text.count <= Self.lengthLimit else { return nil }
        if let exact = exact(text) { return .at(exact) }
        let text = ClockWords.clocked(text)
        let fillers: Set = ["until", "till", "for", "in", "on", "at", "next"]
        var words = text.lowercased().split { $0 == " " || $0 == "," }.map(String.init)
        if ["no end", "never", "forever", "no"].contains(words.joined(separator: " ")) {
            return .never
        }
        words.removeAll(where: fillers.contains)
        if let span = span(words) { return .at(span) }
        let clocks = words.compactMap(Self.clock)
        guard clocks.count <= 1, !words.isEmpty else { return nil }
        words.removeAll { Self.clock($0) != nil }
        return day(words, clock: clocks.first).map(End.at)
    }

    /// When something begins.
    public enum Beginning: Hashable, Sendable {
        /// At this moment, which may be over.
        case at(Moment)
        /// A day alone: it could begin at any time of it.
        case withoutClock
    }

    /// What a text means as the time at which something begins; `nil` when it is none.
    ///
    /// The end of a day is plain, its beginning is not: so a time of day must be said, or how long
    /// it is until then.
    public func readBeginning(_ text: String) -> Beginning? {
        guard case .at(let moment)? = read(text) else { return nil }
        let words = text.lowercased().split { $0 == " " || $0 == "," }
        let isClear =
            ClockWords.clocked(text).contains(":") || words.contains(where: SpanWords.isUnit)
        return isClear ? .at(moment) : .withoutClock
    }

    private func exact(_ text: String) -> Moment? {
        let words = text.split(separator: " ")
        guard let last = words.last, words.count <= 2, last.contains("T") else { return nil }
        return Moment(String(last))
    }

    /// "a week" from the beginning, up to the whole minute.
    private func span(_ words: [String]) -> Moment? {
        guard words.count == 2,
            let seconds = SpanWords.seconds(words[0], words[1], most: Self.countLimit), seconds > 0
        else { return nil }
        let minute: Int64 = 60_000_000
        let end = beginning.microseconds + seconds * 1_000_000
        return Moment(microseconds: (end + minute - 1) / minute * minute)
    }

    // MARK: - Days

    private static let dayMicroseconds: Int64 = 86_400_000_000
    private static let lastMinute = 23 * 60 + 59

    /// Days since the beginning of 1970, here.
    private var today: Int { zone.day(of: now) }
    private var firstDay: Int { zone.day(of: beginning) }

    private func day(_ words: [String], clock: Int?) -> Moment? {
        let minute = clock ?? Self.lastMinute
        switch words.joined(separator: " ") {
        case "" where clock != nil:
            return next([firstDay, firstDay + 1], minute)
        case "today", "tonight": return moment(today, minute)
        case "tomorrow": return moment(today + 1, minute)
        case let word:
            if let place = Self.weekday(word) {
                // The first day of 1970 was a Thursday; a day's own name means the next one.
                let ahead = (place - (firstDay + 3) % 7 + 7) % 7
                let first = ahead == 0 && clock == nil ? 7 : ahead
                return next([firstDay + first, firstDay + first + 7], minute)
            }
            return date(words).flatMap { date(month: $0.month, day: $0.day, $0.year, minute) }
        }
    }

    /// The first of some days whose minute comes after the beginning.
    private func next(_ days: [Int], _ minute: Int) -> Moment? {
        days.compactMap { moment($0, minute) }.first { $0 > beginning }
    }

    private func date(month: Int, day: Int, _ year: Int?, _ minute: Int) -> Moment? {
        let present = CalendarTime(Moment(microseconds: Int64(today) * Self.dayMicroseconds)).year
        let years = year.map { [$0] } ?? Array(present...present + 8)
        let days = years.compactMap { year -> Int? in
            guard (1970...9998).contains(year) else { return nil }
            let count = CalendarTime.daysSince1970(year: year, month: month, day: day)
            let back = CalendarTime(Moment(microseconds: Int64(count) * Self.dayMicroseconds))
            return back.month == month && back.day == day ? count : nil
        }
        guard year == nil else { return days.first.flatMap { moment($0, minute) } }
        // A date before the beginning is a slip, not a date of the year after.
        return days.compactMap { moment($0, minute) }.first { $0 > now }
    }

    /// A minute of a day, as the clock here shows it.
    private func moment(_ day: Int, _ minute: Int) -> Moment? {
        zone.occurrence(day: day, minute: minute)
    }

    private static func weekday(_ word: String) -> Int? {
        let names = [
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        ]
        guard word.count >= 3 else { return nil }
        return names.firstIndex { $0.hasPrefix(word) }
    }

    private static func clock(_ word: String) -> Int? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 2, (1...2).contains(parts[0].count),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour),
            (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }

    // MARK: - Dates

    private struct Date {
        var month: Int
        var day: Int
        var year: Int?
    }

    /// "6 Dec", "Dec 6 2026", "2026-12-06", "6.12.", "6.12.2026".
    private func date(_ words: [String]) -> Date? {
        let date: Date?
        switch words.count {
        case 1: date = Self.numbered(words[0])
        case 2: date = Self.named(words[0], words[1], nil)
        case 3: date = Int(words[2]).flatMap { Self.named(words[0], words[1], $0) }
        default: date = nil
        }
        guard let date, (1...12).contains(date.month), (1...31).contains(date.day) else {
            return nil
        }
        return date
    }

    private static func numbered(_ word: String) -> Date? {
        let dashed = word.split(separator: "-", omittingEmptySubsequences: false)
        if dashed.count == 3, dashed[0].count == 4, let year = Int(dashed[0]),
            let month = Int(dashed[1]), let day = Int(dashed[2])
        {
            return Date(month: month, day: day, year: year)
        }
        let dotted = word.split(separator: ".")
        guard word.contains("."), (2...3).contains(dotted.count), let day = Int(dotted[0]),
            let month = Int(dotted[1])
        else { return nil }
        guard dotted.count == 3 else { return Date(month: month, day: day) }
        return Int(dotted[2]).map { Date(month: month, day: day, year: $0) }
    }

    private static func named(_ first: String, _ second: String, _ year: Int?) -> Date? {
        let names = [
            "january", "february", "march", "april", "may", "june", "july", "august",
            "september", "october", "november", "december",
        ]
        func month(_ word: String) -> Int? {
            let word = word.last == "." ? String(word.dropLast()) : word
            guard word.count >= 3 else { return nil }
            return names.firstIndex { $0.hasPrefix(word) }.map { $0 + 1 }
        }
        func day(_ word: String) -> Int? {
            let digits = word.prefix { ("0"..."9").contains($0) }
            let ends: Set<Substring> = ["", ".", "st", "nd", "rd", "th"]
            return ends.contains(word.dropFirst(digits.count)) ? Int(digits) : nil
        }
        if let month = month(second), let day = day(first) {
            return Date(month: month, day: day, year: year)
        }
        guard let month = month(first), let day = day(second) else { return nil }
        return Date(month: month, day: day, year: year)
    }
}
