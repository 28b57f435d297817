import FlagModel

/// Says when something should happen, by looking at the clock every minute.
///
/// It shares nothing with the model but the names of rhythms: no arithmetic with days, no table of
/// a zone. Slow, and easy to believe.
struct RuleOracle {
    private let zone: ProofZone

    init(_ zone: ProofZone) { self.zone = zone }

    /// The minutes since 1970 at which a turn comes, from a minute on, in order.
    func minutes(
        of rhythm: Recurrence.Rhythm,
        minute: Int,
        from first: Int,
        through last: Int
    ) -> [Int] {
        rhythm == .hourly
            ? (first...last).filter { shown(at: $0) % 60 == minute }
            : reached(written(rhythm, minute, from: first, through: last), from: first, last)
    }

    /// Minutes since 1970 that clocks show.
    private func shown(at minute: Int) -> Int { minute + zone.offset(at: minute * 60) / 60 }

    /// The first minute at which clocks show each of some times, or a later one.
    private func reached(_ written: [Int], from first: Int, _ last: Int) -> [Int] {
        var found: [Int] = []
        var waiting = written[...]
        let start = shown(at: first - 1)
        waiting = waiting.drop { $0 <= start }
        for minute in first...last {
            let now = shown(at: minute)
            while let next = waiting.first, next <= now {
                found.append(minute)
                waiting = waiting.dropFirst()
            }
        }
        return found
    }

    /// What clocks show when it comes, day by day on the calendar.
    private func written(
        _ rhythm: Recurrence.Rhythm,
        _ minute: Int,
        from first: Int,
        through last: Int
    ) -> [Int] {
        var date = CalendarDate()
        var written: [Int] = []
        while date.dayNumber <= last / 1440 + 2 {
            if date.dayNumber >= first / 1440 - 3, comes(rhythm, on: date) {
                written.append(date.dayNumber * 1440 + minute)
            }
            date.goOn()
        }
        return written
    }

    private func comes(_ rhythm: Recurrence.Rhythm, on date: CalendarDate) -> Bool {
        switch rhythm {
        case .hourly, .daily: true
        case .weekly(let days): days.map(\.rawValue).contains(date.weekday)
        case .monthly(let day): date.day == day || date.isLastOfMonth && day > date.day
        }
    }
}

/// A day that is counted on from Thursday, 1 January 1970.
private struct CalendarDate {
    var dayNumber = 0
    var year = 1970
    var month = 1
    var day = 1
    /// From 0, which is Monday.
    var weekday = 3

    private var length: Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    var isLastOfMonth: Bool { day == length }

    mutating func goOn() {
        if isLastOfMonth {
            day = 1
            month = month == 12 ? 1 : month + 1
            if month == 1 { year += 1 }
        } else {
            day += 1
        }
        dayNumber += 1
        weekday = (weekday + 1) % 7
    }
}
