import GRDB

/// The full-text index of customers: every three letters of what they are found by.
///
/// What goes in is each word of name, key and facts behind ``FactText/mark``. So a word's first one
/// or two letters make three together with the mark, and are found as fast as longer words.
struct CustomerText {
    /// The texts of one customer.
    struct Entry {
        /// The name, a line break, the key; only the key without a name.
        var folded: String
        /// What is known of them: a ``FactText``.
        var facts: String

        /// Whether both consist of the same bytes.
        func isSame(as other: Entry) -> Bool {
            DescriptionWriter.areSame(folded, other.folded)
                && DescriptionWriter.areSame(facts, other.facts)
        }

        /// What the index sees.
        var words: String {
            var words = ""
            var isBegin = true
            for scalar in folded.unicodeScalars {
                if scalar == " " || scalar == "\n" {
                    isBegin = true
                    continue
                }
                if isBegin { words += FactText.mark }
                isBegin = false
                words.unicodeScalars.append(scalar)
            }
            return words + facts
        }
    }

    private let insert: Statement
    private let delete: Statement

    init(_ database: Database) throws {
        insert = try database.cachedStatement(
            sql: "INSERT INTO customerText (rowid, words) VALUES (?, ?)"
        )
        // The index keeps no texts, so it must be told what it forgets.
        delete = try database.cachedStatement(
            sql: "INSERT INTO customerText (customerText, rowid, words) VALUES ('delete', ?, ?)"
        )
    }

    /// Adds the texts of a customer.
    func add(_ entry: Entry, of id: Int64) throws {
        try insert.execute(arguments: [id, entry.words])
    }

    /// Takes the texts of a customer out; they are exactly those that were added.
    func remove(_ entry: Entry, of id: Int64) throws {
        try delete.execute(arguments: [id, entry.words])
    }

    /// Puts texts in place of the earlier ones.
    func replace(_ before: Entry, with new: Entry, of id: Int64) throws {
        try remove(before, of: id)
        try add(new, of: id)
    }
}
