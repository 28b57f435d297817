import FlagAPI
import FlagModel
import FlagService
import Testing

struct ReviewedServiceTests {
    @Test func `5 % of those who are known may be changed at once, one more may not`() async throws
    {
        let shop = try await ReviewedShop(customers: 100)

        _ = try await shop.propose([try shop.on(5)])
        let reason = "6 customers would get something else, which is more than 5% of 100"
        let more = try (10..<16).map { try CustomerKey("C-\($0)") }
        await #expect(throws: shop.required(reason)) {
            try await shop.propose([shop.change(.addTargets(variationID: "on", more))])
        }
        let state = try await shop.service.picture().model.environment(shop.fixture.live.id)
        #expect(state?.flag(shop.flag.id)?.targets.flatMap(\.customers).count == 5)
    }

    @Test func `what people get is the value of a version, whatever it is called`() async throws {
        let shop = try await ReviewedShop(customers: 40)
        let reason = "40 customers would get something else, which is more than 5% of 40"
        let (on, off) = (shop.flag.variations[0], shop.flag.variations[1])
        let swap = [
            Variation(id: on.id, name: on.name, value: off.value),
            Variation(id: off.id, name: off.name, value: on.value),
        ].map { shop.change(.editVariation($0)) }

        await #expect(throws: shop.required(reason)) { try await shop.propose(swap) }
        await #expect(throws: shop.required(reason)) {
            try await shop.propose([shop.change(.setKind(.string))])
        }
        let renamed = Variation(id: off.id, name: "Nothing at all", value: off.value)
        _ = try await shop.propose([shop.change(.editVariation(renamed))])
        // Nobody gets this one yet.
        let unseen = Variation(id: on.id, name: on.name, value: off.value)
        let answer = try await shop.service.reviewNeeds(of: [shop.change(.editVariation(unseen))])
        #expect(answer.reach[shop.fixture.live.id]?.people == 0)
    }

    @Test func `where nobody is known yet, a review is needed`() async throws {
        let shop = try await ReviewedShop(customers: 0)
        let reason = "no customer is known there yet, so nobody can tell how many it reaches"

        await #expect(throws: shop.required(reason)) { try await shop.propose([try shop.on(1)]) }
    }

    @Test func `the needs of a draft come with the people counted`() async throws {
        let shop = try await ReviewedShop(customers: 40)
        let draft = try await shop.draft([shop.change(.setDefaultRule(Serving(everyone: "on")))])

        let answer = try await shop.service.reviewNeeds(ofDraft: draft.id)

        #expect(answer.reach == [shop.fixture.live.id: PeopleReach(people: 40, known: 40)])
        #expect(
            answer.needs == [
                ReviewNeed(
                    environmentID: shop.fixture.live.id,
                    approvals: 1,
                    reasons: ["40 customers would get something else, which is more than 5% of 40"]
                )
            ]
        )
        let words = try await shop.service.reviewNeeds(of: [shop.change(.setOwner("Jo"))])
        #expect(words.needs == [])
        #expect(words.reach == [shop.fixture.live.id: PeopleReach(people: 0, known: 40)])
    }

    @Test func `what is planned does not hide what happens now`() async throws {
        let shop = try await ReviewedShop(customers: 100)
        let keys = try ReviewedShop.keys(50)
        let plan = Schedule(
            id: .new,
            author: "Jo",
            createdAt: Moment(milliseconds: 1_780_000_000_000),
            at: Moment(milliseconds: 1_780_000_000_000 + 86_400_000),
            title: "Back again",
            changes: [shop.change(.removeTargets(keys))]
        )

        let changes = [try shop.on(50), .saveSchedule(plan)]
        await #expect(throws: ServiceProblem.self) { try await shop.propose(changes) }
        let answer = try await shop.service.reviewNeeds(of: changes)
        #expect(answer.reach[shop.fixture.live.id]?.people == 100)
    }

    @Test func `what cannot be made is refused as it always is, before anybody is counted`()
        async throws
    {
        let shop = try await ReviewedShop(customers: 10)

        await #expect(throws: ServiceProblem.refused(.unknown(.rule, "no"))) {
            try await shop.propose([shop.change(.removeRule("no"))])
        }
    }

    @Test(arguments: [ChangeSet.Origin.direct, .importing, .publish, .drafting])
    func `no experiment comes into the world running`(_ origin: ChangeSet.Origin) async throws {
        let shop = try await ReviewedShop(customers: 0, rule: ReviewRule(approvals: 1))
        var plan = Experiment(
            id: .new,
            key: try Key("wrapping"),
            name: "Wrapping",
            flagID: shop.flag.id,
            baselineVariationID: "off",
            metric: .conversion("paid", "People who pay"),
            plannedDays: 14,
            createdAt: Moment(milliseconds: 1_780_000_000_000)
        )
        let live = shop.fixture.live.id
        for state in [Experiment.State.running, .stopped] {
            plan.state = state
            plan.runs = [Experiment.Run(startedAt: plan.createdAt, endedAt: plan.createdAt)]
            if state == .running { plan.runs[0].endedAt = nil }
            await #expect(throws: ServiceProblem.self) {
                try await shop.propose([.createExperiment(environment: live, plan)], origin)
            }
        }
        #expect(try await shop.service.picture().model.environment(live)?.experimentCount == 0)

        (plan.state, plan.runs) = (.planned, [])
        _ = try await shop.propose([.createExperiment(environment: live, plan)])
        await #expect(throws: shop.required("every change there is reviewed")) {
            try await shop.propose([
                .startExperiment(environment: live, experiment: plan.id, at: nil)
            ])
        }
    }

    @Test func `nobody names the time of a plan or takes an entry back by themselves`() async throws
    {
        let shop = try await ReviewedShop(customers: 0, rule: ReviewRule(approvals: 1))
        let change = shop.change(.setEnabled(false))

        await #expect(throws: ServiceProblem.refused(.timeOfPlanNotYours)) {
            try await shop.propose([change], .scheduled)
        }
        await #expect(throws: ServiceProblem.refused(.undoNotYours)) {
            try await shop.propose([change], .undo(1))
        }
        await #expect(throws: ServiceProblem.refused(.triggerNotYours)) {
            try await shop.propose([change], .triggered)
        }
    }

    @Test func `who wrote a draft in another name does not approve it`() async throws {
        let shop = try await ReviewedShop(customers: 0, rule: ReviewRule(approvals: 1))
        let draft = Draft(
            id: .new,
            author: "Li",
            createdAt: Moment(milliseconds: 1_780_000_000_000),
            note: "",
            changes: [shop.change(.setEnabled(false))]
        )
        _ = try await shop.propose([.saveDraft(draft)], by: "Jo", .drafting)

        await #expect(throws: ServiceProblem.refused(.review(.ownDraft("wrap", "Jo")))) {
            try await shop.approve(draft, by: "Jo")
        }
    }

    @Test func `who published puts it back at once, somebody else does not`() async throws {
        let shop = try await ReviewedShop(customers: 0, rule: ReviewRule(approvals: 1))
        let draft = try await shop.draft([shop.change(.setEnabled(false))])
        try await shop.approve(draft, by: "Ana")
        let receipt = try await shop.publish(draft)

        let reason = "every change there is reviewed"
        await #expect(throws: shop.required(reason)) {
            try await shop.service.undo(UndoRequest(id: .new, entry: receipt.entry, actor: "Ana"))
        }
        let undone = try await shop.service.undo(
            UndoRequest(id: .new, entry: receipt.entry, actor: "Jo")
        )
        let model = try await shop.service.picture().model
        #expect(model.environment(shop.fixture.live.id)?.flag(shop.flag.id)?.isEnabled == true)
        #expect(model.drafts.map(\.id) == [draft.id])
        // What was approved before it was live and back has to be read again.
        #expect(model.reviewState(of: try #require(model.drafts.first)) == .waiting(missing: 1))
        await #expect(throws: shop.required(reason)) {
            try await shop.service.undo(UndoRequest(id: .new, entry: undone.entry, actor: "Jo"))
        }
    }

    @Test func `who published does not put back at once what others have built on since`()
        async throws
    {
        let shop = try await ReviewedShop(customers: 100)
        _ = try await shop.propose([shop.change(.setEnabled(false))])
        _ = try await shop.propose([shop.change(.setDefaultRule(Serving(everyone: "on")))])
        // None of these gives anybody anything else, as the flag is off or everybody gets "off".
        let published = try await shop.propose(
            [shop.change(.setDefaultRule(Serving(everyone: "off")))],
            .publish
        )
        _ = try await shop.propose([shop.change(.setEnabled(true))], by: "Li")

        let reason = "100 customers would get something else, which is more than 5% of 100"
        await #expect(throws: shop.required(reason)) {
            try await shop.undo(published, by: "Jo")
        }
        let state = try await shop.service.picture().model.environment(shop.fixture.live.id)
        #expect(state?.flag(shop.flag.id)?.defaultRule == Serving(everyone: "off"))
    }

    @Test func `what others change elsewhere does not keep a publication from going back`()
        async throws
    {
        let shop = try await ReviewedShop(customers: 100)
        let draft = try await shop.draft([shop.change(.setDefaultRule(Serving(everyone: "on")))])
        try await shop.approve(draft, by: "Ana")
        let published = try await shop.publish(draft)
        let other = try shop.fixture.flag("other")
        _ = try await shop.propose(
            [.createFlag(environment: shop.fixture.live.id, other)],
            by: "Li",
            .emergency,
            note: "Now."
        )

        _ = try await shop.undo(published, by: "Jo")

        let state = try await shop.service.picture().model.environment(shop.fixture.live.id)
        #expect(state?.flag(shop.flag.id)?.defaultRule == Serving(everyone: "off"))
    }

    @Test func `whoever undoes something is held to how many people it reaches`() async throws {
        let shop = try await ReviewedShop(customers: 100)
        let few = try await shop.propose([try shop.on(5)])
        _ = try await shop.undo(few, by: "Li")
        let many = try await shop.propose([try shop.on(6)], .emergency, note: "Now.")

        let reason = "6 customers would get something else, which is more than 5% of 100"
        await #expect(throws: shop.required(reason)) { try await shop.undo(many, by: "Li") }
        _ = try await shop.undo(many, by: "Jo")
    }

    @Test(arguments: [(-1, true), (0, true), (1, false)])
    func `who published puts it back within the hours of the limit, not a moment later`(
        microseconds: Int64,
        isDone: Bool
    ) async throws {
        let shop = try await ReviewedShop(customers: 0, rule: ReviewRule(approvals: 1))
        let draft = try await shop.draft([shop.change(.setEnabled(false))])
        try await shop.approve(draft, by: "Ana")
        let receipt = try await shop.publish(draft)
        let page = try await shop.service.history(HistoryRequest(limit: 1))
        let published = try #require(page.entries.first).changeSet.time
        let last = Int64(Limits.putBackHours.upperBound) * 3_600_000_000
        shop.fixture.clock.hold(at: published.adding(microseconds: last + microseconds))

        let request = UndoRequest(id: .new, entry: receipt.entry, actor: "Jo")
        if isDone {
            _ = try await shop.service.undo(request)
        } else {
            await #expect(throws: shop.required("every change there is reviewed")) {
                try await shop.service.undo(request)
            }
        }

        let state = try await shop.service.picture().model.environment(shop.fixture.live.id)
        #expect(state?.flag(shop.flag.id)?.isEnabled == isDone)
    }

    @Test func `an emergency is live at once and marked`() async throws {
        let shop = try await ReviewedShop(customers: 0, rule: ReviewRule(approvals: 1))
        let draft = try await shop.draft([shop.change(.setEnabled(false))])
        await #expect(throws: ServiceProblem.refused(.review(.emergencyReason))) {
            try await shop.publish(draft, .emergency)
        }

        let receipt = try await shop.publish(draft, .emergency, note: "The shop is down.")

        #expect(receipt.sentence == "without a review: published 1 change in LIVE")
        let page = try await shop.service.history(HistoryRequest(limit: 1))
        #expect(page.entries.first?.changeSet.origin == .emergency)
        #expect(page.entries.first?.changeSet.note == "The shop is down.")
    }

    @Test func `a plan that was approved happens without being asked about again`() async throws {
        let shop = try await ReviewedShop(customers: 0, rule: ReviewRule(approvals: 1))
        let plan = Schedule(
            id: .new,
            author: "Jo",
            createdAt: Moment(milliseconds: 1_780_000_000_000),
            at: Moment(milliseconds: 1_780_000_020_000),
            title: "Off at last",
            changes: [shop.change(.setEnabled(false))]
        )
        await #expect(throws: shop.required("every change there is reviewed")) {
            try await shop.propose([.saveSchedule(plan)])
        }
        let draft = try await shop.draft([.saveSchedule(plan)])
        try await shop.approve(draft, by: "Ana")
        _ = try await shop.publish(draft)

        for _ in 0..<20 { _ = shop.fixture.world.now() }
        #expect(await shop.service.fireDueSchedules())

        let state = try await shop.service.picture().model.environment(shop.fixture.live.id)
        #expect(state?.flag(shop.flag.id)?.isEnabled == false)
    }

    @Test func `after a start everything that was said is there`() async throws {
        let shop = try await ReviewedShop(customers: 0, rule: ReviewRule(approvals: 1))
        let draft = try await shop.draft([shop.change(.setEnabled(false))])
        try await shop.approve(draft, by: "Ana")
        let before = try await shop.service.picture().model
        await shop.service.close()

        let again = try shop.fixture.reopen()
        #expect(try await again.picture().model.json == before.json)
        #expect(before.lostRevision == 0)
        await again.close()
    }
}
