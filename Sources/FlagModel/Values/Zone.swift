/// When clocks somewhere were and will be set to another time, as a table.
///
/// The system knows such rules; whoever starts the program reads them into a table, so that
/// everything else reads and writes local times without asking the system.
public struct Zone: Hashable, Sendable {
    /// From a moment on, clocks are so many seconds east of UTC.
    public struct Change: Hashable, Sendable {
        /// The first moment at which it holds.
        public let start: Moment
        /// Seconds east of UTC; negative in the west.
        public let offsetSeconds: Int

        /// Puts the parts together.
        public init(start: Moment, offsetSeconds: Int) {
            (self.start, self.offsetSeconds) = (start, offsetSeconds)
        }
    }

    /// Seconds east of UTC before the first change.
    public let firstOffsetSeconds: Int
    /// In the order of their starts.
    public let changes: [Change]

    /// The zone without an offset.
    public static let utc = Zone(offsetSeconds: 0)

    /// A zone that is always as far from UTC.
    public init(offsetSeconds: Int) { self.init(firstOffsetSeconds: offsetSeconds, changes: []) }

    /// Puts the parts together.
    ///
    /// - Parameters:
    ///   - firstOffsetSeconds: seconds east of UTC before the first change.
    ///   - changes: in any order.
    public init(firstOffsetSeconds: Int, changes: [Change]) {
        self.firstOffsetSeconds = firstOffsetSeconds
        self.changes = changes.sorted { $0.start < $1.start }
    }

    /// Reads a zone from something that knows its offset at every moment.
    ///
    /// - Parameters:
    ///   - span: the moments for which the table holds; outside, the nearest offset counts.
    ///   - offset: seconds east of UTC at a moment. It may change once within seven days.
    /// - Complexity: O(*n*) in the weeks of the span.
    public init(reading span: ClosedRange<Moment>, _ offset: (Moment) -> Int) {
        let week: Int64 = 7 * 86_400_000_000
        var changes: [Change] = []
        var (place, now) = (span.lowerBound, offset(span.lowerBound))
        let first = now
        while place < span.upperBound {
            let next = min(place.adding(microseconds: week), span.upperBound)
            let later = offset(next)
            if later != now {
                let start = Self.start(of: later, after: place, until: next, offset)
                changes.append(Change(start: start, offsetSeconds: later))
            }
            (place, now) = (next, later)
        }
        self.init(firstOffsetSeconds: first, changes: changes)
    }

    /// The first second at which an offset holds.
    private static func start(
        of wanted: Int,
        after first: Moment,
        until last: Moment,
        _ offset: (Moment) -> Int
    ) -> Moment {
        let second: Int64 = 1_000_000
        var (low, high) = (first.microseconds / second, last.microseconds / second)
        while high - low > 1 {
            let middle = (low + high) / 2
            if offset(Moment(microseconds: middle * second)) == wanted {
                high = middle
            } else {
                low = middle
            }
        }
        return Moment(microseconds: high * second)
    }

    /// Seconds that clocks are east of UTC at a moment.
    ///
    /// - Complexity: O(log *n*) in the changes.
    public func offset(at moment: Moment) -> Int {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].start <= moment { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? firstOffsetSeconds : changes[low - 1].offsetSeconds
    }

    /// A moment as its local time, written as if it were UTC.
    public func written(_ moment: Moment) -> Moment {
        moment.adding(microseconds: Int64(offset(at: moment)) * 1_000_000)
    }

    /// The moment at which clocks show a time.
    ///
    /// | clocks show it | the moment |
    /// |---|---|
    /// | once | that one |
    /// | twice, because they were set back | the first time |
    /// | never, because they were set forward | so much later, as if they had not been set yet |
    ///
    /// - Parameter written: the local time, written as if it were UTC.
    /// - Returns: the moment.
    public func moment(written: Moment) -> Moment {
        let day: Int64 = 86_400_000_000
        let offsets = [-day, day].map { offset(at: written.adding(microseconds: $0)) }
        let moments = offsets.map { written.adding(microseconds: Int64(-$0) * 1_000_000) }
        return moments.first { self.written($0) == written } ?? moments[0]
    }

    /// A moment taken apart on the calendar, as clocks and calendars here show it.
    public func calendar(_ moment: Moment) -> CalendarTime {
        CalendarTime(moment, offsetSeconds: offset(at: moment))
    }

    /// Days from the beginning of 1970 to the day that the calendar here shows.
    public func day(of moment: Moment) -> Int {
        let time = calendar(moment)
        return CalendarTime.daysSince1970(year: time.year, month: time.month, day: time.day)
    }

    /// When a day begins here.
    ///
    /// - Parameter day: days from the beginning of 1970, as ``day(of:)`` counts.
    /// - Returns: its first moment.
    public func start(ofDay day: Int) -> Moment {
        moment(written: Moment(microseconds: Int64(day) * 86_400_000_000))
    }
}
