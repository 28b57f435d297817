import FlagAPI
import FlagModel
import JSON
import Journal

/// How a change set becomes an entry of the journal, and back.
enum EntryCoding {
    /// The kind of the entries that hold change sets.
    static let kind = "change-set"

    /// Room for everything of a record's body that is not the part itself: JSON of the actor and
    /// the command id, each byte escaped at worst, and the fixed fields.
    private static let partBytes = JournalLimits.bodyBytes - 4096

    static func entry(of changeSet: ChangeSet) -> NewEntry {
        NewEntry(
            kind: kind,
            version: ChangeSet.layoutVersion,
            timeMicroseconds: changeSet.time.microseconds,
            actor: changeSet.actor,
            command: changeSet.id.text,
            payloadParts: changeSet.parts(maximumBytes: partBytes)
        )
    }

    /// The change set of an entry; `nil` for an entry that the journal wrote about itself.
    ///
    /// - Parameters:
    ///   - entry: the entry.
    ///   - replaced: what is to be read in place of its actor and payload; `nil` reads the entry.
    /// - Returns: what it changed.
    /// - Throws: ``EntryProblem`` when the entry is of a kind or version that this program does
    ///   not know: folding past it would build a state that never was.
    static func changeSet(
        of entry: JournalEntry,
        reading replaced: (actor: String, payload: JSONValue)? = nil
    ) throws(EntryProblem) -> ChangeSet? {
        guard EntryKinds.know(entry.kind, version: entry.version) else {
            throw EntryProblem(entry: entry.number, reason: "was written by a newer Flagdeck")
        }
        guard entry.kind == kind else { return nil }
        guard let id = GUID(entry.command) else {
            throw EntryProblem(entry: entry.number, reason: "has no id")
        }
        let time = Moment(microseconds: entry.timeMicroseconds)
        do {
            let quick =
                replaced == nil
                ? ChangeSet(
                    id: id,
                    actor: entry.actor,
                    time: time,
                    canonicalPayload: entry.payload,
                    count: entry.partCount
                ) : nil
            let changeSet =
                try quick
                ?? ChangeSet(
                    id: id,
                    actor: replaced?.actor ?? entry.actor,
                    time: time,
                    parts: parts(
                        of: replaced?.payload ?? JSONValue(parsing: entry.payload),
                        count: entry.partCount
                    )
                )
            return entry.redactedBy.map(changeSet.markedRedacted) ?? changeSet
        } catch let error as JSONShapeError {
            throw EntryProblem(entry: entry.number, reason: "\(error.pathText) \(error.message)")
        } catch {
            throw EntryProblem(entry: entry.number, reason: "is not JSON")
        }
    }

    /// Makes sure that an entry can be read again before it is written: what cannot be read would
    /// stand in the way of everything after it, for ever.
    ///
    /// - Throws: ``ServiceProblem``, of the code `entry.unreadable`.
    static func checkReadable(_ entry: NewEntry, of changeSet: ChangeSet) throws(ServiceProblem) {
        let (id, actor, time) = (changeSet.id, changeSet.actor, changeSet.time)
        let parts = entry.payloadParts
        guard ChangeSet(id: id, actor: actor, time: time, canonicalParts: parts) == nil else {
            return
        }
        do {
            let parts = try entry.payloadParts.map { try JSONValue(parsing: $0) }
            _ = try ChangeSet(
                id: changeSet.id,
                actor: changeSet.actor,
                time: changeSet.time,
                parts: parts
            )
        } catch let error as JSONShapeError {
            throw unreadable("\(error.pathText) \(error.message)")
        } catch {
            throw unreadable("\(error)")
        }
    }

    private static func unreadable(_ reason: String) -> ServiceProblem {
        .journal(
            code: "entry.unreadable",
            text: "This could not be read again from the history: \(reason). Nothing was changed; "
                + "ask for it in another way."
        )
    }

    private static func parts(of payload: JSONValue, count: Int) -> [JSONValue] {
        guard count > 1, case .array(let parts) = payload else { return [payload] }
        return parts
    }
}

extension ChangeSet {
    /// The same with the place that says why some of its words are others than were written.
    fileprivate func markedRedacted(by entry: UInt64) -> ChangeSet {
        with(sentence: sentence + " (redacted, see \(Words.grouped(Int(entry))))")
    }
}

/// An entry that reads back whole and still cannot be used.
struct EntryProblem: Error {
    let entry: UInt64
    let reason: String

    var text: String {
        "Entry \(entry) of the journal \(reason). Nothing was changed. Use the Flagdeck that wrote "
            + "it, or run `flagdeck journal show \(entry)`."
    }
}
