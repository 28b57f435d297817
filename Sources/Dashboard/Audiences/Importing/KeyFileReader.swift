internal import FlagModel

/// Reads keys out of a file that comes piece by piece: a key a line, or one column of rows that are
/// separated by commas, semicolons or tabs.
///
/// A cell in quotes may hold separators, line breaks and, written twice, quotes.
struct KeyFileReader: Equatable, Sendable {
    /// The column, from 0, that holds the keys.
    let column: Int
    /// What was found so far.
    private(set) var list = KeyList()

    private let separator: UInt8
    /// Whether the next row holds the names of the columns.
    private var isAtHeader: Bool
    private var place = Place.cellStart
    private var cellIndex = 0
    private var cell: [UInt8] = []
    private var isRowEmpty = true
    private var endsWithReturn = false

    private enum Place: Equatable {
        case cellStart, inCell, inQuotes, afterQuote
    }

    /// Bytes of one cell that are kept: more is no key.
    private static let cellLimit = Limits.customerKeyBytes.upperBound + 64
    /// Names that say that the first line of a file with one column is no key.
    private static let headerNames: Set<String> = [
        "key", "keys", "keyid", "id", "customer", "customers", "customer key", "customer_key",
        "customer id", "customer_id", "customerid", "user", "user id", "user_id", "userid",
    ]

    /// Reads `column` of a file that begins with `head`.
    init(_ head: Head, column: Int) {
        self.column = column
        separator = head.separator
        isAtHeader = head.columns.count > 1 || head.hasName
    }

    /// The beginning of a file.
    struct Head: Equatable, Sendable {
        /// The cells of the first line.
        let columns: [String]
        let separator: UInt8
        /// Whether the only cell of the first line is a name, and no key.
        let hasName: Bool

        /// Columns that are offered, at the most.
        static let columnLimit = 200

        /// Looks at the first bytes of a file.
        init(_ bytes: [UInt8]) {
            let text = bytes.starts(with: KeyFileReader.mark) ? bytes.dropFirst(3) : bytes[...]
            let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
            let counts = [0x2C, 0x3B, 0x09].map { sign in
                (sign: UInt8(sign), count: line.count { $0 == UInt8(sign) })
            }
            let most = counts.max { $0.count < $1.count }
            separator = most.map { $0.count > 0 ? $0.sign : 0x2C } ?? 0x2C
            let separator = separator
            let cells = line.split(
                maxSplits: Self.columnLimit - 1,
                omittingEmptySubsequences: false
            ) { $0 == separator }
            columns = cells.map { cell in
                let bare = cell.filter { $0 != 0x22 }
                return String(decoding: bare.prefix(80), as: UTF8.self).trimmed
            }
            let first = columns.first?.lowercased() ?? ""
            hasName = columns.count == 1 && KeyFileReader.headerNames.contains(first)
        }
    }

    /// The mark with which some programs begin files.
    fileprivate static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Takes the next bytes; the mark at the beginning of the file is left out by the caller's
    /// ``withoutMark(_:)``.
    mutating func take(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { take(byte) }
    }

    /// The bytes of the first piece without the mark.
    static func withoutMark(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
    }

    /// The file is over.
    mutating func finish() {
        if !isRowEmpty || place != .cellStart { endRow() }
    }

    private mutating func take(_ byte: UInt8) {
        defer { endsWithReturn = byte == 0x0D }
        switch (place, byte) {
        case (.inQuotes, 0x22): place = .afterQuote
        case (.inQuotes, _): keep(byte)
        case (.afterQuote, 0x22):
            keep(byte)
            place = .inQuotes
        case (_, 0x0A) where endsWithReturn: break
        case (_, 0x0A), (_, 0x0D): endRow()
        case (_, separator): endCell()
        case (.cellStart, 0x22): (place, isRowEmpty) = (.inQuotes, false)
        default:
            keep(byte)
            (place, isRowEmpty) = (.inCell, false)
        }
    }

    private mutating func keep(_ byte: UInt8) {
        guard cellIndex == column, cell.count < Self.cellLimit else { return }
        cell.append(byte)
    }

    private mutating func endCell() {
        cellIndex += 1
        (place, isRowEmpty) = (.cellStart, false)
    }

    private mutating func endRow() {
        if isAtHeader { isAtHeader = false } else { list.take(cell) }
        cell.removeAll(keepingCapacity: true)
        (cellIndex, place, isRowEmpty) = (0, .cellStart, true)
    }
}
