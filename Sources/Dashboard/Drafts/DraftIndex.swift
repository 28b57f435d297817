internal import FlagAPI
internal import FlagModel

/// The drafts of one environment, and what each would do to it.
///
/// Previews share almost everything with the model, so each costs a few kilobytes.
struct DraftIndex: Equatable, Sendable {
    /// The oldest first, after those that make audiences: others may ask for them.
    private(set) var views: [DraftView] = []
    /// The changes that make audiences which do not exist yet.
    private(set) var newAudiences: [Change] = []
    /// The environment as it is, with those audiences; `nil` when there are none.
    private(set) var withNewAudiences: EnvironmentState?
    private var places: [Subject: [Int]] = [:]
    /// The first of them that is this person's own.
    private var ownPlaces: [Subject: Int] = [:]
    private var placesByID: [GUID: Int] = [:]
    /// Whose own drafts come before those of others; empty where nobody's do.
    private(set) var person = ""
    /// What all of them would change together for people; `nil` when there is none, or one does not
    /// fit any more.
    private(set) var question: PeopleQuestion?
    /// The flags that they turn off for everyone who has them, by name.
    private(set) var turnedOff: [String] = []

    init() {}

    /// Those of `model` that change something in one environment.
    ///
    /// The drafts on which `person` works come before those of others about the same thing.
    init(of model: Model, in environmentID: GUID, for person: String) {
        self.person = person
        let all = model.drafts.filter { model.environmentIDs(of: $0).contains(environmentID) }
        let makers = all.filter { !$0.newAudiences.isEmpty }
        newAudiences = makers.flatMap(\.newAudiences)
        var base = model
        for change in newAudiences { base = (try? base.previewing([change])) ?? base }
        if !newAudiences.isEmpty { withNewAudiences = base.environment(environmentID) }
        for draft in makers + all.filter({ $0.newAudiences.isEmpty }) {
            let place = views.count
            let isMaker = !draft.newAudiences.isEmpty
            views.append(DraftView(draft, of: isMaker ? model : base, in: environmentID))
            placesByID[draft.id] = place
            for subject in Set(draft.changes.map(\.subject)) {
                places[subject, default: []].append(place)
                if draft.isBy(person), ownPlaces[subject] == nil { ownPlaces[subject] = place }
            }
        }
        turnedOff = views.flatMap(\.turnedOff)
        guard !views.isEmpty, views.allSatisfy({ $0.problem == nil }) else { return }
        question = .changes(views.flatMap(\.draft.changes))
    }

    /// The draft that changes a thing: this person's own before those of others.
    func about(_ subject: Subject) -> DraftView? { own(subject) ?? others(about: subject).first }

    /// The draft that changes a thing and on which this person works.
    func own(_ subject: Subject) -> DraftView? { ownPlaces[subject].map { views[$0] } }

    /// All other drafts that change a thing, the oldest first.
    func others(about subject: Subject) -> [DraftView] {
        let own = ownPlaces[subject]
        return (places[subject] ?? []).filter { $0 != own }.map { views[$0] }
    }

    /// The draft with an id.
    func view(_ id: GUID) -> DraftView? { placesByID[id].map { views[$0] } }

    /// Only some of them, in their order.
    func keeping(_ isKept: (DraftView) -> Bool) -> DraftIndex {
        var some = DraftIndex()
        some.views = views.filter(isKept)
        for (place, view) in some.views.enumerated() { some.placesByID[view.draft.id] = place }
        some.newAudiences = some.views.flatMap(\.draft.newAudiences)
        some.turnedOff = some.views.flatMap(\.turnedOff)
        if !some.views.isEmpty, some.views.allSatisfy({ $0.problem == nil }) {
            some.question = .changes(some.views.flatMap(\.draft.changes))
        }
        return some
    }

    /// How many wait.
    var count: Int { views.count }

    /// The changes of other drafts that must be made before these can be: those that make the
    /// audiences that they ask for.
    func needed(for changes: [Change]) -> [Change] { changes.needed(among: newAudiences) }
}

/// A draft and what it would do.
struct DraftView: Equatable, Sendable {
    /// What waits.
    let draft: Draft
    /// The environment as if the draft were made; `nil` when it does not fit any more.
    let after: EnvironmentState?
    /// Why it does not fit any more.
    let problem: Refusal?
    /// The flags that it turns off for everyone who has them, by name.
    let turnedOff: [String]

    init(_ draft: Draft, of model: Model, in environmentID: GUID) {
        self.draft = draft
        do {
            after = try model.previewing(draft.changes).environment(environmentID)
            problem = nil
        } catch {
            after = nil
            problem = error
        }
        turnedOff = Self.turnedOff(
            by: draft,
            from: model.environment(environmentID),
            to: after
        )
    }

    private static func turnedOff(
        by draft: Draft,
        from now: EnvironmentState?,
        to after: EnvironmentState?
    ) -> [String] {
        guard let now, let after else { return [] }
        var seen: Set<GUID> = []
        return draft.changes.compactMap { change in
            guard case .flag(now.environment.id, let id) = change.subject,
                seen.insert(id).inserted, let flag = now.flag(id)
            else { return nil }
            let isOff = flag.summaryState(in: now) == .off
            let willBeOff = after.flag(id)?.summaryState(in: after) ?? .off == .off
            return !isOff && willBeOff ? flag.name : nil
        }
    }

    static func == (left: DraftView, right: DraftView) -> Bool {
        left.draft == right.draft && left.problem == right.problem
    }
}
