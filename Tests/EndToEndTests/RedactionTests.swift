import Foundation
import Testing

/// A person disappears from the files, and the history goes on telling the same.
@Suite(.waiting)
struct RedactionTests {
    private static let request = ["--asked-by", "legal", "--reason", "request 12"]

    /// Somebody who came, left, and stands in notes.
    private static func withBob() throws -> Workplace {
        let workplace = try Workplace()
        try workplace.done("init")
        try workplace.done("audience", "create", "beta")
        try workplace.done("audience", "add", "beta", "bob@x.com", "--note", "bob@x.com asked")
        try workplace.done("audience", "remove", "beta", "bob@x.com")
        return workplace
    }

    private static func redact(_ workplace: Workplace, _ words: String...) throws -> Outcome {
        try workplace.start(["journal", "redact", "bob@x.com"] + request + words).end()
    }

    /// The files below the data directory that hold a text.
    private static func files(holding text: String, in workplace: Workplace) throws -> [String] {
        try workplace.files(below: workplace.data)
            .filter { $0.value.range(of: Data(text.utf8)) != nil }.keys.sorted()
    }

    @Test func `a redacted text is in no file, and every hash is as before`() throws {
        let workplace = try Self.withBob()
        let before = try ReadJournalTests.chainHashes(workplace, through: 4)

        let tried = try Self.redact(workplace, "--dry-run")
        #expect(tried.code == 0)
        #expect(tried.output.hasPrefix("Would be removed from 2 entries; redacted-1 would stand"))
        #expect(try Self.files(holding: "bob@x.com", in: workplace) != [])

        let done = try Self.redact(workplace)
        #expect(done.code == 0)
        #expect(
            done.output == """
                Removed from 2 entries; redacted-1 stands there now. Entry 5 tells of it.
                  3  added redacted-1 to the audience beta in LIVE
                  4  took redacted-1 out of the audience beta in LIVE
                Backups and other copies of the data that were made before still hold it.

                """
        )
        #expect(try Self.files(holding: "bob@x.com", in: workplace) == [])
        #expect(try ReadJournalTests.chainHashes(workplace, through: 4) == before)
        let history = try workplace.history()
        #expect(
            history.first?.sentence
                == "removed personal data from older entries; asked by legal: request 12"
        )
        #expect(history[2].note == "redacted-1 asked")
        #expect(
            history[2].sentence == "added redacted-1 to the audience beta in LIVE (redacted, see 5)"
        )
        #expect(
            try workplace.done("journal", "verify").hasPrefix(
                "The journal is whole: 5 entries, every byte as it was written, but for 2 redacted "
                    + "records."
            )
        )

        let again = try Self.redact(workplace)
        #expect(again.code == 1)
        #expect(again.output == "The text stands in no entry of the history.\n")
    }

    @Test func `who is still in use is not redacted`() throws {
        let workplace = try Self.withBob()
        try workplace.done("audience", "add", "beta", "bob@x.com")

        let refused = try Self.redact(workplace)

        #expect(refused.code == 3)
        #expect(refused.errors.contains("bob@x.com is still a member of beta, in Prod."))
        #expect(try workplace.history().count == 5)
    }

    @Test func `a server that has the data is named, and trying works beside it`() throws {
        let workplace = try Self.withBob()
        let server = try workplace.start(["serve", "--port", "0"])
        defer { server.send(SIGKILL) }
        try server.prints("Applications connect to")

        let refused = try Self.redact(workplace)
        let tried = try Self.redact(workplace, "--dry-run")

        #expect(refused.code == 4)
        #expect(refused.errors.contains("is held by process \(server.processID)"))
        #expect(tried.code == 0)
    }

    @Test func `a customer is forgotten in the history and in what was observed`() throws {
        let workplace = try Self.withBob()
        let file = try workplace.write("key,name\nbob@x.com,Robert\nann@x.com,Ann\n", to: "c.csv")
        try workplace.done("customer", "import", file)

        let done = try workplace.start(["customer", "forget", "bob@x.com"] + Self.request).end()

        #expect(done.code == 0)
        #expect(done.output.contains("Deleted what was observed of this customer."))
        #expect(try workplace.flagdeck("customer", "find", "bob").code == 1)
        #expect(try workplace.done("customer", "find", "ann").contains("ann@x.com"))
        #expect(try Self.files(holding: "bob@x.com", in: workplace) == [])
        #expect(try Self.files(holding: "Robert", in: workplace) == [])
        let again = try workplace.start(["customer", "forget", "bob@x.com"] + Self.request).end()
        #expect(again.code == 1)
    }
}
