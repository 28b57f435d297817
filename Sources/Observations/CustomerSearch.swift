import FlagAPI
import Foundation
import GRDB

/// One search for customers: which statements it takes, in which order, with which bounds.
///
/// | the words | how the customers are found |
/// |---|---|
/// | none | everybody, in the order of names |
/// | one with 3 letters or more | by the three-letter index; then each word is compared |
/// | only shorter ones | by reading the index of names, ``scannedRows`` entries at the most |
///
/// Whoever has exactly this key, and whose name begins with the text, is always looked up first.
///
/// All texts travel as arguments; the only thing that is put together is the expression for the
/// full-text index, and each of its terms is a quoted string of exactly three letters.
struct CustomerSearch {
    /// Different words that count; further ones are not looked at.
    static let maximumWords = 32
    /// Terms of the full-text expression for one word, and for all.
    ///
    /// Those left out cost time but
    /// change nothing, because each whole word is compared afterwards.
    static let maximumTerms = (word: 12, all: 24)
    /// Matches that are put in the order of their names, at the most.
    static let sortedMatches = 1000
    /// Entries of the index of names that are read for words of one or two letters.
    ///
    /// Beyond, a customer who only *contains* the letters may be missed;
    /// one whose name begins with them never is.
    static let scannedRows = 200_000

    private let key: Data
    private let beginning: String
    private let words: [String]
    private let limit: Int

    init(_ request: CustomerRequest) {
        let folded = FoldedText(request.text)
        var seen: Set<[UInt8]> = []
        key = Data(request.text.utf8)
        beginning = folded.text
        words = Array(
            folded.words.filter { seen.insert(Array($0.utf8)).inserted }
                .prefix(Self.maximumWords)
        )
        limit = request.limit
    }

    /// Answers from one state of the file.
    func page(from database: Database) throws -> CustomerPage {
        let known = try CustomerTable.known(in: database)
        guard !words.isEmpty else {
            let ids = try everybody(in: database)
            return CustomerPage(
                customers: try CustomerTable.customers(withIDs: ids, from: database),
                count: min(known, CustomerPage.countLimit + 1),
                known: known
            )
        }
        let first = try exact(in: database) + beginning(in: database)
        let all = try matches(in: database, known: known)
        let ids = Self.distinct(first + all)
        return CustomerPage(
            customers: try CustomerTable.customers(
                withIDs: Array(ids.prefix(limit)),
                from: database
            ),
            count: min(ids.count, CustomerPage.countLimit + 1),
            known: known
        )
    }

    private static func distinct(_ ids: [Int64]) -> [Int64] {
        var seen: Set<Int64> = []
        return ids.filter { seen.insert($0).inserted }
    }

    private func everybody(in database: Database) throws -> [Int64] {
        try Int64.fetchAll(
            database.cachedStatement(sql: "SELECT id FROM customer ORDER BY folded, id LIMIT ?"),
            arguments: [limit]
        )
    }

    private func exact(in database: Database) throws -> [Int64] {
        try Int64.fetchAll(
            database.cachedStatement(sql: "SELECT id FROM customer WHERE key = ?"),
            arguments: [key]
        )
    }

    /// Those whose name, or key when they have no name, begins with the text.
    private func beginning(in database: Database) throws -> [Int64] {
        try Int64.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT id FROM customer WHERE folded >= ? AND folded < ?
                    ORDER BY folded, id LIMIT ?
                    """
            ),
            arguments: [beginning, beginning + "\u{10FFFF}", limit]
        )
    }

    /// Every match, up to one more than is counted.
    private func matches(in database: Database, known: Int) throws -> [Int64] {
        guard !fullTextExpression.isEmpty else { return try scan(database, known: known) }
        let ids = try indexed(database, order: "")
        // Whoever finds more types on; to sort them would cost more than to find them.
        return ids.count > Self.sortedMatches
            ? ids : try indexed(database, order: "ORDER BY customer.folded, customer.id")
    }

    /// Matches of words of which at least one has three letters.
    private func indexed(_ database: Database, order: String) throws -> [Int64] {
        let sql = """
            SELECT customer.id
            FROM customerText JOIN customer ON customer.id = customerText.rowid
            WHERE customerText MATCH ? AND \(tests) \(order) LIMIT ?
            """
        return try Int64.fetchAll(
            database.cachedStatement(sql: sql),
            arguments: [fullTextExpression] + StatementArguments(words) + [Self.countedMatches]
        )
    }

    /// Matches of shorter words, in the order of names.
    private func scan(_ database: Database, known: Int) throws -> [Int64] {
        // Only a large file needs the bound, and reading without it is twice as fast.
        let bound = "SELECT id, folded FROM customer ORDER BY folded, id LIMIT \(Self.scannedRows)"
        let rows =
            known <= Self.scannedRows
            ? "customer INDEXED BY customerByText" : "(\(bound)) AS customer"
        let sql = """
            SELECT customer.id FROM \(rows)
            WHERE \(tests) ORDER BY customer.folded, customer.id LIMIT ?
            """
        return try Int64.fetchAll(
            database.cachedStatement(sql: sql),
            arguments: StatementArguments(words) + [Self.countedMatches]
        )
    }

    private static let countedMatches = CustomerPage.countLimit + 1

    /// The SQL that looks for each word.
    private var tests: String {
        words.map { _ in "instr(customer.folded, ?) > 0" }.joined(separator: " AND ")
    }

    /// An FTS5 expression that every match fulfils; empty when no word has three letters.
    private var fullTextExpression: String {
        words.flatMap(Self.terms).prefix(Self.maximumTerms.all).map {
            "\"\($0.replacing("\"", with: "\"\""))\""
        }
        .joined(separator: " AND ")
    }

    /// Some of the three-letter parts of a word, spread over it.
    private static func terms(of word: String) -> [String] {
        let letters = Array(word.unicodeScalars)
        guard letters.count >= 3 else { return [] }
        let starts = letters.count - 2
        let count = min(starts, maximumTerms.word)
        return (0..<count).map { index in
            let start = count == 1 ? 0 : index * (starts - 1) / (count - 1)
            var term = String.UnicodeScalarView()
            term.append(contentsOf: letters[start..<start + 3])
            return String(term)
        }
    }
}
