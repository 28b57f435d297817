/// As whom somebody is known.
public enum Standing: Hashable, Sendable {
    /// Whoever owns the data, or anybody while nobody is written down: may do everything.
    case owner
    /// Somebody who is written down.
    case person(Person)
    /// Somebody who is not, under this name; may do nothing.
    case stranger(String)
    /// Somebody whose token is not good, or not any more; may do nothing.
    case badToken
}

/// Whether somebody may do something, and if not, why.
public enum Permission: Hashable, Sendable {
    /// They may.
    case allowed
    /// They may not.
    case refused(PermissionProblem)

    /// Whether they may.
    public var isAllowed: Bool { self == .allowed }

    /// Why not; `nil` when they may.
    public var problem: PermissionProblem? {
        if case .refused(let problem) = self { problem } else { nil }
    }
}

extension Model {
    /// Whether somebody may make changes.
    ///
    /// - Parameters:
    ///   - standing: who asks.
    ///   - changes: what they want.
    ///   - isEmergency: whether they publish what nobody reviewed.
    /// - Returns: yes, or the first thing that is missing.
    /// - Complexity: O(*n*) in the changes; when the answer is no, also in the people.
    public func permission(
        of standing: Standing,
        for changes: [Change],
        isEmergency: Bool = false
    ) -> Permission {
        if standing == .owner { return .allowed }
        return permission(
            of: standing,
            for: permissionNeeds(of: changes, isEmergency: isEmergency)
        )
    }

    /// Whether somebody may do something that is no change.
    public func permission(of standing: Standing, for act: Act) -> Permission {
        let reach: PermissionNeed.Reach = act.role == .viewer ? .anywhere : .everywhere
        return permission(of: standing, for: [PermissionNeed(act, reach)])
    }

    /// Whether somebody has what is needed: all of it.
    public func permission(of standing: Standing, for needs: [PermissionNeed]) -> Permission {
        switch standing {
        case .owner: return .allowed
        case .stranger(let name): return .refused(.stranger(name))
        case .badToken: return .refused(.badToken)
        case .person(let person):
            guard let missing = needs.first(where: { !$0.isMet(by: person) }) else {
                return .allowed
            }
            return .refused(.denied(denial(of: missing, to: person)))
        }
    }

    private func denial(of need: PermissionNeed, to person: Person) -> Denial {
        let helpers = people(meeting: need, besides: person.id, most: Denial.mostOthers)
        var place: String?
        var tags: [String] = []
        if case .place(let id, _) = need.reach {
            place = environment(id)?.environment.title ?? id.text
            tags = person.grants.filter { grant in
                grant.role >= need.act.role && (grant.environmentID ?? id) == id
            }.compactMap(\.tag)
        }
        return Denial(
            person: person.name,
            act: need.act,
            place: place,
            onlyTagged: tags,
            others: helpers.map(\.name)
        )
    }
}
