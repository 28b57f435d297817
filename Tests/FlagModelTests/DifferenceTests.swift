import FlagModel
import Testing

struct DifferenceTests {
    private typealias Facet = Difference.Facet

    /// What differs after some changes of the fixture's model.
    private func differences(
        after prepared: (Fixture) throws -> [Change] = { _ in [] },
        _ changes: (Fixture) throws -> [Change]
    ) throws -> [Difference] {
        var fixture = try Fixture()
        let preparing = try prepared(fixture)
        if !preparing.isEmpty { try fixture.make(preparing) }
        let before = fixture.model
        try fixture.make(try changes(fixture))
        return before.differences(to: fixture.model)
    }

    private func edits(_ edits: FlagEdit...) throws -> [Facet] {
        let found = try differences { fixture in
            edits.map { .editFlag(environment: fixture.live, flag: fixture.flag.id, $0) }
        }
        #expect(found.map(\.name).count == 1)
        #expect(found.map(\.place) == ["LIVE"])
        #expect(found.map(\.fate) == [.changed])
        return found.flatMap(\.facets)
    }

    @Test func `a model does not differ from itself`() throws {
        let model = try Fixture().model
        #expect(model.differences(to: model).isEmpty)
    }

    @Test func `the simple sides of a flag are told in the order of its page`() throws {
        let facets = try edits(
            .setOwner("Jo"),
            .rename("Banner"),
            .setTags(["sale"]),
            .setEnabled(true),
            .setOffVariation("on"),
            .describe("What it does")
        )

        #expect(
            facets == [
                Facet(title: "on or off", before: "off", after: "on"),
                Facet(title: "while off", before: "No banner", after: "Blue banner"),
                Facet(title: "name", before: "Summer sale banner", after: "Banner"),
                Facet(title: "owner", before: "", after: "Jo"),
                Facet(title: "tags", before: "", after: "sale"),
                Facet(title: "description", before: "", after: "What it does"),
            ]
        )
    }

    @Test func `a share of everybody else is told as one number`() throws {
        let serving = Serving(parts: [("on", 10_000), ("off", 90_000)])

        #expect(
            try edits(.setDefaultRule(serving)) == [
                Facet(title: "everybody else", before: "100%", after: "10%")
            ]
        )
    }

    @Test func `rules are told line by line`() throws {
        func rule(_ id: String, _ country: String, _ version: String) -> Rule {
            let test = Condition.Test.attribute("country", .equal, country)
            return Rule(
                id: id,
                name: "",
                conditions: [Condition(id: "c", test: test)],
                serving: Serving(everyone: version)
            )
        }
        func flagChange(_ fixture: Fixture, _ edit: FlagEdit) -> Change {
            .editFlag(environment: fixture.live, flag: fixture.flag.id, edit)
        }
        let found = try differences(
            after: { fixture in
                [
                    flagChange(
                        fixture,
                        .setRules([
                            rule("a", "DE", "on"), rule("b", "FR", "on"), rule("c", "IT", "off"),
                        ])
                    )
                ]
            },
            { fixture in
                [
                    flagChange(
                        fixture,
                        .setRules([
                            rule("c", "IT", "on"), rule("a", "AT", "on"), rule("d", "PL", "off"),
                        ])
                    )
                ]
            }
        )

        #expect(
            found.flatMap(\.facets) == [
                Facet(title: "country is FR", before: "Blue banner", after: ""),
                Facet(title: "country is IT", before: "0%", after: "100%"),
                Facet(
                    title: "who the rule country is AT is about",
                    before: "country is DE",
                    after: "country is AT"
                ),
                Facet(title: "country is PL", before: "", after: "No banner"),
                Facet(
                    title: "order of the rules",
                    before: "country is AT and country is IT",
                    after: "country is IT and country is AT"
                ),
            ]
        )
    }

    @Test func `customers by hand are told by who came and who went`() throws {
        let found = try differences(
            after: { fixture in
                let named = try ["C-1", "C-2"].map { try CustomerKey($0) }
                return [
                    .editFlag(
                        environment: fixture.live,
                        flag: fixture.flag.id,
                        .addTargets(variationID: "on", named)
                    )
                ]
            },
            { fixture in
                [
                    .editFlag(
                        environment: fixture.live,
                        flag: fixture.flag.id,
                        .addTargets(variationID: "off", [try CustomerKey("C-2")])
                    )
                ]
            }
        )

        #expect(
            found.flatMap(\.facets) == [
                Facet(
                    title: "by hand, Blue banner",
                    before: "2 customers",
                    after: "1 customer: C-2 went"
                ),
                Facet(
                    title: "by hand, No banner",
                    before: "0 customers",
                    after: "1 customer: C-2 came"
                ),
            ]
        )
    }

    @Test func `of many members the first are named`() throws {
        let members = try (1...5).map { Insertion(try CustomerKey("C-\($0)")) }
        let found = try differences { fixture in
            [
                .editAudience(
                    environment: fixture.live,
                    audience: fixture.audience.id,
                    .addMembers(members)
                )
            ]
        }

        #expect(found.map(\.name) == ["VIP"])
        #expect(
            found.flatMap(\.facets) == [
                Facet(
                    title: "who belongs",
                    before: "0 customers",
                    after: "5 customers: C-1, C-2, C-3 and 2 more came"
                )
            ]
        )
    }

    @Test func `secrets are told by their names and never by their values`() throws {
        var fixture = try Fixture()
        var random = SplitMix64(seed: 3)
        let secret = Secret(
            kind: .client,
            environmentID: fixture.live,
            name: "Web shop",
            using: &random
        )
        let before = fixture.model
        try fixture.make([.editEnvironment(fixture.live, .addSecret(secret, at: 0))])

        let there = before.differences(to: fixture.model)
        let back = fixture.model.differences(to: before)

        #expect(
            there.flatMap(\.facets) == [
                Facet(title: "client secret Web shop", before: "", after: "valid")
            ]
        )
        #expect(
            back.flatMap(\.facets) == [
                Facet(title: "client secret Web shop", before: "valid", after: "revoked")
            ]
        )
    }

    @Test func `what came and what went is told by its latest name, place by place`() throws {
        var fixture = try Fixture()
        let before = fixture.model
        let place = fixture.live
        try fixture.make([
            .editFlag(environment: place, flag: fixture.other.id, .setArchived(true)),
            .deleteFlag(environment: place, flag: fixture.other.id),
            .editEnvironment(fixture.practice, .rename("Sandbox")),
        ])

        let found = before.differences(to: fixture.model)

        #expect(found.map(\.name) == ["Gift wrap", "Sandbox"])
        #expect(found.map(\.fate) == [.removed, .changed])
        #expect(found.map(\.place) == ["LIVE", ""])
        #expect(fixture.model.differences(to: before).map(\.fate) == [.made, .changed])
    }

    @Test func `differences are the same whether models share anything or not`() throws {
        var fixture = try Fixture()
        var random = SplitMix64(seed: seed("differences"))
        for _ in 0..<300 {
            let before = fixture.model
            for _ in 0..<4 {
                var source = RandomChanges(random: random, model: fixture.model)
                let change = source.next()
                random = source.random
                if let change { _ = try? fixture.make([change]) }
            }
            let copy = try Model(json: fixture.model.json)
            let found = before.differences(to: fixture.model)

            #expect(found == before.differences(to: copy))
            #expect(found.isEmpty == (before.comparable == fixture.model.comparable))
            #expect(copy.differences(to: fixture.model).isEmpty)
        }
    }

    @Test func `things of the same name come in the same order`() throws {
        var fixture = try Fixture()
        let place = fixture.live
        let before = fixture.model
        var random = SplitMix64(seed: 6)
        for number in 1...8 {
            let now = Moment(milliseconds: 1_780_000_000_000)
            let flag = try Fixture.flag("twin-\(number)", "Twin", now, &random)
            try fixture.make([.createFlag(environment: place, flag)])
        }

        let found = before.differences(to: fixture.model)

        let twins = found.filter { $0.name == "Twin" }.map(\.subject.id)
        #expect(twins.count == 8)
        #expect(twins == twins.sorted())
    }

    @Test func `one change among thousands of flags is found`() throws {
        var model = Model()
        var random = SplitMix64(seed: 5)
        let project = Project(id: GUID(using: &random), key: try Key("p"), name: "P")
        let place = GUID(using: &random)
        let environment = Environment(
            id: place,
            projectID: project.id,
            key: try Key("e"),
            name: "E",
            isLive: true,
            secrets: []
        )
        let now = Moment(milliseconds: 1_780_000_000_000)
        let flags = try (0..<3000).map {
            try Fixture.flag("f\($0)", "F \($0)", now, &random)
        }
        let proposal = Proposal(
            id: GUID(using: &random),
            actor: "Ana",
            origin: .importing,
            changes: [.createProject(project), .createEnvironment(environment)]
                + flags.map { .createFlag(environment: place, $0) }
        )
        model = try model.making(proposal, at: now, using: &random).model
        let change = Change.editFlag(environment: place, flag: flags[2000].id, .setEnabled(true))
        let later = try model.previewing([change])

        let gone = try later.previewing([
            .editFlag(environment: place, flag: flags[7].id, .setArchived(true)),
            .deleteFlag(environment: place, flag: flags[7].id),
        ])

        #expect(model.differences(to: later).map(\.name) == ["F 2000"])
        #expect(gone.differences(to: model).map(\.name) == ["F 2000", "F 7"])
    }
}
