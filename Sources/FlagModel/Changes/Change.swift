/// One thing that happens to the model: the only way anything ever changes.
///
/// A change carries everything that was chosen when it was made, so applying it to the same model
/// always gives the same result. `ChangeSet` adds who, when and why.
public enum Change: Hashable, Sendable {
    /// A new project.
    case createProject(Project)
    /// Takes back the creation of a project that has no environments.
    case removeProject(GUID)
    /// A new environment without flags.
    case createEnvironment(Environment)
    /// Other words or settings for an environment.
    case editEnvironment(GUID, EnvironmentEdit)
    /// Takes back the creation of an environment that holds nothing.
    case removeEnvironment(GUID)

    /// Writes down who somebody is and what they may do, in place of what was there; their tokens
    /// stay as they are.
    case savePerson(Person)
    /// Strikes somebody off, with all their tokens.
    case removePerson(GUID)
    /// One more token for somebody.
    case addToken(person: GUID, PersonToken)
    /// Takes a token back: it is refused from then on.
    case revokeToken(person: GUID, GUID)

    /// A new flag.
    case createFlag(environment: GUID, Flag)
    /// One edit of a flag.
    case editFlag(environment: GUID, flag: GUID, FlagEdit)
    /// Everything about a flag but its id and key, at once; an import does this.
    case replaceFlag(environment: GUID, Flag)
    /// Removes an archived flag for good; applications keep seeing it as archived.
    case deleteFlag(environment: GUID, flag: GUID)

    /// A new audience.
    case createAudience(environment: GUID, Audience)
    /// One edit of an audience.
    case editAudience(environment: GUID, audience: GUID, AudienceEdit)
    /// Everything about an audience but its id and key, at once; an import does this.
    case replaceAudience(environment: GUID, Audience)
    /// Removes an archived audience for good.
    case deleteAudience(environment: GUID, audience: GUID)

    /// A new plan of an experiment.
    case createExperiment(environment: GUID, Experiment)
    /// Everything about an experiment but its id, key, flag and runs, at once.
    case replaceExperiment(environment: GUID, Experiment)
    /// Removes an experiment.
    case deleteExperiment(environment: GUID, experiment: GUID)
    /// Begins a run, when the change is made or at a moment that is over; a stopped experiment
    /// counts anew.
    case startExperiment(environment: GUID, experiment: GUID, at: Moment?)
    /// Ends the run, when the change is made or at a moment that is over.
    case stopExperiment(environment: GUID, experiment: GUID, at: Moment?)
    /// Takes back the start of the run that began at a moment: the run is gone.
    case takeBackStart(environment: GUID, experiment: GUID, of: Moment)
    /// Takes back the end of the run that ended at a moment: the run goes on.
    case takeBackStop(environment: GUID, experiment: GUID, of: Moment)

    /// Tells another system of changes, in place of the webhook with the same id if there is one.
    case saveWebhook(Webhook)
    /// Tells another system no more.
    case removeWebhook(GUID)
    /// Lets an address turn a flag on or off, in place of the trigger with the same id.
    case saveTrigger(Trigger)
    /// Takes such an address back.
    case removeTrigger(environment: GUID, trigger: GUID)

    /// Keeps changes waiting, in place of the draft with the same id if there is one.
    case saveDraft(Draft)
    /// Throws a waiting draft away.
    case discardDraft(GUID)
    /// Says what somebody decided about a revision of a draft, in place of what they said before.
    case decide(draft: GUID, revision: Int, Decision)
    /// Writes a line about a draft.
    case comment(draft: GUID, Comment)

    /// Plans changes for a moment, in place of the schedule with the same id if there is one.
    case saveSchedule(Schedule)
    /// Calls off what was planned; the service does so too once it has happened.
    case discardSchedule(GUID)
    /// Stops what was planned, or lets it go on.
    case holdSchedule(GUID, Bool)
}

/// One edit of an environment.
public enum EnvironmentEdit: Hashable, Sendable {
    /// Another name.
    case rename(String)
    /// Another description.
    case describe(String)
    /// Whether changes need a reason.
    case setRequiresReason(Bool)
    /// Whether the dashboard makes drafts here.
    case setAsksForDrafts(Bool)
    /// When changes must be read by somebody else first.
    case setReview(ReviewRule?)
    /// One more secret for applications, at a place from 0.
    case addSecret(Secret, at: Int)
    /// Takes a secret back: applications that hold it are refused from then on.
    case revokeSecret(GUID)
}

/// One edit of a flag.
public enum FlagEdit: Hashable, Sendable {
    /// On or off.
    case setEnabled(Bool)
    /// Another name.
    case rename(String)
    /// Another description.
    case describe(String)
    /// Another owner.
    case setOwner(String)
    /// Another purpose.
    case setPurpose(String)
    /// Other tags, all at once.
    case setTags([String])
    /// Archived or back.
    case setArchived(Bool)
    /// One more version, at a place from 0.
    case addVariation(Variation, at: Int)
    /// Another name or value for the version with the same id.
    case editVariation(Variation)
    /// One version less; refused while it is in use.
    case removeVariation(String)
    /// Which version is handed out while the flag is off.
    case setOffVariation(String)
    /// What applications read the value as.
    case setKind(ValueKind)
    /// A version for some customers by hand; takes them out of every other version's list.
    case addTargets(variationID: String, [CustomerKey])
    /// No setting of their own any more for some customers.
    case removeTargets([CustomerKey])
    /// All settings by hand at once.
    case setTargets([Target])
    /// One more rule, at a place from 0.
    case addRule(Rule, at: Int)
    /// Other conditions, name or shares for the rule with the same id.
    case replaceRule(Rule)
    /// One rule less.
    case removeRule(String)
    /// A rule to another place, from 0.
    case moveRule(String, to: Int)
    /// All rules at once.
    case setRules([Rule])
    /// What everybody else gets.
    case setDefaultRule(Serving)
    /// Whether every evaluation counts for experiments.
    case setCountsEveryone(Bool)
    /// Whether SDKs report this flag.
    case setReportsInsights(Bool?)
}

