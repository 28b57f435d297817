import Foundation
import Testing

/// FeatBit's own benchmark goes in, is seen, and comes out again.
@Suite(.waiting)
struct ImportExportTests {
    private static let flagKeys = [
        "custom-rule-with-segment", "individual-targeting", "return-10p-true", "returns-true",
        "two-custom-rules",
    ]

    @Test func `the five flags of the benchmark are listed after the import`() throws {
        let workplace = try Workplace.withBenchmark()

        let flags = try Document.read(workplace.done("flag", "list", "--json")).elements

        #expect(flags.map(\.["key"].text) == Self.flagKeys)
        #expect(flags.allSatisfy { $0["enabled"] == .bool(true) })
        #expect(flags.allSatisfy { $0["archived"] == .bool(false) })
        #expect(flags.allSatisfy { $0["variations"].elements.count == 2 })
        #expect(try workplace.history().map(\.sequence) == [2, 1])
    }

    @Test func `what is exported is what was imported`() throws {
        let workplace = try Workplace.withBenchmark()

        let export = try Document.read(workplace.done("export", "featbit"))

        #expect(export["messageType"].text == "data-sync")
        #expect(export["data"]["eventType"].text == "full")
        for (list, file, count) in [("featureFlags", "flags", 5), ("segments", "segments", 2)] {
            let source = try String(contentsOfFile: Workplace.fixture(file), encoding: .utf8)
            let imported = try Document.read(source).elements
            let exported = export["data"][list].elements
            #expect(imported.count == count)
            #expect(exported.count == count)
            for thing in imported {
                let twin = exported.first { $0["id"] == thing["id"] } ?? .null
                #expect(Difference.between(thing, and: twin) == [])
            }
        }
    }

    @Test func `importing what was exported changes nothing`() throws {
        let workplace = try Workplace.withBenchmark()
        let file = try workplace.write(workplace.done("export", "featbit"), to: "export.json")

        let output = try workplace.done("import", "featbit", file)

        #expect(output.contains("5 flags: 0 new, 0 changed, 5 as they were"))
        #expect(output.contains("2 audiences: 0 new, 0 changed, 2 as they were"))
        #expect(try workplace.history().count == 2)
    }

    @Test func `a dry run counts and changes nothing`() throws {
        let workplace = try Workplace()
        try workplace.done("init")
        let before = try workplace.journal()

        let output = try workplace.done(
            "import",
            "featbit",
            "--dry-run",
            Workplace.fixture("flags"),
            Workplace.fixture("segments")
        )

        #expect(output.contains("5 flags: 5 new"))
        #expect(output.contains("nothing was changed"))
        #expect(try workplace.journal() == before)
    }

    @Test func `the dashboard shows the imported flags`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)

        try terminal.enter("flagdeck")
        let screen = try terminal.seeWhole("5 flags")

        for name in ["custom rule with segment", "individual targeting", "two custom rules"] {
            #expect(screen.contains { $0.contains(name) })
        }
        let share = try #require(screen.first { $0.contains("return 10p true") })
        #expect(share.contains("10%"))
        #expect(screen[0].contains("LIVE"))
    }
}

/// Where a document that came out differs from the one that went in.
enum Difference {
    /// What the export may hold although the import was without it, by the end of its place.
    ///
    /// See `docs/reference/featbit-documents.md`.
    private static let additions: Set<String> = [
        "revision", "description", "tags", "name", "id", "key", "type", "scopes", "op",
    ]

    /// One line a difference, with its place.
    static func between(_ given: Document, and written: Document, at place: String = "") -> [String]
    {
        switch (given, written) {
        case (.object(let given), .object(let written)):
            let missing = given.keys.sorted().flatMap { key -> [String] in
                if key == "envId" { return [] }
                guard let twin = written[key] else { return ["\(place).\(key) is missing"] }
                return between(given[key] ?? .null, and: twin, at: "\(place).\(key)")
            }
            let new = written.keys.filter { given[$0] == nil && !additions.contains($0) }
            return missing + new.sorted().map { "\(place).\($0) is new" }
        case (.list(let given), .list(let written)) where given.count == written.count:
            return zip(given, written).enumerated().flatMap { index, pair in
                between(pair.0, and: pair.1, at: "\(place)[\(index)]")
            }
        case (.number(let given), .number(let written)) where abs(given - written) <= 1e-9:
            return []
        case (.string(let given), .string(let written)) where instant(given) == instant(written):
            return []
        default:
            return given == written ? [] : ["\(place): \(given) became \(written)"]
        }
    }

    /// A time without the zeros that do not matter; every other text as it is.
    private static func instant(_ text: String) -> String {
        guard text.wholeMatch(of: /\d{4}-\d\d-\d\dT[\d:.]+Z/) != nil, text.contains(".") else {
            return text
        }
        let digits = String(text.dropLast().reversed().drop { $0 == "0" }.reversed())
        return (digits.hasSuffix(".") ? String(digits.dropLast()) : digits) + "Z"
    }
}
