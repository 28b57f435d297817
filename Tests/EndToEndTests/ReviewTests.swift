import Foundation
import Testing

/// Two people in one review session, each in a terminal of their own.
@Suite(.serialized, .waiting)
struct ReviewTests {
    /// Ana and Li in front of the same data; Li has a draft, and both look at its card.
    private func session() throws -> (ana: RealTerminal, li: RealTerminal, workplace: Workplace) {
        let workplace = try Workplace.withBenchmark()
        let ana = try RealTerminal(workplace, rows: 40)
        try ana.enter("flagdeck --actor Ana")
        try ana.see("5 flags")
        try workplace.awaitSocket()
        let li = try RealTerminal(workplace, server: "second", rows: 40)
        try li.enter("flagdeck --actor Li")
        try li.see("5 flags")
        try li.press("t")
        try li.see("Draft saved")
        try li.press("5")
        try li.see("You want to TURN")
        try ana.see("1 draft")
        try ana.press("5")
        try ana.see("Li wants to TURN")
        return (ana, li, workplace)
    }

    @Test func `an approval is seen at once, publishing is one entry, and one key puts it back`()
        throws
    {
        let (ana, li, workplace) = try session()
        try li.press("a")
        try li.see("This draft is yours: someone else must decide about it.")

        try ana.press("a")
        try ana.see("You approved")
        try li.see("Approved by Ana.")
        let before = try #require(try workplace.history().first).sequence
        try ana.press("p")
        try ana.see("This change happens when you publish it:")
        // It goes off for everyone, so its name is asked for.
        try ana.type("custom rule with segment")
        try ana.press("Enter")
        try ana.see("Published 1 change")
        #expect(try workplace.history().first?.sequence == before + 1)
        try li.see("This draft is gone")

        try ana.press("u")
        try li.see("You want to TURN")
        #expect(try workplace.history().first?.sequence == before + 2)
    }

    @Test func `what is sent back tells its author why, and is not published`() throws {
        let (ana, li, _) = try session()

        try ana.press("b")
        try ana.see("Why")
        try ana.type("Too early")
        try ana.press("C-s")

        try li.see("Ana sent it back: Too early")
        try li.press("p")
        try li.see("Nothing may be published yet.")
        try li.see("Ana sent it back")
    }

    @Test func `a draft that changes while somebody reads it must be read again`() throws {
        let (ana, li, _) = try session()

        try li.press("1", "e")
        try li.see("Name")
        try li.type(" new")
        try li.press("C-s")
        try li.see("Draft saved")
        try ana.see("was changed while you read it. Read it again.")
        try ana.press("a")
        try ana.see("Not decided: this was changed")
        try ana.press("a")

        try ana.see("You approved")
    }

    @Test func `an approval falls when somebody changes what the draft is about`() throws {
        let (ana, li, workplace) = try session()
        try ana.press("a")
        try li.see("Approved by Ana.")

        for key in [
            "returns-true", "return-10p-true", "individual-targeting", "two-custom-rules",
            "custom-rule-with-segment",
        ] {
            try workplace.done("flag", "edit", key, "--purpose", "Another one")
        }

        try ana.see("You approved this before what it changes was changed; read it again")
        try li.see("Ana approved this before what it changes was changed; read it again")
        try li.seeNo("Approved by Ana.")
    }

    @Test func `a comment that calls somebody is counted until its card was seen`() throws {
        let (ana, li, _) = try session()
        try li.press("1")
        try li.see("[1 Flags]")

        try ana.press("c")
        try ana.see("Comment")
        try ana.type("@Li why now?")
        try ana.press("C-s")

        try li.see("1 new")
        try li.press("5")
        try li.see("@Li why now?")
        try li.seeNo("1 new")
    }
}
