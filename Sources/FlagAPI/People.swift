public import FlagModel

/// A question about everybody who is known in an environment.
///
/// Everybody is looked at with the attributes by which applications of the environment described
/// them last; as they were imported where none did.
public enum PeopleQuestion: Hashable, Sendable {
    /// What changes would mean: who gets another version of which flag.
    ///
    /// They are made on the model as it is when the question is answered.
    case changes([Change])
    /// The same, and of each flag that may differ also who keeps which version: everybody is in one
    /// group of every such flag.
    ///
    /// For showing some people on both sides; one slice is enough for that.
    case sides([Change])
    /// Who gets what of one flag, line by line, as if the flag were like this, and changes had been
    /// made first: for example those that make the audiences that it asks for.
    case flag(Flag, after: [Change] = [])
    /// Who is in an audience, line by line, as if the audience were like this.
    case audience(Audience)
    /// Who is in two audiences, and who in only one of them.
    case overlap(GUID, GUID)
}

/// Asks for some people; whoever wants everybody asks for one slice after the other.
///
/// So a long count shows how far it is, and stops as soon as nobody asks on.
public struct PeopleRequest: Hashable, Sendable {
    /// Where.
    public var environmentID: GUID
    /// What.
    public var question: PeopleQuestion
    /// Which people.
    public var slice: Slice

    /// Some of all people.
    public enum Slice: Hashable, Sendable {
        /// So many, spread evenly over all; for an estimate.
        case spread(Int)
        /// So many in a row, from a place on; 0 is the first, later places come from answers.
        case run(from: Int, count: Int)
    }

    /// People of one slice, at the most.
    public static let maximumCount = 250_000

    /// Puts the parts together.
    public init(environmentID: GUID, question: PeopleQuestion, slice: Slice) {
        self.environmentID = environmentID
        self.question = question
        self.slice = slice
    }
}

/// What was found of one slice; several can be added up.
public struct PeopleAnswer: Hashable, Sendable {
    /// People who are known altogether.
    public var known: Int
    /// People who were looked at.
    public var looked: Int
    /// Where the next slice begins; `nil` after the last one, and after a spread.
    public var next: Int?
    /// The groups that the question divides people into, in the order of the question; a group
    /// without anybody may be left out.
    public var groups: [Group]

    /// People of whom the same is true.
    public struct Group: Hashable, Sendable {
        /// What is true of them.
        public var name: Name
        /// How many there are among those who were looked at.
        public var count: Int
        /// Some of them, at most ``maximumSamples``.
        public var samples: [Person]

        /// Puts the parts together.
        public init(name: Name, count: Int, samples: [Person]) {
            self.name = name
            self.count = count
            self.samples = samples
        }
    }

    /// What is true of a group.
    public enum Name: Hashable, Sendable {
        /// To ``PeopleQuestion/changes(_:)``: of this flag they get one version now and another one
        /// afterwards, or the same one with another value; the ids of versions, `nil` where they
        /// get none. To ``PeopleQuestion/sides(_:)`` the two may be the same.
        case move(flag: GUID, from: String?, to: String?)
        /// To ``PeopleQuestion/changes(_:)``: nothing that they get becomes another.
        case unmoved
        /// To ``PeopleQuestion/flag(_:after:)``: this line of the flag decides, and hands out a
        /// version; `nil` where it hands out none.
        case served(line: Line, variation: String?)
        /// To ``PeopleQuestion/audience(_:)``: the place of a rule and of one of its conditions;
        /// they fulfil all conditions up to this one, whoever they are.
        case fulfils(rule: Int, condition: Int)
        /// To ``PeopleQuestion/audience(_:)``: they are known and listed as members.
        case listed
        /// To ``PeopleQuestion/audience(_:)``: they are known and listed as never belonging.
        case excluded
        /// To ``PeopleQuestion/audience(_:)`` and ``PeopleQuestion/overlap(_:_:)``: they are in the
        /// audience; in both audiences.
        case inside
        /// To ``PeopleQuestion/overlap(_:_:)``: they are only in the first.
        case onlyFirst
        /// To ``PeopleQuestion/overlap(_:_:)``: they are only in the second.
        case onlySecond
    }

    /// What decides what somebody gets of a flag.
    public enum Line: Hashable, Sendable {
        /// The flag is off or archived.
        case off
        /// They are named on the flag.
        case named
        /// A rule, by its place in the flag's list.
        case rule(Int)
        /// No rule matches.
        case everyoneElse
    }

    /// Somebody, to be shown.
    public struct Person: Hashable, Sendable {
        /// What applications call them.
        public let key: CustomerKey
        /// What people call them; may be empty.
        public let name: String

        /// Puts the parts together.
        public init(key: CustomerKey, name: String) {
            self.key = key
            self.name = name
        }
    }

    /// People of one group that are told by name, at the most.
    public static let maximumSamples = 20

    /// Puts the parts together.
    public init(known: Int, looked: Int, next: Int?, groups: [Group]) {
        self.known = known
        self.looked = looked
        self.next = next
        self.groups = groups
    }

    /// Nobody was looked at yet.
    public init(known: Int) {
        self.init(known: known, looked: 0, next: 0, groups: [])
    }

    /// How many are in a group, among those who were looked at.
    public func count(_ name: Name) -> Int { groups.first { $0.name == name }?.count ?? 0 }

    /// Adds the people of the next slice.
    ///
    /// - Complexity: O(*n*) in the groups of both.
    public mutating func add(_ slice: PeopleAnswer) {
        known = slice.known
        looked += slice.looked
        next = slice.next
        var places = Dictionary(
            groups.enumerated().map { ($1.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for group in slice.groups {
            guard let place = places[group.name] else {
                places[group.name] = groups.count
                groups.append(group)
                continue
            }
            groups[place].count += group.count
            let room = Self.maximumSamples - groups[place].samples.count
            groups[place].samples += group.samples.prefix(max(0, room))
        }
    }

    /// A count of those who were looked at, as a count of all who are known: an estimate, rounded.
    public func scaled(_ count: Int) -> Int {
        guard looked > 0, looked < known else { return count }
        return Int((Double(count) * Double(known) / Double(looked)).rounded())
    }
}
