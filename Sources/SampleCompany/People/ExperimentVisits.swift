public import FlagAPI
public import FlagModel

/// What customers saw and did while the company's experiments ran, made up so that each tells a
/// story: one to ship, one to leave, one that is broken and one that is open.
///
/// Everything comes from the experiment's key, so every run is the same.
public struct ExperimentVisits: Sendable {
    /// One customer who came during a run.
    public struct Visit: Sendable {
        /// Who.
        public let customer: Customer
        /// The version that they saw.
        public let variationID: String
        /// When.
        public let time: Moment
        /// What they did afterwards: an event, its number and when.
        public let events: [(name: String, value: Double, time: Moment)]
    }

    /// What happens to one version's people, in parts of 1,000.
    private struct Behaviour {
        var converts: Int
        /// Guardrail events by name.
        var harms: [String: Int] = [:]
        /// Whose visit is never counted.
        var isLost = 0
    }

    /// How an experiment's people behave.
    private struct Plot {
        /// The event that decides, and whether it has an amount in euros with it.
        let event: String
        /// By the version's name.
        let versions: [String: Behaviour]
        /// Whether the groups are as large as they should be.
        var isFair = true
    }

    /// Has things happen as often as they should, neither more nor less by luck.
    private struct Turns {
        private var sums: [String: Int] = [:]
        private let seed: UInt64

        init(using seed: UInt64) {
            self.seed = seed
        }

        /// Whether it is the turn of something that happens so many times in 1,000.
        mutating func isDue(_ name: String, parts: Int) -> Bool {
            let first = name.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } % 1000
            let sum = sums[name, default: Int(first)] + parts
            sums[name] = sum % 1000
            return sum >= 1000
        }
    }

    private static let plots: [String: Plot] = [
        "checkout-speed": Plot(
            event: "checkout-finished",
            versions: [
                "Today's checkout": Behaviour(
                    converts: 430,
                    harms: ["refund": 110, "support-call": 130]
                ),
                "Version B": Behaviour(converts: 520, harms: ["refund": 50, "support-call": 80]),
                "Version C": Behaviour(converts: 425, harms: ["refund": 105, "support-call": 125]),
            ]
        ),
        "basket-reminder": Plot(
            event: "order-placed",
            versions: [
                "Today's basket": Behaviour(converts: 210, harms: ["unsubscribed": 12]),
                "With reminder": Behaviour(
                    converts: 225,
                    harms: ["unsubscribed": 15],
                    isLost: 190
                ),
            ],
            isFair: false
        ),
        "red-button": Plot(
            event: "added-to-basket",
            versions: ["Red": Behaviour(converts: 262), "Green": Behaviour(converts: 331)]
        ),
        "reorder-button": Plot(
            event: "reorder",
            versions: [
                "On": Behaviour(converts: 195, harms: ["refund": 30]),
                "Off": Behaviour(converts: 180, harms: ["refund": 30]),
            ]
        ),
    ]

    /// The visits of all runs of an experiment until a moment, in order of time.
    ///
    /// - Parameters:
    ///   - experiment: one of the company's; others have no visits.
    ///   - flag: its flag.
    ///   - customers: everybody who may come; each comes once at the most.
    ///   - now: until when.
    ///   - version: which version the flag gives somebody; `nil` for who does not count.
    /// - Returns: the visits; none for a plan that has not started.
    public static func visits(
        of experiment: Experiment,
        with flag: Flag,
        by customers: [Customer],
        until now: Moment,
        version: (Customer) -> String?
    ) -> [Visit] {
        guard let plot = plots[experiment.key.text], let run = experiment.runs.first else {
            return []
        }
        var random = SplitMix64(seed: 7)
        for byte in experiment.key.text.utf8 {
            random = SplitMix64(seed: random.next() ^ UInt64(byte))
        }
        let end = min(now, run.endedAt ?? now)
        let days = Int((end.microseconds - run.startedAt.microseconds) / day)
        // Most come in the first weeks; who has not come by then does not come at all.
        let length = Int64(max(1, min(days, experiment.plannedDays))) * day
        let share = min(1000, days * 1000 / 7 + 150)
        var turns = Turns(using: random.next())
        var visits: [Visit] = []
        for customer in customers where random.number(1...1000) <= share {
            let offset = Int64(random.next() % UInt64(length))
            let time = run.startedAt.adding(microseconds: offset)
            guard let id = version(customer), let name = flag.variation(id)?.name,
                let behaviour = plot.versions[name],
                !turns.isDue("lost \(name)", parts: behaviour.isLost)
            else { continue }
            let events = events(plot, behaviour, name, after: time, until: end, &turns, &random)
            visits.append(
                Visit(customer: customer, variationID: id, time: time, events: events)
            )
        }
        if plot.isFair { visits = fair(visits, flag.defaultRule, using: &random) }
        return visits.sorted { ($0.time, $0.customer.key.text) < ($1.time, $1.customer.key.text) }
    }

    /// Leaves out as many as it takes to make the groups as large as their shares say, nearly.
    ///
    /// The sample's customers are few enough for an uneven split by luck, which would be another
    /// story than the one that is told.
    private static func fair(
        _ visits: [Visit],
        _ serving: Serving,
        using random: inout SplitMix64
    ) -> [Visit] {
        var counts: [String: Int] = [:]
        for visit in visits { counts[visit.variationID, default: 0] += 1 }
        let whole =
            counts.compactMap { id, count -> Int? in
                let parts = serving.parts { $0 == id }
                return parts == 0 ? nil : count * Share.whole / parts
            }.min() ?? 0
        var room: [String: Int] = [:]
        for id in counts.keys.sorted() {
            room[id] = whole * serving.parts { $0 == id } / Share.whole + random.number(0...15)
        }
        return visits.filter { visit in
            guard let left = room[visit.variationID], left > 0 else { return false }
            room[visit.variationID] = left - 1
            return true
        }
    }

    private static let day: Int64 = 86_400_000_000
    private static let minute: Int64 = 60_000_000

    private static func events(
        _ plot: Plot,
        _ behaviour: Behaviour,
        _ version: String,
        after time: Moment,
        until end: Moment,
        _ turns: inout Turns,
        _ random: inout SplitMix64
    ) -> [(name: String, value: Double, time: Moment)] {
        func later(_ minutes: ClosedRange<Int>) -> Moment {
            min(end, time.adding(microseconds: Int64(random.number(minutes)) * minute))
        }
        var events: [(name: String, value: Double, time: Moment)] = []
        if turns.isDue("converts \(version)", parts: behaviour.converts) {
            let moment = later(2...90)
            events.append((plot.event, 1, moment))
            // Most orders are small, a few are large.
            let (a, b) = (random.number(4...40), random.number(1...60))
            events.append(("order-value", Double(a * b + 490) / 100 * 4, moment))
        }
        for (name, share) in behaviour.harms.sorted(by: { $0.key < $1.key })
        where turns.isDue("\(name) \(version)", parts: share) {
            events.append((name, 1, later(60...600)))
        }
        return events
    }
}
