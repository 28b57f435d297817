import Experiments
import FlagModel
import Testing

/// "How long can you wait?", before anybody starts.
struct PlanForecastTests {
    /// So many new customers on every day of two weeks, of whom some order and some want a refund.
    private static func traffic(
        _ perDay: Int,
        orders: Double,
        refunds: Double? = nil,
        source: PlanTraffic.Source = .flag,
        weights: [Int] = [1, 1]
    ) -> PlanTraffic {
        let days = (1...14).map { number in
            let people = perDay * number
            let yes = [orders, refunds].compactMap(\.self).map {
                MadeUp.rate(people, Int((Double(people) * $0).rounded()))
            }
            let arm = ArmCounts(people: people, metrics: yes)
            return MadeUp.day(MadeUp.after(days: number), [arm], weights: [1])
        }
        return PlanTraffic(
            source: source,
            counts: MadeUp.counts(days, versions: ["old"]),
            days: 14,
            weights: weights
        )
    }

    private static func plan(
        guardrails: [Experiment.Metric] = [],
        days: Int = 14,
        people: Int? = nil,
        smallest: Int = 500
    ) -> Experiment {
        var plan = MadeUp.plan(guardrails: guardrails, days: days, people: people)
        (plan.smallestChange, plan.runs, plan.state) = (smallest, [], .planned)
        return plan
    }

    @Test func `a plan that is long enough says so`() {
        let forecast = PlanForecast(
            Self.plan(smallest: 1000),
            Self.traffic(5000, orders: 0.1)
        )

        #expect(!forecast.isTooShort)
        #expect(!forecast.isWarning)
        #expect(
            forecast.sentences == [
                "In 14 days it finds changes of about 6.7% or more.",
                "That is enough: 10% matters to you.",
                "Reckoned from 70,000 customers in the last 14 days: 10.0% of them did it.",
            ]
        )
    }

    @Test func `a plan that is too short warns, and says how long it takes`() throws {
        let forecast = PlanForecast(Self.plan(), Self.traffic(5000, orders: 0.1))

        #expect(forecast.isTooShort)
        #expect(forecast.isWarning)
        let weeks = try #require(forecast.weeksNeeded)
        #expect(
            forecast.warnings == [
                "Careful: in 14 days it finds only changes of about 6.7% or more.",
                "5% matters to you.",
                "To find it takes about \(weeks) weeks: plan \(weeks * 7) days,"
                    + " or expect no answer.",
            ]
        )
        let longer = PlanForecast(Self.plan(days: weeks * 7), Self.traffic(5000, orders: 0.1))
        #expect(!longer.isTooShort)
        let shorter = PlanForecast(
            Self.plan(days: (weeks - 1) * 7),
            Self.traffic(5000, orders: 0.1)
        )
        #expect(shorter.isTooShort)
    }

    @Test func `what a year does not show is said`() {
        let forecast = PlanForecast(Self.plan(), Self.traffic(20, orders: 0.1))

        #expect(forecast.weeksNeeded == nil)
        #expect(
            forecast.warnings.suffix(2) == [
                "A change of 5% is not found within a year at this traffic.",
                "Measure something that more people do, or wait for larger changes.",
            ]
        )
    }

    @Test func `three versions take longer than two`() throws {
        let two = PlanForecast(Self.plan(), Self.traffic(5000, orders: 0.1))
        let three = PlanForecast(
            Self.plan(),
            Self.traffic(5000, orders: 0.1, weights: [1, 1, 1])
        )

        #expect(try #require(three.smallestChange) > #require(two.smallestChange))
    }

    @Test func `fewer customers than planned are said`() {
        let forecast = PlanForecast(
            Self.plan(people: 90_000, smallest: 1000),
            Self.traffic(5000, orders: 0.1)
        )

        #expect(
            forecast.warnings.contains(
                "Only about 70,000 of the 90,000 planned customers come in 14 days."
            )
        )
        #expect(forecast.isWarning)
    }

    @Test(arguments: [
        (
            0, 0.1,
            ["Nobody can say how long it takes: no customer was seen in the last 14 days."]
        ),
        (
            100, 0,
            [
                "Nobody can say how long it takes: of 1,400 customers in the last 14 days nobody "
                    + "did it.",
                "Does an application report order?",
            ]
        ),
        (
            100, 1,
            [
                "Nobody can say how long it takes: of 1,400 customers all did the same in the last "
                    + "14 days."
            ]
        ),
    ])
    func `where nobody can say, it says why`(perDay: Int, orders: Double, words: [String]) {
        let forecast = PlanForecast(Self.plan(), Self.traffic(perDay, orders: orders))

        #expect(forecast.sentences == words)
        #expect(forecast.waiting == nil)
        #expect(forecast.isWarning)
    }

    @Test func `customers who were not given the flag are named as such`() {
        let traffic = Self.traffic(5000, orders: 0.1, source: .everybody)

        #expect(
            PlanForecast(Self.plan(), traffic).basis == [
                "Reckoned from 70,000 customers in the last 14 days: 10.0% of them did it.",
                "Nobody was given the flag yet, so these are all customers.",
            ]
        )
    }

    // MARK: - Guardrails

    /// One customer in a thousand asks for a refund: one per cent of that is one in 100,000.
    @Test func `the usual limit of a rare guardrail cannot be checked, and the plan says so`()
        throws
    {
        let forecast = PlanForecast(
            Self.plan(guardrails: [MadeUp.refunds], smallest: 1000),
            Self.traffic(5000, orders: 0.1, refunds: 0.001)
        )

        let outlook = try #require(forecast.guardrails.first)
        #expect(outlook.metric.margin == Experiment.Metric.usualMargin)
        #expect(outlook.isOutOfReach)
        // 2.779 + 0.842 standard errors of √(0.001 · 0.999 · 2 / 35,000), as a share of 0.001.
        let smallest = try #require(outlook.smallestLimit)
        #expect(abs(smallest - 0.865) < 0.002)
        #expect(forecast.isWarning)
        #expect(
            forecast.warnings.suffix(2) == [
                "Refunds: in 14 days only a rise of \(Int((smallest * 100).rounded()))% or more"
                    + " can be ruled out.",
                "Your limit of 1% is too small for that: allow more, or nothing will be"
                    + " called safe.",
            ]
        )
    }

    @Test func `a limit that can be checked is not spoken of`() throws {
        var refunds = MadeUp.refunds
        refunds.margin = 9800
        let forecast = PlanForecast(
            Self.plan(guardrails: [refunds], smallest: 1000),
            Self.traffic(5000, orders: 0.1, refunds: 0.001)
        )

        #expect(forecast.guardrails.first?.isOutOfReach == false)
        #expect(!forecast.isWarning)
    }

    @Test func `a guardrail that nobody did is said`() {
        let forecast = PlanForecast(
            Self.plan(guardrails: [MadeUp.refunds], smallest: 1000),
            Self.traffic(5000, orders: 0.1, refunds: 0)
        )

        #expect(
            forecast.warnings.last
                == "Refunds: none came in the last 14 days, so nobody can say whether they get"
                + " worse."
        )
    }

    /// The forecast and the rule speak of the same: with a limit at which it is safe four times in
    /// five, nothing that differs by no more than chance is safe at the usual one.
    @Test func `a guardrail without harm stays unknown at the usual limit and is safe at its own`()
    {
        func safety(_ margin: Int) -> VersionResult.Safety? {
            var refunds = MadeUp.refunds
            refunds.margin = margin
            let arms = [MadeUp.arm(35_000, 3500, 35), MadeUp.arm(35_000, 3500, 35)]
            let day = MadeUp.day(MadeUp.after(days: 14), arms)
            let plan = MadeUp.plan(guardrails: [refunds], people: 70_000)
            return MadeUp.result([day], plan: plan).metrics[1].versions[0].safety
        }

        #expect(safety(Experiment.Metric.usualMargin) == .unknown)
        #expect(safety(9800) == .safe)
    }

    @Test(arguments: [
        (5000, 0.1, 0.001), (10, 0.5, 0.3), (100_000, 0.01, 0), (1, 0.9, 0.5), (0, 0, 0),
    ])
    func `sentences are short`(perDay: Int, orders: Double, refunds: Double) {
        let forecast = PlanForecast(
            Self.plan(guardrails: [MadeUp.refunds], people: 1_000_000),
            Self.traffic(perDay, orders: orders, refunds: refunds, source: .everybody)
        )

        for sentence in forecast.sentences {
            #expect(sentence.split(separator: " ").count <= 20, "\(sentence)")
            #expect(sentence.hasSuffix(".") || sentence.hasSuffix("?"))
        }
    }
}

