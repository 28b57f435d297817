import Foundation
import Testing

/// The how-to pages and the tutorials, followed key by key in a real terminal of 80 by 24.
// One page after the other: each holds a thread while its terminal answers, and there are few.
@Suite(.serialized, .waiting)
struct HowToTests {
    private static let documents =
        URL(filePath: #filePath)
        .appending(path: "../../../docs").standardizedFileURL.path

    /// The pages that tell what to press, by folder and name.
    static let pages: [String] = ["how-to", "tutorial"].flatMap { folder in
        let path = documents + "/" + folder
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".md") }.sorted().map { folder + "/" + $0 }
            .filter { page in
                guard let text = try? text(of: page) else { return false }
                return text.contains("```keys") || text.contains("```lines")
            }
    }

    private static func text(of page: String) throws -> String {
        try String(contentsOfFile: documents + "/" + page, encoding: .utf8)
    }

    @Test(arguments: pages)
    func `whoever follows the page sees what it says`(page: String) throws {
        let howTo = try HowTo(name: page, page: Self.text(of: page))
        guard !howTo.isPlain else {
            try follow(howTo)
            return
        }
        let screen = try DrivenScreen(
            howTo.command,
            in: Workplace(),
            variables: KeptDemo.variables
        )

        for step in howTo.steps {
            switch step.kind {
            case .press(let strokes): try screen.press(strokes)
            case .see(let lines): expect(lines, on: try screen.screen(), page, step.line)
            case .type: Issue.record("\(page), line \(step.line): only plain screens take lines")
            }
        }
    }

    /// Types the lines of a page about the screen of lines, and looks for what it says in order.
    private func follow(_ howTo: HowTo) throws {
        let workplace = try Workplace()
        let typed = howTo.steps.flatMap { step -> [String] in
            if case .type(let lines) = step.kind { lines } else { [] }
        }
        let input = try workplace.write((typed + [""]).joined(separator: "\n"), to: "lines")
        let arguments = howTo.command.split(separator: " ").dropFirst().map(String.init)
        let outcome = try workplace.start(
            arguments,
            variables: KeptDemo.variables,
            input: input
        ).end()
        #expect(outcome.code == 0, "\(outcome)")
        var rest = outcome.output.components(separatedBy: "\n").map(HowTo.plain)[...]

        for step in howTo.steps {
            guard case .see(let lines) = step.kind else { continue }
            for line in lines {
                let place = rest.firstIndex { $0.contains(line) }
                if let place {
                    rest = rest[(place + 1)...]
                } else {
                    expect([line], on: Array(rest), howTo.name, step.line)
                }
            }
        }
    }

    private func expect(_ lines: [String], on seen: [String], _ page: String, _ number: Int) {
        for line in lines where !seen.contains(where: { $0.contains(line) }) {
            let whole = seen.map { "| " + $0 }.joined(separator: "\n")
            Issue.record("\(page), line \(number): no \"\(line)\" on\n\(whole)")
        }
    }

    @Test func `pages of both folders are followed`() {
        let known = [
            "how-to/find-flags.md", "how-to/take-something-back.md", "how-to/add-a-version.md",
            "how-to/use-a-screen-reader.md", "how-to/why-does-this-customer-see-it.md",
            "tutorial/sales-trial.md", "tutorial/first-flag.md", "tutorial/marketing-banner.md",
            "tutorial/support-why.md", "tutorial/support-add-to-vip.md",
            "tutorial/friday-review.md",
        ]
        #expect(Set(Self.pages).isSuperset(of: known))
    }

    @Test func `a page that is written wrongly is told by line`() throws {
        #expect(throws: Unexpected.self) { try HowTo(name: "x", page: "```keys\nF13\n```") }
        #expect(throws: Unexpected.self) { try HowTo(name: "x", page: "```see\nopen") }
        let page = try HowTo(name: "x", page: "a\n```keys\n/ \"sale\" Enter Ctrl-S\n```\n")
        let strokes: [HowTo.Stroke] = [.key("/"), .text("sale"), .key("Enter"), .key("C-s")]
        #expect(page.steps.map(\.kind) == [.press(strokes)])
        #expect(page.steps.map(\.line) == [2])
    }
}
