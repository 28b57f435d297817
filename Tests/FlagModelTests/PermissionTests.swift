import FlagModel
import Testing

/// The rule about who may do what, and the words when somebody may not.
struct PermissionTests {
    private func jo(_ grants: Grant...) throws -> Standing {
        .person(Person(id: try guid(1), name: "Jo", grants: grants))
    }

    private func tagged(_ fixture: inout Fixture, _ tags: [String]) throws {
        try fixture.make([fixture.change(.setTags(tags) as FlagEdit)])
    }

    @Test func `roles are a line`() {
        #expect(PersonRole.allCases == PersonRole.allCases.sorted())
        #expect(
            PersonRole.allCases.map(\.rawValue) == [
                "viewer", "editor", "reviewer", "administrator",
            ]
        )
    }

    @Test func `publishing needs the role in every environment that it touches`() throws {
        let fixture = try Fixture()
        let there = Change.createAudience(
            environment: fixture.practice,
            Audience(id: try guid(3), key: try Key("new"), name: "New", createdAt: fixture.now)
        )
        let both = [fixture.change(.setEnabled(true)), there]
        let here = Grant(role: .editor, environmentID: fixture.live)
        let also = Grant(role: .editor, environmentID: fixture.practice)

        #expect(!fixture.model.permission(of: try jo(here), for: both).isAllowed)
        #expect(fixture.model.permission(of: try jo(here, also), for: both).isAllowed)
    }

    @Test func `a role for a tag is kept within it, before and after`() throws {
        var fixture = try Fixture()
        try tagged(&fixture, ["shop"])
        let jo = try jo(Grant(role: .editor, tag: "shop"))
        func may(_ edits: FlagEdit...) -> Bool {
            fixture.model.permission(of: jo, for: edits.map { fixture.change($0) }).isAllowed
        }

        #expect(may(.setEnabled(true)))
        #expect(may(.setTags(["shop", "sale"])))
        #expect(!may(.setTags(["sale"])))
        #expect(!may(.setTags(["shop", "sale"]), .setTags(["sale"])))
        try tagged(&fixture, ["sale"])
        #expect(!may(.setEnabled(true)))
        #expect(!may(.setTags(["shop"])))
        #expect(!may(.setTags(["shop"]), .setEnabled(true)))
    }

    @Test func `an experiment has the tags of its flag`() throws {
        var fixture = try Fixture()
        try tagged(&fixture, ["shop"])
        let plan = Change.createExperiment(environment: fixture.live, try fixture.experiment())
        let shop = try jo(Grant(role: .editor, tag: "shop"))
        let sale = try jo(Grant(role: .editor, tag: "sale"))

        #expect(fixture.model.permission(of: shop, for: [plan]).isAllowed)
        #expect(!fixture.model.permission(of: sale, for: [plan]).isAllowed)
        try fixture.make([plan])
        #expect(fixture.model.permission(of: shop, for: [try fixture.startExperiment]).isAllowed)
        #expect(!fixture.model.permission(of: sale, for: [try fixture.startExperiment]).isAllowed)
    }

    @Test func `what a draft holds counts, what it held as well`() throws {
        var fixture = try Fixture()
        let secret = Secret(kind: .server, environmentID: fixture.live, using: &fixture.random)
        let settings = Change.editEnvironment(fixture.live, .addSecret(secret, at: 0))
        let draft = try fixture.draft([settings])
        let editor = try jo(Grant(role: .editor, environmentID: fixture.live))
        let other = try jo(Grant(role: .editor, environmentID: fixture.practice))

        #expect(fixture.model.permission(of: editor, for: [.saveDraft(draft)]).isAllowed)
        #expect(!fixture.model.permission(of: other, for: [.saveDraft(draft)]).isAllowed)
        try fixture.make([.saveDraft(draft)])
        #expect(!fixture.model.permission(of: other, for: [.discardDraft(draft.id)]).isAllowed)
        #expect(
            !fixture.model.permission(of: editor, for: [.discardDraft(draft.id), settings])
                .isAllowed
        )
        let decision = Change.decide(
            draft: draft.id,
            revision: 1,
            Decision(person: "Jo", verdict: .approve)
        )
        #expect(!fixture.model.permission(of: editor, for: [decision]).isAllowed)
    }

    @Test func `a plan needs what it will do`() throws {
        let fixture = try Fixture()
        let rename = Change.editEnvironment(fixture.live, .rename("New"))
        let plan = Change.saveSchedule(
            Schedule(
                id: try guid(5),
                author: "Jo",
                createdAt: fixture.now,
                at: fixture.now.adding(microseconds: 1),
                title: "Rename",
                changes: [rename]
            )
        )

        let editor = try jo(Grant(role: .editor))
        let administrator = try jo(Grant(role: .administrator))
        #expect(!fixture.model.permission(of: editor, for: [plan]).isAllowed)
        #expect(fixture.model.permission(of: administrator, for: [plan]).isAllowed)
    }

    @Test func `an emergency needs a reviewer, and an administrator for settings`() throws {
        let fixture = try Fixture()
        let flag = fixture.change(.setEnabled(true) as FlagEdit)
        let settings = Change.editEnvironment(fixture.live, .rename("New"))
        func may(_ role: PersonRole, _ change: Change) throws -> Bool {
            fixture.model.permission(
                of: try jo(Grant(role: role)),
                for: [change],
                isEmergency: true
            ).isAllowed
        }

        #expect(try !may(.editor, flag))
        #expect(try may(.reviewer, flag))
        #expect(try !may(.reviewer, settings))
        #expect(try may(.administrator, settings))
    }

    @Test func `a refusal says who, what, where, and who could do it`() throws {
        var fixture = try Fixture()
        let change = fixture.change(.setEnabled(true) as FlagEdit)
        func refusal(_ grants: [Grant]) throws -> String? {
            let person = Person(id: try guid(1), name: "Jo", grants: grants)
            return fixture.model.permission(of: .person(person), for: [change]).problem?.description
        }

        #expect(
            try refusal([Grant(role: .viewer)])
                == "Jo may not change flags, audiences and experiments in LIVE: that needs an "
                + "editor there. Whoever owns the data can do it."
        )
        try fixture.make([
            .savePerson(
                Person(id: guid(2), name: "Ana", grants: [Grant(role: .administrator)])
            ),
            .savePerson(
                Person(
                    id: guid(3),
                    name: "Li",
                    grants: [Grant(role: .editor, environmentID: fixture.live)]
                )
            ),
        ])
        #expect(
            try refusal([Grant(role: .editor, tag: "sale")])
                == "Jo may not change flags, audiences and experiments in LIVE: Jo is an editor "
                + "there only for what is tagged \"sale\". Ask Ana or Li."
        )
        #expect(
            fixture.model.permission(
                of: try jo(Grant(role: .reviewer)),
                for: .people
            ).problem?.description
                == "Jo may not decide who may do what: that needs an administrator everywhere. "
                + "Ask Ana."
        )
        #expect(
            PermissionProblem.stranger("eve").description
                == "eve is not written down here. Ask an administrator: "
                + "flagdeck person add NAME --user eve"
        )
    }

    @Test func `whoever asks is told about themselves, and where it is`() throws {
        var fixture = try Fixture()
        let draft = try fixture.draft([fixture.change(.setEnabled(true) as FlagEdit)])
        try fixture.make([.saveDraft(draft)])
        let decision = Decision(person: "Jo", verdict: .approve)
        let decide = Change.decide(draft: draft.id, revision: 1, decision)
        func words(_ grant: Grant) throws -> String? {
            fixture.model.permission(of: try jo(grant), for: [decide]).problem?.toYou
        }

        #expect(
            try words(Grant(role: .editor))
                == "Only reviewers may decide about drafts in LIVE: whoever owns the data can do "
                + "it."
        )
        #expect(
            try words(Grant(role: .reviewer, tag: "sale"))
                == "You are a reviewer in LIVE only for what is tagged \"sale\": whoever owns the "
                + "data can do it."
        )
        let asked = Denial(
            person: "Jo",
            act: .people,
            place: nil,
            others: ["Ana", "Li", "Zoe"]
        )
        #expect(
            asked.toYou(about: [.people, .tokens])
                == "Only administrators everywhere may decide who may do what or give out or "
                + "revoke tokens: ask Ana, Li or Zoe."
        )
        #expect(PermissionProblem.badToken.toYou == PermissionProblem.badToken.description)
    }

    @Test func `a need about a thing has the thing's tags`() throws {
        var fixture = try Fixture()
        try tagged(&fixture, ["shop"])
        let change = fixture.change(.setEnabled(true) as FlagEdit)
        let need = fixture.model.permissionNeed(of: .change, about: change.subject)

        #expect(need.reach == .place(fixture.live, tags: ["shop"]))
        #expect(fixture.model.permissionNeeds(of: [change]) == [need])
    }

    @Test(arguments: Act.allCases)
    func `what somebody may do anywhere in an environment is what their words say`(
        act: Act
    ) throws {
        let fixture = try Fixture()
        let grants = PersonRole.allCases.flatMap { role in
            [
                Grant(role: role), Grant(role: role, environmentID: fixture.live),
                Grant(role: role, environmentID: fixture.practice), Grant(role: role, tag: "shop"),
            ]
        }
        for grant in grants {
            let person = Person(id: try guid(1), name: "Jo", grants: [grant])
            let need = fixture.model.permissionNeed(of: act, in: fixture.live, for: person)
            let words = person.whereTheyMay(act, in: fixture.model)
            let isHere = !words.hasPrefix("nowhere") && words != "in Practice"
            #expect(need.isMet(by: person) == isHere, "\(grant): \(words)")
        }
    }

    @Test func `where somebody may do what is said in words`() throws {
        let fixture = try Fixture()
        let person = Person(
            id: try guid(1),
            name: "Jo",
            grants: [
                Grant(role: .editor, environmentID: fixture.live),
                Grant(role: .editor, environmentID: fixture.practice, tag: "shop"),
            ]
        )
        func words(_ act: Act) -> String { person.whereTheyMay(act, in: fixture.model) }

        #expect(words(.look) == "everywhere")
        #expect(words(.change) == "in LIVE and in Practice what is tagged shop")
        #expect(words(.decide) == "nowhere: needs a reviewer")
        #expect(words(.importCustomers) == "nowhere: needs an editor everywhere")
        #expect(Act.allCases.allSatisfy { !words($0).isEmpty })
    }
}
