/// Why a change, and whatever was asked together with it, is not made.
public enum Refusal: Error, Hashable, Sendable {
    /// A key with other characters than letters, digits, `.`, `_` and `-`, or of a wrong length.
    case malformedKey(String)
    /// A customer's key that is empty or too long, in bytes.
    case customerKeyLength(Int)
    /// Nothing has this id or key.
    case unknown(Kind, String)
    /// Something else in the same place has this key or id.
    case taken(Kind, String)
    /// The change would leave everything as it is; the sentence says how it is.
    case nothingToChange(String)
    /// A name that is empty, too long or holds characters that are not for reading.
    case badName(Kind, TextProblem)
    /// Another text that is too long or holds characters that are not for reading.
    case badText(field: String, TextProblem)
    /// More of something than there may be.
    case tooMany(String, limit: Int)
    /// The shares of a rule leave a gap, overlap, or do not end at 100%.
    case sharesDoNotTile(flag: String, place: String)
    /// A flag, rule, target or experiment names a version that the flag does not have.
    case unknownVariation(flag: String, place: String, id: String)
    /// A rule names an audience that the environment does not have, or that is archived.
    case unknownAudience(place: String, id: String)
    /// A rule of an audience looks at audiences.
    case nestedAudience(String)
    /// Something cannot go because others use it; each place is named.
    case inUse(Kind, name: String, by: [String])
    /// Only what is archived can be deleted.
    case notArchived(Kind, String)
    /// A condition whose pattern, list or number makes no sense; the reason has no full stop.
    case badCondition(place: String, reason: String)
    /// A value that applications could not read as the flag's kind.
    case badValue(flag: String, variation: String, kind: ValueKind)
    /// The same id or name twice within one thing.
    case duplicate(String, in: String)
    /// The key, id or flag of something cannot change.
    case immutable(Kind, String)
    /// The environment wants a reason with every change.
    case reasonRequired(environment: String)
    /// Something was changed after the entry that should be undone.
    case changedSince(name: String, entry: UInt64?)
    /// A draft does not fit any more, because of the refusal behind it.
    indirect case draftDoesNotFit(String, because: Refusal)
    /// The draft is about nothing or holds drafts itself.
    case malformedDraft
    /// The text of a secret is not one of its environment's.
    case malformedSecret(String)
    /// The plan is about nothing, or holds drafts or other plans.
    case malformedSchedule(String)
    /// The plan with this title has a time that nothing can be planned for.
    case scheduleTime(String, TimeProblem)
    /// A plan is told in a zone that this machine knows nothing of.
    case unknownZone(String)
    /// The webhook or trigger with this name cannot be like that; the reason has no full stop.
    case malformedWebhook(String, reason: String)
    /// A number that is too small or too large; the field has no full stop.
    case outOfRange(String, ClosedRange<Int>, unit: String)
    /// The places of an experiment's layer are none.
    case badLayer(experiment: String, layer: String)
    /// An experiment that runs has some of these places of the layer.
    case layerTaken(layer: String, by: String, key: String)
    /// An experiment runs, so that something cannot be done: "it cannot be archived".
    case experimentRuns(String, key: String, so: String)
    /// The experiment cannot start; the reason says what to do and has a full stop.
    case cannotStart(String, reason: String)
    /// A run that would start or end before the one before is over, or later than now.
    case timeOfRun(experiment: String)
    /// Somebody else than the service says that the time of a plan has come.
    case timeOfPlanNotYours
    /// Somebody else than the service says what takes an entry back.
    case undoNotYours
    /// Somebody else than the service says that the address of a trigger was asked.
    case triggerNotYours
    /// Something about a review is not as it must be.
    case review(ReviewProblem)
    /// Something about who may do what is not as it must be.
    case permission(PermissionProblem)

