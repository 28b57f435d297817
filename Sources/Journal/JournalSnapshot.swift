/// A state that was computed from the journal, so that a start need not fold every entry.
///
/// Only a cache: the journal is the truth, and a snapshot that does not verify is ignored.
public struct JournalSnapshot: Hashable, Sendable {
    /// The last entry that the state includes.
    public let throughEntry: UInt64
    /// The sequence of that entry's last record.
    public let sequence: UInt64
    /// The chain hash at that record.
    public let chainHash: Digest
    /// The version of the state's own format.
    public let schemaVersion: Int
    /// The state: canonical JSON; a part of the file's bytes, so that no large state is copied.
    public let state: ArraySlice<UInt8>
}

/// A snapshot's file.
///
/// ```
/// {"chain":"…64","entry":N,"format":1,"journal":"…32","length":N,"schema":N,"sequence":N}\n
/// state, length bytes\n
/// SHA-256 of all bytes before, 64 hexadecimal digits\n
/// ```
enum SnapshotFile {
    static func encode(_ snapshot: JournalSnapshot, of id: JournalID) -> [[UInt8]] {
        let header =
            "{\"chain\":\"\(snapshot.chainHash)\",\"entry\":\(snapshot.throughEntry),"
            + "\"format\":1,\"journal\":\"\(id)\",\"length\":\(snapshot.state.count),"
            + "\"schema\":\(snapshot.schemaVersion),\"sequence\":\(snapshot.sequence)}\n"
        let pieces = [Array(header.utf8), Array(snapshot.state), [UInt8(ascii: "\n")]]
        return pieces + [Array("\(Digest(of: pieces))\n".utf8)]
    }

    /// Reads and checks a whole file; nil when it is not a whole snapshot of this journal.
    static func read(_ bytes: [UInt8], of id: JournalID) -> JournalSnapshot? {
        guard let (snapshot, state) = bytes.withUnsafeBytes({ read($0, of: id) }) else {
            return nil
        }
        return snapshot(bytes[state])
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

    /// What makes a snapshot of its state, and where that lies.
    private static func read(
        _ text: UnsafeRawBufferPointer,
        of id: JournalID
    ) -> ((ArraySlice<UInt8>) -> JournalSnapshot, Range<Int>)? {
        let trailer = 65
        guard text.count > trailer, text[text.count - 1] == UInt8(ascii: "\n") else { return nil }
        let covered = text.count - trailer
        guard let digest = Digest(hexDigits: text, at: covered),
            digest == Digest(of: .init(rebasing: text[..<covered]))
        else { return nil }
        var scanner = FieldScanner(text, to: covered)
        guard let (chainHash, entry) = chainHashAndEntry(&scanner),
            scanner.skip(",\"format\":1,\"journal\":\""), scanner.journalID() == id,
            scanner.skip("\",\"length\":"), let length = scanner.number(),
            scanner.skip(",\"schema\":"), let schema = scanner.number(),
            scanner.skip(",\"sequence\":"), let sequence = scanner.number(), scanner.skip("}\n"),
            let schemaVersion = Int(exactly: schema),
            length == UInt64(covered - scanner.position - 1)
        else { return nil }
        let snapshot = { (state: ArraySlice<UInt8>) in
            JournalSnapshot(
                throughEntry: entry,
                sequence: sequence,
                chainHash: chainHash,
                schemaVersion: schemaVersion,
                state: state
            )
        }
        return (snapshot, scanner.position..<covered - 1)
    }
}
