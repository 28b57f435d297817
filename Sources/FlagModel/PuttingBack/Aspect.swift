/// One side of a thing that people decide about by itself.
///
/// Undo asks aspect by aspect whether somebody has decided anew since: an entry that renamed a flag
/// can be taken back after the flag was turned on, and one that turned it on cannot after it was
/// turned off.
public enum Aspect: String, Hashable, Sendable, CaseIterable {
    /// That it is there at all.
    case existence = "whether it is there"
    /// A flag's switch.
    case onOff = "on or off"
    /// Whether it is archived.
    case archived
    /// What people call it.
    case name
    /// Its description.
    case description
    /// Who answers for it.
    case owner
    /// Why it exists.
    case purpose
    /// Its tags.
    case tags
    /// A flag's versions.
    case versions
    /// What a flag gives while it is off.
    case offVersion = "what it gives while off"
    /// What applications read a flag's value as.
    case kind = "what applications read it as"
    /// Customers who were given a version by hand.
    case byHand = "customers by hand"
    /// The rules of a flag or an audience.
    case rules
    /// What everybody gets whom no rule is about.
    case everybodyElse = "everybody else"
    /// Whether everyone counts for experiments.
    case counting = "who counts for experiments"
    /// Whether applications report it.
    case reporting = "whether applications report it"
    /// Fields that only an import brings.
    case imported = "fields of an import"
    /// The customers named in an audience.
    case members = "who belongs"
    /// The customers kept out of an audience.
    case excluded = "who never belongs"
    /// Whether changes in an environment need a reason.
    case reasons = "asks for a reason"
    /// Whether changes in an environment become drafts.
    case drafts = "changes become drafts"
    /// When changes in an environment must be read by somebody else first.
    case review = "when a review is needed"
    /// The secrets of an environment.
    case secrets
    /// The account of the system that belongs to a person.
    case account
    /// What a person may do, and where.
    case roles = "what they may do"
    /// The tokens of a person.
    case tokens
    /// How far an experiment is.
    case progress = "how far it is"
    /// What an experiment measures, and how long.
    case plan
    /// A webhook as a whole.
    case webhook = "the webhook"
    /// A trigger as a whole.
    case trigger = "the trigger"
    /// A draft as a whole.
    case draft = "the draft"
    /// What was planned for a moment, as a whole.
    case schedule = "what was planned"

    /// The aspect in plain words.
    public var title: String { rawValue }
}

extension Change {
    /// The aspects of its subject that it decides about; `nil` means all of them.
    public var aspects: Set<Aspect>? {
        switch self {
        case .editFlag(_, _, let edit): [edit.aspect]
        case .editAudience(_, _, let edit): [edit.aspect]
        case .editEnvironment(_, let edit): [edit.aspect]
        case .savePerson: [.name, .account, .roles]
        case .addToken, .revokeToken: [.tokens]
        case .replaceExperiment: [.name, .archived, .plan]
        case .startExperiment, .stopExperiment, .takeBackStart, .takeBackStop: [.progress]
        case .saveWebhook, .removeWebhook: [.webhook]
        case .saveTrigger, .removeTrigger: [.trigger]
        case .saveDraft, .discardDraft, .decide, .comment: [.draft]
        case .saveSchedule, .discardSchedule, .holdSchedule: [.schedule]
        default: nil
        }
    }

    /// Whether it decides about an aspect of its subject.
    public func decides(_ aspect: Aspect) -> Bool { aspects?.contains(aspect) ?? true }
}

extension FlagEdit {
    var aspect: Aspect {
        switch self {
        case .setEnabled: .onOff
        case .rename: .name
        case .describe: .description
        case .setOwner: .owner
        case .setPurpose: .purpose
        case .setTags: .tags
        case .setArchived: .archived
        case .addVariation, .editVariation, .removeVariation: .versions
        case .setOffVariation: .offVersion
        case .setKind: .kind
        case .addTargets, .removeTargets, .setTargets: .byHand
        case .addRule, .replaceRule, .removeRule, .moveRule, .setRules: .rules
        case .setDefaultRule: .everybodyElse
        case .setCountsEveryone: .counting
        case .setReportsInsights: .reporting
        }
    }
}

extension AudienceEdit {
    var aspect: Aspect {
        switch self {
        case .rename: .name
        case .describe: .description
        case .setTags: .tags
        case .setArchived: .archived
        case .addMembers, .removeMembers: .members
        case .addExcluded, .removeExcluded: .excluded
        case .setRules: .rules
        }
    }
}

extension EnvironmentEdit {
    var aspect: Aspect {
        switch self {
        case .rename: .name
        case .describe: .description
        case .setRequiresReason: .reasons
        case .setAsksForDrafts: .drafts
        case .setReview: .review
        case .addSecret, .revokeSecret: .secrets
        }
    }
}
