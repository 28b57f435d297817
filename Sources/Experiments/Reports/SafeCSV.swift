/// Rows of a table that a spreadsheet may open: nothing in it is ever taken for a formula.
///
/// Source: RFC 4180 for the form. A text that begins with `=`, `+`, `-`, `@`, a tab or a line end
/// gets an apostrophe in front, because spreadsheets would work it out otherwise.
package struct SafeCSV {
    /// A cell.
    package enum Cell {
        /// What somebody wrote.
        case text(String)
        /// A number; empty when it is not finite.
        case number(Double?)
        /// A whole number.
        case count(Int)
    }

    /// The rows so far, each with a line end.
    package private(set) var text = ""

    /// A table without rows.
    package init() {}

    /// Appends a row.
    package mutating func append(_ cells: [Cell]) {
        text += cells.map(Self.text).joined(separator: ",") + "\r\n"
    }

    private static func text(of cell: Cell) -> String {
        switch cell {
        case .count(let count): return "\(count)"
        case .number(let number):
            guard let number, number.isFinite else { return "" }
            return "\(number)"
        case .text(let text): return quoted(safe(text))
        }
    }

    private static func safe(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return text }
        return "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) ? "'" + text : text
    }

    private static func quoted(_ text: String) -> String {
        let needsQuotes = text.unicodeScalars.contains { "\",;\r\n\t".unicodeScalars.contains($0) }
        guard needsQuotes else { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
