/// A running experiment whose result changes would make worth less, said before they are made.
public struct Spoiling: Hashable, Sendable {
    /// Where it runs.
    public let environmentID: GUID
    /// The experiment.
    public let experimentID: GUID
    /// What the changes do to it, without repetition.
    public let effects: [Effect]
    /// All of it in plain sentences, with how far the experiment is.
    ///
    /// Holds names as people typed them: print it through the type that makes it safe.
    public let sentence: String

    /// One way to spoil a result.
    public enum Effect: Hashable, Sendable {
        /// The flag goes off.
        case switchedOff
        /// A version gets another value; its name.
        case version(String)
        /// Other shares of people get the versions.
        case shares
        /// People are placed in the shares by another attribute.
        case placing
        /// Other rules, other conditions, or another order.
        case rules
        /// Another part of the people counts.
        case counting
        /// An audience that the flag's rules look at has others in it; its name.
        case audience(String)
        /// An audience whose members alone count has others in it; its name.
        case members(String)
        /// Something that was agreed on before the start.
        case plan
        /// It starts while its flag is off.
        case startsWhileOff
        /// It starts while its flag gives everybody the same version.
        case startsWithOneVersion

        /// What it means, in a sentence.
        public var sentence: String {
            switch self {
            case .switchedOff:
                "Turned off, the flag shows everybody the same, and nobody new is counted."
            case .version(let name):
                "\"\(name)\" would be another version than the one that was counted so far."
            case .shares:
                "Other shares begin a new count period; whoever moves to another version is left "
                    + "out."
            case .placing:
                "Placing people by another attribute moves many to another version; they are left "
                    + "out."
            case .rules:
                "Other rules reach other people; whoever moves to another version is left out."
            case .counting: "Other people would count from now on than before."
            case .audience(let name):
                "\"\(name)\" decides who gets which version; whoever moves to another is left out."
            case .members(let name): "It counts only who is in \"\(name)\", and that changes."
            case .plan:
                "This was agreed on before the start; a plan that changes on the way proves less."
            case .startsWhileOff: "The flag is off: nobody is counted until it is on."
            case .startsWithOneVersion:
                "The flag gives everybody the same version: give shares, or there is nothing to "
                    + "compare."
            }
        }
    }
}

extension Spoiling {
    /// States what changes do to an experiment that goes on through them.
    init(
        _ experiment: Experiment,
        on flag: Flag,
        in place: GUID,
        _ effects: [Effect],
        _ now: Moment
    ) {
        let day = experiment.dayWords(at: now).map { " (\($0))" } ?? ""
        let beginning = "\(experiment.name) is running on \(flag.name)\(day)."
        self.init(experiment, in: place, effects, beginning)
    }

    /// States what is wrong with a start.
    init(starting experiment: Experiment, on flag: Flag, in place: GUID, _ effects: [Effect]) {
        let beginning = "\(experiment.name) starts on \(flag.name)."
        self.init(experiment, in: place, effects, beginning)
    }

    private init(
        _ experiment: Experiment,
        in place: GUID,
        _ effects: [Effect],
        _ beginning: String
    ) {
        environmentID = place
        experimentID = experiment.id
        self.effects = effects
        sentence = ([beginning] + effects.map(\.sentence)).joined(separator: " ")
    }
}

extension Experiment {
    /// How far the run is: "day 6 of 14", or "its 14 days are over"; `nil` when it does not run.
    public func dayWords(at now: Moment) -> String? {
        guard state == .running, let start = runs.last?.startedAt else { return nil }
        let length: Int64 = 86_400_000_000
        let full = Int(max(0, (now.microseconds - start.microseconds) / length))
        return full < plannedDays
            ? "day \(full + 1) of \(plannedDays)"
            : "its \(Words.count(plannedDays, "day")) \(plannedDays == 1 ? "is" : "are") over"
    }
}
