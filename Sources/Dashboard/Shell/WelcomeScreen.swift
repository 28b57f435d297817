internal import TerminalUI

extension DashboardState {
    /// The keys of a first start.
    func welcomeBindings(_ welcome: Welcome) -> [Binding] {
        [
            Binding(
                .character("x"),
                action: .welcome(.demo),
                label: "demo",
                help: "Look around in a made-up shop",
                footer: 1
            ),
            Binding(
                .character("i"),
                action: .askImportPath,
                label: "import",
                help: "Bring flags from FeatBit or from a backup",
                footer: 2
            ),
            Binding(
                .character("n"),
                action: .welcome(.startEmpty),
                label: "new",
                help: "Start empty and make the first flag",
                footer: 3
            ),
            Binding(
                .character("I"),
                action: .identity,
                label: "who I am",
                help: "Change the name that goes into your changes"
            ),
        ]
    }

    func drawWelcome(_ welcome: Welcome, on canvas: inout Canvas, _ frame: Frame) {
        let why: SafeText =
            switch welcome {
            case .noDirectory(let path): "Nothing is stored yet; it will be in \(SafeText(path))."
            case .empty: "Nothing is stored here yet."
            }
        func choice(_ key: SafeText, _ text: SafeText, _ note: SafeText) -> Line {
            Line([Span(key.padded(to: 4), .key), Span(text.padded(to: 24)), Span(note, .dim)])
        }
        let lines: [Line] = [
            Line("Welcome to Flagdeck.", .heading), "",
            "Decide who sees which feature, without a new release.", Line(why), "",
            choice("x", "look at a demo", "a made-up shop to try everything in"),
            choice("i", "import", "flags from FeatBit, or a backup"),
            choice("n", "make the first flag", "starts empty, with LIVE and Practice"),
        ]
        drawEmpty(lines, on: &canvas, frame)
    }
}
