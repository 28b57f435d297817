/// Makes records and heads that are right in every checksum, as somebody who edits a journal by
/// hand could: what then still shows the edit is the chain and a head that is kept elsewhere.
package struct RecordForge: Sendable {
    private let id: JournalID

    /// Forges for the journal with this id.
    package init(_ id: JournalID) { self.id = id }

    /// A whole line with its line feed.
    ///
    /// - Parameters:
    ///   - body: one canonical JSON object.
    ///   - sequence: the record's number, from 1.
    ///   - durableThrough: below `sequence`.
    ///   - previous: the chain hash before it.
    /// - Returns: the line and its own chain hash.
    package func line(
        _ body: [UInt8],
        sequence: UInt64,
        durableThrough: UInt64,
        after previous: Digest
    ) -> (bytes: [UInt8], chainHash: Digest) {
        var bytes: [UInt8] = []
        let line = RecordLine.append(
            body,
            at: (sequence, durableThrough, previous),
            seed: id.checksumSeed,
            to: &bytes
        )
        return (bytes, line.chainHash)
    }

    /// The line with both checksums made right again; shorter texts stay as they are.
    package func resealed(_ line: [UInt8]) -> [UInt8] {
        guard line.count > RecordLine.headerBytes else { return line }
        var result = line
        seal(line[RecordLine.headerBytes..<line.count - 1], at: 51, in: &result)
        seal(result[..<RecordLine.checksumOffset], at: RecordLine.checksumOffset, in: &result)
        return result
    }

    private func seal(_ covered: ArraySlice<UInt8>, at offset: Int, in line: inout [UInt8]) {
        let crc = covered.withUnsafeBytes { id.checksumSeed.continued(over: $0) }
        var digits: [UInt8] = []
        FixedWidth.appendHex32(crc, to: &digits)
        line.replaceSubrange(offset..<offset + digits.count, with: digits)
    }

    /// A first line with its checksum made right again.
    package static func sealed(_ json: String) -> [UInt8] { CheckedLine.encode(json) }

    /// The bytes of a line that stand before its body.
    package static let headerBytes = RecordLine.headerBytes

    /// The chain hash before the first record.
    package var genesis: Digest { .genesis(of: id) }

    /// A head file with one valid slot.
    package func head(
        sequence: UInt64,
        segment: UInt64,
        offset: Int,
        chainHash: Digest
    ) -> [UInt8] {
        let slot = HeadSlot(
            generation: 2,
            sequence: sequence,
            segment: segment,
            offset: UInt64(max(0, offset)),
            chainHash: chainHash,
            timeMicroseconds: 0
        )
        return slot.bytes(seed: id.checksumSeed)
    }
}