/// One edit of an audience.
public enum AudienceEdit: Hashable, Sendable {
    /// Another name.
    case rename(String)
    /// Another description.
    case describe(String)
    /// Other tags, all at once.
    case setTags([String])
    /// Archived or back.
    case setArchived(Bool)
    /// Customers who belong; takes nobody off the list of exceptions.
    case addMembers([Insertion])
    /// Customers who no longer belong by name.
    case removeMembers([CustomerKey])
    /// Customers who never belong.
    case addExcluded([Insertion])
    /// Customers who are no longer kept out.
    case removeExcluded([CustomerKey])
    /// All rules at once.
    case setRules([AudienceRule])
}

/// A customer to be put on a list, at a place or at the end.
public struct Insertion: Hashable, Sendable {
    /// Who.
    public let customer: CustomerKey
    /// The place in the finished list, from 0; `nil` is the end.
    public let index: Int?

    /// At the end, unless a place is given.
    public init(_ customer: CustomerKey, at index: Int? = nil) {
        self.customer = customer
        self.index = index
    }
}

/// What a change is about.
public enum Subject: Hashable, Sendable {
    /// A project.
    case project(GUID)
    /// An environment itself.
    case environment(GUID)
    /// Somebody who works with Flagdeck.
    case person(GUID)
    /// A flag in an environment.
    case flag(environment: GUID, GUID)
    /// An audience in an environment.
    case audience(environment: GUID, GUID)
    /// An experiment in an environment.
    case experiment(environment: GUID, GUID)
    /// Another system that is told of changes.
    case webhook(GUID)
    /// An address that turns a flag of an environment on or off.
    case trigger(environment: GUID, GUID)
    /// A draft.
    case draft(GUID)
    /// Changes that wait for a moment.
    case schedule(GUID)

    /// The environment in which it lives, if it lives in one.
    public var environmentID: GUID? {
        switch self {
        case .project, .person, .webhook, .draft, .schedule: nil
        case .environment(let id): id
        case .flag(let id, _), .audience(let id, _), .experiment(let id, _),
            .trigger(let id, _):
            id
        }
    }

    /// Its own identity.
    public var id: GUID {
        switch self {
        case .project(let id), .environment(let id), .person(let id), .webhook(let id),
            .draft(let id), .schedule(let id):
            id
        case .flag(_, let id), .audience(_, let id), .experiment(_, let id), .trigger(_, let id): id
        }
    }
}

extension Change {
    /// What this change is about.
    public var subject: Subject {
        switch self {
        case .createProject(let project): .project(project.id)
        case .removeProject(let id): .project(id)
        case .createEnvironment(let environment): .environment(environment.id)
        case .editEnvironment(let id, _), .removeEnvironment(let id): .environment(id)
        case .savePerson(let person): .person(person.id)
        case .removePerson(let id), .addToken(let id, _), .revokeToken(let id, _): .person(id)
        case .createFlag(let place, let flag), .replaceFlag(let place, let flag):
            .flag(environment: place, flag.id)
        case .editFlag(let place, let id, _), .deleteFlag(let place, let id):
            .flag(environment: place, id)
        case .createAudience(let place, let audience), .replaceAudience(let place, let audience):
            .audience(environment: place, audience.id)
        case .editAudience(let place, let id, _), .deleteAudience(let place, let id):
            .audience(environment: place, id)
        case .createExperiment(let place, let experiment),
            .replaceExperiment(let place, let experiment):
            .experiment(environment: place, experiment.id)
        case .deleteExperiment(let place, let id), .startExperiment(let place, let id, _),
            .stopExperiment(let place, let id, _), .takeBackStart(let place, let id, _),
            .takeBackStop(let place, let id, _):
            .experiment(environment: place, id)
        case .saveWebhook(let webhook): .webhook(webhook.id)
        case .removeWebhook(let id): .webhook(id)
        case .saveTrigger(let trigger): .trigger(environment: trigger.environmentID, trigger.id)
        case .removeTrigger(let place, let id): .trigger(environment: place, id)
        case .saveDraft(let draft): .draft(draft.id)
        case .discardDraft(let id), .decide(let id, _, _), .comment(let id, _): .draft(id)
        case .saveSchedule(let schedule): .schedule(schedule.id)
        case .discardSchedule(let id): .schedule(id)
        case .holdSchedule(let id, _): .schedule(id)
        }
    }
}

extension Change {
    /// What people will call the thing that this change makes; `nil` when it makes none.
    var nameOfNewThing: String? {
        switch self {
        case .createProject(let project): project.name
        case .createEnvironment(let environment): environment.title
        case .savePerson(let person): person.name
        case .createFlag(_, let flag): flag.name
        case .createAudience(_, let audience): audience.name
        case .createExperiment(_, let experiment): experiment.name
        case .saveWebhook(let webhook): webhook.name
        case .saveTrigger(let trigger): trigger.description
        case .saveSchedule(let schedule): schedule.title
        default: nil
        }
    }
}
