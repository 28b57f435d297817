import Foundation
import Testing

/// One process owns a data directory; the others hear which.
struct OwnershipTests {
    @Test func `a second command hears who owns the directory until the owner is killed`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        try terminal.see("5 flags")
        let owner = try terminal.processID

        let refused = try workplace.flagdeck("flag", "off", "returns-true")

        #expect(refused.code == 4)
        #expect(refused.output == "")
        #expect(refused.errors.contains("\(owner)"))
        #expect(refused.errors.contains(workplace.data))

        try terminal.killProgram()

        #expect(try workplace.flagdeck("flag", "off", "returns-true").code == 0)
        #expect(try workplace.history().first?.sentence == "turned returns true off in LIVE")
    }

    @Test func `a second dashboard hears who owns the directory and leaves the screen alone`()
        throws
    {
        let workplace = try Workplace.withBenchmark()
        let first = try RealTerminal(workplace)
        try first.enter("flagdeck")
        try first.see("5 flags")
        let owner = try first.processID
        let second = try RealTerminal(workplace, server: "second")

        try second.enter("flagdeck; echo code $?")
        let screen = try second.see("code 4")
        try first.press("j")

        #expect(screen.contains { $0.contains("\(owner)") })
        #expect(try second.fact("#{alternate_on} #{cursor_flag}") == "0 1")
        try first.see("▸ two custom rules")
    }

    @Test func `the journal can be verified while the dashboard is open`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        try terminal.see("5 flags")

        let outcome = try workplace.flagdeck("journal", "verify")

        #expect(outcome.code == 0)
        #expect(outcome.output.contains("The journal is whole: 2 entries"))
    }
}
