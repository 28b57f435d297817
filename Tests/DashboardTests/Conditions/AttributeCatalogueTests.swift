import FlagAPI
import FlagModel
import Testing

@testable import Dashboard

/// Which attributes can be asked about.
struct AttributeCatalogueTests {
    /// LIVE with one rule of an audience.
    private func environment(_ tests: Condition.Test...) throws -> EnvironmentState? {
        let conditions = tests.enumerated().map { Condition(id: "c\($0)", test: $1) }
        let edit = AudienceEdit.setRules([
            AudienceRule(id: "r", name: "", conditions: conditions)
        ])
        let id = Fixture.audienceID(40)
        let change = Change.editAudience(environment: Fixture.live, audience: id, edit)
        return try Fixture.quiet.previewing([change]).environment(Fixture.live)
    }

    @Test func `what applications reported comes first, then what rules ask for`() throws {
        let seen = [
            ObservedAttribute(name: "plan", samples: ["Plus"], lastSeenAt: Fixture.now)
        ]
        let state = try environment(
            .attribute("plan", .isOneOf, Condition.listValue(["Free", "Plus"])),
            .attribute("city", .equal, "Berlin"),
            .attribute("spent", .biggerThan, "100")
        )
        let catalogue = AttributeCatalogue(seen, state)

        #expect(catalogue.names == ["city", "plan", "spent"])
        #expect(catalogue["plan"] == ["Plus", "Free"])
        #expect(catalogue["city"] == ["Berlin"])
        #expect(catalogue["spent"].isEmpty)
        #expect(catalogue["unheard of"].isEmpty)
    }

    @Test func `an attribute keeps so many values of rules at the most`() throws {
        let limit = ObservedAttribute.maximumSamples + AttributeCatalogue.ruleValueLimit
        for (count, kept) in [(limit - 1, limit - 1), (limit, limit), (limit + 1, limit)] {
            let values = (0..<count).map { "v\($0)" }
            let state = try environment(.attribute("a", .isOneOf, Condition.listValue(values)))
            #expect(AttributeCatalogue([], state)["a"].count == kept)
        }
    }
}
