import FlagAPI
import FlagModel
import FlagService
import Testing

/// A LIVE environment with a flag that is on for nobody, and a rule about 5 % of its customers.
struct ReviewedShop {
    let fixture: ServiceFixture
    let service: LocalService
    let flag: Flag

    init(
        customers count: Int,
        rule: ReviewRule = ReviewRule(approvals: 1, people: 500)
    ) async throws {
        fixture = try ServiceFixture()
        service = try await fixture.begin()
        let keys = try Self.keys(count)
        if count > 0 {
            _ = try await service.importCustomers(
                keys.map { Customer(key: $0, name: $0.text, attributes: [:]) }
            )
        }
        var flag = try fixture.flag("wrap")
        flag.isEnabled = true
        flag.defaultRule = Serving(everyone: "off")
        self.flag = flag
        _ = try await service.propose(
            fixture.proposal([
                .createFlag(environment: fixture.live.id, flag),
                .editEnvironment(fixture.live.id, .setReview(rule)),
            ])
        )
    }

    static func keys(_ count: Int) throws -> [CustomerKey] {
        try (0..<count).map { try CustomerKey("C-\($0)") }
    }

    func change(_ edit: FlagEdit) -> Change {
        .editFlag(environment: fixture.live.id, flag: flag.id, edit)
    }

    /// Gives so many customers the version "on".
    func on(_ count: Int) throws -> Change {
        change(.addTargets(variationID: "on", try Self.keys(count)))
    }

    func propose(
        _ changes: [Change],
        by person: String = "Jo",
        _ origin: ChangeSet.Origin = .direct,
        note: String = ""
    ) async throws(ServiceProblem) -> Receipt {
        try await service.propose(
            Proposal(id: .new, actor: person, note: note, origin: origin, changes: changes)
        )
    }

    /// A draft by Jo that waits, as it was kept.
    func draft(_ changes: [Change]) async throws -> Draft {
        let draft = Draft(
            id: .new,
            author: "Jo",
            createdAt: Moment(milliseconds: 1_780_000_000_000),
            note: "",
            changes: changes
        )
        _ = try await propose([.saveDraft(draft)], .drafting)
        return try #require(try await service.picture().model.draft(draft.id))
    }

    func approve(_ draft: Draft, by person: String) async throws(ServiceProblem) {
        let decision = Decision(person: person, verdict: .approve)
        _ = try await propose(
            [.decide(draft: draft.id, revision: draft.revision, decision)],
            by: person,
            .reviewing
        )
    }

    func publish(
        _ draft: Draft,
        _ origin: ChangeSet.Origin = .publish,
        note: String = ""
    ) async throws(ServiceProblem) -> Receipt {
        try await propose(draft.changes + [.discardDraft(draft.id)], origin, note: note)
    }

    func undo(_ receipt: Receipt, by person: String) async throws(ServiceProblem) -> Receipt {
        try await service.undo(UndoRequest(id: .new, entry: receipt.entry, actor: person))
    }

    /// That LIVE asks for a review, for a reason.
    func required(_ reason: String) -> ServiceProblem {
        .refused(.review(.required(environment: "LIVE", approvals: 1, because: reason)))
    }
}