    /// What a refusal is about.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A project.
        case project
        /// An environment.
        case environment
        /// A flag.
        case flag
        /// A version of a flag.
        case variation = "version"
        /// A rule.
        case rule
        /// A condition.
        case condition
        /// An audience.
        case audience
        /// An experiment.
        case experiment
        /// A metric of an experiment.
        case metric
        /// Another system that is told of changes.
        case webhook
        /// An address that turns a flag on or off.
        case trigger
        /// A draft.
        case draft
        /// Changes that wait for a moment.
        case schedule = "plan"
        /// A person.
        case person
        /// A secret of an environment.
        case secret
        /// A token of a person.
        case token
        /// An entry of the history.
        case entry
    }

    /// What is wrong with the time of a plan.
    public enum TimeProblem: Hashable, Sendable {
        /// It is not after now.
        case over
        /// It is further away than plans may be.
        case tooFar(days: Int)
        /// A later step does not come after the one before it.
        case outOfOrder
    }

    /// What is wrong with a text.
    public enum TextProblem: Hashable, Sendable {
        /// Nothing but blanks.
        case empty
        /// Longer than the limit, in characters or bytes.
        case tooLong(limit: Int)
        /// A control or formatting character, by its number.
        case unreadable(UInt32)

        /// The problem as the end of a sentence.
        var words: String {
            switch self {
            case .empty: "is empty"
            case .tooLong(let limit): "is longer than \(limit)"
            case .unreadable(let scalar):
                "holds a character that is not for reading (U+\(Self.hexadecimal(scalar)))"
            }
        }

        private static func hexadecimal(_ scalar: UInt32) -> String {
            let digits = String(scalar, radix: 16, uppercase: true)
            return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
    }
}

extension Refusal {
    /// A stable name for programs, such as `flag.unknown`.
    public var code: String {
        switch self {
        case .malformedKey: "key.malformed"
        case .customerKeyLength: "customer.key"
        case .unknown(let kind, _): "\(kind.rawValue).unknown"
        case .taken(let kind, _): "\(kind.rawValue).taken"
        case .nothingToChange: "change.nothing"
        case .badName(let kind, _): "\(kind.rawValue).name"
        case .badText: "text.bad"
        case .tooMany: "limit.exceeded"
        case .sharesDoNotTile: "shares.gap"
        case .unknownVariation: "version.not-in-flag"
        case .unknownAudience: "audience.not-usable"
        case .nestedAudience: "audience.nested"
        case .inUse(let kind, _, _): "\(kind.rawValue).in-use"
        case .notArchived(let kind, _): "\(kind.rawValue).not-archived"
        case .badCondition: "condition.value"
        case .badValue: "version.value"
        case .duplicate: "id.duplicate"
        case .immutable(let kind, _): "\(kind.rawValue).immutable"
        case .reasonRequired: "reason.required"
        case .changedSince: "undo.changed-since"
        case .draftDoesNotFit: "draft.does-not-fit"
        case .malformedDraft: "draft.malformed"
        case .malformedSecret: "secret.malformed"
        case .malformedSchedule: "plan.malformed"
        case .scheduleTime: "plan.time"
        case .unknownZone: "plan.zone"
        case .malformedWebhook: "webhook.malformed"
        case .outOfRange: "limit.range"
        case .badLayer: "layer.places"
        case .layerTaken: "layer.taken"
        case .experimentRuns: "experiment.running"
        case .cannotStart: "experiment.start"
        case .timeOfRun: "experiment.time"
        case .timeOfPlanNotYours: "plan.by-itself"
        case .undoNotYours: "undo.not-yours"
        case .triggerNotYours: "trigger.not-yours"
        case .review(let problem): problem.code
        case .permission(let problem): problem.code
        }
    }
}

