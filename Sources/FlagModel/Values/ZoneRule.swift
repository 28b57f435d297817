/// How clocks of a zone are set every year, as POSIX writes it: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule: Hashable, Sendable {
    /// Seconds east of UTC in winter, or all year.
    let offsetSeconds: Int
    /// Summer time; `nil` where clocks are never set.
    let summer: Summer?

    struct Summer: Hashable, Sendable {
        let offsetSeconds: Int
        let start: Day
        let end: Day
    }

    /// A day of every year, and seconds after its midnight on the clock that was in use before.
    struct Day: Hashable, Sendable {
        enum Form: Hashable, Sendable {
            /// The n-th such weekday (0 is Sunday) of a month; 5 is the last one.
            case weekday(month: Int, week: Int, day: Int)
            /// From 1 to 365, without 29 February.
            case numbered(Int)
            /// From 0 to 365.
            case counted(Int)
        }
        let form: Form
        let seconds: Int
    }

    /// Reads a rule; `nil` when it is none.
    init?(_ text: String) {
        var reader = RuleReader(Array(text.utf8))
        guard reader.name(), let west = reader.time() else { return nil }
        offsetSeconds = -west
        guard !reader.isAtEnd else {
            summer = nil
            return
        }
        guard reader.name() else { return nil }
        let summerWest = reader.isAt(",") ? west - 3600 : reader.time()
        guard let summerWest, reader.take(","), let start = reader.day(), reader.take(","),
            let end = reader.day(), reader.isAtEnd
        else { return nil }
        summer = Summer(offsetSeconds: -summerWest, start: start, end: end)
    }

    /// The changes of one year, in order of time.
    func changes(ofYear year: Int) -> [Zone.Change] {
        guard let summer else { return [] }
        let changes = [
            Zone.Change(
                start: summer.start.moment(in: year, offsetSeconds),
                offsetSeconds: summer.offsetSeconds
            ),
            Zone.Change(
                start: summer.end.moment(in: year, summer.offsetSeconds),
                offsetSeconds: offsetSeconds
            ),
        ]
        return changes.sorted { $0.start < $1.start }
    }
}

extension ZoneRule.Day {
    fileprivate func moment(in year: Int, _ offset: Int) -> Moment {
        let first = CalendarTime.daysSince1970(year: year, month: 1, day: 1)
        let isLeap = CalendarTime.daysSince1970(year: year + 1, month: 1, day: 1) - first == 366
        let day =
            switch form {
            case .counted(let number): first + number
            case .numbered(let number): first + number - (isLeap && number > 59 ? 0 : 1)
            case .weekday(let month, let week, let weekday):
                Self.day(year, month, week, weekday)
            }
        let seconds = Int64(day) * 86_400 + Int64(self.seconds - offset)
        return Moment(microseconds: seconds * 1_000_000)
    }

    private static func day(_ year: Int, _ month: Int, _ week: Int, _ weekday: Int) -> Int {
        let first = CalendarTime.daysSince1970(year: year, month: month, day: 1)
        let next =
            month == 12
            ? CalendarTime.daysSince1970(year: year + 1, month: 1, day: 1)
            : CalendarTime.daysSince1970(year: year, month: month + 1, day: 1)
        // The first day of 1970 was a Thursday, the fourth after Sunday.
        let ahead = (weekday - (first + 4) % 7 + 7) % 7
        var day = first + ahead + 7 * (week - 1)
        while day >= next { day -= 7 }
        return day
    }
}

/// Reads the parts of a rule from left to right.
private struct RuleReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    func isAt(_ character: Unicode.Scalar) -> Bool {
        offset < bytes.count && bytes[offset] == UInt8(ascii: character)
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard isAt(character) else { return false }
        offset += 1
        return true
    }

    /// `CET`, or anything within `<` and `>`.
    mutating func name() -> Bool {
        let start = offset
        if take("<") {
            while offset < bytes.count, !isAt(">") { offset += 1 }
            return take(">")
        }
        while offset < bytes.count, isLetter(bytes[offset]) { offset += 1 }
        return offset > start
    }

    /// Seconds: `-1`, `+5:30`, `2:00:00`.
    mutating func time() -> Int? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard let hours = number() else { return nil }
        var seconds = hours * 3600
        if take(":") {
            guard let minutes = number() else { return nil }
            seconds += minutes * 60
            if take(":") {
                guard let rest = number() else { return nil }
                seconds += rest
            }
        }
        return isNegative ? -seconds : seconds
    }

    /// `M3.5.0/3`, `J60`, `300/2`.
    mutating func day() -> ZoneRule.Day? {
        let form: ZoneRule.Day.Form
        if take("M") {
            guard let month = number(), take("."), let week = number(), take("."),
                let day = number(), (1...12).contains(month), (1...5).contains(week), day < 7
            else { return nil }
            form = .weekday(month: month, week: week, day: day)
        } else if take("J") {
            guard let number = number(), (1...365).contains(number) else { return nil }
            form = .numbered(number)
        } else {
            guard let number = number(), number < 366 else { return nil }
            form = .counted(number)
        }
        guard take("/") else { return ZoneRule.Day(form: form, seconds: 7200) }
        return time().map { ZoneRule.Day(form: form, seconds: $0) }
    }

    private mutating func number() -> Int? {
        let start = offset
        var value = 0
        while offset < bytes.count, (48...57).contains(bytes[offset]), offset - start < 4 {
            value = value * 10 + Int(bytes[offset] - 48)
            offset += 1
        }
        return offset > start ? value : nil
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte)
    }
}
