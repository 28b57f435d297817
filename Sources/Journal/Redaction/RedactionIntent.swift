/// The file `redacting`: a redaction has begun whose blanking may not be done.
///
/// ```
/// {"entry":N,"format":1,"journal":"…32"} crc
/// ```
///
/// It is durable before the entry that it names is written, and is removed after the last body is
/// blanked. A start that finds it finishes the work when the entry is there, and forgets it when
/// not.
struct RedactionIntent: Equatable {
    static let name = "redacting"

    /// The number of the entry that tells of the redaction.
    var entry: UInt64

    func bytes(of id: JournalID) -> [UInt8] {
        CheckedLine.encode("{\"entry\":\(entry),\"format\":1,\"journal\":\"\(id)\"}")
    }

    /// Reads the whole file; nil when it does not read back, or is of another journal.
    static func read(_ text: UnsafeRawBufferPointer, of id: JournalID) -> RedactionIntent? {
        guard let json = CheckedLine.json(text) else { return nil }
        var scanner = FieldScanner(text, from: json.lowerBound, to: json.upperBound)
        guard scanner.skip("{\"entry\":"), let entry = scanner.number(),
            scanner.skip(",\"format\":1,\"journal\":\""), scanner.journalID() == id,
            scanner.skip("\"}"), scanner.isAtEnd, CheckedLine.lineBytes(json) == text.count
        else { return nil }
        return RedactionIntent(entry: entry)
    }
}

extension JournalDirectory {
    /// Where a redaction that is under way is noted.
    var redacting: String { path + "/" + RedactionIntent.name }

    /// The redaction that is under way; nil when none is.
    ///
    /// - Throws: ``JournalError/foreign(path:reason:)`` when the note does not read back.
    func redactionUnderWay(
        of id: JournalID,
        on disk: any Disk
    ) throws(JournalError) -> RedactionIntent? {
        let bytes: [UInt8]?
        do throws(DiskError) {
            bytes = try disk.contents(of: redacting)
        } catch {
            throw error.asJournalError
        }
        guard let bytes else { return nil }
        guard let intent = bytes.withUnsafeBytes({ RedactionIntent.read($0, of: id) }) else {
            throw .foreign(path: redacting, reason: "it does not read back")
        }
        return intent
    }
}
