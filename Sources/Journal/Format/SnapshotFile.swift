/// A snapshot's file.
///
/// ```
/// {"chain":"…64","entry":N,"format":2,"journal":"…32","length":N,"schema":N,"sequence":N}\n
/// SHA-256 of each 65,536 bytes of the state and of what remains, 64 hexadecimal digits each\n
/// SHA-256 of all bytes before, 64 hexadecimal digits\n
/// state, length bytes\n
/// ```
///
/// So a part of the state can be checked without the rest. Format 1, which is still read, has the
/// state as its second line and the SHA-256 of all bytes before as its third.
enum SnapshotFile {
    /// The bytes of a line with one hash.
    private static let hashLineBytes = 65
    /// More bytes than a first line has.
    static let longestHeaderBytes = 512

    /// What stands before the state.
    fileprivate struct Head {
        var chainHash: Digest
        var entry: UInt64
        var sequence: UInt64
        var schemaVersion: Int
        var format: UInt64
        /// The bytes of the state.
        var length: Int
        /// The bytes of the first line.
        var lineBytes: Int

        /// How many pieces the state has.
        var pieces: Int {
            let size = JournalLimits.snapshotPieceBytes
            return length / size + (length % size > 0 ? 1 : 0)
        }

        /// Where the state begins.
        var stateOffset: Int {
            format == 1 ? lineBytes : lineBytes + 64 * pieces + 1 + SnapshotFile.hashLineBytes
        }

        /// The size of the whole file.
        var fileBytes: Int {
            stateOffset + length + 1 + (format == 1 ? SnapshotFile.hashLineBytes : 0)
        }
    }

    static func encode(_ snapshot: JournalSnapshot, of id: JournalID) -> [[UInt8]] {
        let header =
            "{\"chain\":\"\(snapshot.chainHash)\",\"entry\":\(snapshot.throughEntry),"
            + "\"format\":2,\"journal\":\"\(id)\",\"length\":\(snapshot.state.count),"
            + "\"schema\":\(snapshot.schemaVersion),\"sequence\":\(snapshot.sequence)}\n"
        var table: [UInt8] = []
        for hash in snapshot.state.withUnsafeBytes({ hashes(of: $0) }) {
            hash.appendHex(to: &table)
        }
        table.append(UInt8(ascii: "\n"))
        let pieces = [Array(header.utf8), table]
        let end = Array("\(Digest(of: pieces))\n".utf8)
        return pieces + [end, Array(snapshot.state), [UInt8(ascii: "\n")]]
    }

    /// The hash of each piece of a state, or of a part that begins with a whole piece.
    static func hashes(of state: UnsafeRawBufferPointer) -> [Digest] {
        stride(from: 0, to: state.count, by: JournalLimits.snapshotPieceBytes).map { start in
            let end = min(state.count, start + JournalLimits.snapshotPieceBytes)
            return Digest(of: .init(rebasing: state[start..<end]))
        }
    }

    // MARK: - Reading

    /// Reads and checks a whole file; nil when it is not a whole snapshot of this journal.
    static func read(_ bytes: [UInt8], of id: JournalID) -> JournalSnapshot? {
        let head = bytes.withUnsafeBytes { text -> Head? in
            guard let head = self.head(text, of: id), head.fileBytes == text.count,
                text[text.count - 1] == UInt8(ascii: "\n"), isSound(text, head)
            else { return nil }
            return head
        }
        guard let head else { return nil }
        return JournalSnapshot(
            throughEntry: head.entry,
            sequence: head.sequence,
            chainHash: head.chainHash,
            schemaVersion: head.schemaVersion,
            state: bytes[head.stateOffset..<head.stateOffset + head.length]
        )
    }

    private static func isSound(_ text: UnsafeRawBufferPointer, _ head: Head) -> Bool {
        let end = head.stateOffset + head.length
        guard text[end] == UInt8(ascii: "\n") else { return false }
        guard head.format > 1 else {
            return Digest(hexDigits: text, at: end + 1)
                == Digest(of: .init(rebasing: text[...end]))
        }
        let state = UnsafeRawBufferPointer(rebasing: text[head.stateOffset..<end])
        return table(text, head) == hashes(of: state)
    }

