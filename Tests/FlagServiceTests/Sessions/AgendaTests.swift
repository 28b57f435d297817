import Experiments
import FlagAPI
import FlagModel
import Observations
import Testing

@testable import FlagService

/// What needs a decision, from a real service with a history.
struct AgendaTests {
    private static let day = SessionFixture.day

    private func agenda(_ fixture: SessionFixture) async throws -> Agenda {
        try await fixture.service.agenda(of: fixture.place, at: fixture.now, in: .utc)
    }

    /// Applications ask for some flags now.
    private func ask(_ keys: String..., in fixture: SessionFixture) async throws {
        let item = ObservedItem(
            customer: Customer(
                key: try CustomerKey("C-1"),
                name: "",
                attributes: [:],
                lastSeenAt: nil
            ),
            evaluations: keys.map { key in
                ObservedEvaluation(
                    flagKey: key,
                    variationID: "on",
                    countsForExperiments: true,
                    time: fixture.now
                )
            },
            metrics: []
        )
        try await fixture.service.report(
            [(items: [item], receivedAt: fixture.now)],
            in: fixture.place
        )
    }

    @Test func `nothing is on the agenda of a place where everything moves`() async throws {
        let fixture = try await SessionFixture()
        let flag = try await fixture.flag("banner", "Banner")
        _ = try await fixture.draft(flag, by: "Li")

        let agenda = try await agenda(fixture)

        #expect(agenda.items == [])
        #expect(agenda.gaps.count == 1)
        #expect(agenda.gaps.joined().contains("reports do not reach back 3 months"))
        await fixture.service.close()
    }

