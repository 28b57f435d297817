import FlagAPI
import FlagModel
import Testing

@testable import Observations

/// What applications were given for a customer, as they reported it.
struct GivenTests {
    private let fixture: TrafficFixture

    init() throws {
        fixture = try TrafficFixture()
    }

    @Test func `each flag has the version that was given last before the moment`() async throws {
        await give(("a", "on", 0), ("b", "red", 5))
        await give(("a", "off", 10))

        #expect(try await given(at: 9) == ["a on 0 to 0", "b red 5 to 5"])
        #expect(try await given(at: 10) == ["a off 10 to 10", "b red 5 to 5"])
        #expect(try await given(at: 4) == ["a on 0 to 0"])
        #expect(try await given(at: -1) == [])
        #expect(try await given(to: "C-2", at: 10) == [])
        #expect(try await given(at: 10, in: fixture.dev) == [])
    }

    @Test func `what does not count for experiments was given all the same`() async throws {
        await fixture.report([
            try .sample("C-1", flags: [.sample("a", "on", counts: false)])
        ])

        #expect(try await given(at: 0) == ["a on 0 to 0"])
        #expect(try fixture.rows("SELECT count(*) FROM exposure") == ["0"])
    }

    @Test func `the same version makes one row, and its last time is exact to the hour`()
        async throws
    {
        await give(("a", "on", 0))
        await give(("a", "on", 1800))
        await give(("a", "on", 3599))
        #expect(try await given(at: 9000) == ["a on 0 to 0"])

        await give(("a", "on", 3600))
        #expect(try await given(at: 9000) == ["a on 0 to 3600"])
        #expect(try await given(at: 60) == ["a on 0 to 60"])
        #expect(try fixture.rows("SELECT count(*) FROM given") == ["1"])
    }

    @Test func `the last time of a version that ended is exact`() async throws {
        await give(("a", "on", 0))
        await give(("a", "on", 1800))
        await give(("a", "off", 1900))

        #expect(try await given(at: 1899) == ["a on 0 to 1800"])
        #expect(try await given(at: 1900) == ["a off 1900 to 1900"])
    }

    @Test func `versions that change within one batch are kept one after the other`() async throws {
        await give(("a", "on", 3), ("a", "off", 2), ("a", "on", 1), ("a", "on", 0))

        #expect(try runs() == ["on 0 1", "off 2 2", "on 3 3"])
    }

    @Test func `a change behind many repetitions in one batch is not missed`() async throws {
        await give(("a", "on", 0))
        await give(("a", "on", 1), ("a", "off", 2), ("a", "on", 3))

        #expect(try runs() == ["on 0 1", "off 2 2", "on 3 3"])
    }

    @Test(arguments: [
        // Before everything: a run of its own, or an earlier beginning.
        ("x", 50, ["x 50 50", "a 100 100", "b 300 300"]),
        ("a", 50, ["a 50 100", "b 300 300"]),
        // Between the two.
        ("a", 200, ["a 100 200", "b 300 300"]),
        ("b", 200, ["a 100 100", "b 200 300"]),
        ("x", 200, ["a 100 100", "x 200 200", "b 300 300"]),
        // At the same time as another version.
        ("x", 100, ["a 100 100", "b 300 300"]),
    ])
    func `a report that comes late finds its place`(
        version: String,
        time: Int,
        runs expected: [String]
    ) async throws {
        await give(("f", "a", 100))
        await give(("f", "b", 300))

        await give(("f", version, Int64(time)))

        #expect(try runs() == expected)
    }

    @Test func `a late report does not split what was given at that time`() async throws {
        await give(("f", "a", 0))
        await give(("f", "a", 4000))
        await give(("f", "b", 5000))

        await give(("f", "x", 2000))

        #expect(try runs() == ["a 0 4000", "b 5000 5000"])
    }

    @Test func `an earlier beginning is remembered`() async throws {
        await give(("f", "a", 100))
        await give(("f", "a", 50))
        await give(("f", "a", 4000))
        await give(("f", "b", 4001))

        #expect(try runs() == ["a 50 4000", "b 4001 4001"])
    }

    @Test func `what was given goes on after another opening of the file`() async throws {
        await give(("a", "on", 0))
        await fixture.store.close()

        let time = fixture.clock.now
        let store = try ObservationStore.open(
            at: fixture.folder.file,
            now: { Moment(milliseconds: time) }
        )
        for (version, second) in [("on", 30), ("off", 60)] {
            let flag = ObservedEvaluation.sample("a", version, after: Int64(second))
            store.ingest.offer([try .sample("C-1", flags: [flag])], in: fixture.live)
            await store.flush()
        }

        #expect(try runs() == ["on 0 30", "off 60 60"])
    }

