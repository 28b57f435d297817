public import FlagModel

/// Since when people have their roles, and from whom, as history has it.
///
/// Entries are given newest first. A role counts from the entry since which its person has had it
/// without a break.
public struct GrantTimes: Hashable, Sendable {
    /// Where a role comes from.
    public struct Origin: Hashable, Sendable {
        /// Since when somebody has it.
        public let since: Moment
        /// Who gave it to them.
        public let by: String
    }

    private struct Key: Hashable {
        let person: GUID
        let grant: Grant
    }

    private var origins: [Key: Origin] = [:]
    /// Roles that an older entry may have given.
    private var sought: Set<Key>

    /// Nothing is known yet of the roles of some people.
    public init(of people: [Person]) {
        sought = Set(
            people.flatMap { person in
                person.grants.map { Key(person: person.id, grant: $0) }
            }
        )
    }

    /// Whether older entries say nothing more.
    public var isComplete: Bool { sought.isEmpty }

    /// Where a role of a person comes from; `nil` when that is not known yet.
    public func origin(of grant: Grant, of person: GUID) -> Origin? {
        origins[Key(person: person, grant: grant)]
    }

    /// Takes the next older entry.
    public mutating func take(_ entry: HistoryEntry) {
        for step in entry.changeSet.steps.reversed() {
            switch step.change {
            case .savePerson(let person):
                for key in sought where key.person == person.id {
                    guard person.grants.contains(key.grant) else {
                        sought.remove(key)
                        continue
                    }
                    origins[key] = Origin(since: entry.changeSet.time, by: entry.changeSet.actor)
                }
            case .removePerson(let id): sought = sought.filter { $0.person != id }
            default: break
            }
        }
    }
}
