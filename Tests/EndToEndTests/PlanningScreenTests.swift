import Foundation
import Testing

/// What happens later, prepared and seen on the screens of a real terminal.
@Suite(.serialized, .waiting)
struct PlanningScreenTests {
    /// A shop with a flag, a plan's audience that gives another flag, and a screen in front of it.
    private func shop() throws -> (screen: DrivenScreen, workplace: Workplace) {
        let workplace = try Workplace()
        try workplace.done("init")
        try workplace.done("flag", "create", "advent-banner", "--name", "Advent banner")
        try workplace.done("audience", "create", "pro", "--name", "Pro plan")
        return (try DrivenScreen("flagdeck --actor Kim", in: workplace), workplace)
    }

    private func plans(_ workplace: Workplace) throws -> [[String: Any]] {
        let text = try workplace.done("schedule", "list", "--json")
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(object as? [[String: Any]])
    }

    private func see(
        _ words: String,
        on screen: DrivenScreen,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let lines = try screen.screen()
        let whole = lines.map { "| " + $0 }.joined(separator: "\n")
        #expect(
            lines.contains { $0.contains(words) },
            "\(words)\n\(whole)",
            sourceLocation: sourceLocation
        )
    }

    @Test func `a flag goes on later, in a zone that is typed`() throws {
        let (screen, workplace) = try shop()

        try screen.press([.key("S"), .key("Tab"), .key("C-u"), .text("2030-12-04 09:00")])
        try screen.press([.key("Tab"), .key("Tab"), .key("C-u"), .text("Europe/Berlin")])
        try see("Wed 4 Dec 2030 09:00, UTC+1", on: screen)
        try screen.press([.key("C-s")])
        try see("Draft saved: Advent banner on, Wed 4 Dec 2030 08:00", on: screen)
        #expect(try plans(workplace).isEmpty)
        try screen.press([.key("p"), .text("1"), .key("Enter")])
        try see("Published 1 change", on: screen)

        let plan = try #require(try plans(workplace).first)
        #expect(plan["at"] as? String == "2030-12-04T08:00:00.000Z")
        #expect(plan["zone"] as? String == "Europe/Berlin")
        #expect(plan["author"] as? String == "Kim")
        try see("Next Wed 4 Dec 2030 08:00: off → on", on: screen)
    }

    @Test func `a flag is on until a time, and the end is a plan of its own`() throws {
        let (screen, workplace) = try shop()

        try screen.press([.key("S"), .key("Tab"), .key("Tab"), .key("C-u"), .text("30 days")])
        try see("then it goes off again by itself", on: screen)
        try screen.press([.key("C-s"), .key("p")])
        try see("off → on, until", on: screen)
        try screen.press([.text("1"), .key("Enter")])

        #expect(try plans(workplace).count == 1)
        #expect(
            try plans(workplace).first?["title"] as? String
                == "Advent banner goes off again in LIVE"
        )
        try see(": on → off", on: screen)
    }

    @Test func `what happens next shows a plan, and calls it off`() throws {
        let (screen, workplace) = try shop()
        try workplace.done(
            "schedule",
            "create",
            "--on",
            "advent-banner",
            "--at",
            "2030-12-04 09:00",
            "--zone",
            "UTC",
            "--note",
            "Advent"
        )

        try screen.press([.key("P")])
        try see("Wednesday 4 December 2030", on: screen)
        try see("09:00 Advent banner off → on", on: screen)
        try screen.press([.key("Enter")])
        try see("It happens Wed 4 Dec 2030 09:00.", on: screen)
        try see("on for everyone", on: screen)
        try screen.press([.key("s")])
        try see("Draft saved: stopped: Advent banner on", on: screen)
        try screen.press([.key("x"), .key("Down"), .key("Enter")])
        try see("Draft saved: called off: Advent banner on", on: screen)
        try screen.press([.key("p"), .text("1"), .key("Enter")])
        try see("Nothing is planned, and nothing ends by itself.", on: screen)

        #expect(try plans(workplace).isEmpty)
    }

    @Test func `a trial is given, seen and taken back on the page of a customer`() throws {
        let (screen, workplace) = try shop()

        try screen.press([.key("4"), .text("C-10428"), .key("Enter"), .key("T")])
        try see("For a while in which audience? C-10428", on: screen)
        try screen.press([.key("Enter")])
        try see("Trial of Pro plan for C-10428", on: screen)
        try screen.press([.key("C-u"), .text("2030-12-04"), .key("C-s")])
        try see("Draft saved: C-10428: Pro plan until Wed 4 Dec 2030", on: screen)
        try screen.press([.key("p"), .text("1"), .key("Enter")])
        try see("on trial until Wed 4 Dec 2030 23:59", on: screen)
        #expect(try workplace.done("trial", "list").contains("2030-12-04 23:59"))

        try screen.press([.key("T"), .key("Enter"), .key("Down"), .key("Down"), .key("Enter")])
        try see("Draft saved: C-10428: trial of Pro plan ends", on: screen)
        try screen.press([.key("p"), .text("1"), .key("Enter")])
        try see("Published 1 change", on: screen)
        #expect(try workplace.done("trial", "list").contains("Nobody is on trial"))
    }
}
