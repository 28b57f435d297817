extension Experiment {
    /// Events that applications report, and how they are judged.
    public struct Metric: Hashable, Sendable {
        /// The name of the event on the wire.
        public var eventName: String
        /// What people call it: "people who finish checkout".
        public var title: String
        /// What is counted.
        public var measure: Measure
        /// Whether more is better.
        public var higherIsBetter: Bool
        /// Days after a customer's first exposure in which events count; `nil` means to the end.
        public var windowDays: Int?
        /// As a guardrail: how much worse is still acceptable, in hundredths of a percent.
        public var margin: Int
        /// Whether the largest amounts, one customer in 1,000, count as the one below them.
        public var isCapped: Bool

        /// A guardrail may get worse by 1 % unless somebody says otherwise.
        public static let usualMargin = 100

        /// What is counted of the events of a customer.
        public enum Measure: Hashable, Sendable {
            /// Whether there was at least one.
            case conversion
            /// The sum of their numbers.
            case numeric
            /// The sum of their numbers over all customers, for each event of another name, such
            /// as clicks for each visit.
            case ratio(over: String)
            /// Whether there was one from the first day after the first exposure to before the
            /// second; only customers whose second day is over count.
            case retention(from: Int, to: Int)

            /// The word for it in documents.
            public var word: String {
                switch self {
                case .conversion: "conversion"
                case .numeric: "numeric"
                case .ratio: "ratio"
                case .retention: "retention"
                }
            }
        }

        /// Puts the parts together; amounts of money are capped unless somebody says otherwise.
        public init(
            eventName: String,
            title: String,
            measure: Measure,
            higherIsBetter: Bool,
            windowDays: Int? = nil,
            margin: Int = Self.usualMargin,
            isCapped: Bool = true
        ) {
            self.eventName = eventName
            self.title = title
            self.measure = measure
            self.higherIsBetter = higherIsBetter
            self.windowDays = windowDays
            self.margin = margin
            self.isCapped = isCapped
        }
    }
}
