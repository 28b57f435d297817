import JSON

/// The file `forgotten`: what lies before the first record that is kept.
///
/// ```
/// {"chain":"…64","entry":N,"format":1,"journal":"…32","sequence":N,"snapshot":N,"told":N} crc
/// ```
///
/// It is written after an entry `journal.forgotten` is durable and before anything is removed, so
/// whatever is missing was told of. Opening begins where it says.
struct ForgottenMark: Hashable, Sendable {
    var journal: JournalID
    /// The last entry that was forgotten.
    var entry: UInt64
    /// The sequence of that entry's last record.
    var sequence: UInt64
    /// The chain hash at that record: where the rest of the chain begins.
    var chainHash: Digest
    /// The snapshot that stands for what was forgotten, by its sequence; it is never removed.
    var snapshot: UInt64
    /// The entry that tells of it.
    var told: UInt64

    static let name = "forgotten"

    var bytes: [UInt8] {
        CheckedLine.encode(
            "{\"chain\":\"\(chainHash)\",\"entry\":\(entry),\"format\":1,"
                + "\"journal\":\"\(journal)\",\"sequence\":\(sequence),"
                + "\"snapshot\":\(snapshot),\"told\":\(told)}"
        )
    }

    /// The state before the first record that is kept.
    var state: ChainState {
        ChainState(sequence: sequence, chainHash: chainHash, durableThrough: 0, entry: entry)
    }

    /// What an entry that tells of it says, as far as it must be what this says.
    var claim: JSONObject {
        JSONObject([
            JSONMember(key: "chain", value: .string(chainHash.hex)),
            JSONMember(key: "last", value: .integer(Int(entry))),
            JSONMember(key: "sequence", value: .integer(Int(sequence))),
            JSONMember(key: "snapshot", value: .integer(Int(snapshot))),
        ])
    }

    /// Whether an entry's payload tells of what this says: one that forgot, or a repair that lost
    /// the one that forgot.
    func isTold(by payload: JSONValue, kind: String?) -> Bool {
        guard case .object(var fields) = payload else { return false }
        if kind == "journal.repaired", case .object(let repeated)? = fields["forgotten"] {
            fields = repeated
        } else if kind != "journal.forgotten" {
            return false
        }
        return claim.members.allSatisfy { fields[$0.key] == $0.value }
    }

    /// Reads the whole file; nil when it does not read back.
    init?(_ text: UnsafeRawBufferPointer) {
        guard let json = CheckedLine.json(text), CheckedLine.lineBytes(json) == text.count else {
            return nil
        }
        var scanner = FieldScanner(text, from: json.lowerBound, to: json.upperBound)
        guard scanner.skip("{\"chain\":\""), let chainHash = scanner.digest(),
            scanner.skip("\",\"entry\":"), let entry = scanner.number(),
            scanner.skip(",\"format\":1,\"journal\":\""), let journal = scanner.journalID(),
            scanner.skip("\",\"sequence\":"), let sequence = scanner.number(),
            scanner.skip(",\"snapshot\":"), let snapshot = scanner.number(),
            scanner.skip(",\"told\":"), let told = scanner.number(), scanner.skip("}"),
            scanner.isAtEnd
        else { return nil }
        self.init(
            journal: journal,
            entry: entry,
            sequence: sequence,
            chainHash: chainHash,
            snapshot: snapshot,
            told: told
        )
    }

    init(
        journal: JournalID,
        entry: UInt64,
        sequence: UInt64,
        chainHash: Digest,
        snapshot: UInt64,
        told: UInt64
    ) {
        self.journal = journal
        self.entry = entry
        self.sequence = sequence
        self.chainHash = chainHash
        self.snapshot = snapshot
        self.told = told
    }

    /// The mark of a journal; nil when nothing was forgotten.
    ///
    /// - Throws: ``JournalError/foreign(path:reason:)`` when the file does not read back.
    static func read(
        in directory: JournalDirectory,
        on disk: any Disk
    ) throws(JournalError) -> ForgottenMark? {
        let bytes: [UInt8]?
        do throws(DiskError) {
            bytes = try disk.contents(of: directory.forgotten)
        } catch {
            throw error.asJournalError
        }
        guard let bytes else { return nil }
        guard let mark = bytes.withUnsafeBytes({ ForgottenMark($0) }) else {
            throw .foreign(path: directory.forgotten, reason: "it does not read back")
        }
        return mark
    }
}

extension JournalDirectory {
    var forgotten: String { path + "/" + ForgottenMark.name }
}
