/// What somebody said about a draft after reading it.
public struct Decision: Hashable, Sendable {
    /// Who.
    public var person: String
    /// Who that is, whatever they are called by now.
    ///
    /// The model says it. `nil` for whoever owns the data, and for decisions from before anybody
    /// was written down.
    public var personID: GUID?
    /// What they decided.
    public let verdict: Verdict
    /// Why; never empty where a draft is sent back.
    public let reason: String
    /// When; the service says it, so whoever asks leaves it open.
    public var at: Moment?
    /// When what the draft changes was changed last before it was read, as ``Draft/ground(in:)``
    /// has it; the service says it.
    public var ground: [Moment]

    /// What somebody decides about a draft.
    public enum Verdict: String, Hashable, Sendable, CaseIterable {
        /// It may be published.
        case approve
        /// Its author should change it.
        case sendBack = "send-back"
    }

    /// Puts the parts together; whoever decides leaves time and ground open.
    public init(
        person: String,
        verdict: Verdict,
        reason: String = "",
        at: Moment? = nil,
        ground: [Moment] = []
    ) {
        self.person = person
        self.verdict = verdict
        self.reason = reason
        self.at = at
        self.ground = ground
    }
}

/// A line that somebody wrote about a draft.
public struct Comment: Hashable, Sendable {
    /// Who.
    public var person: String
    /// What; `@Ana` calls somebody.
    public let text: String
    /// When; the service says it, so whoever asks leaves it open.
    public var at: Moment?

    /// Puts the parts together; whoever comments leaves the time open.
    public init(person: String, text: String, at: Moment? = nil) {
        self.person = person
        self.text = text
        self.at = at
    }

    /// Whether it calls a person by `@` and the name; case and what follows do not matter.
    public func mentions(_ name: String) -> Bool {
        guard !name.isEmpty else { return false }
        let called = "@" + name.lowercased()
        var rest = Substring(text.lowercased())
        while let place = rest.firstRange(of: called) {
            let next = rest[place.upperBound...].first
            if next.map({ !$0.isLetter && !$0.isNumber }) ?? true { return true }
            rest = rest[place.upperBound...]
        }
        return false
    }
}

/// When changes in an environment must be read by somebody else before they happen.
public struct ReviewRule: Hashable, Sendable {
    /// How many people besides the authors must approve.
    public var approvals: Int
    /// From what reach on, in hundredths of a percent of the known customers who would get
    /// something else: 500 is "more than 5 %".
    public var people: Int?
    /// Whatever touches an experiment that runs.
    public var touchesExperiments: Bool
    /// Whatever touches a flag or audience with one of these tags.
    public var tags: [String]

    /// Puts the parts together; without any condition every change needs a review.
    public init(
        approvals: Int,
        people: Int? = nil,
        touchesExperiments: Bool = false,
        tags: [String] = []
    ) {
        self.approvals = approvals
        self.people = people
        self.touchesExperiments = touchesExperiments
        self.tags = tags
    }

    /// Whether every change needs a review, whatever it reaches.
    public var isForAll: Bool { people == nil && !touchesExperiments && tags.isEmpty }
}

/// How many people changes would give something else, of those who are known in an environment.
public struct PeopleReach: Hashable, Sendable {
    /// Customers who would get another version of some flag.
    public let people: Int
    /// Customers who are known.
    public let known: Int

    /// Puts the parts together.
    public init(people: Int, known: Int) {
        self.people = people
        self.known = known
    }
}
