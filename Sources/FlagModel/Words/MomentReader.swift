/// Reads moments as people write them, in the zone of whoever asks.
///
/// | written | means |
/// |---|---|
/// | `2026-07-03T17:00:00Z`, any RFC 3339 with its zone | that moment |
/// | `2026-07-03 17:00`, `2026-07-03T17:00:30` | that time, here |
/// | `2026-07-03`, `today`, `yesterday` | the beginning or end of that day, as the caller asks |
/// | `yesterday 17:00` | that time on that day |
/// | `17:00`, `5pm` | the last time that it was 17:00 |
/// | `3 days ago`, `an hour ago` | so long before now; minutes, hours, days, weeks and months |
/// | `now` | now |
public struct MomentReader: Sendable {
    /// Which moment of a day is meant when only the day is written.
    public enum Edge: Hashable, Sendable {
        /// Its first microsecond.
        case start
        /// Its last microsecond.
        case end
    }

    /// What can be written, for people who wrote something else.
    public static let examples =
        "a day (2026-07-03), a time (17:00 or \"2026-07-03 17:00\"), yesterday or \"3 days ago\""

    /// The most of a unit that is understood before "ago".
    public static let maximumAgo: Int64 = 1_000_000

    /// The moment that counts as now.
    public let now: Moment
    private let zone: Zone

    /// Puts the parts together.
    ///
    /// - Parameters:
    ///   - now: the moment that counts as now.
    ///   - zone: where times are written.
    public init(now: Moment, zone: Zone) {
        self.now = now
        self.zone = zone
    }

    /// The moment that a text means; `nil` when it is none.
    ///
    /// - Parameters:
    ///   - text: as people write it, in any case.
    ///   - edge: which moment of a day is meant when only the day is written.
    /// - Returns: the moment, which may lie in the future.
    public func moment(_ text: String, _ edge: Edge) -> Moment? {
        let words = ClockWords.clocked(text.lowercased()).split(separator: " ").map(String.init)
        switch words.count {
        case 1 where words[0] == "now": return now
        case 1:
            if let moment = zoned(words[0]) { return moment }
            if let day = day(words[0]) { return self.edge(edge, of: day) }
            if let time = time(words[0]) { return last(time) }
            let parts = words[0].split(separator: "t", maxSplits: 1).map(String.init)
            return parts.count == 2 ? at(parts[0], parts[1]) : nil
        case 2: return at(words[0], words[1])
        case 3 where words[2] == "ago": return ago(words[0], words[1])
        default: return nil
        }
    }

    /// The microseconds of a day and a time, as if here were UTC.
    private func at(_ day: String, _ time: String) -> Moment? {
        guard let day = self.day(day), let time = self.time(time) else { return nil }
        return here(day.adding(microseconds: time))
    }

    private func zoned(_ word: String) -> Moment? {
        guard let clock = word.split(separator: "t", maxSplits: 1).dropFirst().first,
            clock.hasSuffix("z") || clock.contains("+") || clock.contains("-")
        else { return nil }
        return Moment(word)
    }

    /// The beginning of a day, as if here were UTC.
    private func day(_ word: String) -> Moment? {
        switch word {
        case "today", "yesterday":
            let day = Int64(zone.day(of: now) - (word == "today" ? 0 : 1))
            return Moment(microseconds: day * Self.dayMicroseconds)
        default:
            return word.utf8.count == 10 ? Moment(word + "T00:00:00Z") : nil
        }
    }

    private static let dayMicroseconds: Int64 = 86_400_000_000

    /// Microseconds since midnight.
    private func time(_ word: String) -> Int64? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count),
            parts.allSatisfy({ (1...2).contains($0.utf8.count) && $0.utf8.allSatisfy(isDigit) })
        else { return nil }
        let numbers = parts.compactMap { Int64($0) }
        guard numbers[0] < 24, numbers[1] < 60, numbers.count < 3 || numbers[2] < 60 else {
            return nil
        }
        let seconds = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
        return seconds * 1_000_000
    }

    private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    /// The last moment at which the clock here showed a time.
    private func last(_ time: Int64) -> Moment? {
        let today = day("today").map { here($0.adding(microseconds: time)) }
        if let today, today <= now { return today }
        return day("yesterday").map { here($0.adding(microseconds: time)) }
    }

    private func edge(_ edge: Edge, of day: Moment) -> Moment {
        switch edge {
        case .start: here(day)
        case .end: here(day.adding(microseconds: Self.dayMicroseconds)).adding(microseconds: -1)
        }
    }

    /// A moment that was written as if here were UTC.
    private func here(_ written: Moment) -> Moment { zone.moment(written: written) }

    private func ago(_ count: String, _ unit: String) -> Moment? {
        guard let seconds = SpanWords.seconds(count, unit, most: Self.maximumAgo) else {
            return nil
        }
        let moment = now.adding(microseconds: -seconds * 1_000_000)
        return moment.microseconds < 0 ? Moment(microseconds: 0) : moment
    }
}
