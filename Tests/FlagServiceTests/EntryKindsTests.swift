import FlagAPI
import FlagModel
import Journal
import TestSupport
import Testing

@testable import FlagService

/// A program does not write behind what it does not know.
struct EntryKindsTests {
    @Test(arguments: [
        ("change-set", 1, true), ("change-set", 2, false), ("journal.redacted", 1, true),
        ("journal.redacted", 2, false), ("journal.new", 1, false), ("trial", 1, false),
    ])
    func `a kind is known up to its version`(kind: String, version: Int, isKnown: Bool) {
        #expect(EntryKinds.know(kind, version: version) == isKnown)
    }

    @Test(arguments: [("trial", 1), ("change-set", 2)])
    func `a newer entry keeps the service from opening, and stays readable as it is`(
        kind: String,
        version: Int
    ) async throws {
        let place = try ServiceFixture()
        await (try await place.begin()).close()
        let (journal, _) = try Journal.open(at: place.directory.journal, access: .write)
        try await journal.append([
            NewEntry(
                kind: kind,
                version: version,
                timeMicroseconds: 1,
                actor: "Ana",
                command: "c-1",
                payload: Array("{}".utf8)
            )
        ])
        await journal.close()

        let problem = #expect(throws: ServiceProblem.self) { try place.reopen() }
        #expect(
            problem?.description == "Entry 2 of the journal was written by a newer Flagdeck. "
                + "Nothing was changed. Use the Flagdeck that wrote it, or run "
                + "`flagdeck journal show 2`."
        )
        #expect(throws: RedactionProblem.self) {
            try place.directory.redact(
                RedactionRequest(text: "Ana", actor: "ops", askedBy: "legal", reason: "asked"),
                at: place.world.now()
            )
        }
        let (again, _) = try Journal.open(at: place.directory.journal, access: .read)
        #expect(again.last.entry == 2)
        #expect(try again.records(of: 2).count == 1)
        #expect(try Journal.verify(at: place.directory.journal).problems == [])
    }

    @Test func `the page of entry kinds is what the table says`() {
        let file = TextFile(path: "docs/reference/events.md")
        let rows = EntryKinds.all.map { "| `\($0.kind)` | \($0.version) | \($0.meaning) |\n" }
        let table = "| kind | version | tells |\n|---|---:|---|\n" + rows.joined()
        var page = String(decoding: file.bytes, as: UTF8.self)
        if TextFile.isRegenerating, let start = page.range(of: "| kind |"),
            let end = page.range(of: "\n\n", range: start.lowerBound..<page.endIndex)
        {
            page.replaceSubrange(start.lowerBound..<end.lowerBound, with: table.dropLast())
            file.write(Array(page.utf8))
        }

        #expect(page.contains("\n" + table + "\n"), "FLAGDECK_REGENERATE=1 writes it anew")
        #expect(EntryKinds.all.map(\.kind) == EntryKinds.all.map(\.kind).sorted())
    }
}

extension String {
    /// Where a text stands, without Foundation.
    fileprivate func range(
        of text: String,
        range: Range<String.Index>? = nil
    ) -> Range<String.Index>? {
        self[range ?? startIndex..<endIndex].firstRange(of: text)
    }
}
