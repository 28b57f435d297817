import Testing

/// An experiment from FeatBit's Python SDK to the results: 2,000 customers whose effect is known.
@Suite(.waiting)
struct ExperimentTests {
    @Test func `the counts and sums of an experiment are exactly what the SDK's customers did`()
        async throws
    {
        let seen = try await Python.run("experiment.py", "effect", in: Workplace())

        for results in [seen["seen"], seen["after"]] {
            try Self.check(results, seen["expected"])
            #expect(results["order"]["split"]["broken"] == .bool(false))
            // One day is too early for good news, whatever the numbers are.
            #expect(results["order"]["verdict"].text == "tooEarly")
        }
    }

    @Test func `an app that always gives the first version breaks the split, and results say so`()
        async throws
    {
        let seen = try await Python.run("experiment.py", "fault", in: Workplace())

        try Self.check(seen["seen"], seen["expected"])
        #expect(seen["seen"]["order"]["split"]["broken"] == .bool(true))
        #expect(seen["seen"]["order"]["verdict"].text == "unevenSplit")
    }

    /// One experiment counts who ordered, the other one adds up what they paid.
    private static func check(_ results: Document, _ expected: Document) throws {
        for name in ["order", "price"] {
            let metric = try required(results[name]["metrics"].elements.first, "\(results)")
            let version = try required(metric["versions"].elements.first, "\(metric)")
            for (arm, name) in [(metric["baseline"], "old"), (version, "new")] {
                let known = expected[name]
                let orders = known["orders"].number ?? -1
                let paid = (known["cents"].number ?? -1) / 100
                #expect(arm["variation"].text == name)
                #expect(arm["people"].number == known["people"].number)
                #expect(arm["active"].number == orders)
                let sum = metric["event"].text == "order" ? orders : paid
                #expect(abs((arm["sum"].number ?? -1) - sum) < 1e-9)
            }
        }
    }
}
