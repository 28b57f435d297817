internal import HashTreeCollections

extension Model {
    /// The people who are written down, by name.
    public var people: [Person] {
        roster.byID.values.sorted(by: Person.areInOrder)
    }

    /// Whether anybody is written down: until then, everybody who reaches the data may do all.
    public var hasPeople: Bool { !roster.byID.isEmpty }

    /// The person with an id.
    public func person(_ id: GUID) -> Person? { roster[id] }

    /// The person with a name, whatever the case of its letters.
    public func person(named name: String) -> Person? { roster.person(named: name) }

    /// The person to whom an account of the system belongs.
    public func person(systemUser name: String) -> Person? { roster.person(systemUser: name) }

    /// Whose token has a selector, and the token.
    ///
    /// - Complexity: O(*n*) in the tokens of that person.
    public func token(selector: String) -> (person: Person, token: PersonToken)? {
        guard let person = roster.person(selector: selector),
            let token = person.tokens.first(where: { $0.selector == selector })
        else { return nil }
        return (person, token)
    }

    /// The first people by name who have what something needs.
    ///
    /// - Parameters:
    ///   - need: what it needs.
    ///   - id: somebody who is left out; `nil` leaves out nobody.
    ///   - count: how many are wanted.
    /// - Returns: so many at the most.
    /// - Complexity: O(*n*) in the people.
    public func people(
        meeting need: PermissionNeed,
        besides id: GUID? = nil,
        most count: Int
    ) -> [Person] {
        let able = roster.byID.values.filter { $0.id != id && need.isMet(by: $0) }
        return Array(able.sorted(by: Person.areInOrder).prefix(count))
    }
}

extension Person {
    /// Whether one comes before another in a list: by name, whatever the case of its letters.
    static func areInOrder(_ left: Person, _ right: Person) -> Bool {
        (left.name.lowercased(), left.id) < (right.name.lowercased(), right.id)
    }

    /// The token with an id.
    public func token(_ id: GUID) -> PersonToken? { tokens.first { $0.id == id } }

    /// Whether they may do everything, everywhere.
    public var isAdministratorEverywhere: Bool {
        grants.contains { $0.role == .administrator && $0.environmentID == nil && $0.tag == nil }
    }

    /// The highest role that they have anywhere.
    public var highestRole: PersonRole? { grants.map(\.role).max() }

    /// They with one more token, the oldest first.
    func adding(_ token: PersonToken) -> Person {
        var person = self
        person.tokens.append(token)
        person.tokens.sort { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        return person
    }

    /// They without a token.
    func removing(token id: GUID) -> Person {
        var person = self
        person.tokens.removeAll { $0.id == id }
        return person
    }
}

extension PersonToken {
    /// Whether its time is over.
    public func isExpired(at now: Moment) -> Bool { expiresAt.map { $0 <= now } ?? false }
}

extension Model {
    mutating func save(_ person: Person) throws(Refusal) -> [Change] {
        let earlier = roster[person.id]
        guard earlier != person else {
            throw .nothingToChange("\(person.name) is written down like that already")
        }
        if let other = roster.person(named: person.name), other.id != person.id {
            throw .permission(.nameTaken(other.name))
        }
        if let user = person.systemUser, let other = roster.person(systemUser: user),
            other.id != person.id
        {
            throw .permission(.userTaken(user, by: other.name))
        }
        for token in person.tokens {
            if let other = roster.person(selector: token.selector), other.id != person.id {
                throw .permission(.tokenTaken(token.name))
            }
        }
        roster[person.id] = person
        return [earlier.map(Change.savePerson) ?? .removePerson(person.id)]
    }

    mutating func removePerson(_ id: GUID) throws(Refusal) -> [Change] {
        guard let person = roster[id] else { throw .unknown(.person, id.text) }
        roster[id] = nil
        return [.savePerson(person)]
    }

    mutating func add(_ token: PersonToken, to id: GUID) throws(Refusal) -> [Change] {
        guard let person = roster[id] else { throw .unknown(.person, id.text) }
        let isKnown = person.tokens.contains { $0.id == token.id || $0.name == token.name }
        guard !isKnown, self.token(selector: token.selector) == nil else {
            throw .permission(.tokenTaken(token.name))
        }
        roster[id] = person.adding(token)
        return [.revokeToken(person: id, token.id)]
    }

    mutating func revoke(_ tokenID: GUID, of id: GUID) throws(Refusal) -> [Change] {
        guard let person = roster[id] else { throw .unknown(.person, id.text) }
        guard let token = person.token(tokenID) else { throw .unknown(.token, tokenID.text) }
        roster[id] = person.removing(token: tokenID)
        return [.addToken(person: id, token)]
    }

    /// What somebody is saved as: with the tokens that they have by then, which are given and
    /// taken one by one.
    func settledPerson(_ change: Change) -> Change {
        guard case .savePerson(var person) = change, let present = roster[person.id] else {
            return change
        }
        person.tokens = present.tokens
        return .savePerson(person)
    }

    /// Refuses to leave people without anybody who may do everything.
    ///
    /// It looks at the model before a change and is no part of applying it.
    func checkAdministrators(before change: Change) throws(Refusal) {
        let leaving: Person?
        switch change {
        case .savePerson(let person) where !person.isAdministratorEverywhere:
            leaving = roster[person.id]
        case .removePerson(let id): leaving = roster[id]
        default: return
        }
        guard let leaving, leaving.isAdministratorEverywhere else { return }
        let others = roster.byID.values.filter { $0.id != leaving.id }
        var isAlone = others.isEmpty
        if case .savePerson = change { isAlone = false }
        guard !isAlone, !others.contains(where: \.isAdministratorEverywhere) else { return }
        throw .permission(.lastAdministrator(leaving.name))
    }

    /// Holds what is written down of somebody to the rules for texts and counts.
    func checkPerson(_ id: GUID) throws(Refusal) {
        guard let person = person(id) else { return }
        try TextRule.person.check(person.name, of: .person)
        if let user = person.systemUser {
            try TextRule.person.check(user, field: "system user of \(person.name)")
        }
        let (grants, tokens) = (Limits.grantCount.upperBound, Limits.tokenCount.upperBound)
        guard person.grants.count <= grants else {
            throw .tooMany("roles of one person", limit: grants)
        }
        guard Set(person.grants).count == person.grants.count else {
            throw .duplicate("a role", in: person.name)
        }
        for grant in person.grants {
            if let place = grant.environmentID, environment(place) == nil {
                throw .unknown(.environment, place.text)
            }
            if let tag = grant.tag { try TextRule.tag.check(tag, field: "tag of a role") }
        }
        guard person.tokens.count <= tokens else {
            throw .tooMany("tokens of one person", limit: tokens)
        }
        for token in person.tokens {
            try TextRule.name.check(token.name, of: .token)
            guard token.isWellFormed else { throw .permission(.tokenMalformed(token.name)) }
        }
        let limit = Limits.peopleCount.upperBound
        guard roster.byID.count <= limit else { throw .tooMany("people", limit: limit) }
    }
}

extension PersonToken {
    /// Whether it could be one: a selector of 11 letters, a digest of 64 hexadecimal digits.
    fileprivate var isWellFormed: Bool {
        let letters = selector.utf8.allSatisfy { letter in
            switch letter {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        let digits = digest.utf8.allSatisfy { digit in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(digit)
        }
        return letters && digits && selector.utf8.count == 11 && digest.utf8.count == 64
    }
}
