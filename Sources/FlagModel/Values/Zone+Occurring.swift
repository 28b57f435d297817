extension Zone {
    /// When something happens that was planned for a minute of a day here: the first moment at
    /// which clocks show that time or a later one.
    ///
    /// | clocks show it | it happens |
    /// |---|---|
    /// | once | then |
    /// | twice, because they were set back | the first time |
    /// | never, because they were set forward | when they were set |
    ///
    /// - Parameters:
    ///   - day: days from the beginning of 1970, as ``day(of:)`` counts.
    ///   - minute: of the day, from 0; 1440 is the next midnight.
    /// - Returns: the moment.
    public func occurrence(day: Int, minute: Int) -> Moment {
        occurrence(
            written: Moment(
                microseconds: Int64(day) * 86_400_000_000 + Int64(minute) * 60_000_000
            )
        )
    }

    /// As ``occurrence(day:minute:)``, for a local time that is written as if it were UTC.
    public func occurrence(written: Moment) -> Moment {
        let reach: Int64 = 2 * 86_400_000_000
        let from = written.adding(microseconds: -reach)
        let until = written.adding(microseconds: reach)
        // Within four days clocks are set once or twice at most: so look at each stretch between.
        var start = from
        var offset = offset(at: from)
        let between = changesBetween(from, until)
        for change in between {
            let at = written.adding(microseconds: Int64(-offset) * 1_000_000)
            if at < change.start { return max(at, start) }
            (start, offset) = (change.start, change.offsetSeconds)
        }
        return max(written.adding(microseconds: Int64(-offset) * 1_000_000), start)
    }

    /// The first moment after another at which clocks here show so many minutes past an hour.
    ///
    /// - Parameters:
    ///   - minute: 0 to 59.
    ///   - moment: the result is later.
    /// - Returns: the moment, on the whole minute.
    public func next(minuteOfHour minute: Int, after moment: Moment) -> Moment {
        let hour: Int64 = 3_600_000_000
        var start = moment.adding(microseconds: 1)
        var offset = offset(at: start)
        for change in changesBetween(start, moment.adding(microseconds: 4 * hour)) {
            let at = Self.first(minute, from: start, offset)
            if at < change.start { return at }
            (start, offset) = (change.start, change.offsetSeconds)
        }
        return Self.first(minute, from: start, offset)
    }

    /// The first time from a moment on, while clocks stay so far from UTC.
    private static func first(_ minute: Int, from start: Moment, _ offset: Int) -> Moment {
        let hour: Int64 = 3_600_000_000
        let shown = start.microseconds + Int64(offset) * 1_000_000
        let wanted = Int64(minute) * 60_000_000
        let past = ((shown - wanted) % hour + hour) % hour
        return start.adding(microseconds: past == 0 ? 0 : hour - past)
    }

    /// The changes after a moment, up to and with another one.
    ///
    /// - Complexity: O(log *n* + *m*) in the changes and those that are found.
    private func changesBetween(_ first: Moment, _ last: Moment) -> ArraySlice<Change> {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].start <= first { low = middle + 1 } else { high = middle }
        }
        return changes[low...].prefix { $0.start <= last }
    }
}
