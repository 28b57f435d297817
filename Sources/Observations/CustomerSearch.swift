import FlagAPI
import Foundation
import GRDB

/// One search for customers: which statements it takes, in which order, with which bounds.
///
/// A word is looked for in name, key and facts (the values of attributes):
///
/// | the word | where it counts |
/// |---|---|
/// | three letters or more | anywhere |
/// | one or two letters | at the beginning of a word; among few customers anywhere in name or key |
///
/// | the words | how the customers are found |
/// |---|---|
/// | none | everybody, in the order of names |
/// | only such with one or two letters, among ``fewCustomers`` | by looking at everybody |
/// | others | by the three-letter index; then longer words are compared |
///
/// Whoever has exactly this key, and whose name begins with the text, is always looked up first.
///
/// All texts travel as arguments; the only thing that is put together is the expression for the
/// full-text index, and each of its terms is a quoted string of exactly three letters.
struct CustomerSearch {
    /// Different words that count; further ones are not looked at.
    static let maximumWords = 32
    /// Terms of the full-text expression for one word, and for all that are compared afterwards.
    ///
    /// Those left out cost time but change nothing, because each of these words is compared as a
    /// whole. A word that is not compared has one term, which is never left out.
    static let maximumTerms = (word: 12, all: 24)
    /// Matches that are put in the order of their names, at the most.
    static let sortedMatches = 1000
    /// As many customers can be looked at, one by one, for every letter that is typed.
    static let fewCustomers = 20_000

    private let key: Data
    private let beginning: String
    private let words: [String]
    private let limit: Int
    private let few: Int

    /// - Parameters:
    ///   - request: what is looked for.
    ///   - few: ``fewCustomers``, unless a test says otherwise.
    init(_ request: CustomerRequest, few: Int = Self.fewCustomers) {
        self.few = few
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
        let isShort = words.allSatisfy { SearchWord($0).isShort }
        if isShort, known <= few { return try scan(database) }
        let ids = try indexed(database, known: known, isSorted: false)
        // Whoever finds more types on; to sort them would cost more than to find them.
        return ids.count > Self.sortedMatches
            ? ids : try indexed(database, known: known, isSorted: true)
    }

    /// Matches by the three-letter index.
    private func indexed(
        _ database: Database,
        known: Int,
        isSorted: Bool
    ) throws -> [Int64] {
        let isLarge = known > few
        let words = words.map(SearchWord.init)
        // Three letters, or fewer behind a mark, are in the index as they are.
        func isCompared(_ word: SearchWord) -> Bool { word.isLong || word.isShort && !isLarge }
        let compared = words.filter(isCompared)
        let needed = words.filter { !isCompared($0) }.flatMap(\.terms)
        let helping = compared.filter(\.isLong).flatMap(\.terms)
            .prefix(max(0, Self.maximumTerms.all - needed.count))
        let expression = (needed + helping).map { "\"\($0.replacing("\"", with: "\"\""))\"" }
            .joined(separator: " AND ")
        let join = "JOIN customer ON customer.id = customerText.rowid"
        let tests = compared.map { "AND \($0.test)" }.joined(separator: " ")
        let sql = """
            SELECT customerText.rowid
            FROM customerText \(compared.isEmpty && !isSorted ? "" : join)
            WHERE customerText MATCH ? \(tests)
            \(isSorted ? "ORDER BY customer.folded, customer.id" : "") LIMIT ?
            """
        let arguments = StatementArguments(compared.flatMap(\.arguments))
        return try Int64.fetchAll(
            database.cachedStatement(sql: sql),
            arguments: [expression] + arguments + [Self.countedMatches]
        )
    }

    /// Matches of short words among few customers, in the order of names.
    private func scan(_ database: Database) throws -> [Int64] {
        let words = words.map(SearchWord.init)
        let sql = """
            SELECT id FROM customer WHERE \(words.map(\.test).joined(separator: " AND "))
            ORDER BY folded, id LIMIT ?
            """
        return try Int64.fetchAll(
            database.cachedStatement(sql: sql),
            arguments: StatementArguments(words.flatMap(\.arguments)) + [Self.countedMatches]
        )
    }

    private static let countedMatches = CustomerPage.countLimit + 1
}
