import FlagAPI
import FlagModel

extension PermissionTable {
    /// Every change that there is.
    static func changes(on stage: PermissionStage) throws -> [Row] {
        try settings(stage) + people(stage) + flags(stage) + audiences(stage) + experiments(stage)
            + connections(stage) + waiting(stage)
    }

    private static func row(
        _ name: String,
        _ role: PersonRole,
        _ reach: Reach,
        _ change: Change,
        origin: ChangeSet.Origin = .direct
    ) -> Row {
        var random = SystemRandomNumberGenerator()
        let proposal = Proposal(
            id: GUID(using: &random),
            actor: "Ana",
            note: "Because",
            origin: origin,
            changes: [change]
        )
        return Row(name: name, role: role, reach: reach, request: .propose(proposal))
    }

    private static func settings(_ stage: PermissionStage) throws -> [Row] {
        let project = Project(id: .numbered(80), key: try Key("new"), name: "New")
        let environment = try stage.environment(.numbered(81), .numbered(1), "new")
        let edits: [(String, EnvironmentEdit)] = [
            ("name an environment", .rename("Shop")),
            ("describe an environment", .describe("Words")),
            ("ask for reasons", .setRequiresReason(true)),
            ("ask for drafts", .setAsksForDrafts(false)),
            ("say when a review is needed", .setReview(ReviewRule(approvals: 1, tags: ["paid"]))),
            ("give out a secret", .addSecret(stage.secret(71, "new"), at: 0)),
            ("revoke a secret", .revokeSecret(stage.secret(70, "old").id)),
        ]
        return [
            row("make a project", .administrator, .everywhere, .createProject(project)),
            row(
                "remove a project",
                .administrator,
                .everywhere,
                .removeProject(stage.emptyProject)
            ),
            row(
                "make an environment",
                .administrator,
                .everywhere,
                .createEnvironment(environment)
            ),
            row(
                "remove an environment",
                .administrator,
                .everywhere,
                .removeEnvironment(stage.spare)
            ),
        ]
            + edits.map {
                row($0, .administrator, .environment, .editEnvironment(stage.live, $1))
            }
    }

    private static func people(_ stage: PermissionStage) -> [Row] {
        let new = Person(id: .numbered(82), name: "New")
        let token = stage.token(.numbered(83), "new", "BBBBBBBBBBB")
        let changes: [(String, Change)] = [
            ("write somebody down", .savePerson(new)),
            ("give out a token", .addToken(person: .numbered(10), token)),
            ("revoke a token", .revokeToken(person: stage.temp, stage.oldToken)),
            ("strike somebody off", .removePerson(stage.temp)),
        ]
        return changes.map { row($0, .administrator, .everywhere, $1) }
    }

    private static func connections(_ stage: PermissionStage) -> [Row] {
        [
            row(
                "make or change a webhook",
                .administrator,
                .everywhere,
                .saveWebhook(stage.webhook(.numbered(89)))
            ),
            row(
                "remove a webhook",
                .administrator,
                .everywhere,
                .removeWebhook(stage.webhook)
            ),
            row(
                "make or change a trigger",
                .administrator,
                .environment,
                .saveTrigger(stage.trigger(.numbered(90)))
            ),
            row(
                "remove a trigger",
                .administrator,
                .environment,
                .removeTrigger(environment: stage.live, trigger: stage.trigger)
            ),
        ]
    }

    private static func flags(_ stage: PermissionStage) throws -> [Row] {
        var replaced = try stage.flag(stage.flag, "banner")
        replaced.name = "Banner"
        replaced.description = PermissionStage.describedAs
        let place = stage.live
        let changes: [(String, Change)] = [
            ("make a flag", .createFlag(environment: place, try stage.flag(.numbered(84), "new"))),
            (
                "change a flag",
                .editFlag(environment: place, flag: stage.flag, .setEnabled(true))
            ),
            ("replace a flag", .replaceFlag(environment: place, replaced)),
            (
                "delete a flag",
                .deleteFlag(environment: place, flag: stage.archivedFlag)
            ),
        ]
        let emergency = Change.editFlag(environment: place, flag: stage.flag, .setOwner("Li"))
        return changes.map { row($0, .editor, .thing, $1) } + [
            row("publish without a review", .reviewer, .thing, emergency, origin: .emergency)
        ]
    }

    private static func audiences(_ stage: PermissionStage) throws -> [Row] {
        var replaced = try stage.audience(stage.audience, "vip")
        replaced.name = "Best"
        let place = stage.live
        let new = try stage.audience(.numbered(85), "new")
        let changes: [(String, Change)] = [
            ("make an audience", .createAudience(environment: place, new)),
            (
                "change an audience",
                .editAudience(environment: place, audience: stage.audience, .describe("Words"))
            ),
            ("replace an audience", .replaceAudience(environment: place, replaced)),
            (
                "delete an audience",
                .deleteAudience(environment: place, audience: stage.archivedAudience)
            ),
        ]
        return changes.map { row($0, .editor, .thing, $1) }
    }

    private static func experiments(_ stage: PermissionStage) throws -> [Row] {
        typealias Trial = PermissionStage.Trial
        let place = stage.live
        var replaced = try stage.experiment(Trial.replace.id, "trial-replace")
        replaced.name = "Another name"
        let new = try stage.experiment(.numbered(86), "trial-new")
        let changes: [(String, Change)] = [
            ("plan an experiment", .createExperiment(environment: place, new)),
            ("change an experiment", .replaceExperiment(environment: place, replaced)),
            (
                "delete an experiment",
                .deleteExperiment(environment: place, experiment: Trial.delete.id)
            ),
            (
                "start an experiment",
                .startExperiment(environment: place, experiment: Trial.start.id, at: nil)
            ),
            (
                "stop an experiment",
                .stopExperiment(environment: place, experiment: Trial.stop.id, at: nil)
            ),
            (
                "take a start back",
                .takeBackStart(
                    environment: place,
                    experiment: Trial.takeBackStart.id,
                    of: PermissionStage.started
                )
            ),
            (
                "take an end back",
                .takeBackStop(
                    environment: place,
                    experiment: Trial.takeBackStop.id,
                    of: PermissionStage.stopped
                )
            ),
        ]
        return changes.map { row($0, .editor, .thing, $1) }
    }

    private static func waiting(_ stage: PermissionStage) -> [Row] {
        let decision = Decision(person: "Ana", verdict: .approve)
        let comment = Comment(person: "Ana", text: "Fine")
        return [
            row("draft changes", .editor, .thing, .saveDraft(stage.draft(.numbered(87), "Ana"))),
            row("throw a draft away", .editor, .thing, .discardDraft(stage.draftToDrop)),
            row(
                "approve a draft, or send it back",
                .reviewer,
                .thing,
                .decide(draft: stage.draft, revision: 1, decision)
            ),
            row(
                "write about a draft",
                .viewer,
                .anywhere,
                .comment(draft: stage.draft, comment)
            ),
            row("plan changes", .editor, .thing, .saveSchedule(stage.schedule(.numbered(88)))),
            row("stop a plan", .editor, .thing, .holdSchedule(stage.scheduleToHold, true)),
            row("call a plan off", .editor, .thing, .discardSchedule(stage.schedule)),
        ]
    }
}
