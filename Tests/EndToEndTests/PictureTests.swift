import Foundation
import Testing

/// Keeps the pictures of the documents what the program draws.
@Suite(.waiting)
struct PictureTests {
    @Test func `the picture of the readme is the dashboard as it is`() throws {
        let workplace = try Workplace()
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/pictures/flags.svg").standardizedFileURL

        let drawn = try workplace.done(
            "screenshot",
            "flags",
            "--demo",
            "--size",
            "120x40",
            "--format",
            "svg"
        )
        if ProcessInfo.processInfo.environment["FLAGDECK_REGENERATE"] == "1" {
            try Data(drawn.utf8).write(to: file)
        }

        let accepted = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        #expect(drawn == accepted, "FLAGDECK_REGENERATE=1 draws it anew")
    }

    @Test(arguments: ["flags", "audience", "history", "publish"])
    func `the sample company looks the same in every run`(screen: String) throws {
        let workplace = try Workplace()

        let first = try workplace.done("screenshot", screen, "--demo")
        let second = try workplace.done("screenshot", screen, "--demo")

        #expect(first == second)
        #expect(first.contains("LIVE"))
    }
}
