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
        try ana.see("5 Review·1")
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
        try ana.fill("> ", with: "custom rule with segment")
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
        try ana.fill("", with: "Too early")
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
        try li.fill("", with: " new")
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
        try ana.fill("", with: "@Li why now?")
        try ana.press("C-s")

        try li.see("1 new")
        try li.press("5")
        try li.see("@Li why now?")
        try li.seeNo("1 new")
    }

    @Test func `a comment reaches the other terminal at once, and 5 leads to it`() throws {
        let (ana, li, _) = try session()
        try li.press("1", "j", "t")
        try li.see("5 Review·2")
        try ana.see("change 1 of 2")

        try ana.press("c")
        try ana.see("Comment")
        try ana.fill("", with: "@Li before the weekend?")
        try ana.press("C-s")
        try ana.see("Said about")
        try li.see("1 new")
        try li.press("5")

        try li.see("@Li before the weekend?")
        try li.seeNo("1 new")
    }

    @Test func `minutes from the session are what was decided in it`() throws {
        let (ana, li, workplace) = try session()
        try ana.press("c")
        try ana.see("Comment")
        try ana.fill("", with: "Looks right to me")
        try ana.press("C-s")
        try ana.see("Said about")
        try ana.press("a")
        try li.see("Approved by Ana.")
        try ana.press("m")
        try ana.see("Write down what was decided")
        let file = workplace.path + "/minutes.md"
        try ana.press("Tab", "C-u")
        try ana.type(file)
        try ana.see("minutes.md")
        try ana.press("C-s")
        try ana.see("Written:")

        let page = try String(contentsOfFile: file, encoding: .utf8)
        #expect(page.contains("Ana wrote: Looks right to me"))
        #expect(page.contains("Ana approved it"))
        #expect(page.contains(": approved, not published"))
        let told = try workplace.done("review", "minutes", "--since", "an hour ago")
        #expect(Self.decided(page) == Self.decided(told))
    }

    /// The lines from the first decision on, without what was changed before the session.
    private static func decided(_ page: String) -> [Substring] {
        let parts = page.split(separator: "\n## ").dropFirst()
        return parts.filter { !$0.hasPrefix("Changed without a draft") }
            .flatMap { $0.split(separator: "\n") }
    }

    @Test func `i tries a customer on the card`() throws {
        let (ana, _, _) = try session()

        try ana.press("i")
        try ana.see("Try which customer?")
        try ana.fill("", with: "C-10428")
        try ana.see("Use the key \"C-10428\" as typed")
        try ana.press("Enter")

        try ana.see("TRIED  C-10428")
        try ana.see("No application has told anything of them")
    }
}
