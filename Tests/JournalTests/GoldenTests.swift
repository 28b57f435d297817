import Journal
import JournalProof
import Testing

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Journals that an earlier release wrote, kept for ever: every later release reads them.
///
/// `FLAGDECK_REGENERATE=1` makes those that are not there; it never touches one that is.
@Suite(.serialized)
struct GoldenTests {
    static let names = ["v1-small", "v1-segments", "v1-tail-cut", "v1-texts"]

    @Test(arguments: names)
    func `a journal of format 1 reads as it was written`(name: String) async throws {
        let folder = Self.folder + "/" + name
        try await GoldenJournal.make(name, at: folder)
        let journal = folder + "/journal"

        let report = try Journal.verify(at: journal)
        let (reader, opening) = try Journal.open(at: journal, access: .read)
        let lines = try reader.entries(from: 1).map(GoldenJournal.line)
        let expected = GoldenJournal.text(of: folder + "/entries.txt")

        #expect(report.problems == [])
        #expect(opening.warnings == [])
        #expect((lines + ["end \(report.last.chainHash)"]).joined(separator: "\n") == expected)
    }

    @Test(arguments: names)
    func `a journal of format 1 goes on in this release`(name: String) async throws {
        let disk = SimulatedDisk(try GoldenJournal.image(of: Self.folder + "/" + name + "/journal"))
        let (before, _) = try ProofJournal.open(disk, .read)

        let (journal, report) = try ProofJournal.open(disk)
        let number = try await journal.append([.example("new")]).lowerBound
        await journal.close()

        #expect(report.tailCuts == [])
        #expect(number == before.last.entry + 1)
        #expect(
            try Journal.verify(at: ProofJournal.path, expecting: before.last, on: disk).problems
                == []
        )
    }

    @Test func `the golden journals have every form that the format has`() throws {
        let bytes = try Self.names.flatMap { name in
            let image = try GoldenJournal.image(of: Self.folder + "/" + name + "/journal")
            return image.paths.map { (path: $0, text: String(decoding: image[$0], as: UTF8.self)) }
        }

        #expect(bytes.count { $0.path.hasSuffix(".journal") } >= 6)
        #expect(bytes.contains { $0.path.hasSuffix(".snapshot") })
        #expect(bytes.contains { $0.path.hasSuffix(".tail") })
        #expect(bytes.contains { $0.text.contains("\"kind\":\"journal.tail-cut\"") })
        #expect(bytes.contains { $0.text.contains("\"last\":false") })
    }

    @Test func `a segment of a newer format is refused, and the message says so`() async throws {
        let life = try await Life(entries: 2)
        await life.journal.close()
        var image = life.disk.image
        image[Life.segment] =
            RecordForge.sealed("{\"chain\":\"x\",\"format\":2,\"new\":true}")
            + "whatever version 2 writes\n".bytes

        for access in [Journal.Access.read, .write] {
            let error = #expect(throws: JournalError.self) {
                try Life.open(SimulatedDisk(image), access)
            }
            #expect(error == .tooNew(path: Life.segment, format: 2))
            #expect(error?.description.contains("written by a newer release") == true)
            #expect(error?.description.contains("Use the newer release.") == true)
        }
    }

    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        .joined(separator: "/") + "/Golden"
}
