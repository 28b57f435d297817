/// A line of canonical JSON, a blank, and the CRC-32C of both: `{…} 1a2b3c4d`.
///
/// Segment headers and the identity file have this form. Its checksum starts from nothing, so
/// that it can be read before the journal's id is known.
enum CheckedLine {
    static func encode(_ json: String) -> [UInt8] {
        var bytes = Array(json.utf8)
        bytes.append(UInt8(ascii: " "))
        let crc = bytes.withUnsafeBytes { CRC32C(of: $0) }
        FixedWidth.appendHex32(crc.value, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// The range of the JSON at the start of `text`; nil when the line is not whole.
    static func json(_ text: UnsafeRawBufferPointer) -> Range<Int>? {
        guard let end = text.prefix(longestBytes).firstIndex(of: UInt8(ascii: "\n")), end > 9,
            FixedWidth.hex32(text, at: end - 8)
                == CRC32C(of: .init(rebasing: text[..<(end - 8)])).value,
            text[end - 9] == UInt8(ascii: " ")
        else { return nil }
        return 0..<end - 9
    }

    /// The bytes of the whole line around `json`.
    static func lineBytes(_ json: Range<Int>) -> Int { json.count + 10 }

    /// Longer lines are not looked for.
    static let longestBytes = 512
}

/// The first line of a segment.
///
/// ```
/// {"chain":"…64","created":N,"entry":N,"first":N,"format":1,"journal":"…32"} crc
/// ```
struct SegmentHeader: Equatable {
    var journal: JournalID
    /// The sequence of the segment's first record, also its name.
    var firstSequence: UInt64
    /// The number of the segment's first entry.
    var firstEntry: UInt64
    /// The chain hash of the record before the first.
    var previousHash: Digest
    var createdMicroseconds: Int64

    var bytes: [UInt8] {
        CheckedLine.encode(
            "{\"chain\":\"\(previousHash)\",\"created\":\(createdMicroseconds),"
                + "\"entry\":\(firstEntry),\"first\":\(firstSequence),\"format\":1,"
                + "\"journal\":\"\(journal)\"}"
        )
    }

    /// Reads the first line of `text`.
    ///
    /// - Returns: the header and the bytes of its line, or nil when it does not read back.
    static func read(_ text: UnsafeRawBufferPointer) -> (header: SegmentHeader, bytes: Int)? {
        guard let json = CheckedLine.json(text) else { return nil }
        var scanner = FieldScanner(text, from: json.lowerBound, to: json.upperBound)
        guard scanner.skip("{\"chain\":\""), let previousHash = scanner.digest(),
            scanner.skip("\",\"created\":"), let created = scanner.signedNumber(),
            scanner.skip(",\"entry\":"), let firstEntry = scanner.number(),
            scanner.skip(",\"first\":"), let firstSequence = scanner.number(),
            scanner.skip(",\"format\":1,\"journal\":\""), let journal = scanner.journalID(),
            scanner.skip("\"}"), scanner.isAtEnd
        else { return nil }
        let header = SegmentHeader(
            journal: journal,
            firstSequence: firstSequence,
            firstEntry: firstEntry,
            previousHash: previousHash,
            createdMicroseconds: created
        )
        return (header, CheckedLine.lineBytes(json))
    }

    /// The format that a sound first line names; nil when it is none, or of this format.
    static func newerFormat(_ text: UnsafeRawBufferPointer) -> UInt64? {
        guard let json = CheckedLine.json(text) else { return nil }
        for start in json {
            var scanner = FieldScanner(text, from: start, to: json.upperBound)
            if scanner.skip("\"format\":"), let format = scanner.number(), format > 1 {
                return format
            }
        }
        return nil
    }
}

/// The identity file: `{"format":1,"journal":"…32"} crc`.
enum IdentityFile {
    static func encode(_ id: JournalID) -> [UInt8] {
        CheckedLine.encode("{\"format\":1,\"journal\":\"\(id)\"}")
    }

    /// Reads the whole file: the format and, when it is 1, the id.
    static func read(_ text: UnsafeRawBufferPointer) -> (format: UInt64, id: JournalID?)? {
        guard let json = CheckedLine.json(text) else { return nil }
        var scanner = FieldScanner(text, from: json.lowerBound, to: json.upperBound)
        guard scanner.skip("{\"format\":"), let format = scanner.number() else { return nil }
        guard format == 1 else { return (format, nil) }
        guard scanner.skip(",\"journal\":\""), let id = scanner.journalID(),
            scanner.skip("\"}"), scanner.isAtEnd, CheckedLine.lineBytes(json) == text.count
        else { return nil }
        return (format, id)
    }
}
