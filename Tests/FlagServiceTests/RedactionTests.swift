import FlagAPI
import FlagModel
import Testing

@testable import FlagService

/// A person disappears from the past, and the present stays byte for byte.
struct RedactionTests {
    let place: ServiceFixture
    let audience: Audience
    let bob: CustomerKey

    init() throws {
        place = try ServiceFixture()
        bob = try CustomerKey("bob@x.com")
        audience = Audience(
            id: .new,
            key: try Key("beta"),
            name: "Beta testers",
            createdAt: Moment(milliseconds: 1_780_000_000_000)
        )
    }

    private var request: RedactionRequest {
        RedactionRequest(text: "bob@x.com", actor: "ops", askedBy: "legal", reason: "asked")
    }

    private func edit(_ edit: AudienceEdit, note: String = "") -> Proposal {
        place.proposal(
            [.editAudience(environment: place.live.id, audience: audience.id, edit)],
            note: note
        )
    }

    private func redact(_ request: RedactionRequest? = nil) throws -> RedactionOutcome {
        try place.directory.redact(request ?? self.request, at: place.world.now())
    }

    private func lastEntry() async throws -> UInt64 {
        let service = try place.reopen()
        let entry = try await service.picture().entry
        await service.close()
        return entry
    }

    /// Entries 1 to 4: begun, an audience, Bob joins, Bob leaves.
    private func begin() async throws -> LocalService {
        let service = try await place.begin()
        _ = try await service.propose(
            place.proposal([.createAudience(environment: place.live.id, audience)])
        )
        _ = try await service.propose(edit(.addMembers([Insertion(bob)]), note: "bob@x.com asked"))
        _ = try await service.propose(edit(.removeMembers([bob])))
        return service
    }

