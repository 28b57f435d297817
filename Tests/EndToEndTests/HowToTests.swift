import Foundation
import Testing

/// The how-to pages and the tutorials, followed key by key in a real terminal of 80 by 24.
struct HowToTests {
    private static let documents =
        URL(filePath: #filePath)
        .appending(path: "../../../docs").standardizedFileURL.path

    /// The pages that tell what to press, by folder and name.
    static let pages: [String] = ["how-to", "tutorial"].flatMap { folder in
        let path = documents + "/" + folder
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".md") }.sorted().map { folder + "/" + $0 }
            .filter { (try? text(of: $0))?.contains("```keys") ?? false }
    }

    private static func text(of page: String) throws -> String {
        try String(contentsOfFile: documents + "/" + page, encoding: .utf8)
    }

    @Test(arguments: pages)
    func `whoever follows the page sees what it says`(page: String) throws {
        let howTo = try HowTo(name: page, page: Self.text(of: page))
        let screen = try DrivenScreen("flagdeck demo", in: Workplace())

        for step in howTo.steps {
            switch step.kind {
            case .press(let strokes): try screen.press(strokes)
            case .see(let lines):
                let seen = try screen.screen()
                for line in lines where !seen.contains(where: { $0.contains(line) }) {
                    let whole = seen.map { "| " + $0 }.joined(separator: "\n")
                    Issue.record("\(page), line \(step.line): no \"\(line)\" on\n\(whole)")
                }
            }
        }
    }

    @Test func `pages of both folders are followed`() {
        let known = [
            "how-to/find-flags.md", "how-to/take-something-back.md", "tutorial/sales-trial.md",
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
