internal import HashTreeCollections

/// The people who are written down, found by everything that somebody can be known by.
///
/// Who asks is looked up at every request: it takes as long with ten people as with ten thousand.
///
/// - Invariant: each name, account and selector leads to the person who has it, and to nobody else.
struct Roster: Sendable {
    /// The people.
    private(set) var byID: TreeDictionary<GUID, Person> = [:]
    private var idsByName: TreeDictionary<String, GUID> = [:]
    private var idsByUser: TreeDictionary<String, GUID> = [:]
    private var idsBySelector: TreeDictionary<String, GUID> = [:]

    /// The person with an id; `nil` strikes them off.
    subscript(id: GUID) -> Person? {
        get { byID[id] }
        set {
            if let earlier = byID[id] { forget(earlier) }
            byID[id] = newValue
            if let newValue { note(newValue) }
        }
    }

    /// The person with a name, whatever the case of its letters.
    func person(named name: String) -> Person? { idsByName[name.lowercased()].flatMap { byID[$0] } }

    /// The person to whom an account of the system belongs.
    func person(systemUser name: String) -> Person? { idsByUser[name].flatMap { byID[$0] } }

    /// The person who has the token with a selector.
    func person(selector: String) -> Person? { idsBySelector[selector].flatMap { byID[$0] } }

    private mutating func note(_ person: Person) {
        idsByName[person.name.lowercased()] = person.id
        if let user = person.systemUser { idsByUser[user] = person.id }
        for token in person.tokens { idsBySelector[token.selector] = person.id }
    }

    private mutating func forget(_ person: Person) {
        idsByName[person.name.lowercased()] = nil
        if let user = person.systemUser { idsByUser[user] = nil }
        for token in person.tokens { idsBySelector[token.selector] = nil }
    }
}

extension Roster: Hashable {
    /// The rest follows from the people.
    static func == (left: Roster, right: Roster) -> Bool { left.byID == right.byID }

    func hash(into hasher: inout Hasher) { hasher.combine(byID) }
}
