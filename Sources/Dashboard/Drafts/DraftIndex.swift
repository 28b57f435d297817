internal import FlagModel

/// The drafts of one environment, and what each would do to it.
///
/// Previews share almost everything with the model, so each costs a few kilobytes.
struct DraftIndex: Equatable, Sendable {
    /// Oldest first.
    private(set) var views: [DraftView] = []
    private var places: [Subject: Int] = [:]

    init() {}

    init(of model: Model, in environmentID: GUID) {
        for draft in model.drafts where draft.environmentIDs.contains(environmentID) {
            let place = views.count
            views.append(DraftView(draft, of: model, in: environmentID))
            for change in draft.changes { places[change.subject] = place }
        }
    }

    /// The draft that changes a thing.
    func about(_ subject: Subject) -> DraftView? { places[subject].map { views[$0] } }

    /// How many wait.
    var count: Int { views.count }
}

/// A draft and what it would do.
struct DraftView: Equatable, Sendable {
    /// What waits.
    let draft: Draft
    /// The environment as if the draft were made; `nil` when it does not fit any more.
    let after: EnvironmentState?
    /// Why it does not fit any more.
    let problem: Refusal?

    init(_ draft: Draft, of model: Model, in environmentID: GUID) {
        self.draft = draft
        do {
            after = try model.previewing(draft.changes).environment(environmentID)
            problem = nil
        } catch {
            after = nil
            problem = error
        }
    }

    static func == (left: DraftView, right: DraftView) -> Bool {
        left.draft == right.draft && left.problem == right.problem
    }
}
