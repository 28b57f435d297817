import Evaluation
import FlagAPI
import FlagModel
import Observations

/// One question about people, made ready for many of them.
struct PeopleCounting: Sendable {
    /// Tells the groups of each.
    let sorter: PeopleSorter
    /// The attributes that decide, by the bytes of their names.
    let attributes: Set<[UInt8]>

    /// Makes a question ready.
    ///
    /// - Parameters:
    ///   - question: what is asked.
    ///   - place: where.
    ///   - model: everything, as it is now.
    /// - Throws: ``Refusal`` when the environment or an audience is unknown, or when changes cannot
    ///   be made.
    init(_ question: PeopleQuestion, in place: GUID, of model: Model) throws(Refusal) {
        guard let state = model.environment(place) else {
            throw .unknown(.environment, place.text)
        }
        var names = AttributeNames()
        switch question {
        case .changes(let changes):
            let later = try model.previewing(changes).environment(place)
            sorter = later.map { .moves(Self.moves(from: state, to: $0, &names)) } ?? .nothing
        case .sides(let changes):
            let later = try model.previewing(changes).environment(place)
            sorter = later.map { .sides(Self.moves(from: state, to: $0, &names)) } ?? .nothing
        case .flag(let flag, let changes):
            let state =
                changes.isEmpty ? state : try model.previewing(changes).environment(place) ?? state
            names.add(flag, state)
            let evaluator = Evaluator(state, asIf: flag)
            sorter = evaluator.flags.first.map { .flag(evaluator, $0) } ?? .nothing
        case .audience(let audience):
            names.add(audience)
            sorter = .audience(audience, AudiencePicture(audience))
        case .overlap(let first, let second):
            sorter = .overlap(
                try Self.picture(of: first, in: state, &names),
                try Self.picture(of: second, in: state, &names)
            )
        }
        attributes = names.bytes
    }

    private static func picture(
        of id: GUID,
        in state: EnvironmentState,
        _ names: inout AttributeNames
    ) throws(Refusal) -> AudiencePicture? {
        guard let audience = state.audience(id) else { throw .unknown(.audience, id.text) }
        guard !audience.isArchived else { return nil }
        names.add(audience)
        return AudiencePicture(audience)
    }

    /// Only flags that can differ are looked at: those that changed, and those whose rules look at
    /// audiences that did.
    private static func moves(
        from now: EnvironmentState,
        to later: EnvironmentState,
        _ names: inout AttributeNames
    ) -> [FlagMove] {
        let audiences = Set(now.audiences.map(\.id)).union(later.audiences.map(\.id))
        let changed = audiences.filter { !now.sharesAudience($0, with: later) }
        let flags = now.flagIDs(changedIn: later).union(later.flagIDs(lookingAt: changed))
        for id in flags {
            if let flag = now.flag(id) { names.add(flag, now) }
            if let flag = later.flag(id) { names.add(flag, later) }
        }
        let sorted = flags.sorted { $0.text < $1.text }
        return FlagMove.all(sorted, from: now, to: later)
    }

    /// Notes one person.
    func note(_ person: KnownPerson, in tally: inout PeopleTally) {
        let customer = EvaluationCustomer(
            key: person.key,
            name: person.name,
            attributes: person.attributes
        )
        sorter.sort(customer) { tally.add(person, to: $0) }
    }
}

/// The attributes that decide about flags and audiences.
private struct AttributeNames {
    private(set) var bytes: Set<[UInt8]> = []

    mutating func add(_ flag: Flag, _ state: EnvironmentState) {
        for rule in flag.rules { add(rule.conditions) }
        for serving in flag.rules.map(\.serving) + [flag.defaultRule] {
            if let name = serving.dispatchKey { bytes.insert(Array(name.utf8)) }
        }
        for id in flag.audienceIDs { if let audience = state.audience(id) { add(audience) } }
    }

    mutating func add(_ audience: Audience) {
        for rule in audience.rules { add(rule.conditions) }
    }

    private mutating func add(_ conditions: [Condition]) {
        for condition in conditions {
            guard case .attribute(let name, _, _) = condition.test else { continue }
            bytes.insert(Array(name.utf8))
        }
    }
}
