/// How one thing differs between two models, in words for people.
public struct Difference: Hashable, Sendable {
    /// What it is.
    public let subject: Subject
    /// What people call it: the later name where it has one, the earlier where it is gone.
    public let name: String
    /// The environment in which it lives, by its name; empty for what lives in none.
    public let place: String
    /// Whether it came, went or was changed.
    public let fate: Fate
    /// What differs, in the order in which screens show it; empty for what came or went.
    public let facets: [Facet]

    /// What became of a thing from the earlier model to the later.
    public enum Fate: Hashable, Sendable {
        /// Only the later model has it.
        case made
        /// Only the earlier model has it.
        case removed
        /// Both have it, not the same.
        case changed
    }

    /// One aspect before and after, such as "everybody else: 0 % → 10 %".
    public struct Facet: Hashable, Sendable {
        /// The aspect, in plain words: "on or off", "everybody else", "name".
        public let title: String
        /// What it was; empty when there was nothing.
        public let before: String
        /// What it is; empty when there is nothing.
        public let after: String

        /// Puts the parts together.
        public init(title: String, before: String, after: String) {
            self.title = title
            self.before = before
            self.after = after
        }
    }

    /// Puts the parts together.
    public init(subject: Subject, name: String, place: String, fate: Fate, facets: [Facet]) {
        self.subject = subject
        self.name = name
        self.place = place
        self.fate = fate
        self.facets = facets
    }
}
