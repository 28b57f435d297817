public import FlagModel

/// Why a file of customers cannot be read.
///
/// Nothing of it was imported.
public struct CustomerFileProblem: Error, Hashable, Sendable {
    /// The file as the person named it.
    public let file: String
    /// Where in the file.
    public let place: Place
    /// What is wrong there.
    public let reason: Reason

    /// Puts the parts together.
    public init(file: String, place: Place, reason: Reason) {
        self.file = file
        self.place = place
        self.reason = reason
    }

    /// A place in a file.
    public enum Place: Hashable, Sendable {
        /// The file as a whole.
        case whole
        /// A line, from 1; of a row that spans lines, its first.
        case line(Int)
        /// A value within a JSON document, such as `users[3].keyId`.
        case path(String)
    }

    /// Everything that can be wrong with a file.
    public enum Reason: Hashable, Sendable {
        /// There is nothing in it.
        case empty
        /// It has more bytes than are read.
        case tooLong(limitBytes: Int)
        /// It is UTF-16, as some spreadsheets write it.
        case isUTF16
        /// Bytes that are not UTF-8.
        case notUTF8
        /// A quote that is never closed.
        case openQuote
        /// Something stands between a closing quote and the next separator.
        case afterQuote
        /// A row has another number of columns than the header.
        case columnCount(Int, header: Int)
        /// The header names no column for the key; the names it has.
        case noKeyColumn([String])
        /// The header has no column of this name; the names it has.
        case noColumn(String, has: [String])
        /// The header has a column without a name; which one, from 1.
        case unnamedColumn(Int)
        /// Two columns of the header have this name.
        case columnTwice(String)
        /// It is not JSON; what is wrong.
        case notJSON(String)
        /// It is JSON of another shape; what is wrong.
        case shape(String)
        /// The key is empty or too long: so many bytes.
        case keyLength(bytes: Int)
        /// The customer is larger than allowed.
        case customerTooLarge(CustomerFault)
        /// The key came before, there.
        case keyTwice(CustomerKey, first: Place)
    }

    /// A stable name for programs.
    public var code: String {
        switch reason {
        case .empty: "customer-file.empty"
        case .tooLong: "customer-file.too-long"
        case .isUTF16, .notUTF8: "customer-file.encoding"
        case .openQuote, .afterQuote: "customer-file.quotes"
        case .columnCount, .noKeyColumn, .noColumn, .unnamedColumn, .columnTwice:
            "customer-file.columns"
        case .notJSON: "customer-file.not-json"
        case .shape: "customer-file.shape"
        case .keyLength, .keyTwice: "customer-file.key"
        case .customerTooLarge: "customer-file.customer-too-large"
        }
    }
}

extension CustomerFileProblem: CustomStringConvertible {
    /// What is wrong, where, and what to do next.
    ///
    /// Holds text from the file: print it through the type that makes it safe.
    public var description: String {
        let subject = place == .whole ? file : "\(file), \(place)"
        let (fault, advice) = words
        return "\(subject): \(fault). Nothing was imported. \(advice)."
    }

    /// What is wrong, and what to do next; both without a full stop.
    private var words: (fault: String, advice: String) {
        switch reason {
        case .empty:
            ("there are no customers in it", "Check that it is the right file")
        case .tooLong(let limit):
            ("it is longer than \(limit >> 20) MiB", "Split it into several files")
        case .isUTF16:
            ("it is written in UTF-16", "Save it as \"CSV UTF-8\" and try again")
        case .notUTF8:
            (
                "there are bytes that are not UTF-8 text",
                "Save the file as UTF-8 (in spreadsheets: \"CSV UTF-8\") and try again"
            )
        case .openQuote:
            ("the quote \" that opens here is never closed", "Close it, or write it twice: \"\"")
        case .afterQuote:
            (
                "text follows a closing quote \"",
                "Put the whole cell in quotes and write quotes inside it twice: \"\""
            )
        case .columnCount(let count, let header):
            (
                "the row has \(Self.columns(count)) and the header \(Self.columns(header))",
                "Put cells that hold a separator or a line break in quotes"
            )
        case .noKeyColumn(let names):
            (
                "no column is called \"key\", \"keyId\" or \"id\" (there is \(Self.list(names)))",
                "Name the column that holds the customers' keys \"key\""
            )
        case .noColumn(let name, let names):
            (
                "no column is called \"\(name)\" (there is \(Self.list(names)))",
                "Name one of these columns"
            )
        case .unnamedColumn(let number):
            ("column \(number) has no name", "Name it, or remove the column")
        case .columnTwice(let name):
            ("two columns are called \"\(name)\"", "Rename or remove one of them")
        case .notJSON(let fault), .shape(let fault):
            (fault, "Correct it and try again")
        case .keyLength(let bytes):
            (
                bytes == 0
                    ? "the customer's key is empty"
                    : "the customer's key has \(bytes) bytes, and "
                        + "\(Limits.customerKeyBytes.upperBound) are the most",
                "Correct it and try again"
            )
        case .customerTooLarge(let fault):
            ("\(fault)", "Shorten it and try again")
        case .keyTwice(let key, let first):
            ("the key \"\(key.text)\" came before, at \(first)", "Remove one of the two")
        }
    }

    private static func columns(_ count: Int) -> String {
        count == 1 ? "1 column" : "\(count) columns"
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
        return names.count > 8 ? shown + " and \(names.count - 8) more" : shown
    }
}

extension CustomerFileProblem.Place: CustomStringConvertible {
    /// The place in words: `line 7`.
    public var description: String {
        switch self {
        case .whole: "the beginning"
        case .line(let line): "line \(line)"
        case .path(let path): path
        }
    }
}
