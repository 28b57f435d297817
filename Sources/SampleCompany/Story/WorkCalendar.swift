import FlagModel

/// The days on which the company works, from 12 January to 17 July 2026, numbered from 0.
struct WorkCalendar {
    /// Midnight UTC of each working day, in milliseconds since 1970.
    private let midnights: [Int64]

    /// Good Friday, Easter Monday, 1 May, Ascension Day, Whit Monday, as days since 12 January.
    private static let holidays: Set = [81, 84, 109, 122, 133]
    private static let firstMidnight: Int64 = 1_768_176_000_000
    private static let dayCount = 187

    init() {
        // 12 January 2026 is a Monday.
        let days = (0..<Self.dayCount).filter { $0 % 7 < 5 && !Self.holidays.contains($0) }
        midnights = days.map { Self.firstMidnight + Int64($0) * 86_400_000 }
    }

    /// The number of today.
    var today: Int { midnights.count - 1 }

    /// The first working day of a calendar week of the story, from 1.
    func firstDay(ofWeek week: Int) -> Int {
        let midnight = Self.firstMidnight + Int64(week - 1) * 7 * 86_400_000
        return midnights.firstIndex { $0 >= midnight } ?? today
    }

    /// A moment on a working day, so many seconds after midnight UTC.
    func moment(day: Int, second: Int) -> Moment {
        Moment(milliseconds: midnights[day] + Int64(second) * 1000)
    }
}
