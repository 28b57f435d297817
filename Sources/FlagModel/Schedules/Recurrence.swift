/// When a plan comes back, and what it does each time.
///
/// "Every Friday 18:00 to Monday 08:00" has two turns: one turns something on, the other off.
public struct Recurrence: Hashable, Sendable {
    /// One thing that comes back, with its own rhythm.
    public struct Turn: Hashable, Sendable {
        /// On which days.
        public let rhythm: Rhythm
        /// The minute of the day, as clocks in the plan's zone show it; of the hour for
        /// ``Rhythm/hourly``.
        public let minute: Int
        /// What happens then, in order; at least one change.
        public let changes: [Change]

        /// Puts the parts together.
        ///
        /// - Parameters:
        ///   - rhythm: on which days.
        ///   - minute: 0 to 1439, or 0 to 59 within an hour.
        ///   - changes: what happens, in order.
        public init(_ rhythm: Rhythm, minute: Int, changes: [Change]) {
            self.rhythm = rhythm
            self.minute = minute
            self.changes = changes
        }
    }

    /// On which days something comes back.
    public enum Rhythm: Hashable, Sendable {
        /// Whenever clocks show the minute: on the day on which they are set back, once more.
        case hourly
        /// Every day.
        case daily
        /// On some days of every week.
        case weekly(Set<Weekday>)
        /// On one day of every month, 1 to 31; a shorter month has it on its last day.
        case monthly(day: Int)
    }

    /// A day of the week.
    public enum Weekday: Int, Hashable, Sendable, CaseIterable, Comparable {
        /// The first day of the week.
        case monday
        /// The second.
        case tuesday
        /// The third.
        case wednesday
        /// The fourth.
        case thursday
        /// The fifth.
        case friday
        /// The sixth.
        case saturday
        /// The last.
        case sunday

        /// The weekday of a day, counted from the beginning of 1970, which was a Thursday.
        public init(ofDay day: Int) {
            self = Self.allCases[((day + 3) % 7 + 7) % 7]
        }

        /// "Friday".
        public var title: String {
            let names = [
                "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
            ]
            return names[rawValue]
        }

        /// Orders by the week.
        public static func < (left: Weekday, right: Weekday) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    /// What comes back, the leading one first: the others end what it begins.
    public let turns: [Turn]
    /// The last day of the leading turn, in days from the beginning of 1970 in the plan's zone.
    ///
    /// The others come once more after that. `nil` is without an end.
    public let lastDay: Int?

    /// The days of the years 1970 to 9998, counted from the first: what ``lastDay`` may be.
    package static let days = 0...2_932_531

    /// Puts the parts together.
    public init(turns: [Turn], lastDay: Int? = nil) {
        self.turns = turns
        self.lastDay = lastDay
    }
}

extension Recurrence.Turn {
    /// "every Friday at 18:00", "every day at 09:00", "on day 1 of every month at 08:00".
    public var words: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = "\(two(minute / 60)):\(two(minute % 60))"
        switch rhythm {
        case .hourly: return "every hour at :\(two(minute))"
        case .daily: return "every day at \(clock)"
        case .weekly(let days):
            let names = days.sorted().map(\.title)
            return "every \(Words.list(names, most: 7)) at \(clock)"
        case .monthly(let day): return "on day \(day) of every month at \(clock)"
        }
    }
}

extension Recurrence {
    /// "every Friday at 18:00, and every Monday at 08:00".
    public var words: String { turns.map(\.words).joined(separator: ", and ") }

    /// Whether every turn is one that can come.
    var isSound: Bool {
        !turns.isEmpty && lastDay.map(Self.days.contains) ?? true
            && turns.allSatisfy { turn in
                guard !turn.changes.isEmpty else { return false }
                switch turn.rhythm {
                case .hourly: return (0..<60).contains(turn.minute)
                case .daily: return (0..<1440).contains(turn.minute)
                case .weekly(let days): return !days.isEmpty && (0..<1440).contains(turn.minute)
                case .monthly(let day):
                    return (1...31).contains(day) && (0..<1440).contains(turn.minute)
                }
            }
    }
}
