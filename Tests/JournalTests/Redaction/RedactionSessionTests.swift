import JournalProof
import Testing

@testable import Journal

/// Entries get another content, and the chain stays as it was.
struct RedactionSessionTests {
    @Test func `a redacted journal tells the same history without the person`() async throws {
        let disk = try await RedactionScript.disk()
        let before = try RedactionScript.open(disk, .read)
        let expected = try RedactionScript.told(before).map {
            $0.replacing(RedactionScript.person, with: "redacted-1")
        }
        let hashes = try RedactionScript.hashes(before)
        #expect(RedactionScript.files(holding: RedactionScript.person, on: disk).count > 1)

        let report = try RedactionScript.redact(on: disk)
        let after = try RedactionScript.open(disk)

        #expect(report == RedactionSession.Report(entry: 7, entries: [2, 3, 5], records: 5))
        #expect(try RedactionScript.told(after) == expected + ["journal.redacted"])
        #expect(try RedactionScript.hashes(after).dropLast() == hashes[...])
        #expect(RedactionScript.files(holding: RedactionScript.person, on: disk) == [])
        #expect(try after.entries(from: 1).map(\.redactedBy) == [nil, 7, 7, nil, 7, nil, nil])
        #expect(
            try after.entries(from: 1).allSatisfy { $0.redactedBy == nil || $0.command == "c-1" }
        )
        #expect(try after.entry(3)?.partCount == 3)
        let verified = try RedactionScript.verify(disk)
        #expect(verified.problems == [])
        #expect(verified.redactedRecords == 5)
        await after.close()
    }

    @Test func `the entry of a redaction says who asked and why and what stands there now`()
        async throws
    {
        let disk = try await RedactionScript.disk()
        try RedactionScript.redact(on: disk)
        let entry = try #require(try RedactionScript.open(disk, .read).entry(7))
        let payload = String(decoding: entry.payload, as: UTF8.self)

        #expect(entry.actor == "ops")
        #expect(
            payload.hasPrefix(#"{"askedBy":"legal","entries":[{"actor":"mira","command":"c-1","#)
        )
        #expect(
            payload.contains(
                #""entry":2,"kind":"change-set","payload":"added redacted-1","records":1,"#
                    + #""redacted":7,"time":1764000000000000,"version":1}"#
            )
        )
        #expect(payload.contains(#"{"entry":3,"payload":"second"},{"entry":3,"payload":"third"#))
        #expect(payload.hasSuffix(#"],"reason":"the customer left"}"#))
    }

    @Test func `appending goes on after a redaction`() async throws {
        let disk = try await RedactionScript.disk()
        try RedactionScript.redact(on: disk)
        let journal = try RedactionScript.open(disk)

        #expect(try await journal.append([.example("more")]) == 8...8)
        await journal.close()

        #expect(try RedactionScript.verify(disk).entries == 8)
    }

    @Test func `a second redaction takes over what the first holds`() async throws {
        let disk = try await RedactionScript.disk()
        try RedactionScript.redact(on: disk)
        let second = try RedactionScript.redact("second", with: "redacted-2", on: disk)
        let third = try RedactionScript.redact("first", with: "redacted-3", on: disk)
        let journal = try RedactionScript.open(disk, .read)

        #expect(second.entries == [2, 3, 5, 7])
        #expect(second.records == 1)
        #expect(third.entries == [2, 3, 5, 7, 8])
        #expect(
            try journal.entry(3)?.payload
                == #"["redacted-3 redacted-1","redacted-2","third redacted-1"]"#.bytes
        )
        #expect(try journal.entry(2)?.redactedBy == 7)
        #expect(try journal.entry(7)?.redactedBy == 8)
        #expect(
            try journal.entry(7)?.payload
                == #"{"askedBy":"legal","entries":[],"reason":"the customer left"}"#.bytes
        )
        #expect(RedactionScript.files(holding: "second", on: disk) == [])
        #expect(try RedactionScript.verify(disk).problems == [])
    }

    @Test func `the reason of a redaction can be redacted`() async throws {
        let disk = try await RedactionScript.disk()
        var session = try RedactionSession.begin(
            at: RedactionScript.path,
            on: disk,
            options: RedactionScript.options
        )
        let wordy = try RedactionScript.redaction(in: session.journal, reason: "Bob called")
        _ = try session.redact(wordy)
        session.end()

        session = try RedactionSession.begin(
            at: RedactionScript.path,
            on: disk,
            options: RedactionScript.options
        )
        let payload = Redaction.emptyPayload(askedBy: "legal", reason: "redacted-2 called")
        var again = wordy
        again.reason = "a name in a reason"
        again.replacements = [.init(entry: 7, actor: "ops", payloadParts: [payload])]
        let report = try session.redact(again)
        session.end()

        let journal = try RedactionScript.open(disk, .read)
        #expect(report.entries == [2, 3, 5, 7])
        #expect(try journal.entry(2)?.payload == #""added redacted-1""#.bytes)
        #expect(try journal.entry(7)?.payload == payload)
        #expect(RedactionScript.files(holding: "Bob called", on: disk) == [])
        #expect(try RedactionScript.verify(disk).problems == [])
    }

    @Test func `a reader that was open before reads on`() async throws {
        let disk = try await RedactionScript.disk()
        let reader = try RedactionScript.open(disk, .read)
        try RedactionScript.redact(on: disk)

        #expect(try reader.entry(2)?.payload == #""added redacted-1""#.bytes)
    }

    @Test func `snapshots that may not stay make room for one of the end`() async throws {
        let disk = try await RedactionScript.disk()
        let journal = try RedactionScript.open(disk)
        for (entry, state) in [(2, RedactionScript.person), (4, "nobody"), (5, "bob@x.com too")] {
            try await journal.writeSnapshot(
                schemaVersion: 1,
                state: "\"\(state)\"".bytes,
                throughEntry: UInt64(entry)
            )
        }
        await journal.close()
        let session = try RedactionSession.begin(
            at: RedactionScript.path,
            on: disk,
            options: RedactionScript.options
        )

        let count = try session.replaceSnapshots(schemaVersion: 1, state: "{}".bytes) { bytes in
            String(decoding: bytes, as: UTF8.self).contains(RedactionScript.person)
        }
        session.end()

        #expect(count == 2)
        let after = try RedactionScript.open(disk, .read)
        #expect(after.newestSnapshot()?.throughEntry == 6)
        #expect(after.snapshot(atOrBefore: 5)?.throughEntry == 4)
        #expect(after.snapshot(atOrBefore: 3) == nil)
    }

    @Test func `nobody else writes while a session lasts`() async throws {
        let disk = try await RedactionScript.disk()
        let session = try RedactionSession.begin(
            at: RedactionScript.path,
            on: disk,
            options: RedactionScript.options
        )
        #expect(throws: JournalError.self) { try RedactionScript.open(disk) }

        session.end()

        await (try RedactionScript.open(disk)).close()
    }

    @Test func `segments in the archive are redacted where they are`() async throws {
        let disk = try await RedactionScript.disk()
        let first = "/" + JournalDirectory.segmentName(1)
        let archived = RedactionScript.path + "/archive" + first
        try disk.rename(RedactionScript.path + first, to: archived)
        try RedactionScript.redact(on: disk)

        #expect(disk.image.paths.contains(archived))
        #expect(RedactionScript.files(holding: RedactionScript.person, on: disk) == [])
        #expect(try RedactionScript.verify(disk).problems == [])
    }
}
