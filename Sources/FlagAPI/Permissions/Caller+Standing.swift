public import FlagModel

extension Caller {
    /// As whom this caller is known in a model.
    ///
    /// Look anew at every request: roles and tokens are taken at any time.
    ///
    /// - Parameters:
    ///   - model: the model as it is.
    ///   - ownerName: the login name of whoever owns the data; under it they may do everything.
    ///   - now: when it is asked; tokens end.
    /// - Returns: who they are as far as rights go.
    /// - Complexity: O(*n*) in the people.
    public func standing(in model: Model, ownerName: String, at now: Moment) -> Standing {
        switch way {
        case .owner:
            guard name != ownerName, let person = model.person(named: name) else { return .owner }
            return .person(person)
        case .systemUser(let user):
            guard model.hasPeople else { return .owner }
            return model.person(systemUser: user).map(Standing.person) ?? .stranger(user)
        case .token(let id, let tokenID):
            guard let person = model.person(id), let token = person.token(tokenID),
                !token.isExpired(at: now)
            else { return .badToken }
            return .person(person)
        }
    }

    /// The name under which a caller of this standing acts.
    public func actor(as standing: Standing) -> String {
        if way != .owner, case .person(let person) = standing { person.name } else { name }
    }
}