extension Refusal: CustomStringConvertible {
    /// What happened, where, and what to do next.
    ///
    /// Holds text from outside: print it through the type that makes it safe.
    public var description: String {
        switch self {
        case .malformedKey(let key):
            "\"\(key)\" cannot be a key: use 1 to \(Limits.keyLength.upperBound) letters, digits, "
                + "\".\", \"_\" or \"-\"."
        case .customerKeyLength(let length):
            "A customer key of \(length) bytes cannot be used: it must have 1 to "
                + "\(Limits.customerKeyBytes.upperBound)."
        case .unknown(let kind, let name):
            "There is no \(kind.rawValue) \"\(name)\"."
        case .taken(let kind, let name):
            "The \(kind.rawValue) \"\(name)\" exists already. Choose another "
                + (kind == .secret || kind == .webhook ? "name." : "key.")
        case .nothingToChange(let state): "Nothing to change: \(state)."
        case .badName(let kind, let problem):
            "The name of the \(kind.rawValue) \(problem.words). Use 1 to "
                + "\(Limits.nameLength.upperBound) readable characters."
        case .badText(let field, let problem): "The \(field) \(problem.words)."
        case .tooMany(let what, let limit):
            "Too many \(what): the limit is \(Words.grouped(limit))."
        case .sharesDoNotTile(let flag, let place):
            "The shares of \(place.prefix(1).lowercased() + place.dropFirst()) of \"\(flag)\" "
                + "do not add up to 100% without gaps and overlaps."
        case .unknownVariation(let flag, let place, let id):
            "\(place) of \"\(flag)\" names the version \"\(id)\", which the flag does not have."
        case .unknownAudience(let place, let id):
            "\(place) names the audience \(id), which does not exist here or is archived."
        case .nestedAudience(let name):
            "The audience \"\(name)\" cannot look at other audiences. Use several conditions in "
                + "the flag's rule instead."
        case .inUse(let kind, let name, let places):
            "The \(kind.rawValue) \"\(name)\" is in use: "
                + "\(Words.list(places, most: 5)). Change that first."
        case .notArchived(let kind, let name):
            "The \(kind.rawValue) \"\(name)\" must be archived before it can be deleted."
        case .badCondition(let place, let reason):
            "\(place) would hold for nobody: \(reason). Correct that and try again."
        case .badValue(let flag, let variation, let kind):
            "The version \"\(variation)\" of \"\(flag)\" cannot be read as \(kind.words)."
        case .duplicate(let what, let place): "\(place) has \(what) twice."
        case .immutable(let kind, let name):
            "The key and the id of the \(kind.rawValue) \"\(name)\" cannot change."
        case .reasonRequired(let environment):
            "\(environment) wants a reason with every change. Give one with --note."
        case .changedSince(let name, let entry?):
            "\"\(name)\" was changed again by entry \(entry). Undo that first, or change it by "
                + "hand."
        case .changedSince(let name, nil):
            "\"\(name)\" was changed again since. Undo that first, or change it by hand."
        case .draftDoesNotFit(let name, let reason):
            "The draft about \"\(name)\" does not fit any more. \(reason.description)"
        case .malformedDraft: "A draft must hold at least one change, and no drafts."
        case .malformedSecret(let name):
            "The secret \"\(name)\" does not belong to this environment. Make a new one instead."
        case .malformedSchedule(let title):
            "What is planned as \"\(title)\" must hold at least one change, and no drafts or plans."
        case .scheduleTime(let title, .over):
            "The time of \"\(title)\" is over already. Choose a later one."
        case .scheduleTime(let title, .tooFar(let days)):
            "The time of \"\(title)\" is more than \(Words.grouped(days)) days away. "
                + "Choose an earlier one."
        case .scheduleTime(let title, .outOfOrder):
            "The steps of \"\(title)\" do not follow each other. Give each a later time than the "
                + "one before."
        case .unknownZone(let name):
            "There is no zone \"\(name)\" here. Write it as in Europe/Berlin or America/New_York, "
                + "or UTC."
        case .malformedWebhook(let name, let reason): "\"\(name)\" cannot be used: \(reason)."
        case .outOfRange(let field, let range, let unit):
            "The \(field) must be \(Words.grouped(range.lowerBound)) to "
                + "\(Words.grouped(range.upperBound)) \(unit)."
        case .badLayer(let experiment, let layer):
            "The part of the layer \"\(layer)\" that \"\(experiment)\" takes is empty: give two "
                + "percentages from 0 to 100, the smaller one first."
        case .layerTaken(let layer, let other, let key):
            "\"\(other)\" is running on a part of the layer \"\(layer)\" that this takes too. "
                + "Choose another part, or stop it first: flagdeck experiment stop \(key)."
        case .experimentRuns(let name, let key, let consequence):
            "The experiment \"\(name)\" is running, so \(consequence). Stop it first: "
                + "flagdeck experiment stop \(key)."
        case .cannotStart(let name, let reason): "\"\(name)\" cannot start: \(reason)"
        case .timeOfRun(let name):
            "A run of \"\(name)\" cannot begin or end later than now, or before the run before it "
                + "is over. Leave the time out."
        case .timeOfPlanNotYours:
            "Only Flagdeck itself can say that the time of a plan has come. Make the change in "
                + "your own name instead."
        case .undoNotYours:
            "Only Flagdeck itself can say what takes an entry back. Ask it to undo the entry."
        case .triggerNotYours:
            "Only Flagdeck itself can say that the address of a trigger was asked. Make the change "
                + "in your own name instead."
        case .review(let problem): problem.description
        case .permission(let problem): problem.description
        }
    }
}

extension ValueKind {
    /// The kind in the middle of a sentence.
    public var words: String {
        switch self {
        case .boolean: "true or false"
        case .string: "text"
        case .number: "a number"
        case .json: "JSON"
        }
    }
}
