import Experiments
import FlagModel
import JSON
import Testing

@testable import FlagAPI

/// What is counted of experiments arrives bit for bit as it was sent.
struct ExperimentCodingTests {
    private static let start = Moment(milliseconds: 1_780_000_000_000)

    private func journey(_ json: JSONValue) throws -> JSONValue {
        try JSONValue(parsing: json.canonicalBytes())
    }

    private static var counts: ExperimentCounts {
        var sums = ExactSums()
        // 10^12 units for each: squares far beyond 64 bits.
        sums.add(1_000_000_000_000_000_000, other: -1_000_000_000_000_000_000)
        sums.add(-3, other: 7)
        var capped = ExactSums()
        capped.add(5)
        let metrics = [
            MetricCounts(sums: sums, active: 2),
            MetricCounts(sums: sums, capped: capped, cap: 9, active: 1),
        ]
        let arms = [
            ArmCounts(people: 4, immature: 3, metrics: metrics),
            ArmCounts(people: 0, metrics: [MetricCounts(sums: ExactSums(), active: 0)]),
        ]
        let period = PeriodCounts(since: start, weights: [60_000, 0], arms: arms)
        let day = DayCounts(until: start, periods: [period, period], mixed: 2, leftOut: 1)
        return ExperimentCounts(
            experimentID: .new,
            run: 3,
            variationIDs: ["a", "b"],
            days: [day, DayCounts(until: start, periods: [])],
            asOf: start,
            eventCount: 12,
            firstSeenAt: start,
            lastSeenAt: start
        )
    }

    @Test func `counts arrive whole, however large their sums are`() throws {
        let counts = Self.counts

        #expect(try ExperimentCounts(json: journey(counts.json)) == counts)
    }

    @Test func `counts of a run to which nobody came arrive whole`() throws {
        let counts = ExperimentCounts(
            experimentID: .new,
            run: 0,
            variationIDs: [],
            days: [DayCounts(until: Self.start, periods: [])],
            asOf: Self.start,
            eventCount: 0
        )

        #expect(try ExperimentCounts(json: journey(counts.json)) == counts)
    }

    @Test(arguments: [ExperimentGroup.Name.value(""), .value("Berlin"), .none, .rest])
    func `a group arrives whole, whoever is in it`(name: ExperimentGroup.Name) throws {
        let group = ExperimentGroup(name: name, counts: Self.counts)

        #expect(try ExperimentGroup(json: journey(group.json)) == group)
    }

    @Test(arguments: PlanTraffic.Source.allCases)
    func `what a plan is reckoned from arrives whole`(source: PlanTraffic.Source) throws {
        let traffic = PlanTraffic(
            source: source,
            counts: Self.counts,
            days: 28,
            weights: [50_000, 1]
        )

        #expect(try PlanTraffic(json: journey(traffic.json)) == traffic)
    }

    @Test(arguments: [(6, [1, 1]), (29, [1, 1]), (14, [1]), (14, [1, 0]), (14, [1, 1_000_001])])
    func `a plan is reckoned from nothing beyond the limits`(days: Int, weights: [Int]) throws {
        let traffic = PlanTraffic(
            source: .flag,
            counts: Self.counts,
            days: days,
            weights: weights
        )

        #expect(throws: JSONShapeError.self) { try PlanTraffic(json: journey(traffic.json)) }
    }

    @Test func `a check of the setup arrives with every bit of its probabilities`() throws {
        let check = SetupCheck(
            people: 9,
            claimed: 1,
            pValues: [0, 1, 0.1 + 0.2, .leastNonzeroMagnitude, 1 - .ulpOfOne / 2]
        )

        #expect(try SetupCheck(json: journey(check.json)) == check)
    }

    @Test(arguments: [
        #"{}"#,
        #"""
        {"experiment":"00000000-0000-0000-0000-000000000000","run":0,"versions":[],
        "days":[],"asOf":0,"events":0}
        """#,
    ])
    func `what are no counts is not read as some`(text: String) throws {
        let json = try JSONValue(parsing: Array(text.utf8))

        #expect(throws: JSONShapeError.self) { try ExperimentCounts(json: json) }
    }
}
