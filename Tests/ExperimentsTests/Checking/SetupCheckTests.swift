import FlagModel
import Testing

@testable import Experiments

/// Splitting one version's customers at random.
struct SetupCheckTests {
    private static let order = Experiment.Metric(
        eventName: "order",
        title: "people who order",
        measure: .conversion,
        higherIsBetter: true
    )

    private static func customers(_ count: Int, everyNth: Int) -> SetupSample {
        SetupSample(
            customers: (0..<count).map {
                SetupSample.Totals($0 % everyNth == 0 ? ExactSums.unit : 0)
            }
        )
    }

    @Test func `sound customers claim no more than chance does`() {
        let check = SetupCheck(Self.customers(600, everyNth: 4), metric: Self.order, splits: 300)

        #expect(check.people == 600)
        #expect(check.pValues.count == 300)
        #expect((2...26).contains(check.claimed))
        #expect(check.isSound)
        #expect(check.evenness > 0.001)
    }

    @Test func `the same customers are split in the same way each time`() {
        let sample = Self.customers(100, everyNth: 3)

        #expect(
            SetupCheck(sample, metric: Self.order, splits: 20)
                == SetupCheck(sample, metric: Self.order, splits: 20)
        )
    }

    @Test func `nobody, and customers who are all alike, claim nothing`() {
        let nobody = SetupCheck(SetupSample(customers: []), metric: Self.order, splits: 5)
        let alike = SetupCheck(Self.customers(50, everyNth: 1), metric: Self.order, splits: 5)

        #expect(nobody == SetupCheck(people: 0, claimed: 0, pValues: []))
        #expect(alike == SetupCheck(people: 50, claimed: 0, pValues: []))
        #expect(nobody.evenness == 1)
    }

    @Test func `too many claims are not sound`() {
        let values = (0..<1000).map { Double($0) / 1000 }

        #expect(SetupCheck(people: 1, claimed: 59, pValues: values).isSound)
        #expect(!SetupCheck(people: 1, claimed: 60, pValues: values).isSound)
    }

    /// Critical distances of Kolmogorov's test for many values: 1.358 / √n is 5 %, 1.628 is 1 %.
    @Test(arguments: [(1.358, 0.05), (1.628, 0.01)])
    func `evenness is Kolmogorov's probability`(distance: Double, expected: Double) {
        let count = 10_000.0
        let shift = distance / (count.squareRoot() + 0.12 + 0.11 / count.squareRoot())
        let values = (0..<10_000).map { max(0, (Double($0) + 1) / count - shift) }

        let check = SetupCheck(people: 1, claimed: 0, pValues: values)

        #expect(abs(check.evenness - expected) < 0.0005)
    }

    @Test(arguments: [(9, 9), (10, 10), (11, 5)])
    func `of too many customers some are chosen`(count: Int, most: Int) throws {
        var fold = ExperimentFold(
            try FoldPlan(
                variationIDs: ["a"],
                metrics: [FoldMetric(.conversion)],
                start: Moment(milliseconds: 0),
                periods: [FoldPlan.Period(since: Moment(milliseconds: 0), weights: [1])]
            )
        )
        for customer in 0..<count {
            fold.expose(Int64(customer), arm: 0, at: Moment(milliseconds: 1))
        }

        let sample = SetupSample(fold, arm: 0, metric: 0, limit: 10)

        #expect((1...10).contains(sample.customers.count))
        #expect(count > 10 || sample.customers.count == most)
    }
}