    @Test func `a flag that nobody asked for is forgotten, one that is asked for is not`()
        async throws
    {
        let fixture = try await SessionFixture()
        for key in ["asked", "silent", "never", "quiet"] {
            _ = try await fixture.flag(key, key) { flag in
                flag.reportsInsights = key != "quiet"
                flag.isEnabled = true
                flag.defaultRule = Serving(parts: [("on", 50_000), ("off", 50_000)])
            }
        }
        try await ask("asked", "silent", in: fixture)
        fixture.pass(91 * Self.day)
        #expect(try await agenda(fixture).gaps.joined().contains("none has reported anything"))
        try await ask("asked", in: fixture)

        let agenda = try await agenda(fixture)

        #expect(agenda.items.map(\.key) == ["never", "silent"])
        #expect(agenda.items.map(\.kind) == [.unused, .unused])
        let reasons = agenda.items.map(\.why)
        #expect(
            reasons.first?.hasPrefix("No application has asked for it as far as is known") == true
        )
        #expect(
            reasons.last?.hasPrefix("No application has asked for it since 27 Nov 2026") == true
        )
        #expect(agenda.gaps == [])
        await fixture.service.close()
    }

    @Test func `who was asked for within the months is not forgotten`() async throws {
        let fixture = try await SessionFixture()
        for key in ["steady", "rare"] {
            _ = try await fixture.flag(key, key) { flag in
                flag.isEnabled = true
                flag.defaultRule = Serving(parts: [("on", 50_000), ("off", 50_000)])
            }
        }
        try await ask("steady", in: fixture)
        fixture.pass(40 * Self.day)
        try await ask("rare", in: fixture)
        fixture.pass(60 * Self.day)
        try await ask("steady", in: fixture)

        #expect(try await agenda(fixture).items == [])
        let stricter = try await fixture.service.agenda(
            of: fixture.place,
            at: fixture.now,
            months: 1,
            in: .utc
        )
        #expect(stricter.items.map(\.key) == ["rare"])
        await fixture.service.close()
    }

    @Test func `a flag that gives everybody the same for months could go`() async throws {
        let fixture = try await SessionFixture()
        _ = try await fixture.flag("everyone", "Everyone") { $0.isEnabled = true }
        _ = try await fixture.flag("nobody", "Nobody")
        _ = try await fixture.flag("switch", "Kill switch") { $0.tags = ["Permanent"] }
        _ = try await fixture.flag("split", "Split") { flag in
            flag.isEnabled = true
            flag.defaultRule = Serving(parts: [("on", 50_000), ("off", 50_000)])
        }
        let busy = try await fixture.flag("busy", "Busy")
        fixture.pass(90 * Self.day)
        #expect(try await agenda(fixture).items == [])
        fixture.pass(Self.day)
        _ = try await fixture.draft(busy, by: "Li")

        let items = try await agenda(fixture).items

        #expect(Set(items.map(\.key)) == ["everyone", "nobody"])
        #expect(items.allSatisfy { $0.kind == .settled && $0.urgency == .tidy })
        #expect(items.contains { $0.why.hasPrefix("On and unchanged since 27 Nov 2026: every") })
        #expect(items.contains { $0.why.contains("everybody gets Off") })
        await fixture.service.close()
    }

    @Test func `a draft is named after a week, with what it waits for`() async throws {
        let fixture = try await SessionFixture()
        let flag = try await fixture.flag("banner", "Banner")
        let draft = try await fixture.draft(flag, by: "Li")
        fixture.pass(7 * Self.day - 1)
        #expect(try await agenda(fixture).items == [])
        fixture.pass(1)

        let items = try await agenda(fixture).items
        #expect(items.map(\.subject) == [.draft(draft.id)])
        #expect(
            items.first?.why
                == "Li drafted it on 27 Nov 2026. It waits for the approval of 1 other person."
        )
        try await fixture.decide(draft, .sendBack, by: "Ana", "Too early.")
        let why = try await agenda(fixture).items.map(\.why).joined()
        #expect(why.hasSuffix("Ana sent it back: Too early."))
        await fixture.service.close()
    }

    @Test func `what happens within a week is named, and first what will not happen`()
        async throws
    {
        let fixture = try await SessionFixture(needsReview: false)
        let flag = try await fixture.flag("banner", "Banner")
        let gone = try await fixture.flag("gone", "Gone")
        for (title, target, days) in [
            ("Soon", flag, Int64(7)), ("Later", flag, 8), ("Broken", gone, 8),
        ] {
            let schedule = Schedule(
                id: .new,
                author: "Li",
                createdAt: fixture.now,
                at: fixture.now.adding(microseconds: days * Self.day),
                title: title,
                changes: [
                    .editFlag(environment: fixture.place, flag: target.id, .setEnabled(true))
                ]
            )
            try await fixture.propose([.saveSchedule(schedule)], by: "Li")
        }
        let setting = CustomerSetting(
            environmentID: fixture.place,
            flagID: flag.id,
            customer: try CustomerKey("C-1"),
            variationID: "on",
            end: fixture.now.adding(microseconds: Self.day)
        )
        let planner = CustomerSetting.Planner(author: "Jo", note: "", now: fixture.now, id: .new)
        let model = try await fixture.service.picture().model
        try await fixture.propose(setting.changes(in: model, by: planner), by: "Jo")
        try await fixture.propose(
            [
                .editFlag(environment: fixture.place, flag: gone.id, .setArchived(true)),
                .deleteFlag(environment: fixture.place, flag: gone.id),
            ],
            by: "Li"
        )

        let items = try await agenda(fixture).items

        #expect(items.map(\.name) == ["Broken", "Banner goes back for C-1", "Soon"])
        #expect(items.map(\.kind) == [.plan, .ending, .plan])
        #expect(items.map(\.urgency) == [.wrong, .soon, .soon])
        #expect(items.first?.why.contains("it will not happen") == true)
        #expect(items.last?.why == "Happens by itself on Fri 4 Dec 2026 11:00; planned by Li.")
        await fixture.service.close()
    }

    @Test func `an experiment is named when its days are over`() async throws {
        let fixture = try await SessionFixture(needsReview: false)
        let flag = try await fixture.flag("checkout", "Checkout") { flag in
            flag.isEnabled = true
            flag.defaultRule = Serving(parts: [("on", 50_000), ("off", 50_000)])
        }
        let plan = Experiment(
            id: .new,
            key: try Key("faster"),
            name: "Faster checkout",
            flagID: flag.id,
            baselineVariationID: "off",
            metric: .conversion("order", "orders"),
            plannedDays: 14,
            createdAt: fixture.now
        )
        let place = fixture.place
        try await fixture.propose(
            [
                .createExperiment(environment: place, plan),
                .startExperiment(environment: place, experiment: plan.id, at: nil),
            ],
            by: "Li"
        )
        try await ask("checkout", in: fixture)
        fixture.pass(13 * Self.day)
        #expect(try await agenda(fixture).items == [])
        fixture.pass(2 * Self.day)

        let items = try await agenda(fixture).items

        #expect(items.map(\.kind) == [.experiment])
        let why = items.map(\.why).joined()
        #expect(why == "No answer yet, and the 14 planned days are over.")
        await fixture.service.close()
    }
}
