import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Giving a change a time: a flag on until Friday, a draft on Monday, a share in steps.
struct TimeFormTests {
    private static let minute: Int64 = 60_000_000

    /// The form about a flag of the shop without drafts.
    private func deck(_ flag: String, inPractice: Bool = false) -> Deck {
        let deck = Deck(Fixture.quiet)
        if inPractice { deck.press("E").press(.down, .enter) }
        return deck.press("/").type(flag).press(.enter).press("S")
    }

    /// Replaces what is typed in the field with the focus.
    private func fill(_ deck: Deck, _ text: String) {
        deck.press(.end).press(.control("u")).type(text)
    }

    @Test func `what is typed replaces the suggested time, and End edits it`() {
        let deck = deck("gift").press(.tab).see("typing replaces it").type("20 Jul 9:00")
        deck.see("Mon 20 Jul 09:00, UTC").notSee("typing replaces it")

        deck.press(.control("u")).type("tomorrow 9:00").press(.end, .backspace).type("5")
        deck.see("tomorrow 09:05, UTC")
    }

    private func drafted(_ deck: Deck) -> Schedule? {
        deck.service.model.drafts.last?.onlyPlan
    }

    // MARK: - Until and later

    @Test func `a flag goes on at once and off again on Friday, as one draft`() throws {
        let deck = deck("gift").see("Gift wrap, at a time").see("As soon as it is published")
        deck.press(.tab, .tab)
        fill(deck, "friday 18:00")
        deck.see("Until Fri 17 Jul 18:00; then it goes off again by itself")
        deck.press(.control("s")).see("Draft saved: Gift wrap on until Fri 17 Jul 18:00.")

        let draft = try #require(deck.service.model.drafts.first)
        #expect(draft.changes.count == 2)
        #expect(draft.plans.map(\.at) == [PlanShop.at(days: 3, 18 * 60)])
        deck.press("p").see("off → on, until Fri 17 Jul")
        deck.type("1").press(.enter)
        let flag = deck.service.model.environment(Fixture.live)?.flag(Fixture.flagID(14))
        #expect(flag?.isEnabled == true)
        #expect(deck.service.model.schedules.map(\.at) == [PlanShop.at(days: 3, 18 * 60)])
        deck.see("Next").see("Fri 17 Jul 18:00: on → off")
    }

    @Test func `a flag that goes on later is a draft of a plan`() throws {
        let deck = deck("gift").press(.tab)
        fill(deck, "20 Jul 9:00")
        deck.see("Mon 20 Jul 09:00, UTC").press(.tab)
        fill(deck, "22 Jul 9:00")
        deck.press(.control("s")).see("Draft saved: Gift wrap on, Mon 20 Jul 09:00. Not live yet.")

        let plan = try #require(drafted(deck))
        #expect(plan.at == PlanShop.at(days: 6, 540))
        #expect(plan.later.map(\.at) == [PlanShop.at(days: 8, 540)])
        #expect(plan.author == "Li")
        deck.see("Mon 20 Jul 09:00: off → on, then 1 more step. By you. Not planned yet.")
        deck.press("p").see("Gift wrap").see("Mon 20 Jul 09:00: off → on")
        deck.type("1").press(.enter)
        #expect(deck.service.model.schedules == [plan])
        #expect(deck.service.model.drafts.isEmpty)
        deck.see("Next   Mon 20 Jul 09:00: off → on, then 1 more step")
    }

    @Test func `outside of LIVE the plan is made at once, and undo takes it back`() {
        let deck = deck("gift", inPractice: true).press(.tab)
        fill(deck, "2 hours")
        deck.press(.control("s"))

        #expect(deck.service.model.schedules.count == 1)
        #expect(deck.service.model.drafts.isEmpty)
        deck.press("u")
        #expect(deck.service.model.schedules.isEmpty)
    }

