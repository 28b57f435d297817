internal import FlagModel
internal import TerminalUI

/// Times in words, as seen at one moment in one zone.
struct TimeWords: Equatable, Sendable {
    let now: Moment
    let zone: Zone

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// How long ago, as in "2 h", "3 d".
    func age(_ moment: Moment) -> SafeText {
        SafeText.age(seconds: Int((now.microseconds - moment.microseconds) / 1_000_000))
    }

    /// "today 10:58", "3 Jul 17:00", "12 May 2024".
    func when(_ moment: Moment) -> SafeText {
        let (then, today) = (calendar(moment), calendar(now))
        let clock = "\(twoDigits(then.hour)):\(twoDigits(then.minute))"
        if (then.year, then.month, then.day) == (today.year, today.month, today.day) {
            return SafeText("today \(clock)")
        }
        let date = "\(then.day) \(Self.months[then.month - 1])"
        return SafeText(then.year == today.year ? "\(date) \(clock)" : "\(date) \(then.year)")
    }

    /// "10:42" for today, else the day: "3 Jul", "12 May 2024".
    func short(_ moment: Moment) -> SafeText {
        let (then, today) = (calendar(moment), calendar(now))
        if (then.year, then.month, then.day) == (today.year, today.month, today.day) {
            return SafeText("\(twoDigits(then.hour)):\(twoDigits(then.minute))")
        }
        let date = "\(then.day) \(Self.months[then.month - 1])"
        return SafeText(then.year == today.year ? date : "\(date) \(then.year)")
    }

    /// "3 Jul, 16:59", "today, 10:58", "3 Jul 2025, 16:59": a day and a time, in sentences.
    func moment(_ moment: Moment) -> SafeText {
        let (then, today) = (calendar(moment), calendar(now))
        let clock = "\(twoDigits(then.hour)):\(twoDigits(then.minute))"
        if (then.year, then.month, then.day) == (today.year, today.month, today.day) {
            return SafeText("today, \(clock)")
        }
        let year = then.year == today.year ? "" : " \(then.year)"
        return SafeText("\(then.day) \(Self.months[then.month - 1])\(year), \(clock)")
    }

    /// "3 Jul" for the beginning of a day, else with the time: "3 Jul, 16:59".
    func dayOrMoment(_ moment: Moment) -> SafeText {
        let then = calendar(moment)
        guard then.hour == 0, then.minute == 0, then.second == 0 else { return self.moment(moment) }
        let year = then.year == calendar(now).year ? "" : " \(then.year)"
        return SafeText("\(then.day) \(Self.months[then.month - 1])\(year)")
    }

    /// "today 18:00", "tomorrow 09:00", "Fri 4 Dec 09:00", "Mon 4 Jan 2027 09:00": what is to come.
    func soon(_ moment: Moment) -> SafeText {
        let clock = clock(moment)
        switch zone.day(of: moment) - zone.day(of: now) {
        case 0: return "today \(clock)"
        case 1: return "tomorrow \(clock)"
        default:
            let then = calendar(moment)
            let day = SafeText(weekday(moment).prefix(3))
            let year: SafeText = then.year == calendar(now).year ? "" : " \(then.year)"
            return "\(day) \(then.day) \(SafeText(Self.months[then.month - 1]))\(year) \(clock)"
        }
    }

    /// "Today, Monday 30 November", "Friday 4 December", "Monday 4 January 2027".
    func dayHeading(_ moment: Moment) -> SafeText {
        let whole = Words.day(moment, in: zone)
        let isThisYear = calendar(moment).year == calendar(now).year
        let day = SafeText(isThisYear ? String(whole.dropLast(5)) : whole)
        switch zone.day(of: moment) - zone.day(of: now) {
        case 0: return "Today, \(day)"
        case 1: return "Tomorrow, \(day)"
        default: return day
        }
    }

    private func weekday(_ moment: Moment) -> String {
        Recurrence.Weekday(ofDay: zone.day(of: moment)).title
    }

    /// "10:58".
    func clock(_ moment: Moment) -> SafeText {
        let time = calendar(moment)
        return SafeText("\(twoDigits(time.hour)):\(twoDigits(time.minute))")
    }

    /// "14 Jul 2026".
    func date(_ moment: Moment) -> String {
        let then = calendar(moment)
        return "\(then.day) \(Self.months[then.month - 1]) \(then.year)"
    }

    /// "2026-07-14".
    func dateInNumbers(_ moment: Moment) -> String {
        let then = calendar(moment)
        return "\(then.year)-\(twoDigits(then.month))-\(twoDigits(then.day))"
    }

    /// "UTC", "UTC+2", "UTC-3:30": how clocks were or will be set at a moment.
    func zoneName(at moment: Moment) -> SafeText {
        let offset = zone.offset(at: moment)
        guard offset != 0 else { return "UTC" }
        let minutes = abs(offset) / 60
        let sign = offset < 0 ? "-" : "+"
        let rest = minutes % 60 == 0 ? "" : ":\(twoDigits(minutes % 60))"
        return SafeText("UTC\(sign)\(minutes / 60)\(rest)")
    }

    private func calendar(_ moment: Moment) -> CalendarTime { zone.calendar(moment) }

    private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension DashboardState {
    /// Times as seen now.
    var times: TimeWords { TimeWords(now: now, zone: zone) }
}
