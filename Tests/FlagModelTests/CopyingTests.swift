import FlagModel
import Testing

struct CopyingTests {
    /// LIVE with the fixture's flags, and a practice environment in which some of them are others.
    private static func shop() throws -> (Fixture, EnvironmentComparison) {
        var fixture = try Fixture()
        var random = SplitMix64(seed: 3)
        var twin = fixture.flag.copy(
            id: GUID(using: &random),
            key: fixture.flag.key,
            name: fixture.flag.name,
            revision: GUID(using: &random),
            at: fixture.now
        )
        twin.variations = [
            Variation(id: "yes", name: "Blue banner", value: "true"),
            Variation(id: "no", name: "No banner", value: "false"),
        ]
        twin.defaultRule = Serving(everyone: "yes")
        twin.offVariationID = "no"
        try fixture.make([.createFlag(environment: fixture.practice, twin)])
        return (fixture, try comparison(of: fixture))
    }

    private static func comparison(of fixture: Fixture) throws -> EnvironmentComparison {
        EnvironmentComparison(
            from: try #require(fixture.model.environment(fixture.live)),
            to: try #require(fixture.model.environment(fixture.practice))
        )
    }

    private static func plan(
        _ fixture: Fixture,
        _ comparison: EnvironmentComparison,
        withAudiences: Bool = true
    ) -> CopyPlan {
        var random = SplitMix64(seed: 4)
        return fixture.model.plan(
            copying: Set(comparison.flags.map(\.key)),
            of: comparison,
            withAudiences: withAudiences,
            at: fixture.now,
            using: &random
        )
    }

    @Test func `ids of versions are no difference to people`() throws {
        let (_, comparison) = try Self.shop()

        #expect(comparison.flags.map(\.name) == ["Gift wrap"])
        #expect(comparison.flags.map(\.presence) == [.onlyInSource])
        #expect(comparison.flagCount == 2)
    }

    @Test func `what differs is told with the target before and the source after`() throws {
        var (fixture, _) = try Self.shop()
        try fixture.make([
            .editFlag(environment: fixture.live, flag: fixture.flag.id, .setEnabled(true)),
            .editFlag(
                environment: fixture.live,
                flag: fixture.flag.id,
                .setDefaultRule(Serving(parts: [("on", 25_000), ("off", 75_000)]))
            ),
        ])

        let found = try Self.comparison(of: fixture).flags
        #expect(found.map(\.name) == ["Gift wrap", "Summer sale banner"])
        #expect(
            found.last?.facets == [
                Difference.Facet(title: "on or off", before: "off", after: "on"),
                Difference.Facet(title: "everybody else", before: "100%", after: "25%"),
            ]
        )
    }

    @Test func `copying says each step, and afterwards nothing differs`() throws {
        var (fixture, _) = try Self.shop()
        try fixture.make([
            .editFlag(environment: fixture.live, flag: fixture.flag.id, .setEnabled(true))
        ])
        let plan = Self.plan(fixture, try Self.comparison(of: fixture))

        #expect(
            plan.lines == [
                "made the flag Gift wrap in Practice",
                "turned Summer sale banner on in Practice",
            ]
        )
        let made = try fixture.make(plan.changes)
        #expect(made.changeSet.lines == plan.lines)
        #expect(try Self.comparison(of: fixture).flags == [])
    }

    @Test func `an audience that is missing is copied with the flag, or the flag is left out`()
        throws
    {
        var (fixture, _) = try Self.shop()
        let rule = Rule(
            id: "vip",
            name: "",
            conditions: [Condition(id: "c", test: .isInAudience([fixture.audience.id]))],
            serving: Serving(everyone: "on")
        )
        try fixture.make([
            .editFlag(environment: fixture.live, flag: fixture.flag.id, .setRules([rule]))
        ])
        let comparison = try Self.comparison(of: fixture)
        #expect(comparison.flags.last?.missingAudiences == ["VIP"])
        #expect(
            comparison.flags.last?.facets == [
                Difference.Facet(title: "VIP", before: "", after: "Blue banner")
            ]
        )

        let without = Self.plan(fixture, comparison, withAudiences: false)
        #expect(without.copied.map(\.text) == ["gift-wrap"])
        #expect(without.leftOut.map(\.reason) == ["it needs the audience VIP, missing in Practice"])

        let plan = Self.plan(fixture, comparison)
        #expect(plan.audiences == ["VIP"])
        #expect(
            plan.lines == [
                "made the flag Gift wrap in Practice", "made the audience VIP in Practice",
                "added a rule to Summer sale banner: Blue banner for VIP in Practice",
            ]
        )
        try fixture.make(plan.changes)
        #expect(try Self.comparison(of: fixture).flags == [])
    }

    @Test func `a flag that exists only where it would go has nothing to copy`() throws {
        var (fixture, _) = try Self.shop()
        let live = try #require(fixture.model.environment(fixture.live))
        let practice = try #require(fixture.model.environment(fixture.practice))
        let comparison = EnvironmentComparison(from: practice, to: live)
        var random = SplitMix64(seed: 4)
        let plan = fixture.model.plan(
            copying: Set(comparison.flags.map(\.key)),
            of: comparison,
            withAudiences: true,
            at: fixture.now,
            using: &random
        )

        #expect(comparison.flags.map(\.presence) == [.onlyInTarget])
        #expect(plan.changes == [])
        #expect(plan.leftOut.map(\.reason) == ["it does not exist in Practice"])
        #expect(throws: Refusal.self) { try fixture.make(plan.changes) }
    }

    @Test func `after copying whatever two environments hold, nothing that was copied differs`()
        throws
    {
        var random = SplitMix64(seed: seed("copying"))
        var (copied, leftOut, audiences) = (0, 0, 0)
        for _ in 0..<150 {
            var (fixture, _) = try Self.shop()
            for _ in 0..<60 {
                var source = RandomChanges(random: random, model: fixture.model)
                let change = source.next()
                random = source.random
                if let change { _ = try? fixture.make([change]) }
            }
            let comparison = try Self.comparison(of: fixture)
            let plan = Self.plan(fixture, comparison)
            if !plan.changes.isEmpty { try fixture.make(plan.changes) }

            let left = Set(try Self.comparison(of: fixture).flags.map(\.key))
            #expect(left == Set(plan.leftOut.map(\.key)))
            #expect(left.isDisjoint(with: plan.copied))
            #expect(left.union(plan.copied) == Set(comparison.flags.map(\.key)))
            copied += plan.copied.count
            leftOut += plan.leftOut.count
            audiences += plan.audiences.count
        }
        print("copied \(copied), left out \(leftOut), audiences \(audiences)")
        #expect(copied > 100)
        #expect(audiences > 5)
    }
}
