public import FlagModel

/// What an experiment's things are called by the people who read about it.
public struct ExperimentNames: Hashable, Sendable {
    /// What each version is called, by its id; one without a name is called by its id.
    public var versions: [String: String]
    /// What one customer is called: "visitor".
    public var person: String
    /// What several customers are called: "visitors".
    public var people: String
    /// The reader's clock.
    public var zone: Zone
    /// When an application last asked for the flag, and what it is made with: "web 2.1"; `nil` when
    /// none ever did.
    public var lastAsked: Asked?
    /// Where most of an uneven split comes from: "iPhone app 4.2"; `nil` when nobody knows.
    public var cause: String?

    /// An application's last question about the flag.
    public struct Asked: Hashable, Sendable {
        /// When it was.
        public var at: Moment
        /// Name and version of the SDK; `nil` when it did not say so.
        public var sdk: String?

        /// Puts the parts together.
        public init(at moment: Moment, sdk: String? = nil) {
            at = moment
            self.sdk = sdk
        }
    }

    /// Names versions; customers are called customers unless somebody says otherwise.
    public init(
        versions: [String: String],
        person: String = "customer",
        people: String = "customers",
        zone: Zone = .utc,
        lastAsked: Asked? = nil,
        cause: String? = nil
    ) {
        self.versions = versions
        self.person = person
        self.people = people
        self.zone = zone
        self.lastAsked = lastAsked
        self.cause = cause
    }

    /// What a version is called.
    public func version(_ id: String) -> String { versions[id] ?? id }

    /// "1 visitor", "14,560 visitors".
    func count(_ number: Int) -> String { Words.count(number, person, people) }

    private static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    private func weekday(_ moment: Moment) -> String {
        // 1 January 1970 was a Thursday.
        let days = zone.day(of: moment) + 3
        return Self.weekdays[(days % 7 + 7) % 7]
    }

    /// "Thursday 12 March".
    func day(_ moment: Moment) -> String {
        let time = zone.calendar(moment)
        return "\(weekday(moment)) \(time.day) \(Self.months[time.month - 1])"
    }

    /// "Monday 2 March 9:00".
    func time(_ moment: Moment) -> String {
        let time = zone.calendar(moment)
        let minutes = time.minute < 10 ? "0\(time.minute)" : "\(time.minute)"
        return "\(day(moment)) \(time.hour):\(minutes)"
    }
}