    /// Opens a file of which the state is read later; nil when it is not a snapshot of this journal
    /// whose head verifies.
    static func open(
        _ file: any DiskFile,
        of id: JournalID
    ) throws(DiskError) -> OpenSnapshot? {
        let size = try file.item().size
        let start = try file.bytes(at: 0, count: min(size, longestHeaderBytes))
        guard let head = start.withUnsafeBytes({ head($0, of: id) }), head.fileBytes == size else {
            return nil
        }
        guard head.format > 1 else {
            return read(try file.allBytes(), of: id).map { snapshot in
                OpenSnapshot(head, SnapshotState(snapshot.state))
            }
        }
        let bytes = try file.bytes(at: 0, count: head.stateOffset)
        guard let hashes = bytes.withUnsafeBytes({ table($0, head) }),
            try file.bytes(at: size - 1, count: 1) == [UInt8(ascii: "\n")]
        else { return nil }
        return OpenSnapshot(
            head,
            SnapshotState(file, from: head.stateOffset, count: head.length, hashes: hashes)
        )
    }

    /// The hashes of the pieces; nil when they are not as they were written.
    private static func table(_ text: UnsafeRawBufferPointer, _ head: Head) -> [Digest]? {
        let end = head.stateOffset - hashLineBytes
        guard head.stateOffset <= text.count, text[end - 1] == UInt8(ascii: "\n"),
            text[head.stateOffset - 1] == UInt8(ascii: "\n"),
            let digest = Digest(hexDigits: text, at: end),
            digest == Digest(of: .init(rebasing: text[..<end]))
        else { return nil }
        var hashes: [Digest] = []
        hashes.reserveCapacity(head.pieces)
        for piece in 0..<head.pieces {
            guard let hash = Digest(hexDigits: text, at: head.lineBytes + 64 * piece) else {
                return nil
            }
            hashes.append(hash)
        }
        return hashes
    }

    /// The last entry that a snapshot includes, from the start of its file; nothing is checked.
    static func throughEntry(_ start: [UInt8]) -> UInt64? {
        start.withUnsafeBytes { text in
            var scanner = FieldScanner(text)
            return chainHashAndEntry(&scanner)?.entry
        }
    }

    private static func chainHashAndEntry(
        _ scanner: inout FieldScanner
    ) -> (chainHash: Digest, entry: UInt64)? {
        guard scanner.skip("{\"chain\":\""), let chainHash = scanner.digest(),
            scanner.skip("\",\"entry\":"), let entry = scanner.number()
        else { return nil }
        return (chainHash, entry)
    }

    /// What the first line says; nothing is checked.
    private static func head(_ text: UnsafeRawBufferPointer, of id: JournalID) -> Head? {
        var scanner = FieldScanner(text)
        guard let (chainHash, entry) = chainHashAndEntry(&scanner),
            scanner.skip(",\"format\":"), let format = scanner.number(), (1...2).contains(format),
            scanner.skip(",\"journal\":\""), scanner.journalID() == id,
            scanner.skip("\",\"length\":"), let length = scanner.number(),
            length <= JournalLimits.snapshotBytes,
            scanner.skip(",\"schema\":"), let schema = scanner.number(),
            scanner.skip(",\"sequence\":"), let sequence = scanner.number(), scanner.skip("}\n"),
            let schemaVersion = Int(exactly: schema)
        else { return nil }
        return Head(
            chainHash: chainHash,
            entry: entry,
            sequence: sequence,
            schemaVersion: schemaVersion,
            format: format,
            length: Int(length),
            lineBytes: scanner.position
        )
    }
}

extension OpenSnapshot {
    fileprivate init(_ head: SnapshotFile.Head, _ state: SnapshotState) {
        (throughEntry, schemaVersion) = (head.entry, head.schemaVersion)
        (sequence, chainHash) = (head.sequence, head.chainHash)
        self.state = state
    }
}