    @Test func `reports in order make the runs that they tell`() async throws {
        var random = SeededRandom(for: "reports in order make the runs that they tell")
        var expected: [(version: String, since: Int64, last: Int64)] = []
        var second: Int64 = 0
        for _ in 0..<40 {
            var flags: [ObservedEvaluation] = []
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                second += Int64.random(in: 1...900, using: &random)
                let version = ["on", "off"].randomElement(using: &random) ?? ""
                flags.append(.sample("a", version, after: second))
                if expected.last?.version == version {
                    expected[expected.count - 1].last = second
                } else {
                    expected.append((version, second, second))
                }
            }
            let now = (fixture.clock.now - TrafficFixture.start) / 1000
            fixture.clock.advance(seconds: second - now)
            await fixture.report([try .sample("C-1", flags: flags)])
        }

        // Until when the last run goes on is exact to the hour only.
        let last = try #require(expected.last)
        let found = try runs()
        let open = try #require(found.last)
        let newest = expected.dropLast().suffix(TrafficLimits.givenRuns - 1)
        #expect(Array(found.dropLast()) == newest.map { "\($0.version) \($0.since) \($0.last)" })
        #expect(open.hasPrefix("\(last.version) \(last.since) "))
        let written = open.split(separator: " ").last.flatMap { Int64($0) } ?? 0
        #expect((last.last - 3599...last.last).contains(written))
    }

    @Test func `a hundred changes of a flag are kept for a customer, the newest`() async throws {
        for second in 0..<Int64(TrafficLimits.givenRuns) {
            await give(("a", second % 2 == 0 ? "on" : "off", second))
        }
        #expect(try runs().first == "on 0 0")

        await give(("a", "on", 100))

        #expect(try runs().count == TrafficLimits.givenRuns)
        #expect(try runs().first == "off 1 1")
    }

    @Test(arguments: [(400, ["on 0 0", "off 1 1", "on 2 2"]), (401, ["on 2 2"])])
    func `what was given is kept for 400 days, the latest for ever`(
        days: Int,
        expected: [String]
    ) async throws {
        await give(("a", "on", 0), ("a", "off", 1), ("a", "on", 2))

        fixture.clock.advance(seconds: Int64(days) * 86_400)
        await fixture.report([try .sample("C-2")])

        #expect(try runs() == expected)
        #expect(try await given(at: Int64(days) * 86_400) == ["a on 2 to 2"])
    }

    @Test func `every customer gets their turn when what is old is removed`() async throws {
        let count = TrafficLimits.prunedCustomers + 1
        await fixture.report(
            try (0..<count).map { number in
                try .sample("C-\(number)", flags: [.sample("a"), .sample("a", "off", after: 1)])
            }
        )
        fixture.clock.advance(seconds: 500 * 86_400)

        // The first batch had looked at all but the last one already.
        await fixture.report([try .sample("C-0")])
        #expect(try fixture.rows("SELECT count(*) FROM given") == ["\(2 * count - 1)"])

        await fixture.report([try .sample("C-0")])
        #expect(try fixture.rows("SELECT count(*) FROM given") == ["\(count)"])
    }

    // MARK: - Support

    private func give(_ flags: (key: String, version: String, second: Int64)...) async {
        fixture.clock.reach(flags.map(\.second).max() ?? 0)
        let flags = flags.map { ObservedEvaluation.sample($0.key, $0.version, after: $0.second) }
        guard let item = try? ObservedItem.sample("C-1", flags: flags) else {
            preconditionFailure("keys of tests are keys")
        }
        await fixture.report([item])
    }

    /// Flag, version and the seconds from when to when it was given.
    private func given(
        to key: String = "C-1",
        at second: Int64,
        in place: GUID? = nil
    ) async throws -> [String] {
        let request = GivenRequest(
            customer: try CustomerKey(key),
            environmentID: place ?? fixture.live,
            time: .sample(after: second)
        )
        return try await fixture.store.given(request).map { answer in
            let times = [answer.since, answer.lastAt].map {
                ($0.milliseconds - TrafficFixture.start) / 1000
            }
            return "\(answer.flagKey) \(answer.variationID) \(times[0]) to \(times[1])"
        }
    }

    /// All rows of the only customer and flag: version, first and last second.
    private func runs() throws -> [String] {
        try fixture.rows(
            """
            SELECT variation.variationID, (since - \(TrafficFixture.start)) / 1000,
                (last - \(TrafficFixture.start)) / 1000
            FROM given JOIN variation ON variation.id = given.variation ORDER BY since
            """
        )
    }
}