/// How customers come, day by day.
struct ArrivalsTests {
    private static func counts(_ people: [(day: Int, count: Int)]) -> ExperimentCounts {
        MadeUp.counts(
            people.map { day, count in
                MadeUp.day(MadeUp.after(days: day), [MadeUp.arm(count, 0)], weights: [1])
            }
        )
    }

    @Test func `what was counted is taken as it is, later days bring what the last week brought`()
        throws
    {
        let days = (1...10).map { (day: $0, count: 1000 + 10 * $0) }
        let arrivals = try #require(Arrivals(Self.counts(days), since: MadeUp.start))

        #expect(arrivals.people(byDay: 0) == 0)
        #expect(arrivals.people(byDay: 1) == 1010)
        #expect(arrivals.people(byDay: 10) == 1100)
        #expect(arrivals.perDay == 10)
        #expect(arrivals.people(byDay: 20) == 1200)
    }

    @Test func `a single count of many days is spread evenly`() throws {
        let arrivals = try #require(
            Arrivals(Self.counts([(day: 14, count: 1400)]), since: MadeUp.start)
        )

        #expect(arrivals.people(byDay: 7) == 700)
        #expect(arrivals.people(byDay: 28) == 2800)
    }

    @Test func `the first day alone is every day`() throws {
        let arrivals = try #require(
            Arrivals(Self.counts([(day: 1, count: 50)]), since: MadeUp.start)
        )

        #expect(arrivals.people(byDay: 3) == 150)
    }

    @Test func `nobody, and less than a day, say nothing`() {
        #expect(Arrivals(Self.counts([(day: 3, count: 0)]), since: MadeUp.start) == nil)
        let early = MadeUp.counts([
            MadeUp.day(MadeUp.after(days: 0, hours: 23), [MadeUp.arm(9, 0)], weights: [1])
        ])
        #expect(Arrivals(early, since: MadeUp.start) == nil)
        #expect(Arrivals(perDay: 0) == nil)
        #expect(Arrivals(perDay: 1e9) != nil)
        #expect(Arrivals(perDay: 1e9 + 1) == nil)
    }
}