    @Test func `the present is the same and the past has another name`() async throws {
        let service = try await begin()
        let before = try await service.picture().model
        await service.close()

        let outcome = try redact()
        let again = try place.reopen()

        #expect(outcome.entry == 5)
        #expect(outcome.placeholder == "redacted-1")
        #expect(outcome.entries.map(\.number) == [3, 4])
        #expect(outcome.leftovers == [])
        #expect(try await again.picture().model == before)
        let history = try await again.history(HistoryRequest(limit: 10)).entries
        #expect(
            history.map(\.changeSet.sentence).prefix(3) == [
                "removed personal data from older entries; asked by legal: asked",
                "took redacted-1 out of the audience Beta testers in LIVE (redacted, see 5)",
                "added redacted-1 to the audience Beta testers in LIVE (redacted, see 5)",
            ]
        )
        #expect(history[2].changeSet.note == "redacted-1 asked")
        await again.close()
    }

    @Test func `the past can still be looked at and taken back`() async throws {
        await (try await begin()).close()
        _ = try redact()
        let service = try place.reopen()

        let then = try await service.model(after: 3)
        #expect(
            then.environment(place.live.id)?.audience(audience.id)?.members
                == [try CustomerKey("redacted-1")]
        )
        let plan = try await service.undoPlan(of: 4)
        #expect(plan.changes.count == 1)
        #expect(plan.obstacles == [])
        let asked = try await service.history(HistoryRequest(limit: 10)).entries[1].changeSet.id
        let again = try await service.propose(
            Proposal(id: asked, actor: "Ana", changes: [])
        )
        #expect(again.entry == 4)
        await service.close()
    }

    @Test func `what is still in use is refused and named`() async throws {
        let service = try await begin()
        _ = try await service.propose(edit(.addMembers([Insertion(bob)])))
        await service.close()

        #expect(
            throws: RedactionProblem.stillThere(
                ["bob@x.com is still a member of Beta testers, in Shop."]
            )
        ) {
            try redact()
        }
        #expect(try await lastEntry() == 5)
    }

    @Test(arguments: [(0, "a guardrail"), (1, "a metric")])
    func `a metric of an experiment is named`(place number: Int, word: String) async throws {
        let service = try await begin()
        let flag = try place.flag("checkout")
        var metric = Experiment.Metric.conversion("paid", "people who pay")
        var experiment = Experiment(
            id: .new,
            key: try Key("speed"),
            name: "Checkout speed",
            flagID: flag.id,
            baselineVariationID: "off",
            metric: metric,
            plannedDays: 14,
            createdAt: place.world.now()
        )
        metric.title = "mails of bob@x.com"
        if number == 0 { experiment.guardrails = [metric] }
        if number == 1 { experiment.otherMetrics = [metric] }
        _ = try await service.propose(
            place.proposal([
                .createFlag(environment: place.live.id, flag),
                .createExperiment(environment: place.live.id, experiment),
            ])
        )
        await service.close()

        let still = "bob@x.com is still in \(word) of the experiment Checkout speed, in Shop."
        #expect(throws: RedactionProblem.stillThere([still])) { try redact() }
    }

    @Test func `a waiting draft is named`() async throws {
        let service = try await begin()
        let change = Change.editAudience(
            environment: place.live.id,
            audience: audience.id,
            .addMembers([Insertion(bob)])
        )
        let draft = Draft(
            id: .new,
            author: "Ana",
            createdAt: place.world.now(),
            note: "",
            changes: [change]
        )
        _ = try await service.propose(place.proposal([.saveDraft(draft)], origin: .drafting))
        await service.close()

        #expect(
            throws: RedactionProblem.stillThere(["bob@x.com is still in a draft by Ana."])
        ) {
            try redact()
        }
    }

    @Test func `what is planned for later is named`() async throws {
        let service = try await begin()
        let change = Change.editAudience(
            environment: place.live.id,
            audience: audience.id,
            .addMembers([Insertion(bob)])
        )
        let now = place.world.now()
        let schedule = Schedule(
            id: .new,
            author: "Ana",
            createdAt: now,
            at: now.adding(microseconds: 86_400_000_000),
            title: "Somebody joins",
            changes: [change]
        )
        _ = try await service.propose(place.proposal([.saveSchedule(schedule)]))
        await service.close()

        #expect(
            throws: RedactionProblem.stillThere(
                ["bob@x.com is still in what Ana planned for a later time."]
            )
        ) {
            try redact()
        }
    }

    @Test func `a text without which an entry says nothing is refused`() async throws {
        await (try await begin()).close()
        var request = request
        request.text = "edit-audience"

        #expect(throws: RedactionProblem.breaks(entry: 3)) { try redact(request) }
        request.text = "steps"
        #expect(throws: RedactionProblem.breaks(entry: 1)) { try redact(request) }
        request.text = "note"
        #expect(throws: RedactionProblem.breaks(entry: 3)) { try redact(request) }
    }

    @Test func `trying says what would happen and changes nothing`() async throws {
        let service = try await begin()

        let outcome = try place.directory.planRedaction(request)

        #expect(outcome.entry == nil)
        #expect(outcome.entries.map(\.number) == [3, 4])
        #expect(outcome.entries.first?.sentence.hasPrefix("added redacted-1 to") == true)
        #expect(try await service.picture().entry == 4)
        await service.close()
    }

    @Test func `while somebody has the data, it is refused`() async throws {
        let service = try await begin()

        #expect(throws: RedactionProblem.self) { try redact() }

        await service.close()
    }

    @Test func `a snapshot that holds the text is renewed`() async throws {
        let service = try await place.begin()
        _ = try await service.propose(
            place.proposal([.createAudience(environment: place.live.id, audience)])
        )
        _ = try await service.propose(edit(.addMembers([Insertion(bob)])))
        try await service.writeSnapshot()
        _ = try await service.propose(edit(.removeMembers([bob])))
        let before = try await service.picture().model
        await service.close()

        let outcome = try redact()

        #expect(outcome.snapshotCount == 1)
        #expect(outcome.leftovers == [])
        let again = try place.reopen()
        #expect(try await again.picture().model == before)
        await again.close()
    }

    @Test func `a text that stands nowhere changes nothing`() async throws {
        await (try await begin()).close()
        var request = request
        request.text = "nobody@x.com"

        let outcome = try redact(request)

        #expect(outcome.entries == [])
        #expect(outcome.entry == nil)
        #expect(try await lastEntry() == 4)
    }

    @Test func `two people are told apart, one after the other`() async throws {
        let service = try await begin()
        let ann = try CustomerKey("ann@x.com")
        _ = try await service.propose(edit(.addMembers([Insertion(bob), Insertion(ann)])))
        _ = try await service.propose(edit(.removeMembers([bob, ann])))
        await service.close()
        _ = try redact()
        var second = request
        second.text = "ann@x.com"

        let outcome = try redact(second)

        #expect(outcome.placeholder == "redacted-2")
        #expect(outcome.entries.map(\.number) == [5, 6])
        let again = try place.reopen()
        let then = try await again.model(after: 5)
        #expect(
            then.environment(place.live.id)?.audience(audience.id)?.members.map(\.text)
                == ["redacted-1", "redacted-2"]
        )
        await again.close()
    }
}