    @Test func `a share goes up in steps, one day apart`() throws {
        let deck = deck("loyalty")
        deck.press(.right).see("Shares").see("10%, 25%, 50%, everyone")
        deck.see("4 steps, each says how many get \"On\"")
        deck.see("tomorrow 09:00, UTC").see("The last step comes Sat 18 Jul 09:00")
        deck.press(.tab)
        fill(deck, "25, 50%, everyone")
        deck.press(.control("s")).see("Loyalty points on receipts 25% → 50%")

        let plan = try #require(drafted(deck))
        let at = [plan.at] + plan.later.map(\.at)
        #expect(at == [1, 2, 3].map { PlanShop.at(days: $0, 540) })
        #expect(plan.expects.count == 1)
        deck.press("p").see("tomorrow 09:00: 10% → 25%")
    }

    @Test func `steps of a flag that is off turn it on first`() throws {
        let deck = deck("gift").press(.right, .right).press(.control("s"))

        let plan = try #require(drafted(deck))
        let place = Fixture.live
        #expect(
            plan.changes.first
                == .editFlag(environment: place, flag: Fixture.flagID(14), .setEnabled(true))
        )
        #expect(plan.changes.count == 2)
        #expect(plan.later.map(\.changes.count) == [1, 1, 1])
    }

    // MARK: - Zones

    @Test func `a time is told in the zone that is typed, and the plan remembers it`() throws {
        let deck = deck("gift").press(.tab)
        fill(deck, "20 Jul 9:00")
        deck.press(.tab, .tab)
        fill(deck, "Europe/Berlin")
        deck.see("Mon 20 Jul 09:00, UTC+2").see("it is 12:58 there now").press(.control("s"))

        let plan = try #require(drafted(deck))
        #expect(plan.at == PlanShop.at(days: 6, 420))
        #expect(plan.zone == "Europe/Berlin")
        deck.press("P").see("07:00").press(.enter).see("(Mon 20 Jul 09:00 in Europe/Berlin)")
    }

    @Test func `a zone that nobody knows is said at its field`() {
        let deck = deck("gift").press(.tab, .tab, .tab)
        fill(deck, "Europe/Bielefeld")
        deck.press(.control("s")).see("Nothing is known here of \"Europe/Bielefeld\".")

        #expect(deck.proposals.isEmpty)
        #expect(deck.state.overlays.count == 1)
    }

    @Test func `days are the same time of day when clocks are set between them`() {
        let spacing = StepSpacing("1 day")
        let first = Moment("2026-10-24T07:00:00Z") ?? Fixture.now

        let moments = spacing?.moments(from: first, count: 3, in: Fixture.berlin) ?? []

        #expect(
            moments.map(\.text) == [
                "2026-10-24T07:00:00.000Z", "2026-10-25T08:00:00.000Z", "2026-10-26T08:00:00.000Z",
            ]
        )
    }

    @Test(arguments: [
        ("a day", StepSpacing.days(1)), ("2 days", .days(2)), ("1 week", .days(7)),
        ("12 hours", .minutes(720)), ("30 minutes", .minutes(30)), ("10000 days", .days(10_000)),
    ])
    func `how far steps are apart is read`(text: String, spacing: StepSpacing) {
        #expect(StepSpacing(text) == spacing)
    }

    @Test(arguments: ["", "day", "0 days", "-1 days", "10001 days", "a fortnight", "1 day 2"])
    func `anything else is no distance`(text: String) {
        #expect(StepSpacing(text) == nil)
    }

    // MARK: - What is typed wrongly

    @Test(arguments: [
        ("soon", "is no time. Try now, Friday 18:00"), ("friday", "At which time?"),
        ("14 Jul 2026 9:00", "is over. Choose a later time."), ("no end", "is no time"),
    ])
    func `what is no beginning is said at the field, and nothing is saved`(
        text: String,
        problem: String
    ) {
        let deck = deck("gift").press(.tab)
        fill(deck, text)

        deck.press(.control("s")).see(problem)

        #expect(deck.proposals.isEmpty)
    }

    @Test func `an end before the beginning is said at the end`() {
        let deck = deck("gift").press(.tab)
        fill(deck, "20 Jul 9:00")
        deck.press(.tab)
        fill(deck, "20 Jul 9:00")

        deck.press(.control("s")).see("That is before it begins.")

        #expect(deck.proposals.isEmpty)
    }

    @Test(arguments: [
        ("10%, lots", "\"lots\" is no share"), ("", "Type the shares"), ("101", "is no share"),
    ])
    func `shares that are none are said at the field`(text: String, problem: String) {
        let deck = deck("loyalty").press(.right).press(.tab)
        fill(deck, text)

        deck.press(.control("s")).see(problem)

        #expect(deck.proposals.isEmpty)
    }

    @Test func `a plan has no more steps than it may have`() {
        let most = Limits.scheduleStepCount.upperBound
        func shares(_ count: Int) -> String {
            Array(repeating: "5", count: count).joined(separator: ",")
        }

        #expect((try? DashboardState.readShares(shares(most)).get().count) == most)
        #expect((try? DashboardState.readShares(shares(most + 1)).get()) == nil)
    }

    @Test func `nothing to change is said`() {
        let deck = deck("gift").press(.right).press(.control("s"))

        deck.see("Nothing to change: Gift wrap is off already.")
        #expect(deck.proposals.isEmpty)
    }

    // MARK: - A draft that becomes a plan

    @Test func `a draft waits for Monday, and may happen at once after all`() throws {
        let deck = Deck(Fixture.quiet).press("/").type("gift").press(.enter).press("t").press("S")
        deck.see("[what its draft says]").press(.tab)
        fill(deck, "20 Jul 9:00")
        deck.press(.control("s")).see("Draft saved: Gift wrap, Mon 20 Jul 09:00")

        let draft = try #require(deck.service.model.drafts.first)
        #expect(deck.service.model.drafts.count == 1)
        let plan = try #require(draft.onlyPlan)
        #expect(plan.at == PlanShop.at(days: 6, 540))
        deck.press("5").see("You want to").see("DO SOMETHING AT A TIME: GIFT WRAP")
        deck.see("20 Jul").see("Mon 20 Jul 09:00").press("S")
        fill(deck, "now")
        deck.press(.control("s")).see("as soon as it is published")

        #expect(deck.service.model.drafts.map(\.changes) == [plan.changes])
    }

    @Test func `a draft in the publish list can wait`() throws {
        let deck = Deck(Fixture.quiet).press("/").type("gift").press(.enter).press("t")
        deck.press("p").press(.tab).press("S").see("Gift wrap, at a time")
        fill(deck, "20 Jul 9:00")
        deck.press(.control("s")).see("Mon 20 Jul 09:00: off → on")

        deck.press(.tab).type("1").press(.enter)
        #expect(deck.service.model.schedules.count == 1)
    }

    @Test func `a draft whose time is over is not published, and says so`() throws {
        let deck = Deck(Fixture.quiet).press("/").type("gift").press(.enter).press("t").press("S")
        deck.press(.tab)
        fill(deck, "2 hours")
        deck.press(.control("s"))
        deck.now = deck.now.adding(microseconds: 180 * Self.minute)

        deck.press("p").see("time is over: S sets another").type("1").press(.enter)

        deck.see("Nothing was published.")
        #expect(deck.service.model.schedules.isEmpty)
    }

    @Test func `what somebody else drafted is given a time by them`() {
        let deck = Deck().press("5").press(.home)
        for _ in 0..<5 where deck.state.reviewed?.draft.author != "Jo" { deck.press(.down) }

        deck.press("S").see("Only whoever works on this draft can give it a time.")
        #expect(deck.proposals.isEmpty)
    }

    @Test func `an audience has a time only through its draft`() {
        let deck = Deck(Fixture.quiet).press("2").press("S")
        deck.see("Change it first: then its draft can wait for a time.")

        deck.press("/").type("plus").press(.enter).press("d").press(.down, .enter)
        deck.press("S").see("Plus customers, at a time")
    }
}
