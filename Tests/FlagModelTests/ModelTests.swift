import FlagModel
import JSON
import Testing

struct ModelTests {
    // MARK: - Sameness, which undo asks for

    @Test func `a thing is the same whatever its times and revision`() throws {
        var fixture = try Fixture()
        let subject = Subject.flag(environment: fixture.live, fixture.flag.id)
        let before = fixture.model
        try fixture.edit(.setEnabled(true))
        #expect(!fixture.model.has(subject, as: before))

        try fixture.edit(.setEnabled(false))

        #expect(fixture.model.has(subject, as: before))
        #expect(
            fixture.current?.revision
                != before.environment(fixture.live)?.flag(fixture.flag.id)?.revision
        )
    }

    @Test func `an audience is the same whatever its times`() throws {
        var fixture = try Fixture()
        let subject = Subject.audience(environment: fixture.live, fixture.audience.id)
        let before = fixture.model
        let customer = try CustomerKey("C-1")
        try fixture.edit(.addMembers([Insertion(customer)]))
        #expect(!fixture.model.has(subject, as: before))

        try fixture.edit(.removeMembers([customer]))

        #expect(fixture.model.has(subject, as: before))
    }

    @Test func `members in another order are another audience`() throws {
        var fixture = try Fixture()
        let subject = Subject.audience(environment: fixture.live, fixture.audience.id)
        let (first, second) = (try CustomerKey("C-1"), try CustomerKey("C-2"))
        try fixture.edit(.addMembers([Insertion(first), Insertion(second)]))
        let before = fixture.model

        try fixture.edit(.removeMembers([first]))
        try fixture.edit(.addMembers([Insertion(first)]))

        #expect(!fixture.model.has(subject, as: before))
    }

    @Test func `what is nowhere is the same nowhere`() throws {
        let fixture = try Fixture()

        #expect(fixture.model.has(.flag(environment: fixture.live, .zero), as: Model()))
        #expect(fixture.model.has(.draft(.zero), as: fixture.model))
        #expect(!fixture.model.has(.environment(fixture.live), as: Model()))
        #expect(!fixture.model.has(.flag(environment: fixture.live, fixture.flag.id), as: Model()))
    }

    @Test func `an environment is the same whatever lives in it`() throws {
        var fixture = try Fixture()
        let before = fixture.model
        try fixture.edit(.setEnabled(true))
        #expect(fixture.model.has(.environment(fixture.live), as: before))

        try fixture.make([.editEnvironment(fixture.live, .describe("x"))])

        #expect(!fixture.model.has(.environment(fixture.live), as: before))
    }

    @Test func `projects, experiments and drafts are compared whole`() throws {
        var fixture = try Fixture()
        let before = fixture.model
        let project = try fixture.state.environment.projectID
        let experiment = try fixture.experiment()
        let draft = try fixture.draft([fixture.change(.setEnabled(true))])
        try fixture.make([
            .createExperiment(environment: fixture.live, experiment), .saveDraft(draft),
        ])

        #expect(fixture.model.has(.project(project), as: before))
        let subject = Subject.experiment(environment: fixture.live, experiment.id)
        #expect(!fixture.model.has(subject, as: before))
        #expect(!fixture.model.has(.draft(draft.id), as: before))
    }

    @Test func `another spelling of the same letters is a change`() throws {
        var fixture = try Fixture()
        func rule(_ value: String) -> Rule {
            let condition = Condition(id: "c1", test: .attribute("name", .equal, value))
            return Rule(id: "r1", name: "René", conditions: [condition], serving: .on(0))
        }
        try fixture.edit(.addRule(rule("Rene\u{301}"), at: 0))

        try fixture.edit(.replaceRule(rule("Ren\u{E9}")))

        let written = try #require(fixture.current?.rules.first?.conditions.first?.test)
        guard case .attribute(_, _, let value) = written else {
            Issue.record("\(written)")
            return
        }
        #expect(Array(value.utf8) == Array("Ren\u{E9}".utf8))
    }

    @Test func `what an import brought besides is the same after it was written down`() throws {
        var fixture = try Fixture()
        let before = fixture.model
        var (flag, audience) = (fixture.flag, fixture.audience)
        let extras = try JSONValue(parsing: Array(#"{"b":{"d":1.0,"c":2},"a":1e2}"#.utf8))
        guard case .object(let members) = extras else { return }
        (flag.extras, audience.extras) = (members, members)

        let changeSet = try fixture.make([
            .replaceFlag(environment: fixture.live, flag),
            .replaceAudience(environment: fixture.live, audience),
        ]).changeSet
        let written = try JSONValue(parsing: changeSet.parts(maximumBytes: .max)[0])
        let read = try ChangeSet(
            id: changeSet.id,
            actor: changeSet.actor,
            time: changeSet.time,
            parts: [written]
        )

        #expect(try before.applying(read) == fixture.model)
        #expect(
            try Model(json: JSONValue(parsing: fixture.model.json.canonicalBytes()))
                == fixture.model
        )
    }

    // MARK: - Previews

    @Test func `a preview changes nothing here and no times there`() throws {
        let fixture = try Fixture()
        let before = fixture.model

        let preview = try fixture.model.previewing([
            fixture.change(.setEnabled(true)),
            fixture.change(.addMembers([Insertion(CustomerKey("C-1"))])),
        ])

        #expect(fixture.model == before)
        let flag = try #require(preview.environment(fixture.live)?.flag(fixture.flag.id))
        #expect(flag.isEnabled)
        #expect(flag.updatedAt == fixture.current?.updatedAt)
        #expect(flag.revision == fixture.current?.revision)
        #expect(preview.environment(fixture.live)?.clock == (try fixture.state.clock))
    }

    @Test func `a preview needs no reason`() throws {
        var fixture = try Fixture()
        try fixture.make([.editEnvironment(fixture.live, .setRequiresReason(true))])

        #expect(throws: Never.self) {
            try fixture.model.previewing([fixture.change(.setEnabled(true))])
        }
    }

    @Test func `a preview of nothing is the model`() throws {
        let fixture = try Fixture()

        #expect(try fixture.model.previewing([]) == fixture.model)
    }

    // MARK: - Names

    /// Another project with an environment of the key "prod".
    private func twoShops() throws -> Fixture {
        var fixture = try Fixture()
        let bank = Project(id: try guid(1), key: try Key("bank"), name: "Bank")
        let environment = Environment(
            id: try guid(2),
            projectID: bank.id,
            key: try Key("prod"),
            name: "Bank",
            isLive: true,
            secrets: []
        )
        try fixture.make([.createProject(bank), .createEnvironment(environment)])
        return fixture
    }

    @Test(arguments: ["prod", "shop/prod"])
    func `an environment is found by its key, with or without the project's`(name: String) throws {
        let fixture = try Fixture()

        #expect(try fixture.model.environment(named: name).environment.id == fixture.live)
    }

    @Test(arguments: [
        "", "/", "LIVE", "Shop", "PROD", "bank/prod", "shop/", "/prod", "shop/prod/x",
    ])
    func `another name finds none`(name: String) throws {
        let fixture = try Fixture()

        #expect(throws: Refusal.unknown(.environment, name)) {
            try fixture.model.environment(named: name)
        }
    }

    @Test func `a key that two projects have needs the project's`() throws {
        let fixture = try twoShops()

        #expect(throws: Refusal.unknown(.environment, "prod")) {
            try fixture.model.environment(named: "prod")
        }
        #expect(try fixture.model.environment(named: "bank/prod").environment.id == guid(2))
        #expect(try fixture.model.environment(named: "shop/prod").environment.id == fixture.live)
        #expect(try fixture.model.environment(named: "dev").environment.id == fixture.practice)
    }

    @Test func `LIVE environments come first, then keys decide`() throws {
        let fixture = try twoShops()

        #expect(fixture.model.environments.map(\.environment.key.text) == ["prod", "prod", "dev"])
        #expect(fixture.model.projects.map(\.key.text) == ["bank", "shop"])
    }

    @Test func `things are called by their names, or by their ids when they are gone`() throws {
        let fixture = try Fixture()
        let (model, live) = (fixture.model, fixture.live)

        #expect(model.name(of: .flag(environment: live, fixture.flag.id)) == "Summer sale banner")
        #expect(model.name(of: .audience(environment: live, fixture.audience.id)) == "VIP")
        #expect(model.name(of: .environment(live)) == "LIVE")
        #expect(model.name(of: .environment(fixture.practice)) == "Practice")
        #expect(model.name(of: .project(try fixture.state.environment.projectID)) == "Shop")
        #expect(model.name(of: .flag(environment: live, .zero)) == GUID.zero.text)
    }

    @Test func `flags and experiments are found from what they hang on`() throws {
        var fixture = try Fixture()
        let condition = Condition(id: "c1", test: .isNotInAudience([fixture.audience.id]))
        let rule = Rule(id: "r1", name: "", conditions: [condition], serving: .on(0))
        try fixture.edit(.addRule(rule, at: 0))
        try fixture.make([.createExperiment(environment: fixture.live, fixture.experiment())])
        let state = try fixture.state

        #expect(state.flags(using: fixture.audience.id).map(\.id) == [fixture.flag.id])
        #expect(state.experiments(on: fixture.flag.id).map(\.key.text) == ["blue"])
        #expect(state.experiments(on: fixture.other.id) == [])
        #expect(state.experiment(try Key("blue"))?.id == (try fixture.experiment().id))
    }
}
