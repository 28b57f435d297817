import Foundation
import Testing

/// A second reader, written from the page about the format alone, finds what Flagdeck says.
@Suite(.waiting)
struct ReadJournalTests {
    /// An entry as the reader in Python prints it.
    private struct Entry: Decodable, Equatable {
        let number: Int
        let chain: String
        let kind: String
        let actor: String
        let time: Int
        let parts: Int
    }

    /// Its last line.
    private struct Found: Decodable, Equatable {
        let entries: Int
        let records: Int
        let redacted: Int
        let segments: Int
        let snapshots: Int
        let hash: String
    }

    @Test func `a journal with everything in it reads the same in Python`() throws {
        let workplace = try Self.withEverything()

        let (entries, found) = try Self.read(workplace)

        let page = try Self.slowly(workplace, "history", "--json", "--limit", "100")
        let history = try JSONDecoder().decode([RecordedEntry].self, from: Data(page.utf8))
            .reversed()
        let shown = try Self.chainHashes(workplace, through: history.count)
        #expect(entries.map(\.number) == Array(1...history.count))
        #expect(entries.map(\.chain) == shown)
        #expect(entries.map(\.actor) == history.map(\.actor))
        #expect(
            Set(entries.map(\.kind)) == ["change-set", "journal.redacted", "journal.tail-cut"]
        )
        #expect(entries.contains { $0.parts > 1 && $0.kind == "change-set" })
        let verified = try Document.read(workplace.done("journal", "verify", "--json"))
        #expect(verified["problems"] == .list([]))
        #expect(found.hash == verified["lastHash"].text)
        #expect(Double(found.entries) == verified["entries"].number)
        #expect(Double(found.records) == verified["records"].number)
        #expect(Double(found.segments) == verified["segments"].number)
        #expect(found.redacted == 3)
        // Each close seals a file of 4 MiB and more.
        #expect(found.segments == 4)
        #expect(found.snapshots > 0)
    }

    @Test func `a byte that is changed is found in Python too`() throws {
        let workplace = try Workplace()
        try workplace.done("init")
        try workplace.done("audience", "create", "beta")
        let path = workplace.data + "/journal/00000000000000000001.journal"
        let bytes = try required(FileManager.default.contents(atPath: path), "no segment")
        for place in stride(from: 0, to: bytes.count, by: 29) {
            var damaged = bytes
            damaged[place] ^= 1
            try damaged.write(to: URL(filePath: path))
            let outcome = try Self.run(workplace)
            #expect(outcome.code == 1, "byte \(place)")
        }
    }

    /// Several segments, an entry of several records, a tail that was cut, a redaction, snapshots.
    private static func withEverything() throws -> Workplace {
        let workplace = try Workplace()
        try workplace.done("init")
        try workplace.done("audience", "create", "beta", "--actor", "mira")
        try workplace.done("audience", "add", "beta", "bob@x.com")
        try workplace.done("audience", "remove", "beta", "bob@x.com")
        let segments = try String(contentsOfFile: Workplace.fixture("segments"), encoding: .utf8)
        var list = try required(
            JSONSerialization.jsonObject(with: Data(segments.utf8)) as? [[String: Any]],
            "no segments"
        )
        let tail = String(repeating: "x", count: 480)
        for round in 1...10 {
            for index in list.indices {
                list[index]["included"] = (1...1800).map { "\(round)-\(index)-\($0)-\(tail)" }
                list[index]["updatedAt"] = "20\(10 + round)-01-01T00:00:00.000Z"
            }
            let bytes = try JSONSerialization.data(withJSONObject: list)
            let file = try workplace.write(String(decoding: bytes, as: UTF8.self), to: "s.json")
            let note = round == 2 ? "for bob@x.com" : "round \(round)"
            try slowly(workplace, "import", "featbit", file, "--note", note)
            guard round == 2 else { continue }
            try slowly(
                workplace,
                "journal",
                "redact",
                "bob@x.com",
                "--asked-by",
                "legal",
                "--reason",
                "request 12"
            )
        }
        let folder = workplace.data + "/journal"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        let last = try required(names.filter { $0.hasSuffix(".journal") }.max(), "no segment")
        let file = try required(FileHandle(forWritingAtPath: folder + "/" + last), "no segment")
        try file.seekToEnd()
        try file.write(contentsOf: Data("00000000000000000099 half a li".utf8))
        try file.close()
        try slowly(workplace, "audience", "add", "beta", "ann@x.com")
        return workplace
    }

    /// Runs a command that has a large journal to read, and gives it time on a busy machine.
    @discardableResult
    private static func slowly(_ workplace: Workplace, _ words: String...) throws -> String {
        let outcome = try workplace.start(words).end()
        guard outcome.code == 0 else { throw Unexpected("\(words): \(outcome)") }
        return outcome.output
    }

    /// The chain hash of each entry, as `journal show` prints it.
    static func chainHashes(_ workplace: Workplace, through last: Int) throws -> [String] {
        try (1...last).map { number in
            let page = try workplace.done("journal", "show", "\(number)")
            let lines = page.split(separator: "\n").filter { $0.hasPrefix("  chain hash") }
            return String(try required(lines.last?.suffix(64), "no hash"))
        }
    }

    private static func run(_ workplace: Workplace) throws -> Outcome {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Python/read_journal.py").path
        return try workplace.shell(
            "PYTHONDONTWRITEBYTECODE=1 python3 '\(script)' '\(workplace.data)/journal'"
        )
    }

    private static func read(_ workplace: Workplace) throws -> ([Entry], Found) {
        let outcome = try run(workplace)
        guard outcome.code == 0 else { throw Unexpected("read_journal.py: \(outcome)") }
        let lines = outcome.output.split(separator: "\n").map { Data($0.utf8) }
        let entries = try lines.dropLast().map { try JSONDecoder().decode(Entry.self, from: $0) }
        let last = try required(lines.last, "read_journal.py printed nothing")
        return (entries, try JSONDecoder().decode(Found.self, from: last))
    }
}
