extension Recurrence {
    /// A turn and a moment at which it comes.
    public struct Occurrence: Hashable, Sendable {
        /// When.
        public let at: Moment
        /// The place of the turn in ``Recurrence/turns``.
        public let turn: Int
    }

    /// What comes first after a moment.
    ///
    /// - Parameters:
    ///   - moment: it comes later than that.
    ///   - zone: where its times are written.
    /// - Returns: the occurrence; `nil` when nothing comes any more.
    /// - Complexity: O(*n*) in the turns; a turn looks at up to six weeks of days.
    public func next(after moment: Moment, in zone: Zone) -> Occurrence? {
        let found = turns.indices.compactMap { index in
            next(of: index, after: moment, in: zone).map { Occurrence(at: $0, turn: index) }
        }
        return found.min { ($0.at, $0.turn) < ($1.at, $1.turn) }
    }

    /// The last time that each turn should have come in a span, in the order of time: what was
    /// missed happens once.
    ///
    /// - Parameters:
    ///   - first: the earliest moment that counts.
    ///   - now: the last moment that counts.
    ///   - zone: where its times are written.
    /// - Returns: at most one occurrence for each turn.
    public func missed(from first: Moment, through now: Moment, in zone: Zone) -> [Occurrence] {
        turns.indices.compactMap { index -> Occurrence? in
            let bound = end(of: index, in: zone).map { min(now, $0) } ?? now
            return turns[index].last(through: bound, from: first, in: zone)
                .map { Occurrence(at: $0, turn: index) }
        }
        .sorted { ($0.at, $0.turn) < ($1.at, $1.turn) }
    }

    private func next(of index: Int, after moment: Moment, in zone: Zone) -> Moment? {
        guard let at = turns[index].next(after: moment, in: zone) else { return nil }
        return end(of: index, in: zone).map { at <= $0 } ?? true ? at : nil
    }

    /// The last moment at which a turn may come: the leading one until the end of the last day, the
    /// others once more after that; `nil` when there is no end.
    private func end(of index: Int, in zone: Zone) -> Moment? {
        guard let lastDay, let leading = turns.first else { return nil }
        let end = zone.occurrence(day: lastDay + 1, minute: 0).adding(microseconds: -1)
        let year: Int64 = 366 * 86_400_000_000
        guard index > 0,
            let last = leading.last(
                through: end,
                from: end.adding(microseconds: -year),
                in: zone
            )
        else { return end }
        return turns[index].next(after: last, in: zone).map { max(end, $0) } ?? end
    }
}

extension Recurrence.Turn {
    /// Days that are looked at: more than a month and what clocks can be set by.
    private static let daysAhead = 64

    /// The first time after a moment.
    func next(after moment: Moment, in zone: Zone) -> Moment? {
        guard rhythm != .hourly else { return zone.next(minuteOfHour: minute, after: moment) }
        let today = zone.day(of: moment)
        for day in today - 2...today + Self.daysAhead where comes(onDay: day) {
            let at = zone.occurrence(day: day, minute: minute)
            if at > moment { return at }
        }
        return nil
    }

    /// The last time in a span.
    func last(through moment: Moment, from first: Moment, in zone: Zone) -> Moment? {
        guard first <= moment else { return nil }
        guard rhythm != .hourly else {
            // Clocks show every minute of an hour at least once within two hours and a half.
            var at = zone.next(
                minuteOfHour: minute,
                after: max(first, moment.adding(microseconds: -9_000_000_000))
                    .adding(microseconds: -1)
            )
            guard at <= moment else { return nil }
            while case let later = zone.next(minuteOfHour: minute, after: at), later <= moment {
                at = later
            }
            return at
        }
        let today = zone.day(of: moment)
        for day in (today - Self.daysAhead...today + 2).reversed() where comes(onDay: day) {
            let at = zone.occurrence(day: day, minute: minute)
            if at <= moment { return at >= first ? at : nil }
        }
        return nil
    }

    /// Whether it comes on a day, counted from the beginning of 1970.
    private func comes(onDay day: Int) -> Bool {
        switch rhythm {
        case .hourly, .daily: true
        case .weekly(let days): days.contains(Recurrence.Weekday(ofDay: day))
        case .monthly(let wanted):
            CalendarTime(ofDay: day).day == min(wanted, CalendarTime(ofDay: day).daysOfMonth)
        }
    }
}

extension CalendarTime {
    fileprivate init(ofDay day: Int) {
        self.init(Moment(microseconds: Int64(day) * 86_400_000_000))
    }

    fileprivate var daysOfMonth: Int {
        let first = Self.daysSince1970(year: year, month: month, day: 1)
        let next =
            month == 12
            ? Self.daysSince1970(year: year + 1, month: 1, day: 1)
            : Self.daysSince1970(year: year, month: month + 1, day: 1)
        return next - first
    }
}
