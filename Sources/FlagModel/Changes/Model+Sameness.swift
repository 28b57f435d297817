import JSON

extension Model {
    /// Whether a thing is here as it is in another model, but for its times and revision.
    ///
    /// Undo asks this: what was changed again since is not put back by accident.
    public func has(_ subject: Subject, as other: Model) -> Bool {
        switch subject {
        case .project(let id): project(id) == other.project(id)
        case .environment(let id):
            environment(id)?.environment == other.environment(id)?.environment
        case .person(let id): person(id) == other.person(id)
        case .webhook(let id): webhook(id) == other.webhook(id)
        case .trigger(_, let id): trigger(id) == other.trigger(id)
        case .draft(let id): draft(id) == other.draft(id)
        case .schedule(let id): schedule(id) == other.schedule(id)
        case .experiment(let place, let id):
            environment(place)?.experiment(id) == other.environment(place)?.experiment(id)
        case .flag(let place, let id):
            environment(place)?.flag(id)?.timeless == other.environment(place)?.flag(id)?.timeless
        case .audience(let place, let id):
            environment(place)?.audience(id)?.timeless
                == other.environment(place)?.audience(id)?.timeless
        }
    }

    /// As ``has(_:as:)``, down to the bytes of the texts of flags and audiences.
    public func hasExactly(_ subject: Subject, as other: Model) -> Bool {
        guard has(subject, as: other) else { return false }
        switch subject {
        case .flag(let place, let id):
            guard let mine = environment(place)?.flag(id)?.timeless,
                let theirs = other.environment(place)?.flag(id)?.timeless
            else { return true }
            return !mine.differs(from: theirs)
        case .audience(let place, let id):
            guard let mine = environment(place)?.audience(id)?.timeless,
                let theirs = other.environment(place)?.audience(id)?.timeless
            else { return true }
            return !mine.differs(from: theirs)
        default: return true
        }
    }
}

extension Flag {
    /// Whether anything is another, down to the bytes of texts.
    ///
    /// Swift takes "é" written in two ways for the same text; SDKs do not.
    func differs(from other: Flag) -> Bool {
        self != other || json.canonicalBytes() != other.json.canonicalBytes()
    }

    /// The flag without its times and revision, which change with everything.
    var timeless: Flag {
        var flag = self
        flag.revision = .zero
        (flag.createdAt, flag.updatedAt) = (Moment(microseconds: 0), Moment(microseconds: 0))
        return flag
    }
}

extension Audience {
    /// Whether anything is another, down to the bytes of texts.
    func differs(from other: Audience) -> Bool {
        self != other || json.canonicalBytes() != other.json.canonicalBytes()
    }

    /// The audience without its times, which change with everything.
    var timeless: Audience {
        var audience = self
        (audience.createdAt, audience.updatedAt) = (
            Moment(microseconds: 0), Moment(microseconds: 0)
        )
        return audience
    }
}
