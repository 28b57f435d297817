import JSON
import Journal

/// What an entry that the journal wrote about itself says, for people.
enum JournalSentence {
    /// One sentence without who and when.
    static func text(of entry: JournalEntry) -> String {
        let payload = try? JSONValue(parsing: entry.payload)
        guard case .object(let fields)? = payload else { return "noted \(entry.kind)" }
        switch entry.kind {
        case "journal.tail-cut":
            return "cut off an unfinished write after a crash; nothing that was confirmed is lost"
        case "journal.forgotten":
            let range = "entries \(number(fields["first"])) to \(number(fields["last"]))"
            return "forgot \(range) for good" + reason(fields)
        case "journal.repaired":
            let lost = number(fields["lost"])
            let kept = "kept entries through \(number(fields["keptThrough"]))"
            let what = lost == "1" ? "1 entry is lost" : "\(lost) entries are lost"
            return "repaired the journal after damage: \(kept), \(what)" + reason(fields)
        default: return "noted \(entry.kind)"
        }
    }

    private static func number(_ value: JSONValue?) -> String {
        guard case .integer(let number)? = value else { return "?" }
        return "\(number)"
    }

    private static func reason(_ fields: JSONObject) -> String {
        guard case .string(let reason)? = fields["reason"], !reason.isEmpty else { return "" }
        return " (\(reason))"
    }
}
