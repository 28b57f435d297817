import FlagModel
import Testing

struct SentenceTests {
    /// A change and what history says about it.
    struct Said: Sendable, CustomTestStringConvertible {
        let sentence: String
        let change: @Sendable (inout Fixture) throws -> Change

        var testDescription: String { sentence }

        init(_ sentence: String, _ change: @escaping @Sendable (inout Fixture) throws -> Change) {
            self.sentence = sentence
            self.change = change
        }

        init(flag edit: FlagEdit, _ sentence: String) {
            self.init(sentence) { $0.change(edit) }
        }

        init(audience edit: AudienceEdit, _ sentence: String) {
            self.init(sentence) { $0.change(edit) }
        }

        init(place edit: EnvironmentEdit, _ sentence: String) {
            self.init(sentence) { .editEnvironment($0.practice, edit) }
        }
    }

    private func expect(_ said: Said) throws {
        var fixture = try Fixture()
        let change = try said.change(&fixture)
        let outcome = try fixture.make([change], note: "why")

        #expect(outcome.changeSet.lines == [said.sentence])
        #expect(outcome.changeSet.sentence == said.sentence)
    }

    // MARK: - Things

    static let things = [
        Said("made the project Bank") { _ in
            .createProject(Project(id: try guid(1), key: try Key("bank"), name: "Bank"))
        },
        Said("removed the project Bank") {
            try $0.make([.createProject(Project(id: guid(1), key: Key("bank"), name: "Bank"))])
            return .removeProject(try guid(1))
        },
        Said("made the environment Staging") {
            .createEnvironment(try $0.environment("Staging"))
        },
        Said("removed the environment Staging") {
            try $0.make([.createEnvironment($0.environment("Staging"))])
            return .removeEnvironment(try guid(2))
        },
        Said("made the flag Free returns in LIVE") {
            .createFlag(
                environment: $0.live,
                try Fixture.flag("free-returns", "Free returns", $0.now, &$0.random)
            )
        },
        Said("made the flag Summer sale banner in Practice") {
            .createFlag(environment: $0.practice, $0.flag)
        },
        Said("replaced the flag Winter sale banner in LIVE") {
            var flag = $0.flag
            flag.name = "Winter sale banner"
            return .replaceFlag(environment: $0.live, flag)
        },
        Said("deleted the flag Summer sale banner in LIVE") {
            try $0.edit(.setArchived(true) as FlagEdit)
            return .deleteFlag(environment: $0.live, flag: $0.flag.id)
        },
        Said("made the audience Staff in LIVE") {
            .createAudience(
                environment: $0.live,
                Audience(id: try guid(3), key: try Key("staff"), name: "Staff", createdAt: $0.now)
            )
        },
        Said("replaced the audience Best customers in LIVE") {
            var audience = $0.audience
            audience.name = "Best customers"
            return .replaceAudience(environment: $0.live, audience)
        },
        Said("deleted the audience VIP in LIVE") {
            try $0.edit(.setArchived(true) as AudienceEdit)
            return .deleteAudience(environment: $0.live, audience: $0.audience.id)
        },
        Said("planned the experiment Blue banner or none in LIVE") {
            .createExperiment(environment: $0.live, try $0.experiment())
        },
        Said("started the experiment Blue banner or none in LIVE") {
            try $0.planExperiment()
            return try $0.startExperiment
        },
        Said("started the experiment Blue banner or none anew in LIVE") {
            try $0.runExperiment()
            try $0.make([$0.stopExperiment])
            return try $0.startExperiment
        },
        Said("stopped the experiment Blue banner or none in LIVE") {
            try $0.runExperiment()
            return try $0.stopExperiment
        },
        Said("took back the start of the experiment Blue banner or none in LIVE") {
            let id = try $0.runExperiment()
            return .takeBackStart(environment: $0.live, experiment: id, of: $0.now)
        },
        Said("took back the end of the experiment Blue banner or none in LIVE") {
            let id = try $0.runExperiment()
            try $0.make([$0.stopExperiment])
            return .takeBackStop(environment: $0.live, experiment: id, of: $0.now)
        },
        Said("archived the experiment Blue banner or none in LIVE") {
            try $0.plannedExperiment { $0.isArchived = true }
        },
        Said("restored the experiment Blue banner or none in LIVE") {
            var experiment = try $0.experiment()
            experiment.isArchived = true
            try $0.make([.createExperiment(environment: $0.live, experiment)])
            return .replaceExperiment(environment: $0.live, try $0.experiment())
        },
        Said("changed the plan of the experiment Blue banner or none in LIVE") {
            try $0.plannedExperiment { $0.plannedDays = 21 }
        },
        Said("deleted the experiment Blue banner or none in LIVE") {
            try $0.make([.createExperiment(environment: $0.live, $0.experiment())])
            return .deleteExperiment(environment: $0.live, experiment: try $0.experiment().id)
        },
        Said("drafted: turned Summer sale banner on in LIVE") {
            .saveDraft(try $0.draft([$0.change(.setEnabled(true))]))
        },
        Said(
            "drafted: renamed Summer sale banner to Sale in LIVE, turned Sale on in LIVE and 1 more"
        ) {
            .saveDraft(
                try $0.draft([
                    $0.change(.rename("Sale") as FlagEdit), $0.change(.setEnabled(true)),
                    $0.change(.setOwner("Li")),
                ])
            )
        },
        Said("dropped the draft: turned Summer sale banner on in LIVE") {
            try $0.make([.saveDraft($0.draft([$0.change(.setEnabled(true))]))])
            return .discardDraft(try guid(1))
        },
    ]

