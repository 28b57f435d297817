import Foundation
import Testing

/// What is left of the demo, and who can join it.
@Suite(.waiting)
struct DemoEndTests {
    @Test func `whoever leaves is told that nothing was kept`() throws {
        let terminal = try RealTerminal(try Workplace())
        try terminal.enter("flagdeck demo")
        try terminal.see("113 flags")

        try terminal.press("q")

        let end = try terminal.see("The demo is over. Nothing of it was kept")
        #expect(!end.contains { $0.contains("drafts kept") })
        #expect(end.contains { $0.contains("flagdeck demo --keep DIR") })
    }

    @Test func `one that is kept is shared while it runs, and opened again after it`() throws {
        let workplace = try Workplace()
        let terminal = try RealTerminal(workplace)
        let shop = workplace.path + "/shop"
        try terminal.enter("flagdeck demo --keep \(shop)")
        try terminal.see("113 flags")

        let joined = try workplace.flagdeck("--data", shop, "flag", "off", "Points for reviews")
        #expect(joined.code == 0, "\(joined)")

        try terminal.press("q")
        let end = try terminal.see("The sample company is kept in \(shop).")
        #expect(end.contains { $0.contains("Open it with: flagdeck --data \(shop)") })
        try terminal.awaitEnd()
        // What was planned for the days since the demo's own happens when it is opened again.
        let again = try workplace.flagdeck("--data", shop, "history", "--limit", "50")
        #expect(again.code == 0, "\(again)")
        #expect(again.output.contains("turned Points for reviews off"), "\(again)")
        let second = try workplace.flagdeck("demo", "--keep", shop)
        #expect(second.code == 3)
        #expect(second.errors.contains("holds data already"))
    }
}
