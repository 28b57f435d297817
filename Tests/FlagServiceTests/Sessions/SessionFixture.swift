import FlagAPI
import FlagModel
import FlagService
import Synchronization
import Testing

/// A real service whose clock stands still until a test moves it; LIVE wants one other person to
/// read every change.
final class SessionFixture: Sendable {
    let base: ServiceFixture
    let service: LocalService
    private let clock: Clock

    private final class Clock: Sendable {
        // Friday 27 November 2026, 11:00 UTC.
        let now = Mutex(Moment(milliseconds: 1_795_777_200_000))
    }

    static let minute: Int64 = 60_000_000
    static let day: Int64 = 86_400_000_000

    init(needsReview: Bool = true) async throws {
        base = try ServiceFixture()
        let clock = Clock()
        self.clock = clock
        let world = LocalService.World(
            now: { clock.now.withLock(\.self) },
            random: { UInt64.random(in: .min ... .max) }
        )
        service = try LocalService.create(in: base.directory, world: world)
        let rule = ReviewRule(approvals: 1)
        var changes: [Change] = [.createProject(base.project), .createEnvironment(base.live)]
        if needsReview { changes.append(.editEnvironment(base.live.id, .setReview(rule))) }
        try await propose(changes, by: "Admin", .emergency, "The beginning")
    }

    var place: GUID { base.live.id }
    var now: Moment { clock.now.withLock(\.self) }

    func pass(_ microseconds: Int64) {
        clock.now.withLock { $0 = $0.adding(microseconds: microseconds) }
    }

    @discardableResult
    func propose(
        _ changes: [Change],
        by actor: String,
        _ origin: ChangeSet.Origin = .direct,
        _ note: String = ""
    ) async throws -> UInt64 {
        let proposal = Proposal(
            id: .new,
            actor: actor,
            note: note,
            origin: origin,
            changes: changes
        )
        return try await service.propose(proposal).entry
    }

    /// A flag that is there from the beginning, made past every review.
    func flag(_ key: String, _ name: String, _ edit: (inout Flag) -> Void = { _ in })
        async throws -> Flag
    {
        var flag = try base.flag(key)
        flag.name = name
        edit(&flag)
        try await propose(
            [.createFlag(environment: place, flag)],
            by: "Admin",
            .emergency,
            "The beginning"
        )
        return flag
    }

    /// Keeps a draft that turns a flag on.
    func draft(_ flag: Flag, by author: String, note: String = "") async throws -> Draft {
        let draft = Draft(
            id: .new,
            author: author,
            createdAt: now,
            note: note,
            changes: [.editFlag(environment: place, flag: flag.id, .setEnabled(true))]
        )
        try await propose([.saveDraft(draft)], by: author, .drafting)
        return draft
    }

    func decide(
        _ draft: Draft,
        _ verdict: Decision.Verdict,
        by person: String,
        _ reason: String = ""
    ) async throws {
        let decision = Decision(person: person, verdict: verdict, reason: reason)
        try await propose(
            [.decide(draft: draft.id, revision: draft.revision, decision)],
            by: person,
            .reviewing
        )
    }

    func say(_ text: String, by person: String, about draft: Draft) async throws {
        try await propose(
            [.comment(draft: draft.id, Comment(person: person, text: text))],
            by: person,
            .reviewing
        )
    }

    @discardableResult
    func publish(_ drafts: [Draft], by person: String) async throws -> UInt64 {
        try await propose(
            drafts.flatMap(\.changes) + drafts.map { .discardDraft($0.id) },
            by: person,
            .publish
        )
    }

    func minutes(from start: Moment) async throws -> Minutes {
        try await service.minutes(of: place, from: start, until: now.adding(microseconds: 1))
    }
}
