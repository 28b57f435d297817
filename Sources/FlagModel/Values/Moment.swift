/// A point in time, in microseconds since 1970-01-01T00:00:00Z.
///
/// - Shape: written as RFC 3339 in UTC; read with any offset and any number of decimals, of which
///   six are kept. Years 1 to 9999.
public struct Moment: Hashable, Comparable, Sendable {
    /// Microseconds since the beginning of 1970, UTC; negative before.
    public let microseconds: Int64

    /// Microseconds of the years 1 to 9999; what comes from outside lies within.
    package static let range: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999

    /// The years 1970 to 9998: what a thing that an import brings may say of itself.
    package static let stamps =
        Moment(microseconds: 0)...Moment(microseconds: 253_370_764_799_999_999)

    /// The moment so many microseconds after the beginning of 1970.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The moment so many milliseconds after the beginning of 1970, within the years 1 to 9999.
    public init(milliseconds: Int64) {
        microseconds = milliseconds * 1000
    }

    /// Whole milliseconds since the beginning of 1970, rounded down.
    public var milliseconds: Int64 {
        (microseconds - (microseconds % 1000 + 1000) % 1000) / 1000
    }

    /// The form that FeatBit's SDKs read, with exactly three decimals: `2026-01-05T10:00:00.100Z`.
    public var text: String {
        let parts = CalendarTime(self)
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let day = "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
        let time = "\(padded(parts.hour, 2)):\(padded(parts.minute, 2)):\(padded(parts.second, 2))"
        return "\(day)T\(time).\(padded(parts.millisecond, 3))Z"
    }

    /// Reads RFC 3339, such as `2026-01-05T10:00:00.1Z` or `2026-01-05T11:00:00+01:00`.
    ///
    /// A text without an offset counts as UTC, as in documents that FeatBit itself wrote.
    ///
    /// - Returns: `nil` when `text` is not a time.
    public init?(_ text: String) {
        var reader = TimeReader(bytes: Array(text.utf8))
        guard let moment = reader.moment() else { return nil }
        self = moment
    }

    /// This moment moved by so many microseconds.
    public func adding(microseconds offset: Int64) -> Moment {
        Moment(microseconds: microseconds + offset)
    }

    /// Orders by time.
    public static func < (left: Moment, right: Moment) -> Bool {
        left.microseconds < right.microseconds
    }
}

/// A moment taken apart on the proleptic Gregorian calendar, in UTC.
public struct CalendarTime: Hashable, Sendable {
    /// 1 to 9999.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int
    /// 0 to 23.
    public let hour: Int
    /// 0 to 59.
    public let minute: Int
    /// 0 to 59.
    public let second: Int
    /// 0 to 999.
    public let millisecond: Int

    /// Takes a moment apart, after moving it by so many seconds east of UTC.
    public init(_ moment: Moment, offsetSeconds: Int = 0) {
        let milliseconds = moment.milliseconds + Int64(offsetSeconds) * 1000
        let day =
            milliseconds >= 0 ? milliseconds / 86_400_000 : (milliseconds - 86_399_999) / 86_400_000
        let rest = Int(milliseconds - day * 86_400_000)
        (year, month, self.day) = Self.date(daysSince1970: Int(day))
        hour = rest / 3_600_000
        minute = rest / 60_000 % 60
        second = rest / 1000 % 60
        millisecond = rest % 1000
    }

    /// Days from 1970-01-01 to a date; the era arithmetic of Howard Hinnant's "chrono-Compatible
    /// Low-Level Date Algorithms".
    static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    private static func date(daysSince1970 days: Int) -> (Int, Int, Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

/// Reads the parts of an RFC 3339 time from left to right.
private struct TimeReader {
    let bytes: [UInt8]
    var offset = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func moment() -> Moment? {
        guard let year = number(4), take("-"), let month = number(2), take("-"),
            let day = number(2), take("T") || take("t") || take(" "),
            let hour = number(2), take(":"), let minute = number(2), take(":"),
            let second = number(2), let fraction = fraction(), let zone = zone(),
            offset == bytes.count, (1...9999).contains(year), (1...12).contains(month),
            (1...31).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        let days = CalendarTime.daysSince1970(year: year, month: month, day: day)
        let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second - zone)
        let moment = Moment(microseconds: seconds * 1_000_000 + fraction)
        let isRealDay = CalendarTime(Moment(microseconds: Int64(days) * 86_400_000_000)).day == day
        // An offset can lead out of the first and the last year.
        return isRealDay && Moment.range.contains(moment.microseconds) ? moment : nil
    }

    private mutating func number(_ width: Int) -> Int? {
        guard offset + width <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[offset..<offset + width] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        offset += width
        return value
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    /// Microseconds behind the decimal point.
    private mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        var digits = 0
        var value: Int64 = 0
        while offset < bytes.count, (48...57).contains(bytes[offset]) {
            if digits < 6 { value = value * 10 + Int64(bytes[offset] - 48) }
            digits += 1
            offset += 1
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 6)..<6 { value *= 10 }
        return value
    }

    /// Seconds east of UTC.
    private mutating func zone() -> Int? {
        if offset == bytes.count || take("Z") || take("z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = number(2), take(":"), let minutes = number(2),
            hours < 24, minutes < 60
        else { return nil }
        return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
