import FlagAPI
import FlagModel
import FlagService
import Testing

/// Triggers where every change is reviewed: who makes one decides about exactly one switch.
struct ReviewedTriggerTests {
    private func trigger(_ shop: ReviewedShop, _ action: Trigger.Action = .turnOff) -> Trigger {
        Trigger(
            id: .new,
            environmentID: shop.fixture.live.id,
            flagID: shop.flag.id,
            action: action,
            tokenDigest: String(repeating: "ab", count: 32),
            description: "error rate alarm"
        )
    }

    /// A shop whose trigger was approved by Ana and published by Jo.
    private func approved() async throws -> (ReviewedShop, Trigger) {
        let shop = try await ReviewedShop(customers: 0, rule: ReviewRule(approvals: 1))
        let trigger = trigger(shop)
        let draft = try await shop.draft([.saveTrigger(trigger)])
        try await shop.approve(draft, by: "Ana")
        _ = try await shop.publish(draft)
        return (shop, trigger)
    }

    private func isOn(_ shop: ReviewedShop) async throws -> Bool? {
        let model = try await shop.service.picture().model
        return model.environment(shop.fixture.live.id)?.flag(shop.flag.id)?.isEnabled
    }

    @Test func `a trigger that others approved acts without being asked about again`() async throws
    {
        let (shop, trigger) = try await approved()

        let outcome = try await shop.service.run(trigger: trigger.id)

        guard case .done(let receipt) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(try await isOn(shop) == false)
        let page = try await shop.service.history(HistoryRequest(limit: 1))
        let entry = try #require(page.entries.first)
        #expect(entry.number == receipt.entry)
        #expect(entry.changeSet.actor == "trigger: error rate alarm")
        #expect(entry.changeSet.origin == .triggered)
        #expect(try await shop.service.run(trigger: trigger.id) == .isSo)
    }

    @Test func `a trigger needs the review that its switch would need`() async throws {
        let every = ReviewRule(approvals: 1)
        let paid = ReviewRule(approvals: 1, tags: ["paid"])
        let shared = ReviewRule(approvals: 1, people: 500)
        for (rule, reason) in [
            (every, "every change there is reviewed"),
            (shared, "nobody can tell yet how many customers it will reach"),
        ] {
            let shop = try await ReviewedShop(customers: 10, rule: rule)
            await #expect(throws: shop.required(reason)) {
                try await shop.propose([.saveTrigger(trigger(shop))])
            }
        }
        let shop = try await ReviewedShop(customers: 10, rule: paid)
        _ = try await shop.propose([.saveTrigger(trigger(shop))])
    }

    @Test func `to disable one needs no review, to enable it again does`() async throws {
        let (shop, made) = try await approved()
        var trigger = made
        trigger.isEnabled = false
        _ = try await shop.propose([.saveTrigger(trigger)])
        #expect(try await shop.service.run(trigger: trigger.id) == .unknown)
        #expect(try await isOn(shop) == true)

        trigger.isEnabled = true
        await #expect(throws: shop.required("every change there is reviewed")) {
            try await shop.propose([.saveTrigger(trigger)])
        }
    }

    @Test func `another address for it needs a review, another text does not`() async throws {
        let (shop, made) = try await approved()
        var renamed = made
        renamed.description = "alarm"
        _ = try await shop.propose([.saveTrigger(renamed)])
        let moved = Trigger(
            id: made.id,
            environmentID: made.environmentID,
            flagID: made.flagID,
            action: made.action,
            tokenDigest: String(repeating: "cd", count: 32),
            description: "alarm"
        )

        await #expect(throws: shop.required("every change there is reviewed")) {
            try await shop.propose([.saveTrigger(moved)])
        }
    }

    @Test func `what is approved is the switch of the flag as it was read`() async throws {
        let shop = try await ReviewedShop(customers: 0, rule: ReviewRule(approvals: 1))
        let draft = try await shop.draft([.saveTrigger(trigger(shop, .turnOn))])
        try await shop.approve(draft, by: "Ana")
        let other = try await shop.draft([shop.change(.setDefaultRule(Serving(everyone: "on")))])
        try await shop.approve(other, by: "Ana")
        _ = try await shop.publish(other)

        let model = try await shop.service.picture().model
        let waiting = try #require(model.draft(draft.id))
        #expect(model.reviewState(of: waiting) == .waiting(missing: 1))
    }

    @Test func `minutes tell what a trigger did, and count it among nobody's names`() async throws {
        let fixture = try await SessionFixture(needsReview: false)
        let flag = try await fixture.flag("banner", "Summer sale banner")
        let trigger = Trigger(
            id: .new,
            environmentID: fixture.place,
            flagID: flag.id,
            action: .turnOn,
            tokenDigest: String(repeating: "ab", count: 32),
            description: "error rate alarm"
        )
        try await fixture.propose([.saveTrigger(trigger)], by: "Zoe")
        fixture.pass(SessionFixture.minute)
        let start = fixture.now

        _ = try await fixture.service.run(trigger: trigger.id)
        fixture.pass(SessionFixture.minute)

        let minutes = try await fixture.minutes(from: start)
        #expect(minutes.people == [])
        #expect(minutes.others.map(\.person) == ["trigger: error rate alarm"])
        #expect(minutes.others.map(\.sentence) == ["turned Summer sale banner on in LIVE"])
        await fixture.service.close()
    }
}