    @Test(arguments: things)
    func `what was made, replaced and removed is said`(said: Said) throws {
        try expect(said)
    }

    // MARK: - Environments

    static let environmentEdits = [
        Said(place: .rename("Test lab"), "renamed the environment Practice to Test lab"),
        Said(place: .describe("For us."), "changed the description of Practice"),
        Said("gave LIVE the client secret Web shop") {
            let secret = Secret(
                kind: .client,
                environmentID: $0.live,
                name: "Web shop",
                using: &$0.random
            )
            return .editEnvironment($0.live, .addSecret(secret, at: 2))
        },
        Said("revoked the secret Server Key of LIVE") {
            .editEnvironment($0.live, .revokeSecret(try $0.state.environment.secrets[0].id))
        },
        Said(place: .setRequiresReason(true), "made Practice ask for a reason with every change"),
        Said("made Practice stop asking for reasons") {
            try $0.make([.editEnvironment($0.practice, .setRequiresReason(true))])
            return .editEnvironment($0.practice, .setRequiresReason(false))
        },
        Said(
            place: .setAsksForDrafts(true),
            "made Practice keep changes as drafts until they are published"
        ),
        Said("made changes in LIVE happen at once") {
            .editEnvironment($0.live, .setAsksForDrafts(false))
        },
    ]

    @Test(arguments: environmentEdits)
    func `edits of an environment are said`(said: Said) throws {
        try expect(said)
    }

    // MARK: - Audiences

    static let audienceEdits = [
        Said(
            audience: .rename("Best customers"),
            "renamed the audience VIP to Best customers in LIVE"
        ),
        Said(audience: .describe("x"), "changed the description of the audience VIP in LIVE"),
        Said(audience: .setTags(["a", "b"]), "tagged VIP with a and b in LIVE"),
        Said("took the tag b off VIP in LIVE") {
            try $0.edit(.setTags(["a", "b"]) as AudienceEdit)
            return $0.change(.setTags(["a"]) as AudienceEdit)
        },
        Said("took the tags a and b off VIP in LIVE") {
            try $0.edit(.setTags(["a", "b"]) as AudienceEdit)
            return $0.change(.setTags([]) as AudienceEdit)
        },
        Said(audience: .setArchived(true), "archived the audience VIP in LIVE"),
        Said("restored the audience VIP in LIVE") {
            try $0.edit(.setArchived(true) as AudienceEdit)
            return $0.change(.setArchived(false) as AudienceEdit)
        },
        Said("added C-1 to the audience VIP in LIVE") {
            $0.change(.addMembers([Insertion(try CustomerKey("C-1"))]))
        },
        Said("added C-1 and C-2 to the audience VIP in LIVE") {
            $0.change(.addMembers(try customers("C-1", "C-2").map { Insertion($0) }))
        },
        Said("added 3 customers to the audience VIP in LIVE") {
            $0.change(.addMembers(try customers("C-1", "C-2", "C-3").map { Insertion($0) }))
        },
        Said("took C-1 out of the audience VIP in LIVE") {
            try $0.edit(.addMembers([Insertion(CustomerKey("C-1"))]))
            return $0.change(.removeMembers(try customers("C-1")))
        },
        Said("kept C-1 out of the audience VIP in LIVE") {
            $0.change(.addExcluded([Insertion(try CustomerKey("C-1"))]))
        },
        Said("stopped keeping C-1 out of the audience VIP in LIVE") {
            try $0.edit(.addExcluded([Insertion(CustomerKey("C-1"))]))
            return $0.change(.removeExcluded(try customers("C-1")))
        },
        Said("changed who is in the audience VIP: 1 rule in LIVE") {
            let rule = AudienceRule(id: "r1", name: "", conditions: [.country("DE")])
            return $0.change(.setRules([rule]) as AudienceEdit)
        },
        Said("removed all rules from the audience VIP in LIVE") {
            let rule = AudienceRule(id: "r1", name: "", conditions: [.country("DE")])
            try $0.edit(.setRules([rule]) as AudienceEdit)
            return $0.change(.setRules([]) as AudienceEdit)
        },
    ]

    @Test(arguments: audienceEdits)
    func `edits of an audience are said`(said: Said) throws {
        try expect(said)
    }
}

extension Fixture {
    /// An environment to be made in the fixture's project.
    func environment(_ name: String) throws -> Environment {
        Environment(
            id: try guid(2),
            projectID: try state.environment.projectID,
            key: try #require(Key(slugOf: name)),
            name: name,
            isLive: false,
            secrets: []
        )
    }

    /// Plans an experiment; a change of it.
    fileprivate mutating func plannedExperiment(
        _ change: (inout Experiment) -> Void
    ) throws -> Change {
        var experiment = try experiment()
        try make([.createExperiment(environment: live, experiment)])
        change(&experiment)
        return .replaceExperiment(environment: live, experiment)
    }
}
