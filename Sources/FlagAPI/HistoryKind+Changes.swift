public import FlagModel

extension HistoryKind {
    /// What a change set is about.
    ///
    /// - Complexity: O(*n*) in its changes.
    public static func kinds(of changeSet: ChangeSet) -> Set<HistoryKind> {
        var kinds: Set<HistoryKind> = []
        switch changeSet.origin {
        case .direct, .drafting, .reviewing, .triggered: break
        case .publish, .emergency: kinds.insert(.published)
        case .undo: kinds.insert(.undone)
        case .importing: kinds.insert(.imported)
        case .scheduled: kinds.insert(.planned)
        }
        let isAboutDrafts = changeSet.steps.allSatisfy(\.change.isAboutDrafts)
        for step in changeSet.steps {
            guard changeSet.origin.tells(step.change, amongDraftsOnly: isAboutDrafts) else {
                continue
            }
            kinds.formUnion(Self.kinds(of: step.change))
        }
        return kinds
    }

    private static func kinds(of change: Change) -> Set<HistoryKind> {
        switch change {
        case .createProject, .createEnvironment: [.settings, .made]
        case .removeProject, .removeEnvironment: [.settings, .removed]
        case .removePerson, .revokeToken: [.settings, .removed]
        case .savePerson, .addToken: [.settings]
        case .editEnvironment: [.settings]
        case .createFlag: [.made]
        case .deleteFlag: [.removed]
        case .replaceFlag: [.onOff, .who, .words]
        case .editFlag(_, _, let edit): [kind(of: edit)]
        case .createAudience: [.audiences, .made]
        case .deleteAudience: [.audiences, .removed]
        case .editAudience(_, _, .setArchived): [.audiences, .removed]
        case .editAudience(_, _, .rename), .editAudience(_, _, .describe),
            .editAudience(_, _, .setTags):
            [.audiences, .words]
        case .editAudience, .replaceAudience: [.audiences]
        case .createExperiment: [.experiments, .made]
        case .replaceExperiment, .startExperiment, .stopExperiment, .takeBackStart,
            .takeBackStop:
            [.experiments]
        case .deleteExperiment: [.experiments, .removed]
        case .saveWebhook, .saveTrigger: [.settings]
        case .removeWebhook, .removeTrigger: [.settings, .removed]
        case .saveDraft, .discardDraft, .decide, .comment: [.drafts]
        case .saveSchedule, .discardSchedule, .holdSchedule: [.planned]
        }
    }

    private static func kind(of edit: FlagEdit) -> HistoryKind {
        switch edit {
        case .setEnabled: .onOff
        case .setArchived: .removed
        case .addTargets, .removeTargets, .setTargets, .addRule, .replaceRule, .removeRule,
            .moveRule, .setRules, .setDefaultRule, .setCountsEveryone:
            .who
        case .rename, .describe, .setOwner, .setPurpose, .setTags, .addVariation, .editVariation,
            .removeVariation, .setOffVariation, .setKind, .setReportsInsights:
            .words
        }
    }
}
