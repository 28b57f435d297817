import JournalProof
import Testing

@testable import Journal

/// A blank is no way to hide a change, and what was hidden does not come back unseen.
struct RedactionDamageTests {
    @Test func `a body that was blanked without a redaction is damage`() async throws {
        let disk = try await RedactionScript.disk()
        var image = disk.image
        let segment = RedactionScript.path + "/" + JournalDirectory.segmentName(1)
        image[segment] = try Self.blanked(image[segment], entry: 2, by: 6)
        let damaged = SimulatedDisk(image)

        let error = #expect(throws: JournalError.self) { try RedactionScript.open(damaged) }
        #expect(error?.description.contains("entry 2") == true)
        #expect(error?.description.contains("blanked without a redaction entry") == true)
        #expect(throws: JournalError.self) { try RedactionScript.open(damaged, .read) }
        let problems = try RedactionScript.verify(damaged).problems
        #expect(problems.map(\.entry) == [2])
    }

    @Test func `a blank that names an entry which is not there is damage`() async throws {
        let disk = try await RedactionScript.disk()
        var image = disk.image
        let segment = RedactionScript.path + "/" + JournalDirectory.segmentName(1)
        image[segment] = try Self.blanked(image[segment], entry: 2, by: 70)

        #expect(throws: JournalError.self) { try RedactionScript.open(SimulatedDisk(image)) }
        #expect(try RedactionScript.verify(SimulatedDisk(image)).problems.map(\.entry) == [2])
    }

    @Test func `a bit that flips in any blanked body is seen`() async throws {
        let disk = try await RedactionScript.disk()
        try RedactionScript.redact(on: disk)
        let image = disk.image
        var flips = 0
        for name in image.paths where name.hasSuffix(".journal") {
            for body in Self.blankedBodies(image[name]) {
                for place in body {
                    var damaged = image
                    damaged[name][place] ^= UInt8(1 << (place % 8))
                    let mark =
                        "\(name), byte \(place): "
                        + String(decoding: damaged[name][body], as: UTF8.self)
                    let report = try RedactionScript.verify(SimulatedDisk(damaged))
                    #expect(!report.problems.isEmpty, "\(mark)")
                    #expect(throws: JournalError.self, "\(mark)") {
                        try RedactionScript.open(SimulatedDisk(damaged))
                    }
                    flips += 1
                }
            }
        }
        #expect(flips > 500)
    }

    @Test func `an old copy of a segment is named by verify`() async throws {
        let disk = try await RedactionScript.disk()
        let segment = RedactionScript.path + "/" + JournalDirectory.segmentName(1)
        let old = disk.image[segment]
        try RedactionScript.redact(on: disk)
        var image = disk.image
        image[segment] = old + image[segment].dropFirst(old.count)

        let problems = try RedactionScript.verify(SimulatedDisk(image)).problems

        #expect(problems.count == 2)
        #expect(
            problems.allSatisfy {
                $0.description.hasSuffix(
                    "was redacted, and its old content is there again, for example from a copy. "
                        + "Redact it once more."
                )
            }
        )
    }

    @Test func `a note of a redaction that does not read back stops the start`() async throws {
        let disk = try await RedactionScript.disk()
        let file = try disk.open(RedactionScript.path + "/redacting", .create)
        try file.writeAll("nothing\n".bytes, at: 0)

        #expect(
            throws: JournalError.foreign(
                path: RedactionScript.path + "/redacting",
                reason: "it does not read back"
            )
        ) {
            try RedactionScript.open(disk)
        }
    }

    private static func blanked(_ bytes: [UInt8], entry: UInt64, by: UInt64) throws -> [UInt8] {
        var bytes = bytes
        for (offset, record) in records(of: bytes) where record.body.entry == entry {
            let mark = try #require(bytes.withUnsafeBytes { record.body.mark($0, by: by) })
            let body = RecordBody.encode(
                mark,
                isLast: record.body.isLast,
                padded: record.line.bodyBytes
            )
            let start = offset + RecordLine.headerBytes
            bytes.replaceSubrange(start..<start + body.count, with: body)
        }
        return bytes
    }

    private static func blankedBodies(_ bytes: [UInt8]) -> [Range<Int>] {
        records(of: bytes).compactMap { offset, record in
            guard record.body.redactedBy != nil else { return nil }
            let start = offset + RecordLine.headerBytes
            return start..<start + record.line.bodyBytes
        }
    }

    private static func records(
        of bytes: [UInt8]
    ) -> [(offset: Int, record: (line: RecordLine, body: RecordBody))] {
        bytes.withUnsafeBytes { text in
            var offset = SegmentHeader.read(text)?.bytes ?? 0
            var found: [(offset: Int, record: (line: RecordLine, body: RecordBody))] = []
            while let record = try? SegmentScan.record(
                text,
                at: offset,
                seed: ProofJournal.id.checksumSeed
            ) {
                found.append((offset, record))
                offset += record.line.lineBytes
            }
            return found
        }
    }
}
