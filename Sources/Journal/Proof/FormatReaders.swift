/// The readers of everything that stands on the disk, for a proof that feeds them anything.
///
/// None of them may trap, whatever the bytes are.
package enum FormatReaders {
    /// Reads a segment's records from its first line on.
    ///
    /// - Returns: how many records read back before the first flaw, and how many after it.
    package static func segment(_ bytes: [UInt8], of id: JournalID) -> (good: Int, later: Int) {
        bytes.withUnsafeBytes { text in
            let start = SegmentHeader.read(text)?.bytes ?? 0
            let seed = id.checksumSeed
            var scan = SegmentScan(after: .genesis(of: id), at: start, seed: seed)
            scan.run(text)
            let later = scan.failure.map { LaterRecords(text, after: $0, seed: seed) }
            return (scan.recordCount, later?.readableCount ?? 0)
        }
    }

    /// Whether the bytes are a whole snapshot of the journal.
    package static func isSnapshot(_ bytes: [UInt8], of id: JournalID) -> Bool {
        SnapshotFile.read(bytes, of: id) != nil
    }

    /// The sequence that a head file names; nil when neither slot is valid.
    package static func head(_ bytes: [UInt8], of id: JournalID) -> UInt64? {
        bytes.withUnsafeBytes { HeadSlot.newest(in: $0, seed: id.checksumSeed)?.sequence }
    }

    /// Whether the bytes are an identity file, of whatever format.
    package static func isIdentity(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { IdentityFile.read($0) != nil }
    }

    /// Whether the bytes are the body of a record, redacted or not.
    package static func isBody(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { text in
            RecordBody(text, in: 0..<text.count) != nil
                || RecordBody(redacted: text, in: 0..<text.count) != nil
        }
    }
}
