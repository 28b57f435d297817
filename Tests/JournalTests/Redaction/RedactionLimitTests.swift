import JournalProof
import Testing

@testable import Journal

/// Every bound of a redaction, at it and one above.
struct RedactionLimitTests {
    @Test func `the mark of the highest entry fits into the shortest body`() throws {
        let entry = NewEntry(
            kind: "a",
            timeMicroseconds: 0,
            actor: "",
            command: "",
            payload: [UInt8(ascii: "0")]
        )
        for number: UInt64 in [1, .max - 1] {
            let body = RecordBody.encode(entry, part: 0, number: number, texts: QuotedTexts(entry))
            let mark = RedactionMark(
                entry: number,
                kind: "a",
                redactedBy: .max,
                time: 0,
                version: 1
            )

            let blanked = RecordBody.encode(mark, isLast: true, padded: body.count)

            #expect(blanked.count == body.count)
            let read = try #require(
                blanked.withUnsafeBytes { RecordBody(redacted: $0, in: 0..<body.count) }
            )
            #expect(read.redactedBy == .max)
            #expect(blanked.withUnsafeBytes { read.mark($0) } == mark)
        }
    }

    @Test func `a mark that does not look forward is none`() {
        for redaction in [6, 7, 8] {
            let text =
                #"{"entry":7,"kind":"a","last":true,"redacted":\#(redaction),"time":0,"version":1}"#
            let body = text.bytes.withUnsafeBytes {
                RecordBody(redacted: $0, in: 0..<text.utf8.count)
            }
            #expect((body != nil) == (redaction == 8))
        }
    }

    @Test(arguments: [JournalLimits.redactedEntries, JournalLimits.redactedEntries + 1])
    func `a redaction holds 10,000 entries`(count: Int) {
        let held = (1...count).map { Self.held(UInt64($0), ["0".bytes]) }
        Self.expect("redacted entries", count, JournalLimits.redactedEntries) {
            try Self.redaction().prepared(held)
        }
    }

    @Test(arguments: [0, 1])
    func `a redaction holds 64 MiB`(more: Int) {
        func text(_ count: Int) -> [UInt8] {
            Array("\"".utf8) + Array(repeating: 97, count: count) + Array("\"".utf8)
        }
        var held = (1...68).map { Self.held(UInt64($0), [text($0 < 68 ? 1_000_000 : 0)]) }
        held[67].payloadParts = [text(100_000)]
        let rest = JournalLimits.redactionBytes - Self.size(held) + more
        held[67].payloadParts = [text(100_000 + rest)]
        Self.expect(
            "bytes of replacements",
            JournalLimits.redactionBytes + more,
            JournalLimits.redactionBytes
        ) {
            try Self.redaction().prepared(held)
        }
    }

    @Test(arguments: [1000, 1001])
    func `a reason has 1,000 bytes`(count: Int) {
        var redaction = Self.redaction()
        redaction.reason = String(repeating: "a", count: count)
        Self.expect("reason", count, JournalLimits.redactionReasonBytes) {
            try redaction.prepared([Self.held(1, ["0".bytes])])
        }
    }

    @Test(arguments: [256, 257])
    func `who asked has 256 bytes`(count: Int) {
        var redaction = Self.redaction()
        redaction.askedBy = String(repeating: "a", count: count)
        Self.expect("asked by", count, JournalLimits.actorBytes) {
            try redaction.prepared([Self.held(1, ["0".bytes])])
        }
    }

    @Test func `a redaction says who asked and why`() {
        var redaction = Self.redaction()
        redaction.askedBy = ""
        #expect(throws: JournalError.invalid(field: "asked by", reason: "is empty")) {
            try redaction.prepared([])
        }
        redaction = Self.redaction()
        redaction.reason = ""
        #expect(throws: JournalError.invalid(field: "reason", reason: "is empty")) {
            try redaction.prepared([])
        }
    }

    @Test func `a large redaction takes several records and reads back`() throws {
        let text = Array("\"".utf8) + Array(repeating: 97, count: 900_000) + Array("\"".utf8)
        let held = (1...3).map { Self.held(UInt64($0), [text, "1".bytes]) }

        let entry = try Self.redaction().prepared(held).entry

        #expect(entry.payloadParts.count == 3)
        #expect(
            RedactionPayload.read(entry.payloadParts)
                == Dictionary(uniqueKeysWithValues: held.map { ($0.mark.entry, $0) })
        )
    }

    @Test(arguments: [999, 1000])
    func `an entry is redacted 1,000 times`(earlier: Int) {
        var held = (2...UInt64(earlier + 1)).map { Self.held($0, ["0".bytes]) }
        for index in held.indices { held[index].mark.kind = Redaction.kind }
        held.append(Self.held(1, ["0".bytes]))
        Self.expect("redactions of the same entries", earlier + 1, JournalLimits.redactionSteps) {
            try RedactionPlan.checkSteps(held)
        }
    }

    @Test func `an entry that was redacted four times is read`() async throws {
        let disk = try await RedactionScript.disk()
        for number in 1...4 {
            try RedactionScript.redact(
                number == 1 ? RedactionScript.person : "redacted-\(number - 1)",
                with: "redacted-\(number)",
                on: disk
            )
        }

        let entry = try RedactionScript.open(disk, .read).entry(2)
        #expect(entry?.payload == #""added redacted-4""#.bytes)
    }

    private static func redaction() -> Redaction {
        Redaction(
            actor: "ops",
            askedBy: "legal",
            reason: "asked",
            timeMicroseconds: 0,
            replacements: []
        )
    }

    private static func held(_ number: UInt64, _ parts: [[UInt8]]) -> HeldEntry {
        HeldEntry(
            mark: RedactionMark(
                entry: number,
                kind: "a",
                redactedBy: 100_000,
                time: 0,
                version: 1
            ),
            actor: "",
            command: "",
            recordCount: parts.count,
            payloadParts: parts
        )
    }

    private static func size(_ held: [HeldEntry]) -> Int {
        RedactionPayload.parts(askedBy: "legal", reason: "asked", held).reduce(0) { $0 + $1.count }
    }

    private static func expect(
        _ field: String,
        _ size: Int,
        _ maximum: Int,
        _ make: () throws -> Any
    ) {
        do {
            _ = try make()
            #expect(size <= maximum)
        } catch {
            let expected = JournalError.limits(field: field, size: size, maximum: maximum)
            #expect(error as? JournalError == expected)
            #expect(size > maximum)
        }
    }
}
