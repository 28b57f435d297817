import Testing

/// The rules of `docs/contributing/style.md` that the formatter does not know.
struct StyleTests {
    @Test func `no line is longer than 100 columns`() {
        for file in SourceTree.files(in: "Sources") + SourceTree.files(in: "Tests")
        where !file.path.contains("/Fixtures/") {
            for (index, line) in file.lines.enumerated() where line.unicodeScalars.count > 100 {
                Issue.record("\(file.path):\(index + 1) has \(line.unicodeScalars.count) columns")
            }
        }
    }

    @Test func `no source file is longer than 500 lines, no test file than 800`() {
        for file in SourceTree.files(in: "Sources") where !file.isGenerated {
            #expect(file.lines.count <= 500, "\(file.path)")
        }
        for file in SourceTree.files(in: "Tests") {
            #expect(file.lines.count <= 800, "\(file.path)")
        }
    }

    @Test(arguments: ["try!", "as! ", "fatalError(", "nonisolated(unsafe)", "TODO", "FIXME"])
    func `sources do without what traps or is left open`(word: String) {
        for file in SourceTree.files(in: "Sources") {
            for (index, line) in file.lines.enumerated() where line.contains(word) {
                Issue.record("\(file.path):\(index + 1) says \(word)")
            }
        }
    }

    @Test(arguments: ["Utils", "Helpers", "Manager", "Misc", "Common"])
    func `no file is a drawer for everything`(word: String) {
        for file in SourceTree.files(in: "Sources") {
            let name = file.path.split(separator: "/").last ?? ""
            #expect(!name.contains(word), "\(file.path)")
        }
    }
}
