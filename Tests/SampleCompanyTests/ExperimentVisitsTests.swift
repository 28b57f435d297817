import FlagAPI
import FlagModel
import SampleCompany
import Testing

/// The made-up visits tell what they are there to tell, seen with the plainest arithmetic.
struct ExperimentVisitsTests {
    private let folded: SampleCompanyTests.Folded

    init() throws {
        folded = try SampleCompanyTests.Folded()
    }

    /// People and those of them who did what decides, by the version's name.
    private struct Tally {
        var people: [String: Int] = [:]
        var converted: [String: Int] = [:]
        var visits: [ExperimentVisits.Visit] = []

        /// How many standard errors a version's rate is above another's.
        func distance(_ name: String, from other: String) -> Double {
            let (n, m) = (Double(people[name] ?? 0), Double(people[other] ?? 0))
            let (p, q) = (Double(converted[name] ?? 0) / n, Double(converted[other] ?? 0) / m)
            return (p - q) / (p * (1 - p) / n + q * (1 - q) / m).squareRoot()
        }
    }

    /// Gives everybody the version of their turn, as wide as the shares are.
    private func tally(_ key: String) throws -> Tally {
        let experiment = try #require(folded.live.experiment(try Key(key)))
        let flag = try #require(folded.live.flag(experiment.flagID))
        let shares = flag.defaultRule.shares
        var tally = Tally()
        tally.visits = ExperimentVisits.visits(
            of: experiment,
            with: flag,
            by: folded.company.customers,
            until: SampleCompany.now
        ) { customer in
            let place = customer.key.text.utf8.reduce(UInt64(7)) {
                ($0 ^ UInt64($1)) &* 0x100_0000_01B3
            }
            return shares.first { Int(place >> 20 % 100_000) < $0.upper }?.variationID
        }
        for visit in tally.visits {
            let name = try #require(flag.variation(visit.variationID)).name
            tally.people[name, default: 0] += 1
            let isConverted = visit.events.contains { $0.name == experiment.metric.eventName }
            if isConverted { tally.converted[name, default: 0] += 1 }
        }
        return tally
    }

    @Test func `one version of the checkout is clearly better, and the other is not`() throws {
        let tally = try tally("checkout-speed")

        #expect(tally.distance("Version B", from: "Today's checkout") > 3.5)
        #expect(abs(tally.distance("Version C", from: "Today's checkout")) < 2)
        #expect(tally.visits.count >= 4500)
    }

    @Test func `one group of the basket reminder is too small`() throws {
        let people = try tally("basket-reminder").people
        let (with, without) = (
            Double(people["With reminder"] ?? 0), Double(people["Today's basket"] ?? 0)
        )

        #expect((without - with) / (without + with).squareRoot() > 4)
    }

    @Test func `the reorder button shows no clear difference`() throws {
        #expect(abs(try tally("reorder-button").distance("On", from: "Off")) < 2)
    }

    @Test func `the red button is clearly worse`() throws {
        #expect(try tally("red-button").distance("Red", from: "Green") < -3.5)
    }

    @Test func `nobody comes to what has not started`() throws {
        #expect(try tally("shorter-product-pages").visits.isEmpty)
    }

    @Test(arguments: ["checkout-speed", "basket-reminder", "reorder-button", "red-button"])
    func `visits lie within the run, in order, once for each customer, and always the same`(
        key: String
    ) throws {
        let experiment = try #require(folded.live.experiment(try Key(key)))
        let run = try #require(experiment.runs.first)
        let visits = try tally(key).visits

        let end = run.endedAt ?? SampleCompany.now
        #expect(visits.allSatisfy { run.startedAt <= $0.time && $0.time <= end })
        #expect(visits.allSatisfy { visit in visit.events.allSatisfy { $0.time <= end } })
        #expect(visits.allSatisfy { visit in visit.events.allSatisfy { visit.time <= $0.time } })
        #expect(zip(visits, visits.dropFirst()).allSatisfy { $0.time <= $1.time })
        #expect(Set(visits.map(\.customer.key)).count == visits.count)
        let again = try tally(key).visits
        #expect(again.map(\.time) == visits.map(\.time))
        #expect(again.map(\.customer.key) == visits.map(\.customer.key))
    }
}
