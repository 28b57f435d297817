import Experiments

/// What customers did before their first exposure, added up while the file is read in the order
/// of time, until the exposure comes.
struct RunPast {
    /// Where each customer's numbers are.
    private var places: [Int64: Int32] = [:]
    /// The first exposures, in milliseconds since 1970.
    private var firsts: [Int64] = []
    /// The sums, as many for each customer as there are metrics, in millionths.
    private var sums: [Int64] = []
    private let metrics: [FoldMetric]
    private let pastMilliseconds: Int64

    init(_ plan: FoldPlan) {
        metrics = plan.metrics
        pastMilliseconds = Int64(plan.pastDays) * TrafficTime.day
    }

    /// Whether anybody asks for the past at all.
    var isUsed: Bool { pastMilliseconds > 0 && metrics.contains(where: \.usesPast) }

    /// How many customers there are.
    var count: Int { firsts.count }

    /// Notes an exposure.
    mutating func expect(_ customer: Int64, at time: Int64) {
        if let place = places[customer] {
            firsts[Int(place)] = min(firsts[Int(place)], time)
            return
        }
        places[customer] = Int32(firsts.count)
        firsts.append(time)
        sums.append(contentsOf: repeatElement(0, count: metrics.count))
    }

    /// When somebody is exposed first; `nil` for those who never are.
    func first(of customer: Int64) -> Int64? { places[customer].map { firsts[Int($0)] } }

    /// Adds an event to the past, if it is within the days that count.
    mutating func add(_ customer: Int64, at time: Int64, amount: Int64, to uses: [RunFold.Use]) {
        guard let place = places[customer].map(Int.init), time < firsts[place],
            firsts[place] - time <= pastMilliseconds
        else { return }
        for use in uses where use.part == .value && metrics[use.metric].usesPast {
            let index = place * metrics.count + use.metric
            if metrics[use.metric].countsOnce {
                sums[index] = ExactSums.unit
            } else {
                sums[index] &+= amount
            }
        }
    }

    /// Gives a customer's past to the fold that learnt of the first exposure just now.
    func give(_ customer: Int64, to fold: inout RunFold) {
        guard let place = places[customer].map(Int.init) else { return }
        for metric in metrics.indices {
            var rest = sums[place * metrics.count + metric]
            // One event may not be larger than any event may be.
            while rest != 0 {
                let part = min(max(rest, -FoldEvent.largest), FoldEvent.largest)
                let use = RunFold.Use(metric: metric, part: .value)
                fold.record(customer, use, at: firsts[place] - 1, amount: part)
                rest -= part
            }
        }
    }
}

extension FoldMetric {
    /// Whether it matters only that there was an event.
    fileprivate var countsOnce: Bool {
        switch measure {
        case .conversion, .retention: true
        case .numeric, .ratio: false
        }
    }
}
