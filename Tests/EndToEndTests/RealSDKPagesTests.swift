import Foundation
import Testing

/// The pages for those who connect applications say what is so.
@Suite(.waiting)
struct RealSDKPagesTests {
    @Test(arguments: [0, 1])
    func `a program of the how-to page runs as it stands there`(place: Int) async throws {
        let programs = try Self.programs()
        #expect(programs.count == 2)
        #expect(programs.allSatisfy { $0.split(separator: "\n").count < 25 })
        let workplace = try Workplace()
        let file = try workplace.write(programs[place], to: "shop.py")

        let seen = try await Python.run("example.py", file, in: workplace)

        #expect(seen["code"].number == 0, "\(seen)")
        #expect(seen["output"].text?.hasPrefix("gift-wrap: True") == true, "\(seen)")
    }

    /// `FLAGDECK_REQUESTS=24000` makes it the long run.
    @Test func `the server answers as the document of the endpoints says`() async throws {
        let variables = ProcessInfo.processInfo.environment
        let seed = variables["FLAGDECK_SEED"].flatMap { UInt32($0) } ?? 20_260_714
        let requests = variables["FLAGDECK_REQUESTS"].flatMap { Int($0) } ?? 300
        print("RealSDKPagesTests: FLAGDECK_SEED=\(seed)")

        let seen = try await Python.run(
            "document_run.py",
            "\(seed)",
            "\(requests)",
            Self.folder + "/reference/openapi.json",
            try Python.tool("schemathesis"),
            in: Workplace(),
            seconds: 600 + Double(requests)
        )

        print("requests: \(seen["requests"].number ?? 0), answers: \(seen["answers"])")
        #expect(seen["code"].number == 0, "\(seen["output"].text ?? "")")
        #expect(seen["operations"].number == 16)
        #expect((seen["requests"].number ?? 0) > Double(requests) / 2)
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs").standardizedFileURL.path

    /// What stands between the fences for Python.
    private static func programs() throws -> [String] {
        let page = try String(
            contentsOfFile: folder + "/how-to/connect-an-application.md",
            encoding: .utf8
        )
        return page.components(separatedBy: "```python\n").dropFirst().map { part in
            part.components(separatedBy: "```")[0]
        }
    }
}
