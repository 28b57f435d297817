import FlagModel
import Journal

/// Every kind of entry that was ever written, with the newest version that this program knows.
///
/// Kinds and versions are for ever: `docs/reference/events.md` is made from this table. An entry
/// of a kind that is not here, or of a newer version, was written by a newer Flagdeck, and this
/// one must not write behind it: it would build on a state that it cannot know.
enum EntryKinds {
    /// One kind.
    struct Known: Hashable {
        let kind: String
        let version: Int
        /// What an entry of the kind tells, for the page.
        let meaning: String
    }

    static let all = [
        Known(
            kind: EntryCoding.kind,
            version: ChangeSet.layoutVersion,
            meaning: "what somebody changed: the only kind that changes the model"
        ),
        Known(
            kind: "journal.forgotten",
            version: 1,
            meaning: "old segments were removed on purpose, and which"
        ),
        Known(
            kind: Redaction.kind,
            version: Redaction.version,
            meaning: "old entries got another content; holds it, who asked, and why"
        ),
        Known(
            kind: "journal.repaired",
            version: 1,
            meaning: "a damaged journal was repaired, and what was lost"
        ),
        Known(
            kind: "journal.tail-cut",
            version: 1,
            meaning: "the end of an unfinished write was cut off, and where its bytes are"
        ),
    ]

    /// Whether this program knows everything that such an entry may say.
    static func know(_ kind: String, version: Int) -> Bool {
        all.contains { $0.kind == kind && version <= $0.version }
    }
}
