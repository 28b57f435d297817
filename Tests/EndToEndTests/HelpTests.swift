import Foundation
import Testing

/// The program explains itself, in a terminal and in a pipe.
@Suite(.waiting)
struct HelpTests {
    @Test func `every command has a help page`() throws {
        let workplace = try Workplace()
        var waiting: [[String]] = [[]]
        var seen = 0
        while let command = waiting.popLast() {
            let outcome = try workplace.start(command + ["--help"]).end()
            seen += 1

            #expect(outcome.code == 0, "\(command)")
            #expect(outcome.errors == "", "\(command)")
            #expect(outcome.output.contains("USAGE: flagdeck"), "\(command)")
            #expect(outcome.output.contains("OVERVIEW: "), "\(command)")
            waiting += Self.subcommands(in: outcome.output).map { command + [$0] }
        }
        #expect(seen > 40)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `a shell can complete commands`(shell: String) throws {
        let workplace = try Workplace()

        let outcome = try workplace.flagdeck("--generate-completion-script", shell)

        #expect(outcome.code == 0)
        #expect(outcome.errors == "")
        #expect(outcome.output.contains("audience"))
        #expect(outcome.output.contains("flagdeck"))
    }

    @Test(arguments: ["flag list", "history", "export featbit", "flag list --json", "--help"])
    func `a pipe that closes early leaves no trace`(command: String) throws {
        let workplace = try Workplace.withBenchmark()

        let outcome = try workplace.shell("flagdeck \(command) | head -1")

        #expect(outcome.code == 0)
        #expect(outcome.output.split(separator: "\n").count == 1)
        #expect(outcome.errors == "")
    }

    @Test(arguments: ["export featbit", "flag list", "history --json"])
    func `what cannot be written is said`(command: String) throws {
        let workplace = try Workplace.withBenchmark()

        let outcome = try workplace.shell("flagdeck \(command) > /dev/full")

        #expect(outcome.code == 4)
        #expect(outcome.errors.contains("No space left on device"))
    }

    @Test(arguments: ["flag list", "demo", "history", "init", "customer import -"])
    func `nothing waits for an answer when there is no terminal`(command: String) throws {
        let workplace = try Workplace()

        let outcome = try workplace.shell("flagdeck \(command) < /dev/null")

        #expect(outcome.code != nil)
    }

    /// The commands that a help page names below its headings for commands.
    private static func subcommands(in page: String) -> [String] {
        var isListing = false
        return page.split(separator: "\n").compactMap { line in
            if line.first?.isLetter == true { isListing = line.hasSuffix("SUBCOMMANDS:") }
            guard isListing else { return nil }
            return line.firstMatch(of: #/^  ([a-z]+(?:-[a-z]+)*)\b/#).map { String($0.1) }
        }
    }
}
