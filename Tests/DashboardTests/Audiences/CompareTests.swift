import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// One audience against another.
struct CompareTests {
    /// "VIP 2024" (three members) beside "Staff" (twelve, the three among them), in LIVE.
    private func compared() -> Deck {
        let deck = Deck(Fixture.quiet).press("2").press("G").press("=")
        return deck.see("Compare VIP 2024 with").type("staff").press(.enter)
    }

    @Test func `how many are in both and in only one is counted`() {
        let deck = compared().see("VIP 2024 and Staff").see("Of 3 known customers")

        // Of the three who are known, Anna is in both.
        let both = deck.screen.split(separator: "\n").first { $0.contains("in both") } ?? ""
        #expect(both.contains("1  in both"))
        deck.see("12  in one of them or both").see("3  in both").see("9  only in Staff")
    }

    @Test func `an audience is made of the listed members`() {
        let deck = compared().press(.down, .down, .down, .enter)
        deck.see("New audience with 9 customers").see("Staff without VIP 2024")
        deck.press(.control("s")).see("Draft saved: new audience Staff without VIP 2024")

        deck.press("p").type("1").press(.enter)
        let made = deck.service.model.environment(Fixture.live)?
            .audience(Fixture.key("staff-without-vip-2024"))
        #expect(made?.members.count == 9)
        #expect(made?.members.first == Fixture.customer("C-10431"))
    }

    @Test func `nobody makes no audience`() {
        let deck = compared().press(.down, .down, .enter).see("Nobody would be in it.")

        #expect(deck.proposals.isEmpty)
    }

    @Test func `rules cannot be listed, and that is said`() throws {
        let deck = Deck(Fixture.quiet)
        let rule = AudienceRule(
            id: "r",
            name: "",
            conditions: [Condition(id: "c", test: .attribute("a", .isTrue, ""))]
        )
        try deck.other(
            "Jo",
            .editAudience(
                environment: Fixture.live,
                audience: Fixture.audienceID(41),
                .setRules([rule])
            )
        )
        deck.press("2").press("G").press("=").type("staff").press(.enter)

        deck.see("Staff has rules: whom they hold for changes")
        deck.press(.enter).see("Rules cannot be listed")
        #expect(deck.proposals.isEmpty)
    }

    @Test func `who is kept out is not in it`() {
        func audience(_ number: UInt8, _ members: [String], never: [String] = []) -> Audience {
            var audience = Audience(
                id: Fixture.id(number),
                key: Fixture.key("a\(number)"),
                name: "A",
                createdAt: Fixture.now
            )
            audience.members = members.map(Fixture.customer)
            audience.excluded = never.map(Fixture.customer)
            return audience
        }
        let first = audience(1, ["a", "b", "c"], never: ["c"])
        let second = audience(2, ["b", "c", "d"])
        func members(_ kind: AudienceCombination.Kind) -> [String] {
            AudienceCombination.members(kind, first, second).map(\.text)
        }

        #expect(members(.either) == ["a", "b", "c", "d"])
        #expect(members(.both) == ["b"])
        #expect(members(.onlyFirst) == ["a"])
        #expect(members(.onlySecond) == ["c", "d"])
    }
}
