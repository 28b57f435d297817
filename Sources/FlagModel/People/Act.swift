/// One kind of thing that people do with Flagdeck, as the rule about who may do what names it.
public enum Act: String, Hashable, Sendable, CaseIterable {
    /// Look at everything: flags, history, customers, results.
    case look
    /// Write a line about a draft.
    case comment
    /// Prepare changes, and throw prepared ones away.
    case draft
    /// Change flags, audiences and experiments at once, publish drafts, undo.
    case change
    /// Plan changes for a moment, and call them off.
    case plan
    /// Bring customers in from a file.
    case importCustomers = "import-customers"
    /// Approve drafts and send them back.
    case decide
    /// Publish what nobody reviewed.
    case emergency
    /// Make, set and remove projects and environments.
    case settings
    /// Give out and revoke secrets of applications.
    case secrets
    /// Decide who may do what.
    case people
    /// Give out and revoke tokens of people.
    case tokens
    /// Say which other systems are told of changes, and which may turn a flag on or off.
    case connections
    /// Take the data over into another process.
    case handOver = "hand-over"

    /// The least role that may do it.
    public var role: PersonRole {
        switch self {
        case .look, .comment: .viewer
        case .draft, .change, .plan, .importCustomers: .editor
        case .decide, .emergency: .reviewer
        case .settings, .secrets, .people, .tokens, .connections, .handOver: .administrator
        }
    }

    /// The rest of "Jo may not …".
    public var words: String {
        switch self {
        case .look: "look at this data"
        case .connections: "set up webhooks and triggers"
        case .comment: "write about drafts"
        case .draft: "draft changes"
        case .change: "change flags, audiences and experiments"
        case .plan: "plan changes"
        case .importCustomers: "import customers"
        case .decide: "decide about drafts"
        case .emergency: "publish without a review"
        case .settings: "change projects and environments"
        case .secrets: "give out or revoke secrets"
        case .people: "decide who may do what"
        case .tokens: "give out or revoke tokens"
        case .handOver: "take the data over"
        }
    }
}

extension PersonRole {
    /// With its article: "an editor".
    public var withArticle: String {
        switch self {
        case .viewer: "a viewer"
        case .editor: "an editor"
        case .reviewer: "a reviewer"
        case .administrator: "an administrator"
        }
    }
}

extension Change {
    /// What kind of thing it is when it is made at once.
    ///
    /// There is no default here on purpose: a new change does not compile without its row in the
    /// table of who may do what.
    public var act: Act {
        switch self {
        case .createProject, .removeProject, .createEnvironment, .removeEnvironment: .settings
        case .editEnvironment(_, .addSecret), .editEnvironment(_, .revokeSecret): .secrets
        case .editEnvironment: .settings
        case .savePerson, .removePerson: .people
        case .addToken, .revokeToken: .tokens
        case .createFlag, .editFlag, .replaceFlag, .deleteFlag: .change
        case .createAudience, .editAudience, .replaceAudience, .deleteAudience: .change
        case .createExperiment, .replaceExperiment, .deleteExperiment, .startExperiment,
            .stopExperiment, .takeBackStart, .takeBackStop:
            .change
        case .saveDraft, .discardDraft: .draft
        case .decide: .decide
        case .comment: .comment
        case .saveSchedule, .discardSchedule, .holdSchedule: .plan
        case .saveWebhook, .removeWebhook, .saveTrigger, .removeTrigger: .connections
        }
    }
}
