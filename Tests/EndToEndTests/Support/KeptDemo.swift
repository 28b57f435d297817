import Foundation

/// The sample company, made once for all tests of a run: making it is most of what a demo does.
///
/// A demo that gets these variables begins with a copy of its own.
enum KeptDemo {
    /// What tells a demo where the sample company lies.
    ///
    /// - Throws: ``Unexpected`` when it could not be made.
    static var variables: [String: String] {
        get throws { ["FLAGDECK_DEMO_FROM": shop(in: try kept.get())] }
    }

    private static let kept: Result<Workplace, any Error> = Result {
        let workplace = try Workplace()
        // Nothing that is kept for a whole run goes by itself.
        atexit {
            guard let path = try? KeptDemo.kept.get().path else { return }
            try? FileManager.default.removeItem(atPath: path)
        }
        let screen = try DrivenScreen("flagdeck demo --keep \(shop(in: workplace))", in: workplace)
        try screen.terminal.press("q")
        try screen.terminal.see("The sample company is kept in")
        try screen.terminal.awaitEnd()
        return workplace
    }

    private static func shop(in workplace: Workplace) -> String { workplace.path + "/shop" }
}

extension RealTerminal {
    /// Opens a terminal of 80 by 24 with a demo in it that has everything from the start.
    static func demo() throws -> RealTerminal {
        let terminal = try RealTerminal(Workplace(), variables: KeptDemo.variables)
        try terminal.enter("flagdeck demo")
        try terminal.seeWhole("▸ Summer sale banner")
        return terminal
    }
}
