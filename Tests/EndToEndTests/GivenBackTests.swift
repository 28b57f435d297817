import Foundation
import Testing

/// However the dashboard ends, the shell gets its terminal back.
@Suite(.waiting)
struct GivenBackTests {
    /// A way in which the dashboard ends.
    enum Ending: String, CaseIterable, CustomTestStringConvertible {
        case q, interruptedTwice, terminate, hangUp, segmentationFault, abort, quitSignal, busError

        var testDescription: String { rawValue }

        var signal: Int32? {
            switch self {
            case .q, .interruptedTwice: nil
            case .terminate: SIGTERM
            case .hangUp: SIGHUP
            case .segmentationFault: SIGSEGV
            case .abort: SIGABRT
            case .quitSignal: SIGQUIT
            case .busError: SIGBUS
            }
        }
    }

    @Test(arguments: Ending.allCases)
    func `the shell works as before after every ending`(_ ending: Ending) throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        let before = try settings(of: terminal)
        try terminal.enter("flagdeck")
        try terminal.see("5 flags")
        #expect(try terminal.fact("#{alternate_on} #{cursor_flag}") == "1 0")

        switch ending {
        case .q: try terminal.press("q")
        case .interruptedTwice: try terminal.press("C-c", "C-c")
        default: kill(try terminal.processID, ending.signal ?? SIGTERM)
        }
        try terminal.seeNo("5 flags")

        try expectShell(in: terminal)
        #expect(try settings(of: terminal) == before)
        try terminal.enter("flagdeck flag list --json | grep -c enabled")
        try terminal.see("5")
    }

    @Test(arguments: [
        (Ending.q, "code 0"), (.terminate, "code 143"), (.segmentationFault, "code 139"),
        (.abort, "code 134"),
    ])
    func `a shell sees why the dashboard ended`(_ ending: Ending, code: String) throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck; echo code $?")
        try terminal.see("5 flags")

        if let signal = ending.signal {
            kill(try terminal.processID, signal)
        } else {
            try terminal.press("q")
        }

        try terminal.see(code)
    }

    @Test func `after a crash a line says that nothing is lost`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        try terminal.see("5 flags")

        kill(try terminal.processID, SIGSEGV)

        let screen = try terminal.see("Flagdeck stopped unexpectedly.")
        #expect(screen.joined().contains("crash.log"))
    }

    @Test func `Ctrl-Z gives the terminal to the shell and fg brings the screen back`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        try terminal.see("5 flags")
        try terminal.press("j")
        try terminal.see("▸ two custom rules")

        try terminal.press("C-z")
        try terminal.see("Stopped")
        try expectShell(in: terminal)
        try terminal.resize(columns: 100, rows: 30)
        try terminal.enter("fg")
        let screen = try terminal.see("▸ two custom rules")
        try terminal.press("j")
        try terminal.see("▸ individual targeting")

        #expect(screen.count == 30)
        #expect(try terminal.fact("#{alternate_on} #{cursor_flag}") == "1 0")
        try terminal.press("q")
        try terminal.seeNo("5 flags")
        try expectShell(in: terminal)
    }

    @Test func `when the terminal goes away the program ends and lets go of its data`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        try terminal.see("5 flags")

        try terminal.close()

        #expect(try workplace.flagdeck("flag", "off", "returns-true").code == 0)
    }

    @Test func `nothing but the normal screen holds what was there before`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("echo earlier-$((20+3))")
        try terminal.see("earlier-23")
        try terminal.enter("flagdeck")
        try terminal.see("5 flags")
        #expect(try !terminal.screen().contains { $0.contains("earlier") })

        try terminal.press("q")

        try terminal.see("earlier-23")
    }

    /// The shell echoes what is typed and answers it on the normal screen, with a cursor.
    private func expectShell(in terminal: RealTerminal) throws {
        try terminal.enter("echo back-$((40+2))")
        try terminal.see("back-42")
        try terminal.see("echo back-$((40+2))")
        #expect(try terminal.fact("#{alternate_on} #{cursor_flag}") == "0 1")
    }

    /// What `stty -a` says, typed into the shell.
    private func settings(of terminal: RealTerminal) throws -> String {
        try? FileManager.default.removeItem(atPath: terminal.workplace.path + "/stty")
        try terminal.enter("stty -a > $TMPDIR/../part && mv $TMPDIR/../part $TMPDIR/../stty")
        let file = terminal.workplace.path + "/stty"
        let text = try Watch.answer(in: [terminal.workplace.path]) {
            FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) }
        }
        return try required(text, "stty did not answer")
    }
}
