import ArgumentParser
import TerminalUI

/// How the dashboard looks.
struct ThemeCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "theme",
        abstract: "List the looks of the dashboard, and check one of your own.",
        subcommands: [List.self, Check.self],
        defaultSubcommand: List.self
    )

    /// A theme by the name of a built-in one, or by the path of a file.
    static func theme(_ name: String) throws -> Theme {
        if let theme = Theme.builtIn(named: name) { return theme }
        guard name.contains("/") || name.hasSuffix(".toml") else {
            throw CommandFailure(
                .wrongUsage,
                "There is no theme \"\(name)\". See `flagdeck theme list`, or name a file."
            )
        }
        return try theme(file: name)
    }

    static func theme(file: String) throws -> Theme {
        let bytes = try InputFile.read(file)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(.no, "\(file) is not UTF-8 text.")
        }
        do throws(ThemeError) {
            return try Theme(toml: text)
        } catch {
            throw CommandFailure(.no, "\(file): \(error.description)")
        }
    }
}

extension ThemeCommands {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the built-in themes."
        )

        func run() throws {
            Printer.print(Theme.builtIn.map(\.name).joined(separator: "\n"))
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Check that a theme file can be read, by the program and by people."
        )
        @Argument(help: "A TOML file.") var file: String

        func run() throws {
            let theme = try ThemeCommands.theme(file: file)
            let problems = theme.check()
            guard problems.isEmpty else {
                throw CommandFailure(.no, problems.map(Self.line).joined(separator: "\n"))
            }
            Printer.print(
                "\(file) is fine. Colours that each terminal chooses for itself are not judged."
            )
        }

        private static func line(_ problem: ThemeProblem) -> String {
            let place =
                problem.isSelected ? "\(problem.role.name) on a selected row" : problem.role.name
            let (ratio, needed) = (oneDecimal(problem.ratio), oneDecimal(problem.needed))
            return "\(place) is hard to read: its contrast is \(ratio), and \(needed) is needed."
        }

        private static func oneDecimal(_ number: Double) -> String {
            let tenths = Int((number * 10).rounded(.down))
            return "\(tenths / 10).\(tenths % 10)"
        }
    }
}
