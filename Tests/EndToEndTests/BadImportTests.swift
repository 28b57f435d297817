import Foundation
import Testing

/// A file that cannot be imported is refused in one message that names the place.
@Suite(.waiting)
struct BadImportTests {
    /// Files that are wrong, and what the message says about where.
    private static let files: [(text: String, place: String)] = [
        ("[\(FeatBitFile.flag(1, name: "cut").prefix(300))", "line 4"),
        ("", "line 1"), ("{\"featureFlags\": 3}", "featureFlags"), ("[[]]", "[0]"),
        ("[{\"hello\": 1}]", "[0]"),
        (
            "["
                + FeatBitFile.flag(1, name: "types").replacingOccurrences(
                    of: "\"isEnabled\":true",
                    with: "\"isEnabled\":\"yes\""
                ) + "]",
            "isEnabled"
        ),
        ("[\(FeatBitFile.flag(1, name: "gap", share: "0.9"))]", "gap"),
        ("[\(FeatBitFile.flag(1, name: "a")),\(FeatBitFile.flag(1, name: "b"))]", "flag \"b\""),
        (
            "["
                + FeatBitFile.flag(
                    1,
                    name: "dangling",
                    rules: """
                        [{"id":"r","name":"lost","conditions":[{"id":"c",
                        "property":"User is in segment","op":null,
                        "value":"[\\"3f0f6c52-3333-4333-8333-000000000001\\"]"}],
                        "variations":[{"id":"a","rollout":[0,1],"exptRollout":1}]}]
                        """
                ) + "]",
            "3f0f6c52-3333-4333-8333-000000000001"
        ),
    ]

    @Test(arguments: files.indices)
    func `a wrong file is refused by its place`(index: Int) throws {
        let (text, place) = Self.files[index]
        let workplace = try Workplace.withBenchmark()
        let file = try workplace.write(text, to: "wrong.json")

        try expectRefusal(of: file, naming: place, in: workplace)
    }

    @Test func `60 MB of brackets are refused at once`() throws {
        let workplace = try Workplace.withBenchmark()
        let file = workplace.path + "/brackets.json"
        try Data(repeating: UInt8(ascii: "["), count: 60_000_000).write(to: URL(filePath: file))

        try expectRefusal(of: file, naming: "line 1", in: workplace)
    }

    @Test func `a file of a gigabyte is refused before it is read`() throws {
        let workplace = try Workplace.withBenchmark()
        let file = try workplace.write("[", to: "sparse.json")
        #expect(truncate(file, 1 << 30) == 0)

        try expectRefusal(of: file, naming: "sparse.json", in: workplace)
    }

    @Test(arguments: ["/dev/zero", "/", "/nowhere"])
    func `what is no file is refused by its path`(path: String) throws {
        let workplace = try Workplace.withBenchmark()

        try expectRefusal(of: path, naming: path, in: workplace)
    }

    /// Exit code 3, one message, and nothing has changed.
    private func expectRefusal(
        of file: String,
        naming place: String,
        in workplace: Workplace
    ) throws {
        let before = try workplace.journal()

        let outcome = try workplace.flagdeck("import", "featbit", file)

        #expect(outcome.code == 3)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains(place), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(outcome.errors.count < 500)
        #expect(try workplace.journal() == before)
    }
}
