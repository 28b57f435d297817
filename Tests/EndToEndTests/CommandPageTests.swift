import Foundation
import Testing

/// Keeps `docs/reference/cli.md` what the program's own help says.
@Suite(.waiting)
struct CommandPageTests {
    private static let head = """
        # Commands

        *Reference.* Every command, as `flagdeck help` prints it. This page is made from the \
        program's own help: `FLAGDECK_REGENERATE=1 swift test --filter CommandPageTests` writes it \
        anew. What scripts may rely on is in [exit codes](exit-codes.md) and [from a \
        script](../tutorial/from-a-script.md).


        """

    @Test func `the page of commands is what the program says`() throws {
        let workplace = try Workplace()
        let dump = try workplace.done("--experimental-dump-help")
        let tool = try JSONDecoder().decode(Tool.self, from: Data(dump.utf8))
        var page = Self.head
        for path in tool.command.paths {
            let help = try workplace.start(["help"] + path, variables: ["COLUMNS": "80"]).end()
            let title = (["flagdeck"] + path).joined(separator: " ")
            page += "## \(title)\n\n```text\n\(Self.trimmed(help.output))\n```\n\n"
        }
        page = String(page.dropLast())
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/reference/cli.md").standardizedFileURL
        if ProcessInfo.processInfo.environment["FLAGDECK_REGENERATE"] == "1" {
            try Data(page.utf8).write(to: file)
        }

        let accepted = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        #expect(accepted == page, "FLAGDECK_REGENERATE=1 writes it anew")
        #expect(tool.command.paths.count > 40)
    }

    /// No blanks at the ends of lines, no empty lines at the ends of the text.
    private static func trimmed(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
            .joined(separator: "\n")
            .trimmingCharacters(in: .newlines)
    }

    private struct Tool: Decodable {
        let command: Command
    }

    private struct Command: Decodable {
        let commandName: String
        let subcommands: [Command]?

        /// This command and those below it, depth first, each by the words behind the program's.
        var paths: [[String]] {
            [[]]
                + (subcommands ?? []).filter { $0.commandName != "help" }.flatMap { command in
                    command.paths.map { [command.commandName] + $0 }
                }
        }
    }
}
