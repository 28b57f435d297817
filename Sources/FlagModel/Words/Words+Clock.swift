extension Words {
    private static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    /// "Friday 27 November 2026", on the calendar of a zone.
    public static func day(_ moment: Moment, in zone: Zone) -> String {
        // 1 January 1970 was a Thursday.
        let days = zone.day(of: moment) + 3
        let time = zone.calendar(moment)
        return "\(weekdays[(days % 7 + 7) % 7]) \(time.day) \(monthNames[time.month - 1])"
            + " \(time.year)"
    }

    /// "27 Nov 2026", on the calendar of a zone.
    public static func shortDay(_ moment: Moment, in zone: Zone) -> String {
        let time = zone.calendar(moment)
        return "\(time.day) \(monthNames[time.month - 1].prefix(3)) \(time.year)"
    }

    /// "9:05", on the clock of a zone.
    public static func clock(_ moment: Moment, in zone: Zone) -> String {
        let time = zone.calendar(moment)
        return "\(time.hour):\(time.minute < 10 ? "0" : "")\(time.minute)"
    }

    /// "Fri 27 Nov 2026 9:05", on the clock of a zone: for what is to come, which people plan by
    /// the days of the week.
    public static func weekdayTime(_ moment: Moment, in zone: Zone) -> String {
        "\(day(moment, in: zone).prefix(3)) \(time(moment, in: zone))"
    }

    /// "27 Nov 2026 9:05", on the clock of a zone.
    public static func time(_ moment: Moment, in zone: Zone) -> String {
        "\(shortDay(moment, in: zone)) \(clock(moment, in: zone))"
    }
}
