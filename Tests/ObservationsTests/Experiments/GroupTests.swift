import Experiments
import FlagAPI
import FlagModel
import Testing

@testable import Observations

/// A run by what its customers have in an attribute.
struct GroupTests {
    private let fixture: RunFixture
    private var traffic: TrafficFixture { fixture.traffic }
    private var store: ObservationStore { fixture.traffic.store }

    init() throws {
        fixture = try RunFixture()
    }

    @Test func `the values with the most customers come first, then nobody's, then the rest`()
        async throws
    {
        let run = try fixture.run()
        await store.follow([run])
        // Value n has 30 - n customers; the 20 largest are told apart.
        var items: [ObservedItem] = []
        for value in 0..<22 {
            for customer in 0..<30 - value {
                let city = ["city": value < 10 ? "city 0\(value)" : "city \(value)"]
                items.append(
                    try .sample(
                        "C-\(value)-\(customer)",
                        "",
                        city,
                        flags: [.sample("f", customer % 2 == 0 ? "a" : "b", after: 20)],
                        did: [.sample("buy", 1, after: 30)]
                    )
                )
            }
        }
        items.append(try .sample("C-none", flags: [.sample("f", "b", after: 20)]))
        await traffic.report(items)

        let groups = try await store.groups(of: run, by: "city")

        #expect(groups.count == 22)
        #expect(groups[0].name == .value("city 00"))
        #expect(groups[0].counts.people == [15, 15])
        #expect(groups[19].name == .value("city 19"))
        #expect(groups[20].name == .none)
        #expect(groups[20].counts.people == [0, 1])
        #expect(groups[21].name == .rest)
        #expect(groups[21].counts.people == [10, 9])
        #expect(groups[21].counts.sums(1) == [10, 9])
        let all = try await store.counts(of: run)
        let sum = groups.reduce(0) { $0 + $1.counts.sums(1)[0] }
        #expect(sum == all.sums(1)[0])
    }

    @Test func `a sample of a version holds everybody who counts`() async throws {
        let run = try fixture.run()
        await store.follow([run])
        await traffic.report([
            try .sample(
                "C-1",
                flags: [.sample("f", "a", after: 20)],
                did: [.sample("buy", 2.5, after: 30)]
            ),
            try .sample("C-2", flags: [.sample("f", "a", after: 20)]),
            try .sample("C-3", flags: [.sample("f", "b", after: 20)]),
        ])

        let live = try await store.sample(of: run, arm: 0, metric: 1)
        let read = try await traffic.reopened().sample(of: run, arm: 0, metric: 1)

        #expect(Set(live.customers.map(\.total)) == [2_500_000, 0])
        #expect(read.customers == live.customers)
    }
}
