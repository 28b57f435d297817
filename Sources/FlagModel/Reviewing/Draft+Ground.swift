internal import JSON

extension Draft {
    /// What it builds on, as moments.
    ///
    /// They are when the flags and audiences that it changes were changed last, and the audiences
    /// that begin to matter through it. What has no such time, a plan or an experiment, stands
    /// there as a moment that becomes another one with it.
    ///
    /// One that does not exist yet is left out. An approval is for what was read, so it holds while
    /// these stay. Whoever decides gives those that were on the screen.
    public func ground(in model: Model) -> [Moment] {
        var seen: Set<Subject> = []
        return changes.flatMap { model.base(of: $0) }.filter { seen.insert($0).inserted }
            .compactMap { model.mark(of: $0) }
    }

    /// Whether it says the same as another version of itself, whatever people said about it.
    ///
    /// To the byte: Swift takes "é" written in two ways for the same text; applications do not.
    func saysTheSame(as other: Draft) -> Bool {
        note == other.note && Array(note.utf8) == Array(other.note.utf8)
            && Change.areSame(changes, other.changes)
    }
}

extension Change {
    /// Whether changes are the same to the byte.
    static func areSame(_ left: [Change], _ right: [Change]) -> Bool {
        guard left == right else { return false }
        return zip(left, right).allSatisfy {
            $0.json.canonicalBytes() == $1.json.canonicalBytes()
        }
    }

    /// The audiences that its conditions name.
    fileprivate var namedAudiences: [GUID] {
        switch self {
        case .createFlag(_, let flag), .replaceFlag(_, let flag): flag.rules.flatMap(\.audiences)
        case .editFlag(_, _, .addRule(let rule, _)), .editFlag(_, _, .replaceRule(let rule)):
            rule.audiences
        case .editFlag(_, _, .setRules(let rules)): rules.flatMap(\.audiences)
        default: []
        }
    }
}

extension Rule {
    fileprivate var audiences: [GUID] { conditions.flatMap(\.audienceIDs) }
}

extension Model {
    /// The things that a change builds on.
    ///
    /// What a flag that is on hands out through its audiences was counted when they were changed.
    /// One that is off hands out nothing, so its audiences are part of what is approved with it.
    fileprivate func base(of change: Change) -> [Subject] {
        if case .saveSchedule(let schedule) = change {
            return [change.subject] + schedule.allChanges.flatMap(base)
        }
        if case .saveTrigger(let trigger) = change {
            return [change.subject, .flag(environment: trigger.environmentID, trigger.flagID)]
        }
        guard !change.isAboutDrafts else { return [] }
        guard case .flag(let place, let id) = change.subject else { return [change.subject] }
        var audiences = change.namedAudiences
        if let flag = environment(place)?.flag(id), !flag.isEnabled || flag.isArchived {
            audiences += flag.audienceIDs.sorted()
        }
        return [change.subject] + audiences.map { .audience(environment: place, $0) }
    }

    /// A moment that becomes another one when a thing is changed.
    fileprivate func mark(of subject: Subject) -> Moment? {
        switch subject {
        case .flag(let place, let id): environment(place)?.flag(id)?.updatedAt
        case .audience(let place, let id): environment(place)?.audience(id)?.updatedAt
        case .experiment(let place, let id):
            environment(place)?.experiment(id).map { Moment(standingFor: $0.json) }
        case .schedule(let id): schedule(id).map { Moment(standingFor: $0.json) }
        case .environment(let id):
            environment(id)?.environment.settings.review.map { Moment(standingFor: $0.json) }
        case .trigger(_, let id): trigger(id).map { Moment(standingFor: $0.json) }
        case .project, .person, .webhook, .draft: nil
        }
    }
}

extension Moment {
    /// A moment in the first years of the clock that only this value has (FNV-1a over its bytes).
    fileprivate init(standingFor value: JSONValue) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in value.canonicalBytes() {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        self.init(microseconds: Int64(hash >> 14))
    }
}
